"""One laptop passed around by `rolequiz kiosk`, at a terminal whose whole memory is searched."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import stat
import sys
import termios
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any, Self

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.ask.kiosk import screens
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.room.store import Store
from rolequiz.room.words import WRONG_CODE
from rooms import PORTFOLIO, PROJECT

QUICK = "from rolequiz.ask import kiosk; kiosk.WARNED_SECONDS = 1; "
"""So that whoever has walked away is not waited for half a minute."""
MAIN = "from rolequiz.__main__ import main; main()"
COUNT = 4
CTRL_C, CTRL_D, CTRL_E, CTRL_Z, CTRL_BACKSLASH = "\x03", "\x04", "\x05", "\x1a", "\x1c"
CODE = re.compile(r"Your code: ([0-9A-Z]{3}-[0-9A-Z]{3})")
APART, BACK = "\x1b[?1049h", "\x1b[?1049l"

EXAMPLE = Path(__file__).parents[2] / "docs" / "example-answers.json"


class Remembering(pyte.HistoryScreen):
    """The most talkative of terminals: what 2J takes off the screen can be scrolled back to."""

    erases = True
    """Whether it knows 3J, and keeps what 2J clears."""

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        """Clear the screen into the history (2J), or the history and nothing else (3J)."""
        if how == 3:
            if self.erases:
                self.history.top.clear()
            return
        if how == 2 and self.erases:
            self.history.top.extend(copy(self.buffer[y]) for y in range(self.lines))
        super().erase_in_display(how, *args, **kwargs)

    def everything(self) -> str:
        """Return all that can be read on the screen and above it, without its empty lines."""
        kept = ("".join(line[x].data for x in sorted(line)) for line in self.history.top)
        return "\n".join(line.rstrip() for line in (*kept, *self.display) if line.strip())


class Laptop(Person):
    """A laptop before which one person after the other sits down."""

    emulator = Remembering
    screen: Remembering

    def opened(self) -> Self:
        """Press Enter as the coach who has read the first page, and wait for the welcome."""
        return self.reads("q quits").types("\r").welcomes()

    def welcomes(self) -> Self:
        """Wait for the welcome."""
        return self.reads("Enter begins")

    def begins(self) -> str:
        """Sit down; return the code, once the first question shows."""
        self.types("\r").reads("Enter shows the first question")
        found = CODE.search(self.screen.everything())
        assert found
        self.types("\r").reads("? help")
        return found[1]

    def answers(self, keys: str, first: int = 1) -> Self:
        """Press a key a question, and wait for what comes after the last."""
        for number, key in enumerate(keys, first + 1):
            self.types(key).reads(f"Question {number} of" if number <= COUNT else "That was the")
        if first + len(keys) <= COUNT:
            return self.reads("? help")
        return self.types("\r").reads("q=leave")

    def hands_on(self) -> Self:
        """Leave the result, and wait for the welcome to the next person."""
        self.types("q").reads("lets the next person begin").types("\r")
        return self.welcomes()

    def comes_back(self, code: str) -> Self:
        """Sit down and type a code."""
        self.types("c").reads("Your code: ").types(f"{code}\r")
        return self

    def killed(self) -> Self:
        """Let the program end at once, without any last word."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.ends() == -signal.SIGKILL
        return self

    def closed(self) -> str:
        """End it as the coach does; return what the ordinary screen then says, in one line."""
        self.types(CTRL_E * 3)
        assert self.ends() == 0
        return " ".join(self.transcript.rpartition(BACK)[2].split())


Open = Callable[..., Laptop]


def command(file: Path, *options: str, quick: bool = False) -> list[str]:
    """Return the command of a kiosk for the small quiz."""
    program = (QUICK if quick else "") + MAIN
    return [sys.executable, "-c", program, "kiosk", str(file), "--pack", str(TINY), *options]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


@pytest.fixture
def opens(file: Path) -> Open:
    """Return a function that starts a kiosk with these options."""

    def start(*options: str, size: tuple[int, int] = (80, 24), quick: bool = False) -> Laptop:
        return Laptop(command(file, *options, quick=quick), size)

    return start


