"""The quiz on a real pseudo-terminal: the keys go in as bytes, the screen is what a person sees."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pty_driver import Person

SCRIPT = """
import json, sys, time
from pathlib import Path
from rolequiz.ask import ask_all
from rolequiz.model import Option, Pack, Question

count, options, folder, mode, wait = sys.argv[1:]
choices = tuple(Option(f"o{i}", f"Option {i}", {}) for i in range(1, int(options) + 1))
questions = tuple(Question(f"q{i}", f"What about {i}?", choices) for i in range(1, int(count) + 1))
pack = Pack("A quiz", 1, "", (), questions, (), "sha256:" + "a" * 64)
while wait and not Path(wait).exists():
    time.sleep(0.01)
ended = lambda asked: (asked, asked.finished)
asked = ask_all(pack, Path(folder), keys=mode == "keys", ended=ended)
given = asked.responses
if asked.finished:
    print("ANSWERS", json.dumps([dict(given.answers), sorted(given.matters)]), flush=True)
else:
    print("STOPPED", asked.journal is not None, asked.answered, flush=True)
"""


class Taker(Person):
    """Someone who takes the quiz of SCRIPT."""

    def answers(self, *, enter: bool = True) -> tuple[dict[str, str], list[str]]:
        """Go on to the end of the quiz, and return the answers and the marks."""
        (self.goes_on() if enter else self).reads("ANSWERS ").reads("\n")
        line = next(line for line in "".join(self.screen.display).split("ANSWERS ")[1:])
        answers, matters = json.JSONDecoder().raw_decode(line)[0]
        return answers, matters


Sit = Callable[..., Taker]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Return a function that seats a person before a quiz of so many questions and options."""
    people: list[Taker] = []
    source = str(Path(__file__).resolve().parents[2] / "src")
    env = {"PYTHONPATH": source, "NO_COLOR": "1", "TERM": "xterm", "PYTHONUTF8": "1"}

    def quiz(questions: int, options: int, mode: str, wait: str) -> list[str]:
        folder = str(tmp_path / "state")
        return [sys.executable, "-c", SCRIPT, str(questions), str(options), folder, mode, wait]

    def seat(
        questions: int = 3,
        options: int = 3,
        *,
        mode: str = "keys",
        size: tuple[int, int] = (80, 24),
        wait: str = "",
    ) -> Taker:
        argv = quiz(questions, options, mode.replace("shell", "keys"), wait)
        if mode == "shell":
            (tmp_path / "quiz.py").write_text(SCRIPT)
            argv[1:3] = [str(tmp_path / "quiz.py")]
            (tmp_path / "run").write_text(" ".join(f"'{part}'" for part in argv) + "\n")
            argv = [str(shutil.which("bash")), "--norc", "--noprofile", "--noediting", "-i"]
        people.append(Taker(argv, size, env))
        return people[-1]

    yield seat
    for person in people:
        person.leave()


def test_one_key_answers(sit: Sit) -> None:
    """A number answers, the question shrinks to a line, and the next one stands below that."""
    person = sit().reads("quit").types("2").reads("Question 2").reads("quit")
    shown = person.shown()
    at = shown.index("Question 2 of 3  ━━━━━━━━────────────────")
    assert shown[at - 1] == "1. What about 1? → Option 2"
    assert not any(line.startswith("Question 1") for line in shown)
    assert person.cursor_line() == "  1  Option 1"
    assert person.types("31").answers() == ({"q1": "o2", "q2": "o3", "q3": "o1"}, [])
    assert person.modes() == (True, True)


def test_arrows_and_letters_select(sit: Sit) -> None:
    """Arrows in both modes, j and k move the cursor; Enter answers with its row."""
    person = sit(3, 4).reads("quit").types(b"\x1b[Bjj\x1b[A\r").reads("Question 2").reads("quit")
    person.types(b"\x1bOBk\n").reads("Question 3").reads("quit").types(b"\x1b[1;5Ajjj\r")
    assert person.answers() == ({"q1": "o2", "q2": "o4", "q3": "o3"}, [])


