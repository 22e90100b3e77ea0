"""The shipped quiz taken by a person at a real pseudo-terminal, from first key to result."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import stat
from datetime import datetime
from pathlib import Path

import pytest
from rich.cells import cell_len

from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.ask import state_folder
from rolequiz.pack import read_pack, shipped_folder

QUESTIONS = read_pack(shipped_folder()).questions
COUNT = len(QUESTIONS)
SKIPPED, MARKED = 4, (2, 7)

COLOUR = re.compile(r"\x1b\[(?:\?2004[hl]|[\d;]*m)")  # and the marking of pastes


def wish(index: int) -> str:
    """Return what our person types at a question, the same in keys and in lines."""
    if index == SKIPPED:
        return "s"
    return "*" * (index in MARKED) + str(row(index) + 1)


def row(index: int) -> int:
    """Return the option that our person wants, counted from 0; every row has its turn."""
    return index % len(QUESTIONS[index].options)


ANSWERS = {
    question.id: question.options[row(index)].id
    for index, question in enumerate(QUESTIONS)
    if index != SKIPPED
}
WISHES = {"answers": ANSWERS, "matters": [QUESTIONS[index].id for index in MARKED]}


def sit(*args: str | Path, size: tuple[int, int] = (80, 24), shell: str = "") -> Person:
    """Seat a person before the quiz; the result is written whole."""
    argv = [*COMMAND, "take", "--full", *map(str, args)]
    if shell:
        argv = ["/bin/sh", "-c", f"exec {shlex.join(argv)} {shell}"]
    return Person(argv, size)


def answer(person: Person, first: int = 0, last: int = COUNT, enter: str = "") -> Person:
    """Answer the questions from `first` up to `last`, each once it shows."""
    for index in range(first, last):
        person.reads(f"Question {index + 1} of {COUNT}").types(wish(index) + enter)
    return person if enter or last < COUNT else person.goes_on()


def folder() -> Path:
    """Return where the program keeps answers."""
    found = state_folder()
    assert found is not None
    return found


def journals() -> list[Path]:
    """Return the journals that are there."""
    return list(folder().glob("*.jsonl"))


def result_of(path: Path) -> bytes:
    """Return what the command makes of a file of answers."""
    return run("take", "--answers", path, "--json").out.encode()


@pytest.fixture
def expected(tmp_path: Path) -> bytes:
    """Return the result of what our person wants to answer."""
    path = tmp_path / "wishes.json"
    path.write_text(json.dumps(WISHES), encoding="utf-8")
    return result_of(path)


def test_the_whole_quiz_with_a_change_and_a_kill(tmp_path: Path, expected: bytes) -> None:
    """A wrong answer is changed, the program is killed, and the quiz resumed up to its result."""
    killed, page = 12, tmp_path / "result.json"
    person = answer(sit("--json", "-o", page), last=1)
    other = 1 + (row(1) == 0)  # not what our person wants
    person.reads(f"Question 2 of {COUNT}").types(str(other)).reads(f"Question 3 of {COUNT}")
    person.types(b"\x1b[D").reads(f"Your answer so far: {other}").types(wish(1))
    answer(person, 2, killed).reads(f"Question {killed + 1} of {COUNT}")
    os.kill(person.pid, signal.SIGKILL)
    assert person.ends() == -signal.SIGKILL

    (journal,) = journals()
    header, *entries = map(json.loads, journal.read_text(encoding="utf-8").splitlines())
    kept = {entry["question"]: entry.get("answer") for entry in entries}
    ids = [question.id for question in QUESTIONS[:killed]]
    assert kept == {id: ANSWERS.get(id) for id in ids}

    began = datetime.fromisoformat(header["started"]).astimezone()
    again = sit("--json", "-o", page).reads("You began this quiz on")
    again.reads(f"{began.day} {began:%B %Y} at {began:%H:%M}").reads("[Y/n]")
    said = again.words()
    assert f"answered {killed - 1} of {COUNT}." in said
    assert answer(again.types("\r"), killed).ends() == 0
    assert page.read_bytes() == expected
    assert journals() == []


@pytest.mark.parametrize("way", ["keys", "lines", "pipe"])
def test_every_way_of_answering_gives_the_same_bytes(
    tmp_path: Path, expected: bytes, way: str
) -> None:
    """Keys, lines on a terminal, lines from a pipe and a file: one result, twice over.

    The answers are kept where --save says, else as the last ones in the state folder.
    """
    lines = "".join(f"{wish(index)}\n" for index in range(COUNT))
    saved, last = tmp_path / "answers.json", folder() / "last-answers.json"
    for answers, args in ((saved, ("--json", "--save", saved)), (last, ("--json",))):
        page = tmp_path / "page.json"
        if way == "pipe":
            piped = run(*args, "--plain", stdin=lines)
            assert piped.code == 0
            page.write_text(piped.out, encoding="utf-8")
        elif way == "keys":
            assert answer(sit(*args, shell=f"> {page}")).ends() == 0
        else:
            person = sit(*args, "--plain", shell=f"> {page}")
            assert answer(person, enter="\n").ends() == 0
            assert "\x1b" not in person.transcript
        assert page.read_bytes() == expected
        assert stat.S_IMODE(answers.stat().st_mode) == 0o600
        assert json.loads(answers.read_text(encoding="utf-8")) == WISHES
        assert result_of(answers) == expected


SIZES = [(80, 24), (40, 24), (80, 12), (40, 12)]
KEPT = [("2", False), ("1", False), (None, False), ("4", True), ("1", False)]
"""Of the first five questions, the number of the answer that is kept, and whether it is marked."""


def kept() -> list[tuple[str | None, bool]]:
    """Return what the only journal there is has of the first questions, as `KEPT` has it."""
    [journal] = journals()
    entries = [json.loads(line) for line in journal.read_text("utf-8").splitlines()[1:]]
    last = {entry["question"]: entry for entry in entries}
    found = []
    for question in QUESTIONS[: len(last)]:
        entry, ids = last[question.id], [option.id for option in question.options]
        at = None if entry["answer"] is None else str(1 + ids.index(entry["answer"]))
        found.append((at, entry["matters"]))
    return found


@pytest.mark.parametrize("size", SIZES)
def test_every_key_works_at_any_size(size: tuple[int, int]) -> None:
    """Answers, arrows, back and forth, skips, marks and help; after a kill everything is kept."""
    person = sit(size=size).reads("Question 1 ").reads("? help").types("2")
    person.reads("Question 2 ").reads("? help").types(b"j\x1b[B\x1b[Ak\x1b[B\r")
    person.reads("Question 3 ").reads("? help").types("s")
    person.reads("Question 4 ").reads("? help").types("*").reads("matters to you").types("3")
    person.reads("Question 5 ").reads("? help").types("?").reads("answers at once").types("?")
    person.types(b"\x1b[D").reads("Question 4 ").reads("so far: 3").reads("? help").types("4")
    person.reads("Question 5 ").reads("? help").types("\x7f").reads("so far: 4")
    person.types(b"\x1b[C").reads("Question 5 ").reads("? help").types("e\x0c")
    person.reads("Question 5 ").reads("? help").types("1").reads("Question 6 ").reads("? help")
    os.kill(person.pid, signal.SIGKILL)
    assert person.ends() == -signal.SIGKILL
    assert kept() == KEPT
    again = sit(size=size).reads("[Y/n]").types("y").reads("Question 6 ").reads("? help")
    assert again.types("q").ends() == 130
    assert "\x1b[?1049h" not in person.transcript + again.transcript


@pytest.mark.parametrize("size", SIZES)
def test_every_word_works_at_any_size(size: tuple[int, int]) -> None:
    """In plain lines, each word in full or by its letter; nothing moves the cursor."""
    person = sit("--plain", size=size)
    for word in ("2", "1", "skip", "*3", "b", "4", "help", "?", "back", "", "end", "1"):
        person.reads("help):").types(f"{word}\n")
    person.reads("Question 6 ").reads("help):").types("quit\n")
    assert person.ends() == 130
    assert kept() == KEPT
    assert "Your answer so far: 3" in person.words()
    assert "not a middle answer" in person.words()
    assert "\x1b" not in person.transcript


@pytest.mark.parametrize(("key", "way"), [("\x03", "Ctrl-C"), ("q", "q"), ("\x04", "Ctrl-D")])
@pytest.mark.parametrize("mode", ["keys", "lines"])
def test_stopping_says_how_to_go_on(mode: str, key: str, way: str) -> None:
    """The answers are kept, the exit code is 130, and running the command again continues."""
    plain, enter = (["--plain"], "\n") if mode == "lines" else ([], "")
    person = answer(sit(*plain), last=3, enter=enter).reads("Question 4")
    person.types(key + enter * (key == "q"))
    assert person.ends() == 130
    said = person.words()
    assert "Your 3 answers are kept: to go on from there, run the same command again." in said
    assert person.modes() == (True, True)
    sit().reads("[Y/n]").types("\r").reads(f"Question 4 of {COUNT}")


def test_stopping_at_once_keeps_nothing() -> None:
    """Someone who leaves before the first answer is not asked about it next time."""
    person = sit().reads("Question 1").reads("quit").types("q")
    assert person.ends() == 130
    assert "Stopped before the first answer." in person.transcript
    assert journals() == []


def test_a_finished_quiz_is_not_offered_again() -> None:
    """The result comes on the same terminal, and the next run starts at the first question."""
    person = answer(sit("--plain"), enter="\n")
    assert person.ends() == 0
    said = person.words()
    assert "Your answers are kept until" in said
    assert f"{COUNT - 1} of {COUNT} questions answered" in said
    again = sit().reads("Question 1").reads("quit")
    assert "[Y/n]" not in again.transcript


def test_two_people_at_once_do_not_mix(tmp_path: Path, expected: bytes) -> None:
    """The second person is not offered the first one's run, and neither loses an answer."""
    pages = [tmp_path / "first.json", tmp_path / "second.json"]
    first = answer(sit("--json", "-o", pages[0]), last=5).reads("Question 6")
    second = answer(sit("--json", "-o", pages[1]), last=9).reads("Question 10")
    assert "[Y/n]" not in second.transcript
    assert len(journals()) == 2
    first.types("".join(map(wish, range(5, COUNT)))).goes_on()
    second.types("".join(map(wish, range(9, COUNT)))).goes_on()
    assert (first.ends(), second.ends()) == (0, 0)
    assert [page.read_bytes() for page in pages] == [expected] * 2