def sheets(file: Path) -> list[dict[str, Any]]:
    """Return the answers in a file, the longest first."""
    found = [json.loads(line)["answers"] for line in file.read_text().splitlines()]
    return sorted(found, key=lambda answers: (-len(answers), str(answers)))


def words(laptop: Laptop) -> str:
    """Return all that can be read at a laptop, in one line."""
    return " ".join(laptop.screen.everything().split())


def test_three_people_one_walks_away_and_one_is_cut_off(opens: Open, file: Path) -> None:
    """Two finish, one does not; everything is kept, and nobody sees anything of earlier people."""
    laptop = opens().opened()
    welcome = laptop.screen.everything()
    first = laptop.begins()
    assert "Question 1 of 4" in laptop.screen.everything()
    question = laptop.screen.everything()
    assert "Portfolio manager" in laptop.answers("1241").screen.everything()
    assert first in laptop.screen.everything()
    assert laptop.hands_on().screen.everything() == welcome

    second = laptop.begins()
    assert laptop.screen.everything() == question
    laptop.answers("22").killed().starts(command(file, "--timeout", "0.03", quick=True))
    laptop.reads("q quits")
    assert "room.jsonl: 1 person finished, 1 unfinished." in words(laptop)
    laptop.types("\r").welcomes()
    assert not {second, "Question"} & {*laptop.screen.everything().split()}

    laptop.comes_back(second).reads("Question 3 of").reads("? help").answers("12", first=3)
    assert "Project manager" in laptop.screen.everything()
    laptop.hands_on()
    before = laptop.screen.everything()
    laptop.begins()
    laptop.answers("1").reads("Are you still there?").types("x").reads("Question 2")
    laptop.reads("Are you still there?").reads("kept").welcomes()
    assert laptop.screen.everything() == before

    said = laptop.closed()
    assert "2 people finished, 1 unfinished." in said
    assert "A report needs 5 people who have finished: 3 more." in said
    assert sheets(file) == [PROJECT, PORTFOLIO, {"first-hour": "problem"}]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    scored = run("score", "--pack", TINY, file, "--json")
    assert (scored.code, scored.out.count("\n")) == (0, 3)
    assert run("report", "--pack", TINY, file).code == 0
    for secret in (first, second):
        assert secret.replace("-", "") not in file.read_text()


def test_nothing_leaves_the_alternate_screen_before_the_coach_ends_it(opens: Open) -> None:
    """Everything people see is inside it, and it is cleared at its end."""
    laptop = opens().opened()
    laptop.begins()
    laptop.answers("1241").hands_on().closed()
    assert laptop.transcript.startswith(APART)
    shown, _, after = laptop.transcript.partition(BACK)
    assert shown.endswith("\x1b[2J\x1b[3J\x1b[H")
    assert (APART in after, BACK in after, "1 person finished" in after) == (False, False, True)
    assert laptop.modes() == (True, True)


def test_the_report_is_shown_from_five_people_on_and_only_once(opens: Open, file: Path) -> None:
    """At the end; a new one needs five more people, and until then the last one is shown."""
    with Store(file, read_pack(TINY)) as store:
        for _ in range(4):
            code = store.join().code
            for question, answer in PORTFOLIO.items():
                store.keep(code, {"question": question, "answer": answer})
            store.finish(code)
    first = opens().opened()
    first.begins()
    said = first.answers("1241").hands_on().closed()
    assert "How 5 people like to work" in said
    second = opens().opened()
    second.begins()
    again = second.answers("2112").hands_on().closed()
    assert "This is the report that was shown last." in again
    assert again.partition("How 5 people")[2] == said.partition("How 5 people")[2]


