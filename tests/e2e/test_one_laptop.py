"""One laptop passed from hand to hand, at a real pseudo-terminal: nobody gets another's answers."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.ask import state_folder
from rooms import PORTFOLIO

Sit = Callable[..., Person]

KEPT = "An unfinished run of"


@pytest.fixture
def sit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Return a function that seats somebody before `rolequiz take` with these options."""
    monkeypatch.chdir(tmp_path)

    def seat(*options: str | Path, pack: Path = TINY) -> Person:
        return Person([*COMMAND, "take", "--full", "--pack", str(pack), *map(str, options)])

    return seat


@pytest.fixture
def quiz(tmp_path: Path) -> Path:
    """Return the folder of a quiz of somebody's own."""
    return Path(shutil.copytree(TINY, tmp_path / "quiz"))


def answers(path: str) -> dict[str, object]:
    """Return what a file of answers in the current folder holds."""
    content: dict[str, object] = json.loads(Path(path).read_text(encoding="utf-8"))
    return content


def journals() -> list[Path]:
    """Return the unfinished runs that are kept."""
    folder = state_folder()
    assert folder is not None
    return sorted(folder.glob("*.jsonl"))


def gives(person: Person, keys: str) -> Person:
    """Press a key a question, once the first is there."""
    return person.reads("Question").reads("? help").types(keys)


def stops(person: Person, keys: str) -> str:
    """Answer some questions and leave; return what was said."""
    for key in keys:
        person.reads("Question").reads("? help").types(key)
    person.reads("Question").reads("? help").types("q")
    assert person.ends() == 130
    return person.words()


def test_the_next_person_does_not_get_earlier_answers(sit: Sit) -> None:
    """The case of p02 and p03: one is cut short, the other starts, and each has their own."""
    assert "Your 2 answers are kept" in stops(sit("--save", "p02.json"), "12")
    third = gives(sit("--save", "p03.json").reads(KEPT), "2111").goes_on()
    assert third.ends() == 0
    assert "[Y/n]" not in third.transcript
    command = f"rolequiz take --pack {shlex.quote(os.path.realpath(TINY))} --save p02.json"
    assert f"{command}\r\n" in third.transcript
    again = sit(*shlex.split(command)[4:]).reads("answered 2 of 4").reads("[Y/n]").types("\r")
    assert gives(again, "41").goes_on().ends() == 0
    assert KEPT not in again.transcript
    assert answers("p02.json")["answers"] == PORTFOLIO
    mine = {"first-hour": "date", "proud": "growing", "meeting": 1, "week": "roadmap"}
    assert answers("p03.json")["answers"] == mine
    assert journals() == []


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (["--respondent", "p02"], ["--respondent", "p03"]),
        (["--respondent", "p02"], []),
        ([], ["--respondent", "p03"]),
        (["-o", "p02.html", "--format", "html"], ["-o", "p03.html", "--format", "html"]),
        (
            ["--respondent", "p 02", "--save", "x.json"],
            ["--respondent", "p 03", "--save", "x.json"],
        ),
        (["--respondent", "p02", "--save", "p02.json"], ["--respondent", "p02"]),
    ],
)
def test_another_code_or_file_is_another_person(
    sit: Sit, theirs: list[str], mine: list[str]
) -> None:
    """Whichever of the two differs, a new run starts, and the command that is told goes on."""
    stops(sit(*theirs), "1")
    stops(sit(*mine).reads(KEPT), "22")
    assert len(journals()) == 2
    for options, count in ((theirs, 1), (mine, 2)):
        offered = sit(*options).reads("[Y/n]")
        assert f"answered {count} of 4." in offered.words()
        offered.types("\x03")
        assert offered.ends() == 130
    assert len(journals()) == 2


def test_the_same_file_under_another_name_is_the_same(sit: Sit, tmp_path: Path) -> None:
    """A run belongs to its file, however the name was typed, and in any format."""
    stops(sit("--save", "p01.json"), "1")
    (tmp_path / "way").symlink_to(tmp_path)
    for name in ("./p01.json", tmp_path / "p01.json", tmp_path / "way" / "p01.json"):
        offered = sit("--save", name, "--json", "--plain").reads("[Y/n]").types("\x03")
        assert offered.ends() == 130


