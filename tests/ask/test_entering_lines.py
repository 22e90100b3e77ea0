"""Sheets typed in by lines, as a screen reader or a pipe takes them."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from rolequiz.ask.entering_fronts import LineTypist
from rolequiz.ask.terminal import Terminal
from rolequiz.model import Pack
from rolequiz.room.pile import Pile

Quiz = Callable[..., Pack]


TypeIn = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the name of a file that is not there yet."""
    return tmp_path / "room.jsonl"


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch, file: Path) -> TypeIn:
    """Return a function that types lines in, to their end or to q, and returns what is said."""

    def put(pack: Pack, lines: str) -> str:
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
        with Pile(file, pack) as pile, suppress(EOFError):
            front = LineTypist(Terminal(stream), pack, pile)
            front.run()
        return " ".join(stream.getvalue().split())

    return put


def rows(file: Path, pack: Pack) -> list[str]:
    """What a file holds: a code, and the number of the option for each question."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        signs = (
            "*" * (each.id in kept.get("matters", [])) + kept["answers"].get(each.id, "-")[-1]
            for each in pack.questions
        )
        found.append(f"{kept['respondent']} {' '.join(signs)}")
    return found


def test_a_sheet_takes_a_code_a_line_and_an_enter(type_in: TypeIn, quiz: Quiz, file: Path) -> None:
    """Letters, numbers, skips and marks in one line, spaces ignored; an empty line keeps it."""
    said = type_in(quiz(5), "p01\nab -*c2\n\n\nccccc\n\nq\n")
    assert rows(file, quiz(5)) == ["p01 0 1 - *2 1", "2 2 2 2 2 2"]
    assert "5 questions: 4 answered, 1 skipped (3), 1 marked (4). Enter keeps it" in said
    assert "p01 is kept, with 4 answers." in said


def test_answers_may_come_in_pieces(type_in: TypeIn, quiz: Quiz, file: Path) -> None:
    """Whatever part of a sheet is typed, the next line goes on from there."""
    said = type_in(quiz(3), "p01\na\nb\nc\n\nq\n")
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
    assert "p01, from question 3:" in said


def test_what_comes_before_a_slip_is_taken(type_in: TypeIn, quiz: Quiz, file: Path) -> None:
    """A sign that is no answer is named with its question, and nothing after it is taken."""
    said = type_in(quiz(3), "p01\naxbb\nbc\n\nq\n")
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
    assert "“x” is no answer to question 2" in said
    assert "Type on from question 2." in said


def test_too_many_answers_are_noticed(type_in: TypeIn, quiz: Quiz, file: Path) -> None:
    """An answer more than there are questions is said, before the sheet is kept."""
    said = type_in(quiz(3), "p01\nabcbb\n\nq\n")
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
    assert "“b” is too much: question 3 was the last." in said


def test_an_answer_can_be_changed_by_its_number(type_in: TypeIn, quiz: Quiz, file: Path) -> None:
    """2=c changes question 2, in the middle of a sheet and at its end; b goes back one."""
    said = type_in(quiz(3), "p01\nab\n1=c\nc\n2=*-\n9=a\nb\na\n\nq\n")
    assert rows(file, quiz(3)) == ["p01 2 - 0"]
    assert "There are only 3 questions." in said


def test_a_sheet_that_cannot_be_kept_can_be_tried_again(
    monkeypatch: pytest.MonkeyPatch, quiz: Quiz, file: Path
) -> None:
    """What keeps a sheet from the disk is told, and the answers are there for the next Enter."""
    stream, away = io.StringIO(), file.with_suffix(".away")

    def typing() -> Iterator[str]:
        yield "p01\nabc\n\n"
        away.rename(file)
        yield "\nq\n"

    lines = (f"{line}\n" for part in typing() for line in part.split("\n")[:-1])
    monkeypatch.setattr(sys, "stdin", Given(lines))
    with Pile(file, quiz(3)) as pile, LineTypist(Terminal(stream), quiz(3), pile) as front:
        file.rename(away)
        front.run()
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
    assert "can't be kept: No such file" in " ".join(stream.getvalue().split())


class Given:
    """A standard input of lines that come one by one."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def readline(self) -> str:
        """Return the next line."""
        return next(self._lines, "")

    def isatty(self) -> bool:
        """Return that nobody sits there."""
        return False


def test_an_end_in_the_middle_keeps_the_whole_sheets(
    type_in: TypeIn, quiz: Quiz, file: Path
) -> None:
    """The input ends within a sheet, or before its Enter: only what was confirmed is kept."""
    type_in(quiz(3), "p01\nabc\n\np02\nab")
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
    type_in(quiz(3), "p03\r\nabc\r\n\r\np04\r\nabc\r\n")
    assert rows(file, quiz(3)) == ["p01 0 1 2", "p03 0 1 2"]


def test_answers_in_place_of_a_code_are_asked_about(
    type_in: TypeIn, quiz: Quiz, file: Path
) -> None:
    """A row of answers is no code, unless it is given twice."""
    said = type_in(quiz(9), "abcabcabc\np01\nabcabcabc\n\nq\n")
    assert "its code comes first" in said
    assert [row[:3] for row in rows(file, quiz(9))] == ["p01"]


@pytest.mark.parametrize("code", ["p\x1b[31m1", "p\u202e1", "x" * 61])
def test_a_code_that_nobody_could_type_again_is_refused(
    type_in: TypeIn, quiz: Quiz, file: Path, code: str
) -> None:
    """Signs that can't be shown, and a line that is no code, are asked for again."""
    said = type_in(quiz(3), f"{code}\np01\nabc\n\nq\n")
    assert "Use letters and digits for a code" in said
    assert rows(file, quiz(3)) == ["p01 0 1 2"]
