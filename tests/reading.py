"""Reading answers from memory as from a file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import cast

from command import TINY
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.pack import read_pack
from rolequiz.problems import Problem
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.lines import Row
from rolequiz.responses.people import read_rows

PACK = read_pack(TINY)
LIKERT, YES_NO = read_pack(TINY.parent / "likert"), read_pack(TINY.parent / "yesno")
IDS = [question.id for question in PACK.questions]
NOTHING = AnswerMap()


def stream(content: bytes | str) -> io.BufferedReader:
    """Return content as an open file."""
    data = content.encode() if isinstance(content, str) else content
    return io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data)))


def read(
    content: bytes | str,
    name: str = "people.csv",
    mapping: AnswerMap = NOTHING,
    pack: Pack = PACK,
) -> list[Row]:
    """Return all rows of a file with this content."""
    return list(read_rows(name, stream(content), pack, mapping))


def people(
    content: bytes | str, name: str = "people.csv", mapping: AnswerMap = NOTHING
) -> list[Responses]:
    """Return the answers in a file that nothing is wrong with."""
    rows = read(content, name, mapping)
    assert [problem for row in rows for problem in row.problems] == []
    return [row.responses for row in rows if row.responses is not None]


def problems(
    content: bytes | str, name: str = "people.csv", mapping: AnswerMap = NOTHING
) -> list[Problem]:
    """Return what is wrong with a file."""
    return [problem for row in read(content, name, mapping) for problem in row.problems]


def codes(content: bytes | str, name: str = "people.csv") -> list[tuple[str, int | None]]:
    """Return the code and the line of each problem of a file."""
    return [(problem.code, problem.line) for problem in problems(content, name)]


def answers(*given: OptionId | None) -> Mapping[str, OptionId]:
    """Return answers to the tiny quiz, in its order; None is skipped."""
    pairs: Sequence[tuple[str, OptionId | None]] = list(zip_longest(IDS[: len(given)], given))
    return {id: answer for id, answer in pairs if answer is not None}