def test_people_who_stop_early_count_as_finished(file: Path) -> None:
    """One key leads from the offer to the result, and the report counts five people."""
    pack = shipped_pack()
    given = json.loads(EXAMPLE.read_text(encoding="utf-8"))["answers"]
    first = [(question, given.get(question.id)) for question in pack.questions][:12]
    with Store(file, pack) as store:
        for _ in range(4):
            code = store.join().code
            for question, answer in first:
                store.keep(code, {"question": question.id, "answer": answer})
            store.finish(code, stopped=True)
    laptop = Laptop([*COMMAND, "kiosk", str(file)]).opened()
    laptop.begins()
    for number, (question, answer) in enumerate(first, 2):
        ids = [option.id for option in question.options]
        laptop.types("s" if answer is None else str(ids.index(answer) + 1))
        laptop.reads(f"Question {number} of")
    laptop.reads("You could stop here (e)").types("e").reads("q=leave").hands_on()
    assert "How 5 people like to work" in laptop.closed()


def test_the_coach_can_cancel_on_the_first_page(opens: Open) -> None:
    """With q or Ctrl-C, as everywhere."""
    for key in ("q", CTRL_C):
        laptop = opens().reads("q quits").types(key)
        assert laptop.ends() == 0
        assert words(laptop).startswith("0 people finished, 0 unfinished. ")


def test_nothing_scrolls_away_in_a_terminal_that_can_not_clear_its_history(opens: Open) -> None:
    """Without an alternate screen or 3J, there is nothing above the screen to scroll back to."""
    laptop = opens("--timeout", "0.02", quick=True)
    laptop.screen.erases = False
    laptop.opened()
    laptop.begins()
    laptop.reads("Are you still there?").types("x").reads("Question 1 of").reads("? help")
    laptop.answers("1241").types("\r").reads("q=leave").hands_on()
    assert not laptop.screen.history.top


def test_no_key_of_a_participant_ends_or_stops_it(opens: Open, file: Path) -> None:
    """At the welcome they do nothing; in the quiz they ask, keep the answers, and lead back."""
    keys = f"{CTRL_C}{CTRL_BACKSLASH}{CTRL_D}{CTRL_Z}q{CTRL_E}{CTRL_E}x"
    laptop = opens().opened().types(keys)
    obeyed = termios.tcgetattr(laptop.slave)[6]
    nothing = bytes([os.fpathconf(laptop.slave, "PC_VDISABLE")])
    assert {obeyed[key] for key in (termios.VINTR, termios.VQUIT, termios.VSUSP)} == {nothing}
    for key in (CTRL_C, CTRL_D, "q"):
        code = laptop.begins()
        laptop.answers("1").types(f"{CTRL_Z}{CTRL_BACKSLASH}{key}").reads("Your 1 answer is kept")
        assert code in words(laptop)
        laptop.reads("q leaves").types("\r").reads("Question 2 of").reads("? help")
        laptop.types(key).reads("q leaves").types(key).welcomes()
        assert code not in words(laptop)
    assert "0 people finished, 3 unfinished." in laptop.closed()
    assert sheets(file) == [{"first-hour": "problem"}] * 3


def test_a_code_opens_its_own_run_and_a_wrong_one_reveals_nothing(opens: Open) -> None:
    """An unfinished run continues, a finished one shows its result."""
    laptop = opens().opened()
    welcome = words(laptop)
    wrong = words(laptop.comes_back("AAA-AAA").welcomes())
    assert wrong == f"{WRONG_CODE} {welcome}"
    code = laptop.begins()
    laptop.answers("12").types("q").reads("q leaves").types("q").welcomes()
    for nothing in ("\x7f", CTRL_C):
        assert words(laptop.comes_back(nothing).welcomes()) == welcome
    for other in ("p01", "é" * 99):
        assert words(laptop.comes_back(other).welcomes()) == wrong
    laptop.comes_back(f" {code.replace('-', ' ').lower()}x\x7f").reads("Question 3 of")
    laptop.reads("? help").answers("41", first=3).hands_on()
    laptop.comes_back(code).reads("q=leave")
    assert "Portfolio manager" in words(laptop)
    assert words(laptop.hands_on()) == welcome