@pytest.mark.parametrize(
    ("typed", "again"),
    [("José", "Jose\u0301"), ("p\u00a007", "p 07"), ("p–07", "p-07"), ("ｐ０７", "p07")],
)
def test_a_code_that_looks_the_same_is_the_same(sit: Sit, typed: str, again: str) -> None:
    """Another keyboard may write an accent or a dash differently; the run is offered again."""
    stops(sit("--respondent", typed), "1")
    offered = sit("--respondent", again).reads("[Y/n]").types("\x03")
    assert offered.ends() == 130
    assert KEPT not in offered.transcript


def test_several_unfinished_runs_are_listed_with_their_commands(sit: Sit) -> None:
    """How many there are, and how to continue each, the latest first; each owner's runs once."""
    for name in ("p01", "p02", "p03"):
        stops(sit("--respondent", name), "1")
    stops(sit("--respondent", "p02").reads("[Y/n]").types("n"), "2")
    fifth = sit("--respondent", "p04").reads("4 unfinished runs are kept").reads("? help")
    commands = re.findall(r"^  rolequiz take .*--respondent (\S+)\r$", fifth.transcript, re.M)
    assert commands == ["p02", "p03", "p01"]


def test_declining_an_unfinished_run_loses_nothing(sit: Sit) -> None:
    """Neither n nor a later key deletes answers, and the same command offers them again."""
    stops(sit(), "12")
    fresh = sit().reads("[Y/n]").types("n")
    assert gives(fresh, "2111").goes_on().ends() == 0
    again = sit().reads("answered 2 of 4").reads("[Y/n]").types("y")
    assert gives(again, "41").goes_on().ends() == 0
    assert journals() == []


def test_a_code_is_kept_with_the_answers(sit: Sit, tmp_path: Path) -> None:
    """It is in the saved answers, the last answers and the result, and `score` reads it."""
    code = "p07 – Zoë"
    person = gives(
        sit("--respondent", " p07  – Zoë ", "--save", "p07.json", "--json", "-o", "r.json"), "1241"
    ).goes_on()
    assert person.ends() == 0
    assert answers("p07.json")["respondent"] == answers("r.json")["respondent"] == code
    assert gives(sit("--respondent", code), "1241").goes_on().ends() == 0
    folder = state_folder()
    assert folder is not None
    assert json.loads((folder / "last-answers.json").read_text())["respondent"] == code
    assert f"{code}: " in run("score", "p07.json", "--pack", TINY).out


def test_after_asking_it_says_where_everything_went(sit: Sit) -> None:
    """When the result goes to a file, the screen shows the answer, and where both files are."""
    person = gives(sit("--save", "p01.json", "-o", "p01.txt"), "1241").goes_on()
    assert person.ends() == 0
    headline = Path("p01.txt").read_text(encoding="utf-8").splitlines()[0]
    assert f"{headline}. The result is in p01.txt. Your answers are in p01.json." in person.words()
    person = gives(sit("--save", "p01.json"), "1241").goes_on()
    assert person.ends() == 0
    assert "Your answers are in p01.json." in person.words()
    assert "The result is in" not in person.transcript


@pytest.mark.parametrize("mode", [[], ["--plain"]])
def test_a_file_of_answers_is_not_replaced_without_a_warning(sit: Sit, mode: list[str]) -> None:
    """Someone who repeats an earlier person's command is warned first; quitting keeps the file."""
    said_then = "p01.json already exists."
    first = gives(sit("--save", "p01.json"), "1241").goes_on()
    assert first.ends() == 0
    assert said_then not in first.words()
    theirs = answers("p01.json")
    second = sit("--save", "p01.json", *mode).reads(said_then)
    second.reads("for help" if mode else "? help")
    assert second.types("q\r" if mode else "q").ends() == 130
    assert answers("p01.json") == theirs


# --- A quiz that changes ----------------------------------------------------------------------