def test_a_result_that_cannot_be_saved_loses_no_answer(tmp_path: Path) -> None:
    """If --save fails at the very end, the same command still has all the answers."""
    away = tmp_path / "away"
    away.mkdir()
    person = answer(sit("--save", away / "answers.json"), last=COUNT - 1)
    person.reads(f"Question {COUNT} of").reads("quit")
    away.rmdir()
    person.types(wish(COUNT - 1)).goes_on()
    assert person.ends() == 2
    assert "can't be written" in person.transcript
    assert "Your answers are kept: to see the result" in person.words()
    last = folder() / "last-answers.json"
    assert f"ornameanotherfileandadd--answers{last}" in "".join(person.transcript.split())
    elsewhere = tmp_path / "answers.json"
    assert run("--answers", last, "--save", elsewhere).code == 0
    assert json.loads(elsewhere.read_text(encoding="utf-8")) == WISHES
    away.mkdir()
    again = sit("--save", away / "answers.json").reads("[Y/n]").types("\r")
    assert again.goes_on().ends() == 0
    assert json.loads((away / "answers.json").read_text(encoding="utf-8")) == WISHES


def test_a_full_disk_loses_no_answer() -> None:
    """If standard output fails, the journal stays for another try."""
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    person = sit("--pack", TINY, shell="> /dev/full").reads("quit").types("1241\r")
    assert person.ends() == 2
    assert "No space left on device" in person.transcript
    assert len(journals()) == 1


