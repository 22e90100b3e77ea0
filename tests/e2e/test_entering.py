"""A pile of paper typed in by a person at a real pseudo-terminal."""

from __future__ import annotations

import json
import os
import random
import re
import shlex
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.pack import shipped_pack

QUESTIONS = shipped_pack().questions
STYLE = re.compile(r"\x1b\[(?:\?2004[hl]|[\d;]*m)")

Sit = Callable[..., Person]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the name of a file that is not there yet."""
    return tmp_path / "room.jsonl"


@pytest.fixture
def sit(file: Path) -> Sit:
    """Return a function that seats somebody with a pile of paper."""

    def seat(*args: str | Path, size: tuple[int, int] = (80, 24), shell: str = "") -> Person:
        argv = [*COMMAND, "form", "enter", str(file), *map(str, args)]
        if shell:
            argv = ["/bin/sh", "-c", f"{shell}; exec {shlex.join(argv)}"]
        return Person(argv, size)

    return seat


def says(person: Person, text: str) -> bool:
    """Whether the screen has shown a text, wherever it was broken: a long path is anywhere."""
    return "".join(text.split()) in "".join(person.transcript.split())


class Paper:
    """A sheet that somebody has filled in, and what is typed for it."""

    def __init__(self, code: str) -> None:
        draw = random.Random(code)
        self.code, self.keys = code, ""
        answers: dict[str, object] = {}
        matters = []
        for question in QUESTIONS:
            at = draw.randrange(len(question.options) + 1) - 1
            if at >= 0:
                answers[question.id] = question.options[at].id
                if draw.random() < 0.2:
                    matters.append(question.id)
                    self.keys += "*"
            self.keys += draw.choice([f"{at + 1}", "abcdefgh"[at]]) if at >= 0 else "-"
        self.wanted = {"respondent": code, "answers": answers}
        self.wanted |= {"matters": matters} if matters else {}

    @property
    def typed(self) -> str:
        """The code, the answers, and the Enter that keeps them."""
        return f"{self.code}\r{self.keys}\r"


def held(file: Path) -> list[dict[str, Any]]:
    """What the file holds, sheet by sheet."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_sheets_can_be_typed_without_waiting(sit: Sit, file: Path) -> None:
    """Ten sheets typed at once: every key counts, in order, and `report` can read the file."""
    papers = [Paper(f"p{number:02}") for number in range(10)]
    person = sit().reads("no more sheets)")
    for paper in papers:
        person.types(paper.typed)
    person.reads("p09 is kept").types("q\r")
    assert person.ends() == 0
    assert held(file) == [paper.wanted for paper in papers]
    assert says(person, f"{file} holds 10 sheets.")
    assert run("report", file).code == 0


def test_the_whole_sheet_is_in_view(sit: Sit) -> None:
    """A screen of 24 lines and 80 columns shows every question's number, answer, skip and mark."""
    person = sit().reads("no more sheets)").types("p07\rabcd-*b").reads("7. ")
    assert any(line.startswith("Sheet 1: p07") for line in person.shown())
    shown = " ".join(person.shown())
    assert re.search(r" 1 a +2 b +3 c +4 d +5 - +6 b\* +7 +8 ", shown)
    assert re.search(rf"{len(QUESTIONS) - 1} +{len(QUESTIONS)} ", shown)
    assert f"7. {QUESTIONS[6].text}" in person.cursor_line()


def test_the_count_is_shown_before_a_sheet_is_kept(sit: Sit, file: Path) -> None:
    """The end shows how many are answered; b goes back, and only Enter keeps the sheet."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\ra-*a1")
    person.reads("4 questions: 3 answered, 1 skipped (2), 1 marked (3).").reads("Enter keeps it")
    assert file.read_text() == ""
    person.types("b2").reads("Enter keeps it").types("\r").reads("p1 is kept").types("q\r")
    assert person.ends() == 0
    assert [*held(file)[0]["answers"].values()] == ["problem", 1, "schedule"]


def test_a_wrong_key_is_named_and_changes_nothing(sit: Sit, file: Path) -> None:
    """Typing goes on after it, and q alone does not stop."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\rx")
    person.reads("“x” is no answer to question 1").types("aq").reads("q again stops")
    person.types("a1a").reads("Enter keeps it").types("\r").reads("p1 is kept").types("q\r")
    assert person.ends() == 0
    assert len(held(file)) == 1