def test_without_codes_nobody_can_come_back(opens: Open, file: Path) -> None:
    """--anonymous never shows a code, and offers nothing to people who have one."""
    laptop = opens("--anonymous").opened()
    laptop.types("c\r").reads("Question 1 of").reads("? help").answers("1").types("q")
    laptop.reads("nobody can go on with them").types("q").welcomes()
    laptop.types("\r").reads("Question 1 of").reads("? help").answers("1241").hands_on()
    laptop.closed()
    respondents = [json.loads(line)["respondent"] for line in file.read_text().splitlines()]
    assert len(respondents) == 2
    assert not [code for code in respondents if code in laptop.transcript]
    assert "our code" not in laptop.transcript


@pytest.mark.parametrize("moment", ["code", "question", "result", "next"])
def test_a_kill_at_any_moment_loses_and_shows_nothing(opens: Open, file: Path, moment: str) -> None:
    """The program is killed: started again it shows nothing of that, and has all that was given."""
    laptop = opens().opened()
    welcome = words(laptop)
    laptop.types("\r").reads("Enter shows the first question")
    given = 0 if moment == "code" else 1 if moment == "question" else COUNT
    if given:
        laptop.types("\r").reads("Question 1 of").reads("? help").answers("1241"[:given])
    if moment == "next":
        laptop.types("q").reads("lets the next person begin")
    laptop.killed().starts(command(file)).opened()
    assert words(laptop) == welcome
    finished = int(given == COUNT)
    said = (
        f"{finished} {'person' if finished else 'people'} finished, {int(given == 1)} unfinished."
    )
    assert said in laptop.closed()
    assert [len(sheet) for sheet in sheets(file)] == [given] * bool(given)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux has such a limit")
def test_an_answer_that_a_full_disk_can_not_keep_is_asked_again(opens: Open, file: Path) -> None:
    """The person is told; once there is room the quiz goes on, and nothing is missing."""
    laptop = opens().opened()
    laptop.begins()
    laptop.answers("1")
    journal = file.with_name("room.jsonl.journal")
    _, most = resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (journal.stat().st_size, most))
    laptop.types("2").reads("could not be kept").reads("Question 2 of").reads("? help")
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (most, most))
    laptop.answers("24", first=2)
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (journal.stat().st_size + 100, most))
    laptop.types("1").goes_on().reads("not that you are through").reads("Enter tries again").types(
        "\r"
    )
    laptop.reads("Enter tries again")
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (most, most))
    laptop.types("\r").reads("q=leave").hands_on()
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (journal.stat().st_size, most))
    laptop.types("\r").reads("Nothing can be kept at the moment").welcomes()
    resource.prlimit(laptop.pid, resource.RLIMIT_FSIZE, (most, most))
    assert "1 person finished, 0 unfinished." in laptop.closed()
    assert sheets(file) == [PORTFOLIO]


def test_a_second_kiosk_on_the_same_file_is_refused(opens: Open) -> None:
    """With a message, and the first one continues."""
    laptop = opens().opened()
    second = opens()
    assert second.ends() == 2
    assert "room.jsonl is in use" in words(second)
    assert APART not in second.transcript
    laptop.begins()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_clears_the_terminal_and_keeps_everything(
    opens: Open, file: Path, number: signal.Signals
) -> None:
    """In the middle of a quiz: the answers are in FILE, and the terminal is the shell's again."""
    laptop = opens().opened()
    laptop.begins()
    laptop.answers("12")
    os.kill(laptop.pid, number)
    assert laptop.ends() == 128 + number
    assert laptop.screen.everything() == ""
    assert laptop.transcript.endswith(BACK)
    assert laptop.modes() == (True, True)
    assert sheets(file) == [{"first-hour": "problem", "proud": "on-time"}]


def test_a_closed_window_keeps_everything(opens: Open, file: Path) -> None:
    """The answers are in FILE, and the same command continues with them."""
    laptop = opens().opened()
    code = laptop.begins()
    laptop.answers("12").hangs_up()
    assert laptop.ends() in {129, 130}
    assert sheets(file) == [{"first-hour": "problem", "proud": "on-time"}]
    laptop = opens().opened().comes_back(code).reads("Question 3 of")