def test_a_changed_intro_keeps_all_answers(sit: Sit, quiz: Path) -> None:
    """The quiz was corrected midway: the program says so, and the run continues."""
    stops(sit(pack=quiz), "124")
    text = (quiz / "questions.yaml").read_text(encoding="utf-8")
    (quiz / "questions.yaml").write_text(f"intro: Mended.\n{text}")
    again = sit(pack=quiz).reads("[Y/n]")
    assert "answered 3 questions. The quiz has changed since then; the questions" in again.words()
    again.types("\r").reads("Question 4").reads("? help").types("1")
    assert again.goes_on().ends() == 0
    assert journals() == []


@pytest.mark.parametrize("changed", ["The date it is due", "What makes you prouder a year later?"])
def test_changed_questions_are_asked_again(sit: Sit, quiz: Path, changed: str) -> None:
    """New words of a question or an option ask that question again, and no other."""
    text = (quiz / "questions.yaml").read_text(encoding="utf-8")
    assert changed in text
    stops(sit(pack=quiz), "124")
    (quiz / "questions.yaml").write_text(text.replace(changed, "Something else", 1))
    again = sit(pack=quiz).reads("[Y/n]")
    assert "2 of these are still the same." in again.words()
    again.types("\r").reads("Something else")


def test_answers_to_a_changed_quiz_are_offered_twice_at_most(sit: Sit, quiz: Path) -> None:
    """After two refusals they are no longer offered; they stay on the disk as long as before."""
    stops(sit(pack=quiz), "124")
    (left,) = journals()
    used = left.stat().st_mtime_ns
    text = (quiz / "questions.yaml").read_text(encoding="utf-8")
    (quiz / "questions.yaml").write_text(f"intro: Mended.\n{text}")
    for more in ("the same command offers them again", "you are not asked about them any more"):
        asked = sit(pack=quiz).reads("[Y/n]")
        assert more in asked.words()
        assert asked.types("n").reads("Question 1").reads("? help").types("q").ends() == 130
    fresh = sit(pack=quiz).reads("Question 1").reads("? help")
    assert "[Y/n]" not in fresh.transcript
    assert (left in journals(), left.stat().st_mtime_ns) == (True, used)


def test_a_quiz_with_only_new_questions_says_so(sit: Sit, quiz: Path) -> None:
    """If no answer fits, a new run starts and says why; nothing is deleted."""
    stops(sit(pack=quiz), "12")
    text = (quiz / "questions.yaml").read_text(encoding="utf-8")
    (quiz / "questions.yaml").write_text(re.sub(r"( text: )", r"\1New ", text))
    fresh = sit(pack=quiz).reads("Question 1").reads("? help")
    assert "None of the questions that you answered is still the same" in fresh.words()
    assert "[Y/n]" not in fresh.transcript
    assert len(journals()) == 2
    fresh.types("q")
    again = sit(pack=quiz).reads("Question 1").reads("? help")
    assert "You began this quiz" not in again.words()


# --- Ends -------------------------------------------------------------------------------------


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("when", ["question", "offer"])
def test_a_closed_terminal_keeps_the_answers(sit: Sit, plain: bool, when: str) -> None:
    """Closing the window at a question, or at the offer to continue, loses nothing."""
    options = ["--plain"] * plain
    person = sit(*options).reads("1–").types("1\n" if plain else "1").reads("Question 2")
    person.reads("? ")
    if when == "offer":
        person.types("q\n" if plain else "q")
        assert person.ends() == 130
        person = sit(*options).reads("[Y/n]")
    person.hangs_up()
    assert person.ends() == 130
    again = sit().reads("answered 1 of 4").reads("[Y/n]")
    assert len(journals()) == 1
    again.types("\x03")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_result_is_written_keeps_the_answers(
    sit: Sit, tmp_path: Path, number: signal.Signals
) -> None:
    """A run told to end when all is answered, but nothing delivered yet, still has the answers."""
    os.mkfifo(tmp_path / "pipe")  # whose other end nobody opens: writing waits
    person = gives(sit("-o", "pipe"), "1241").goes_on().reads("\x1b[?2004l")  # it asks no more
    os.kill(person.pid, number)
    assert person.ends() in {130, -signal.SIGINT}
    assert "Your 4 answers are kept" in person.words()
    assert len(journals()) == 1