def test_going_back_changes_an_answer(sit: Sit) -> None:
    """The earlier answer is selected, and one key puts another in its place."""
    person = sit().reads("quit").types("2").reads("Question 2").reads("quit")
    person.types(b"\x1b[D").reads("Your answer so far: 2").reads("quit")
    assert person.cursor_line() == "› 2  Option 2"
    person.types("3").reads("Question 2").reads("quit").types("1\x7f")
    person.reads("Your answer so far: 1").types(b"\x1b[C").reads("Question 3").reads("quit")
    assert person.types("1").answers()[0] == {"q1": "o3", "q2": "o1", "q3": "o1"}


@pytest.mark.parametrize("end", [b"\x07", b"\x1b\\", b"\x9c"])
def test_the_end_of_a_reply_takes_back_what_came_with_it(sit: Sit, end: bytes) -> None:
    """Another program has read the beginning; the digits of the rest answer nothing."""
    person = sit().reads("quit").types(b"11;rgb:1/2/3" + end)
    time.sleep(0.2)
    person.types("3").reads("Question 2").reads("quit").types("2").reads("Question 3")
    assert person.reads("quit").types("1").answers()[0] == {"q1": "o3", "q2": "o2", "q3": "o1"}


@pytest.mark.parametrize("options", [3, 8])
@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (40, 24), (80, 12), (40, 12), (20, 14)])
def test_going_back_opens_the_line_again(sit: Sit, columns: int, lines: int, options: int) -> None:
    """In its place: each question stands there once, open or as a line, with all above kept."""
    person = sit(4, options, size=(columns, lines)).reads("? help").types("2")
    person.reads("Question 2").reads("? help").types("3").reads("Question 3").reads("? help")
    above, room = told(person, "1. "), lines - options > 7  # for two lines above a question
    for question, keys in ((2, b"\x1b[D"), (1, b"\x1b[D")):
        person.types(keys).reads(f"Question {question}").reads("so far").reads("? help")
        assert sum("Question" in line for line in person.shown()) == 1
    if room:
        assert told(person, "Question 1") == above
    person.types("123").reads("Question 4").reads("? help").types("1").sees("That was the")
    shown = [line[:2] for line in everything(person) if line[1:3] == ". "]
    assert shown[-4:] == ["1.", "2.", "3.", "4."]
    if room:
        assert len(shown) == 4
    assert person.answers()[0] == {"q1": "o1", "q2": "o2", "q3": "o3", "q4": "o1"}


def everything(person: Taker) -> list[str]:
    """Return all lines that have scrolled away, and those on the screen."""
    gone = ["".join(cell.data for cell in line.values()) for line in person.screen.history.top]
    return gone + person.screen.display


def told(person: Taker, until: str) -> list[str]:
    """Return the lines above the one that begins so."""
    lines = [line.rstrip() for line in everything(person)]
    return lines[: next(at for at, line in enumerate(lines) if line.startswith(until))]


def test_the_last_answer_can_be_changed_before_the_result(sit: Sit) -> None:
    """It is said that nothing more comes; ← opens the last question, and Enter goes on."""
    person = sit(2).reads("quit").types("12").reads("Enter shows your result, ← changes an answer")
    assert "ANSWERS" not in person.transcript
    person.types("3x").types(b"\x1b[D").reads("Question 2 of 2").reads("so far: 2").reads("quit")
    person.types("3").reads("last question").types(b"\x1b[D\x1b[D")
    person.reads("Question 1 of 2").reads("so far: 1").reads("quit").types(b"\x1b[C")
    person.reads("Question 2 of 2").reads("so far: 3").reads("quit").types(b"\x1b[C")
    assert person.answers()[0] == {"q1": "o1", "q2": "o3"}


def test_whoever_ends_numbers_with_enter_sees_that_too(sit: Sit) -> None:
    """Enter after the last number goes on for nobody who pressed it after the others."""
    person = sit(2).reads("quit").types("1\r").reads("Question 2").reads("quit").types("2\r")
    person.reads("last question")
    time.sleep(0.1)
    assert "ANSWERS" not in person.transcript
    person.types("\r").reads("ANSWERS")