def test_a_state_folder_that_can_not_be_made_is_reported(tmp_path: Path) -> None:
    """Without a place for answers the quiz continues, and stopping says that they are gone."""
    folder().parent.mkdir(parents=True, exist_ok=True)
    folder().write_text("in the way")
    person = sit("--pack", TINY).reads("The quiz goes on").reads("quit").types("1")
    person.reads("Question 2").reads("quit").types("\x03")
    assert person.ends() == 130
    assert "Your 1 answer is gone" in person.words()


@pytest.mark.parametrize("columns", [12, 40])
def test_a_narrow_terminal_shows_everything(columns: int) -> None:
    """Questions and result fit the width of the terminal, down to 12 columns."""
    person = sit("--pack", TINY, size=(columns, 200)).reads("? help")
    for key in "1241\r":
        person.types(key)
    assert person.ends() == 0
    assert "Traceback" not in person.transcript
    assert "Portfoliomanager" in "".join(person.transcript.split())
    lines = re.split(r"[\r\n]|\x1b\[\d*[A-K]", COLOUR.sub("", person.transcript))
    assert max(map(cell_len, lines)) <= columns


@pytest.mark.parametrize("setting", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_simple_terminals_get_lines(
    monkeypatch: pytest.MonkeyPatch, setting: dict[str, str]
) -> None:
    """Where screens can't be drawn on, or shouldn't, there are prompts and plain text alone."""
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    person = sit("--pack", TINY)
    for line in "1241":
        person.reads("? for help):").types(f"{line}\n")
    assert person.ends() == 0
    assert "\x1b" not in person.transcript
    assert "Portfolio manager" in person.transcript


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR, neither questions nor result have colour; without it, some of it does."""
    for setting, coloured in (("", True), ("1", False)):
        monkeypatch.setenv("NO_COLOR", setting)
        person = sit("--pack", TINY).reads("quit").types("1241\r")
        assert person.ends() == 0
        colours = [style for style in COLOUR.findall(person.transcript) if style[-3] in "349"]
        assert bool(colours) is coloured


def test_text_of_a_quiz_is_only_text(tmp_path: Path) -> None:
    """Markup and control characters in a question are shown, not obeyed."""
    for name in ("questions", "roles"):
        text = (TINY / f"{name}.yaml").read_text(encoding="utf-8")
        text = text.replace("title: Four", 'title: "[red]Four\\e[2J" # ')
        text = text.replace("The date it is due", '"[bold]due[/]\\e]0;x\\a"')
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    person = sit("--pack", tmp_path).reads("[red]Four\ufffd[2J").reads("quit")
    assert "  2  [bold]due[/]\ufffd]0;x\ufffd" in person.shown()


def test_skipped_questions_can_be_answered_later() -> None:
    """Too few answers give a result, and the next run starts at the first skipped question."""
    person = sit("--pack", TINY).reads("quit").types("1sss").goes_on()
    assert person.ends() == 5
    assert "To answer the questions you skipped" in person.words()
    again = sit("--pack", TINY).reads("[Y/n]").types("y").reads("Question 2 of 4").reads("quit")
    again.types("2")
    again.reads("Question 3 of 4").reads("quit").types("4").reads("Question 4").types("1").goes_on()
    assert again.ends() == 0
    assert "4 of 4 questions answered" in again.words()


def test_ctrl_backslash_leaves_the_terminal_as_it_was() -> None:
    """The signal that ends a program at once still restores the terminal."""
    person = sit("--pack", TINY).reads("quit").types("1").reads("Question 2").reads("quit")
    person.types("\x1c")
    assert person.ends() == 130
    assert person.modes() == (True, True)


def test_pasted_text_is_no_answer() -> None:
    """The terminal is asked to mark pasted text, and marked text answers nothing."""
    person = sit("--pack", TINY).reads("\x1b[?2004h").reads("quit")
    person.types("\x1b[200~1 q 2\x1b[201~").types("j").reads("› 1")
    person.types("q")
    assert person.ends() == 130
    assert "\x1b[?2004l" in person.transcript


def test_nothing_is_said_to_be_kept_that_is_not() -> None:
    """If answers can't be kept, a run that ends early does not promise that it can be resumed."""
    folder().parent.mkdir(parents=True, exist_ok=True)
    folder().write_text("in the way")
    person = sit("--pack", TINY).reads("The quiz goes on").reads("quit").types("1sss").goes_on()
    assert person.ends() == 5
    assert "run the same command" not in person.words()


def test_reading_answers_from_the_keyboard_says_so() -> None:
    """With standard input at a terminal, a message says what is expected, and how to end it."""
    person = sit("--pack", TINY, "--answers", "-").reads("Type or paste the answers (JSON)")
    person.reads("Ctrl-D").types('{"answers": {"proud": "growing"}}\n\x04')
    assert person.ends() == 5
    assert "Too few answers" in person.transcript