@pytest.mark.parametrize("leave", ["qq", "\x03", "\x04"])
def test_stopping_in_the_middle_says_what_is_kept(sit: Sit, file: Path, leave: str) -> None:
    """The unfinished sheet is not kept, the others are, and the exit code says so."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\raa1a\r").reads("p1 is kept")
    person.types("p2\raa").reads("3. ").types(leave)
    assert person.ends() == 130
    said = person.words()
    assert "The sheet of p2 was not complete, so it is not kept (2 answers)." in said
    assert says(person, f"{file} holds 1 sheet.")
    assert [sheet["respondent"] for sheet in held(file)] == ["p1"]
    assert person.modes() == (True, True)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_complete_sheets_survive_a_kill(sit: Sit, file: Path, end: int) -> None:
    """If it is killed during a sheet, the same command continues after the last complete one."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\raa1a\rp2\raa")
    person.reads("p1 is kept").reads("3. ")
    os.kill(person.pid, end)
    assert person.ends() in {-signal.SIGKILL, 130}
    with file.open("ab") as torn:
        torn.write(b'{"respondent": "p2", "answ')
    again = sit("--pack", TINY).reads("was cut short").reads("Code on sheet 2")
    again.types("\raa1a\r").reads("2 is kept").types("q\r")
    assert again.ends() == 0
    assert [sheet["respondent"] for sheet in held(file)] == ["p1", "2"]


def test_a_second_program_on_the_same_file_is_refused(sit: Sit, file: Path) -> None:
    """A message says that somebody else is typing into the file."""
    sit().reads("no more sheets)")
    run("form", "enter", file, "--plain").refused(2, "is in use", "name another file")


def test_a_full_disk_loses_no_sheet(sit: Sit, file: Path) -> None:
    """A sheet that can't be written stays on the screen, and no half of it is in the file."""
    person = sit(shell="ulimit -f 1").reads("no more sheets)").types(Paper("p1").typed)
    person.reads("This sheet can't be kept: No space left on device.").reads("try again")
    assert file.read_bytes() == b""
    person.types("qq")
    assert person.ends() == 130


@pytest.mark.parametrize("size", [(12, 24), (40, 24), (80, 6), (300, 60)])
def test_any_size_of_terminal_works(sit: Sit, file: Path, size: tuple[int, int]) -> None:
    """No line is wider than the terminal, and the current question is in view."""
    person = (
        sit(size=size)
        .reads("sheets):")
        .types("p1\r")
        .types("a" * (len(QUESTIONS) - 1))
        .sees(f"{len(QUESTIONS)}.")
    )
    lines = re.split(r"[\r\n]|\x1b\[\d*[A-K]", STYLE.sub("", person.transcript))
    assert max(map(cell_len, lines)) <= size[0]
    person.types("a\r").reads("kept").types("q\r")
    assert person.ends() == 0
    assert len(held(file)) == 1


def test_redrawing_keeps_the_sheet(sit: Sit, file: Path) -> None:
    """Ctrl-L and a new window size redraw the screen, and no answer is lost."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\raa").reads("3. ")
    person.types("\x0c").reads("3. ").resizes(60, 20).sees("3. ")
    person.types("1a").reads("Enter keeps it").types("\r").reads("p1 is kept").types("q\r")
    assert person.ends() == 0
    assert len(held(file)[0]["answers"]) == 4


def test_pasted_text_is_no_answer(sit: Sit) -> None:
    """What the terminal marks as pasted is ignored."""
    person = sit("--pack", TINY).reads("no more sheets)").types("p1\r").reads("1. ")
    person.types("\x1b[200~aaaa\x1b[201~a").reads("2. ").types("qq")
    assert person.ends() == 130