def test_quitting_after_the_last_question_keeps_all_answers(sit: Sit) -> None:
    """And the next run is where this one was."""
    sit(2).reads("quit").types("12").reads("last question").types("q").reads("STOPPED True 2")
    again = sit(2).reads("answered 2 of 2").reads("[Y/n]").types("\r").reads("last question")
    assert again.types("\x7f").reads("so far: 2").reads("quit").types("1").answers()[0] == {
        "q1": "o1",
        "q2": "o1",
    }


def test_skip_and_mark(sit: Sit) -> None:
    """A skipped question has no answer; a marked one is in the responses."""
    person = sit().reads("quit").types("s").reads("Question 2").reads("quit")
    person.types("*").reads("This matters to you").types("1").reads("Question 3").types("1")
    assert person.answers() == ({"q2": "o1", "q3": "o1"}, ["q2"])


def test_help_opens_and_closes_in_place(sit: Sit) -> None:
    """The help comes under the question and goes without a trace."""
    person = sit(size=(80, 30)).reads("quit")
    before = person.shown()
    person.types("?").reads("not a middle answer").reads("save and quit").types("?jj").reads("› 2")
    person.types("k").reads("› 1").types("*").reads("matters to you").reads("quit").types("*")
    person.types("*").reads("matters to you").reads("quit").types("*1").reads("Question 2")
    assert before[:3] == person.shown()[:3]
    assert "middle" not in "".join(person.shown())


def test_typed_ahead_keys_are_answers(sit: Sit, tmp_path: Path) -> None:
    """Keys pressed before the program reads any are kept; those after the end are left alone."""
    person = sit(5, 3, wait=str(tmp_path / "go"))
    person.types("1231")
    (tmp_path / "go").touch()
    person.reads("Question 5").reads("quit").types("2rest")
    assert list(person.answers()[0].values()) == ["o1", "o2", "o3", "o1", "o2"]


def test_ten_options_take_two_digits(sit: Sit) -> None:
    """1 waits for what may follow; 2 can't be a longer number and answers at once."""
    person = sit(4, 10).reads("quit").types("10").reads("Question 2").reads("quit").types("2")
    person.reads("Question 3").reads("quit").types("1\r").reads("Question 4").reads("quit")
    person.types("1")  # and nothing more: after a while it is the answer
    assert list(person.answers()[0].values()) == ["o10", "o2", "o1", "o1"]