def test_an_idle_result_is_cleared_for_the_next_person(opens: Open) -> None:
    """Its owner has finished; a key in time keeps it open, as often as they like."""
    laptop = opens("--timeout", "0.03", quick=True).opened()
    welcome = words(laptop)
    laptop.begins()
    laptop.answers("1241")
    for _ in range(2):
        laptop.reads("Are you still there?").types("q").reads("q=leave")
    laptop.reads("Are you still there?").welcomes()
    assert words(laptop) == welcome
    assert "1 person finished, 0 unfinished." in laptop.closed()


def test_people_who_skip_too_much_are_asked_again_or_stay_unfinished(
    opens: Open, file: Path
) -> None:
    """Too few answers give no result; Enter goes back to the first skipped question."""
    laptop = opens().opened()
    laptop.begins()
    for number in (2, 3, 4):
        laptop.types("s").reads(f"Question {number} of")
    laptop.reads("? help").types("s").goes_on().reads("You skipped too many")
    laptop.reads("q leaves").types("\r")
    laptop.reads("Question 1 of").reads("? help").types("1").reads("Question 2 of").reads("? help")
    laptop.types("q").reads("q leaves").types("q").welcomes()
    assert "0 people finished, 1 unfinished." in laptop.closed()


def test_keys_typed_ahead_do_not_reach_the_next_person(opens: Open) -> None:
    """Keys after the end of the quiz or the result start nothing."""
    laptop = opens().opened()
    laptop.begins()
    laptop.answers("124").types("1" * 50).goes_on().reads("q=leave").types("q" + "\r" * 50)
    laptop.reads("lets the next person begin").types("\r").welcomes()
    assert laptop.transcript.count("Enter shows the first question") == 1


def test_changed_answers_are_a_what_if_and_nothing_can_be_saved(opens: Open, file: Path) -> None:
    """A result can be asked as usual, but `s` does nothing, and the kept answers do not change."""
    laptop = opens().opened()
    laptop.begins()
    laptop.answers("1241").types("a").reads("just Enter: ").types("1\r").reads("just Enter: ")
    laptop.types("2\r").reads("What if:").reads("q=leave").types("s").reads("no key here")
    laptop.reads("q=leave").types("d").reads("just Enter: ").types("\r").reads("q=leave")
    laptop.types("?").reads("Nothing that you change here is saved").reads("q=leave").hands_on()
    assert "s=save" not in laptop.transcript
    laptop.closed()
    assert sheets(file) == [PORTFOLIO]


def test_a_small_window_shows_everything_in_turn(opens: Open) -> None:
    """A key shows what did not fit, the keys come last; `q` goes there at once."""
    laptop = opens(size=(40, 12)).reads("shows more").types("q").reads("q quits").types("\r")
    laptop.reads("Four questions").reads("shows more").types(" ").welcomes()
    assert "five people." in words(laptop)
    laptop.begins()
    laptop.answers("1241").types("\r").reads("shows more")
    laptop.types("q").reads("q=leave").types("q").reads("next person begin").types("\r")
    laptop.reads("Four questions")


def test_a_new_window_size_redraws_the_page(opens: Open) -> None:
    """The page is as wide as the window is now."""
    laptop = opens().opened().resizes(50, 30).welcomes()
    assert max(map(len, laptop.screen.everything().splitlines()))
    assert "Enter begins" in laptop.transcript.rpartition("\x1b[H")[2]


# --- By lines ---------------------------------------------------------------------------------


