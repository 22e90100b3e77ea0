"""What terminals, keyboards and windows do beyond sending keys: no answer that nobody gave."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from wcwidth import wcwidth

from command import COMMAND, TINY
from pty_driver import DEADLINE, Person
from rolequiz.ask import state_folder

COLOUR_REPLY = b"\x1b]11;rgb:1e1e/2222/3333\x1b\\"
REPLIES = [COLOUR_REPLY, b"\x1b]4;1;rgb:cdcd/0000/0000\x07", b"\x1bP>|Some 23.04\x1b\\"]
REPLIES += [b"\x1b_Gi=31;OK\x1b\\", b"\x9b12;40R", b"\x90\x31$r0;1m\x9c", b"\x1b[M 12", b"\x1b[[A"]

SHELL = """
import os, select, subprocess, sys, termios, tty
subprocess.run(sys.argv[1:])
tty.setcbreak(0, termios.TCSANOW)
rest = os.read(0, 99) if select.select([0], [], [], 0.2)[0] else b""
print("REST", rest, flush=True)
"""


def sit(*args: str, size: tuple[int, int] = (80, 24), pack: Path = TINY, first: str = "") -> Person:
    """Seat a person before the quiz of four questions."""
    argv = [*COMMAND, "--full", "--pack", str(pack), *args]
    if first:
        argv = ["/bin/sh", "-c", f"{first}; exec {shlex.join(argv)}"]
    return Person(argv, size)


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    """Return a quiz whose questions have ten options."""
    shutil.copy(TINY / "roles.yaml", tmp_path)
    text = (TINY / "questions.yaml").read_text(encoding="utf-8")
    more = "".join(f"      - {{id: x{i}, text: Thing {i}, scores: {{}}}}\n" for i in range(4, 11))
    head, mark, rest = text.partition("  - id: proud")
    (tmp_path / "questions.yaml").write_text(head + more + mark + rest, encoding="utf-8")
    return tmp_path


def kept() -> dict[str, object]:
    """Return the answers in the only journal there is."""
    folder = state_folder()
    assert folder is not None
    (journal,) = folder.glob("*.jsonl")
    entries = map(json.loads, journal.read_text(encoding="utf-8").splitlines()[1:])
    return {entry["question"]: entry["answer"] for entry in entries if "answer" in entry}


def stopped(person: Person, key: str = "q") -> None:
    """Leave the quiz, as an answer would otherwise show in what comes after it."""
    person.types(key)
    assert person.ends() == 130


# --- A terminal's own replies ------------------------------------------------------------------


@pytest.mark.parametrize("reply", REPLIES)
def test_a_terminal_s_reply_is_no_answer(reply: bytes) -> None:
    """Whole or byte by byte, as a slow line brings it, between two keys that do answer."""
    person = sit().reads("quit").types(reply).types("1").reads("Question 2").reads("quit")
    for byte in reply:
        person.types(bytes([byte]))
        time.sleep(0.002)
    stopped(person.types("2").reads("Question 3").reads("quit"))
    assert kept() == {"first-hour": "problem", "proud": "on-time"}


@pytest.mark.parametrize("cut", [1, 2, 7, 14, len(COLOUR_REPLY) - 1])
def test_a_reply_that_comes_during_the_start_is_no_answer(cut: int) -> None:
    """Its first part waits before the start, the rest comes at the first question."""
    person = sit(first="stty -echo; echo ready; sleep 0.2").reads("ready")
    person.types(COLOUR_REPLY[:cut]).reads("Question 1").reads("quit")
    person.types(COLOUR_REPLY[cut:])
    time.sleep(0.1)
    stopped(person.types("3").reads("Question 2").reads("quit"))
    assert kept() == {"first-hour": "people"}


def test_the_end_of_a_reply_is_no_answer() -> None:
    """The shell may have read the start of it; what comes along with the end is no key."""
    person = sit().reads("quit").types(b"22/3333\x1b\\")
    time.sleep(0.1)
    person.types(b"1122\x07")
    time.sleep(0.1)
    stopped(person.types("3").reads("Question 2").reads("quit"))
    assert kept() == {"first-hour": "people"}


def test_a_reply_at_the_offer_to_go_on_decides_nothing() -> None:
    """Neither its n nor its digits start a new run; the old one is there and continues."""
    stopped(sit().reads("quit").types("1").reads("Question 2").reads("quit"))
    person = sit().reads("[Y/n]").types(b"\x1bP1+r544e=6e\x1b\\\x1b]l1 no 2\x07")
    time.sleep(0.1)
    stopped(person.types("\r").reads("Question 2 of 4").reads("quit"))
    assert kept() == {"first-hour": "problem"}


def test_a_reply_without_an_end_takes_no_later_key() -> None:
    """After a pause the next key counts; an arrow counts at once."""
    person = sit().reads("quit").types(b"\x1b]11;rgb:1e1e").types(b"\x1b[B").reads("› 1")
    person.types(b"\x1bP1;2")
    time.sleep(0.8)
    stopped(person.types("2").reads("Question 2").reads("quit"))
    assert kept() == {"first-hour": "date"}


def test_a_reply_of_any_length_is_no_answer() -> None:
    """A clipboard of 200,000 bytes is read to its end, and the key after it counts."""
    person = sit().reads("quit")
    reply = b"\x1b]52;c;" + b"MTIz" * 50_000 + b"\x07"
    for at in range(0, len(reply), 4000):
        person.types(reply[at : at + 4000])
    stopped(person.types("3").reads("Question 2").reads("quit"))
    assert kept() == {"first-hour": "people"}


def test_a_reply_within_a_line_is_left_out() -> None:
    """With --plain too: the number typed after it is the answer, and Enter alone is none."""
    person = sit("--plain").reads("help):").types(COLOUR_REPLY + b"2\n").reads("Question 2")
    person.reads("help):").types(COLOUR_REPLY + b"\n").reads("Please type a number")
    person.reads("help):").types(b"33/3333\x1b\\1\n").reads("Question 3").reads("help):")
    stopped(person, "q\n")
    assert kept() == {"first-hour": "date", "proud": "growing"}


# --- Keys in other codings ---------------------------------------------------------------------


@pytest.mark.parametrize("two", ["２", "٢", "२", "\x1bOr", "\x1b[50u", "\x1b[57401u", "\x1b2"])
def test_a_two_is_a_two(two: str) -> None:
    """Full-width and in other scripts, from a number pad, as kitty sends it, or after Escape."""
    stopped(sit().reads("quit").types(two).reads("Question 2").reads("quit"))
    assert kept() == {"first-hour": "date"}


@pytest.mark.parametrize("two", ["２", "٢", " 2\r", "\u30002", "\x1bOr", "2.", "2)", "２．"])
def test_a_two_in_a_line_is_a_two(two: str) -> None:
    """The lines of --plain accept the same, and a Windows newline."""
    person = sit("--plain").reads("help):").types(two + "\n").reads("Question 2").reads("help):")
    stopped(person, "ｑ\n")
    assert kept() == {"first-hour": "date"}


def test_full_width_letters_are_keys() -> None:
    """People who type with an input method can mark, skip, ask for help and quit."""
    person = sit().reads("quit").types("＊").reads("matters to you").types("？").reads("middle")
    person.reads("quit").types("ｓ").reads("Question 2").reads("quit")
    stopped(person.types("１").reads("Question 3").reads("quit"), "Ｑ")
    assert kept() == {"first-hour": None, "proud": "growing"}


def test_ctrl_c_as_a_key_stops() -> None:
    """If an earlier program left the terminal sending keys as numbers, Ctrl-C still works."""
    person = sit().reads("quit").types("1").reads("Question 2").reads("quit")
    stopped(person, "\x1b[99;5u")
    assert person.modes() == (True, True)


def test_a_deleted_number_is_no_answer() -> None:
    """A line with a Backspace in it is asked again."""
    person = sit("--plain", first="stty erase ^-").reads("help):").types("3\x7f\n")
    stopped(person.reads("Please type a number").reads("help):"), "q\n")


# --- A number and then Enter -------------------------------------------------------------------


@pytest.mark.parametrize("pause", [0, 0.15])
def test_a_number_and_enter_answer_one_question(pause: float) -> None:
    """At the next question nothing is selected, and the cursor is at its first option."""
    person = sit().reads("quit").types("2")
    time.sleep(pause)
    person.types("\r").reads("Question 2").reads("quit").types("\r\r")
    time.sleep(0.1)
    assert person.cursor_line() == "  1  It is still growing"
    stopped(person)
    assert kept() == {"first-hour": "date"}


def test_enter_after_a_number_does_not_pass_over_an_earlier_answer() -> None:
    """Back at a question, a number and Enter change it; the next, answered, stays on screen."""
    person = sit().reads("quit").types("12").reads("Question 3").reads("quit")
    person.types(b"\x1b[D\x1b[D").reads("so far: 1").reads("quit").types("3\r").reads("so far: 2")
    time.sleep(0.1)
    assert person.cursor_line() == "› 2  It shipped on the day we promised"
    stopped(person.types("\r").reads("Question 3").reads("quit"))
    assert kept() == {"first-hour": "people", "proud": "on-time"}


@pytest.mark.parametrize("number", ["7", "0", "15"])
def test_a_number_without_an_option_is_no_answer(ten: Path, number: str) -> None:
    """Enter after it does not choose the option that an arrow has moved to."""
    person = (
        sit(pack=ten if number == "15" else TINY).reads("quit").types("jj").reads("2  The date")
    )
    person.types(number + "\r")
    time.sleep(0.1)
    assert "Question 2" not in person.transcript
    stopped(person)


def test_numbers_of_one_and_two_digits(ten: Path) -> None:
    """10 and 1 with Enter, and 1 alone after a while, are one answer each."""
    person = sit(pack=ten).reads("quit").types("1\r").reads("Question 2").types(b"\x1b[D")
    person.reads("so far: 1").reads("quit").types("10\r").reads("Question 2").reads("quit")
    person.types("\x7f").reads("so far: 10").reads("quit").types("1").reads("Question 2")
    person.reads("quit").types("\r")
    time.sleep(0.1)
    stopped(person)
    assert kept() == {"first-hour": "problem"}


@pytest.mark.parametrize("mode", [[], ["--plain"]])
def test_keys_typed_after_the_end_are_dropped(mode: list[str]) -> None:
    """The shell gets no key that was meant for the quiz, nor a line without its Enter."""
    enter = "\n" if mode else ""
    argv = [sys.executable, "-c", SHELL, *COMMAND, "--pack", str(TINY), *mode, "-o", "/dev/null"]
    person = Person(argv).reads("1–3")
    person.types("".join(key + enter for key in "124"))
    person.reads("Question 4").reads("1–2").types(f"1{enter}12{enter}rest").types("\n3")
    person.reads("REST").reads("b''")


# --- What is drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (80, 8), (40, 8), (30, 6), (12, 10)])
def test_help_and_arrows_leave_no_old_copy(size: tuple[int, int]) -> None:
    """Help, an arrow, and all the way round: each option is there once, all above untouched."""
    person = sit(size=size).reads("? help").types("?").reads("answers").reads("help")
    person.types(b"\x1b[B").reads("› 1")
    for key in "jjkkk":
        person.types(key).reads("› ")
    time.sleep(0.2)
    person.types("k").reads("› ")
    shown = [*("".join(c.data for c in line.values()) for line in person.screen.history.top)]
    shown += person.screen.display
    assert sum(line.startswith("Question 1") for line in shown) <= 1
    for number in "123":
        assert sum(line.startswith((f"  {number} ", f"› {number} ")) for line in shown) <= 1
    assert person.cursor_line().startswith("› ")
    stopped(person)


@pytest.mark.parametrize(("lines", "apart"), [(24, True), (16, True), (15, False)])
def test_help_is_separate_from_the_options(lines: int, apart: bool) -> None:
    """An empty line is between the two wherever the screen has room for one."""
    person = sit(size=(80, lines)).reads("? help").types("?").reads("hides this help").reads("help")
    shown = [line.rstrip() for line in person.screen.display]
    last = next(at for at, line in enumerate(shown) if line.startswith("  3 "))
    assert (shown[last + 1] == "") == apart
    assert shown[last + 1 + apart].startswith("  1–3 answers")
    stopped(person)


def test_ctrl_l_redraws() -> None:
    """What another program wrote over the question goes away, and the selection stays."""
    person = sit().reads("quit").types("j").reads("› 1")
    person._stream.feed(b"\x1b[5;5Hnoise\r\nnoise")
    person.types("\x0c").reads("quit")
    assert person.shown()[0].startswith("Question 1")
    assert person.cursor_line() == "› 1  The problem behind it"
    assert "noise" not in "".join(person.shown())


@pytest.mark.parametrize("columns", [100, 80, 74, 60, 40, 24])
def test_ambiguous_characters_may_take_two_columns(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """As terminals in East Asia are set: moves, marks and help leave one copy of the question."""

    def wide(sign: str) -> int:
        return 2 if unicodedata.east_asian_width(sign) == "A" else wcwidth(sign)

    monkeypatch.setattr(pyte.screens, "wcwidth", wide)
    person = sit(size=(columns, 40)).reads("help").types("jjk*").reads("matters to you")
    person.types("??j").reads("› 2")
    shown = [line.replace(" ", "") for line in person.shown()]  # wide signs leave gaps
    options = [line[0] for line in shown if line[1:2] != "–" and line[:1] in {*"123›"}]
    assert options == ["1", "›", "3"]
    assert sum(line.startswith("Question1") for line in shown) == 1
    stopped(person)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (300, 2), (0, 0)])
def test_any_window_size_works(size: tuple[int, int]) -> None:
    """A tiny window, or one of unknown size, shows what it can and takes the answers."""
    person = sit("-o", "/dev/null")
    person.resizes(*size)
    time.sleep(0.2)
    person.types("1j?2")
    person.types("41\r")
    assert person.ends() == 0


def test_many_sizes_at_once_draw_the_question_once() -> None:
    """After a window is dragged about, it has one question at the last width."""
    person = sit().reads("quit").types("j").reads("› 1")
    for columns in (70, 30, 12, 55, 79, 100):
        person.resizes(columns, 24)
        time.sleep(0.02)
    person.reads("matters to me").reads("quit")
    assert sum(line.startswith("Question 1") for line in person.shown()) == 1
    stopped(person)


# --- A real terminal that breaks lines anew ----------------------------------------------------


class Tmux:
    """A quiz in tmux, whose screen can be resized and looked at."""

    def __init__(self, folder: Path) -> None:
        self._base = [str(shutil.which("tmux")), "-f", "/dev/null", "-S", str(folder / "socket")]
        command = shlex.join([*COMMAND, "--pack", str(TINY)])
        self.run("new-session", "-d", "-x", "80", "-y", "24", f"{command}; sleep 60")

    def run(self, *args: str) -> str:
        """Return what a command of tmux prints."""
        done = subprocess.run([*self._base, *args], capture_output=True, check=False)
        return done.stdout.decode()

    def until(self, text: str, *start: str, rest: bool = False) -> str:
        """Return the screen once it has the text and, if that is asked for, no longer changes."""
        end, before = time.monotonic() + DEADLINE, ""
        while time.monotonic() < end:
            shown = self.run("capture-pane", "-p", *start)
            if text in shown and (shown == before or not rest):
                return shown
            before = shown
            time.sleep(0.4 if rest else 0.05)
        raise AssertionError(f"{text!r} never came to rest:\n{shown}")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """Return a quiz in a tmux of its own."""
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux")
    started = Tmux(tmp_path)
    yield started
    started.run("kill-server")


@pytest.mark.parametrize(
    "sizes",
    [
        ["40x24", "120x24"],
        ["40x20", "80x8", "120x30"],
        ["80x8", "40x8", "120x8", "80x30"],
        ["30x10", "40x20", "80x24"],
        ["120x12", "20x12", "120x12", "120x30"],
    ],
)
def test_a_new_size_leaves_no_old_copy(tmux: Tmux, sizes: list[str]) -> None:
    """However the window breaks and joins lines, each question is there once."""
    tmux.until("Question 1")
    tmux.run("send-keys", "2")
    tmux.until("Question 2")
    tmux.run("send-keys", "Down", "Down")
    tmux.until("› 2  It shipped")
    for size in sizes:
        columns, _, lines = size.partition("x")
        tmux.run("resize-window", "-x", columns, "-y", lines)
        shown = tmux.until("help", rest=True)
        assert shown.count("Question 2 of 4") == 1, size
        assert shown.count("It is still") <= 1, size
        assert shown.count("› 2") <= 2, size
    tmux.run("send-keys", "2")
    tmux.until("Question 3")
    history = tmux.until("help", "-S", "-", rest=True)
    assert "Question 1" not in history
    assert "Question 2" not in history
    assert [line[:2] for line in history.splitlines() if line[1:2] == "."] == ["1.", "2."]
    tmux.run("send-keys", "Left", "Left")
    tmux.until("Question 1")
    assert tmux.until("help", "-S", "-", rest=True).count("2. ") == 0