@pytest.mark.parametrize(
    ("keys", "way"),
    [("\x03", "Ctrl-C"), ("\x04", "Ctrl-D"), ("q", "q"), ("\x1bq", "Escape, then q")],
)
def test_stopping_keeps_the_answers(sit: Sit, keys: str, way: str) -> None:
    """However a person stops, the answers are kept and the terminal is as it was."""
    person = sit().reads("quit").types("2").reads("Question 2").reads("quit").types(keys)
    person.reads("STOPPED True 1")
    assert person.modes() == (True, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("mode", ["keys", "lines"])
def test_signals_stop_as_a_person_does(sit: Sit, number: signal.Signals, mode: str) -> None:
    """A program told to end keeps the answers and leaves the terminal as it was."""
    person = sit(mode=mode).reads("1–3").types("2\n"[: 1 + (mode == "lines")]).reads("Question 2")
    person.reads("1–3")
    os.kill(person.pid, number)
    person.reads("STOPPED True 1")
    assert person.modes() == (True, True)


def test_the_journal_is_found_after_a_kill(sit: Sit) -> None:
    """Killed without warning, every answer is there; Enter goes on at the next question."""
    person = sit(4).reads("quit").types("23").reads("Question 3").reads("quit")
    os.kill(person.pid, signal.SIGKILL)
    again = sit(4).reads("answered 2 of 4.").reads("[Y/n]").types("\r")
    assert again.reads("Question 3").reads("quit").types("1s").answers() == (
        {"q1": "o2", "q2": "o3", "q3": "o1"},
        [],
    )
    assert sit(4).reads("about 1 minute").reads("Question 1").shown()


def test_a_person_can_start_anew(sit: Sit) -> None:
    """Declining shows the quiz from its beginning; the earlier run stays to be gone on with."""
    sit().reads("quit").types("2").reads("Question 2").reads("quit").types("q").reads("STOPPED")
    again = sit().reads("[Y/n]").types("n").reads("what you prefer").reads("Question 1")
    again.reads("quit").types("111").answers()
    last = sit().reads("answered 1 of 3").reads("[Y/n]").types("\r").reads("Question 2")
    assert last.reads("quit").types("11").answers()[0] == {"q1": "o2", "q2": "o1", "q3": "o1"}
    assert sit().reads("what you prefer").reads("Question 1").shown()


def test_two_runs_at_once_are_apart(sit: Sit) -> None:
    """A second run is not offered the first, which is still going."""
    sit().reads("quit").types("2").reads("Question 2").reads("quit")
    second = sit().reads("what you prefer").reads("Question 1").reads("quit")
    assert second.types("111").answers()[0] == {"q1": "o1", "q2": "o1", "q3": "o1"}


@pytest.mark.parametrize(("columns", "lines"), [(40, 20), (12, 10)])
def test_narrow_terminals_do_it_too(sit: Sit, columns: int, lines: int) -> None:
    """A phone's width reads well, and twelve columns by ten lines still answer."""
    person = sit(3, 5, size=(columns, lines)).reads("? help").types("jj").reads("› 2")
    assert person.cursor_line().startswith("› 2")
    person.types("\r").reads("? help").types("?").reads("middle").reads("? help")
    person.types("5").reads("? help").types(b"\x1b[D").reads("so far: 5").types(b"\x1b[C")
    person.reads("? help").types("q").reads("STOPPED").reads("\n")
    assert max(len(line) for line in person.shown()) <= columns


def test_a_new_size_draws_the_question_again(sit: Sit) -> None:
    """After a change of size the question is drawn below, at the new width."""
    person = sit().reads("save and quit").resizes(30, 24)
    person.reads("Question 1").reads("? help · q quit").types("123")
    assert len(person.answers()[0]) == 3


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_ctrl_z_hands_the_terminal_back_and_fg_goes_on(sit: Sit, tmp_path: Path) -> None:
    """Stopped, the shell has its terminal as it was; in the foreground again, keys answer."""
    person = (
        sit(mode="shell", size=(80, 60)).types(f". {tmp_path / 'run'}\n").reads("quit").types("2")
    )
    for digit in "23":
        person.reads(f"Question {digit}").reads("quit").types(b"\x1a").reads("Stopped")
        assert person.modes() == (True, True)
        if digit == "3":
            person.types("bg; while [ -z \"$(jobs -s)\" ]; do sleep 0.05; done; echo stop''ped\n")
            person.reads("stopped")
        person.types("fg\n").reads(f"Question {digit}").reads("quit").types("1")
    assert list(person.answers()[0].values()) == ["o2", "o1", "o1"]


def test_a_folder_that_cannot_be_written_is_said(sit: Sit, tmp_path: Path) -> None:
    """The warning comes before the first question, and the quiz can be done all the same."""
    (tmp_path / "state").write_text("in the way")
    person = sit().reads("The quiz goes on").reads("Question 1").reads("quit")
    assert len(person.types("123").answers()[0]) == 3


def test_lines_on_a_terminal_offer_the_earlier_run(sit: Sit) -> None:
    """Line mode goes on with what key mode began, and writes nothing but text."""
    sit().reads("quit").types("2").reads("Question 2").reads("quit").types("q").reads("STOPPED")
    person = sit(mode="lines").reads("[Y/n]").types("what\n").reads("Please type y or n.")
    person.reads("[Y/n]").types("\n").reads("Question 2").reads("help):").types("3\n")
    assert "\x1b" not in person.reads("Question 3").seen
    person.types("b\n").reads("Your answer so far: 3").types("\n").reads("Question 3")
    person.reads("This is the last question").types("1\n")
    assert person.answers(enter=False)[0] == {"q1": "o2", "q2": "o3", "q3": "o1"}


def test_ctrl_d_ends_lines(sit: Sit) -> None:
    """End of input in line mode keeps the answers."""
    person = sit(mode="lines").reads("help):").types("2\n").reads("Question 2").reads("help):")
    person.types("\x04").reads("STOPPED True 1")