def test_plain_mode_clears_the_scrollback(opens: Open, file: Path) -> None:
    """For screen readers: no alternate screen, and nothing of one person is left for the next."""
    laptop = opens("--plain").reads("q quits:").types("\n").reads("Enter begins")
    assert "Everything in this window is cleared" not in words(laptop)
    laptop.reads(":")
    welcome = words(laptop)
    laptop.types("\n").reads("first question:")
    code = CODE.findall(laptop.screen.everything())[0]
    laptop.types("\n").reads("Your answer").types("1\n").reads("Question 2").reads("Your answer")
    laptop.types(CTRL_C).reads("q leaves:").types(CTRL_D).types(f"{CTRL_Z}\n").reads("q leaves:")
    laptop.types("q\n").reads("with a code:")
    assert words(laptop) == welcome
    laptop.types("c\n").reads("Your code: ").types(f"{code}\n").reads("Question 2")
    for key in "241":
        laptop.reads("Your answer").types(f"{key}\n")
    laptop.reads("Portfolio manager").reads("> ").types("\n").reads("> ").types("q\n")
    laptop.reads("begin:").types("\n").reads("with a code:")
    assert words(laptop) == welcome
    laptop.types(f"{CTRL_E * 3}\n")
    assert laptop.ends() == 0
    assert "Enter begins" not in words(laptop)
    assert APART not in laptop.transcript
    assert laptop.modes() == (True, True)
    assert sheets(file) == [PORTFOLIO]


def test_plain_mode_asks_if_somebody_is_still_there(opens: Open, file: Path) -> None:
    """A line gives more time and answers nothing; without one, the run is hidden and kept."""
    laptop = opens("--plain", "--timeout", "0.03", quick=True).reads("q quits:").types("\n")
    laptop.reads("code:").types("\n").reads("question:").types("\n").reads("Your answer")
    laptop.types("1\n").reads("Question 2").reads("Are you still there?").types("2\n")
    laptop.reads("> ").reads("Are you still there?").reads("with a code:")
    assert "Question" not in words(laptop)
    laptop.types(f"{CTRL_E * 3}\n")
    assert laptop.ends() == 0
    assert sheets(file) == [{"first-hour": "problem"}]


def test_the_coach_is_warned_of_a_terminal_that_can_not_be_cleared(
    opens: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The coach is told, and no escape sequence is sent that it does not know."""
    monkeypatch.setenv("TERM", "dumb")
    laptop = opens().reads("can't be cleared").reads("q quits:").types("\n").reads("code:")
    laptop.types(f"{CTRL_E * 3}\n")
    assert laptop.ends() == 0
    assert "\x1b" not in laptop.transcript


# --- Refusals ---------------------------------------------------------------------------------


def test_without_a_terminal_it_says_so(file: Path) -> None:
    """Whether only input is redirected or everything: exit code 2, and no file is made."""
    run("kiosk", file).refused(2, "in a terminal, and this is not one")
    assert not file.exists()


@pytest.mark.parametrize("minutes", ["0", "-1", "nan", "inf", "1441"])
def test_a_wrong_time_is_refused(file: Path, minutes: str) -> None:
    """Before anything is opened."""
    run("kiosk", file, "--timeout", minutes).refused(2, "--timeout")


def test_a_file_of_something_else_is_refused(opens: Open, file: Path) -> None:
    """The file does not change, and the message says what is wrong."""
    file.write_text("shopping\n")
    laptop = opens()
    assert laptop.ends() in {2, 4}
    assert APART not in laptop.transcript
    assert file.read_text() == "shopping\n"


# --- Screens ----------------------------------------------------------------------------------


@given(
    lines=st.lists(st.sampled_from(["", "a", "b"]), max_size=40),
    foot=st.sampled_from([[], ["", "Enter begins"], ["", "Enter", "begins"]]),
    height=st.integers(3, 30),
)
def test_every_line_is_on_one_screen(lines: list[str], foot: list[str], height: int) -> None:
    """In order, each screen no taller than the terminal, the foot only on the last."""
    *firsts, last = screens(lines, foot, ["more"], height)
    assert all(len(screen) <= height for screen in [*firsts, last])
    assert all(screen[-1] == "more" for screen in firsts)
    shown = [line for screen in firsts for line in screen[:-1]] + last
    assert [line for line in shown if line] == [line for line in (*lines, *foot) if line]
