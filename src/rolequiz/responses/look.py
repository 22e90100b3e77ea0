"""The first look through a table: whether its numbers and letters are positions of options.

They are where nothing in the whole file speaks against it. One number outside 1…n makes all
numbers unclear in all columns whose questions have as many options; so do 1s alone for two options,
unless other numbers of the file count from 1, since form tools write yes as 1 and no as 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rolequiz.model import Pack, Question
from rolequiz.problems import quote
from rolequiz.responses.answer_map import scales_of
from rolequiz.responses.cells import LETTERS, Code, Kind, Reading, Unclear
from rolequiz.responses.columns import Column

MOST_SEEN, LONGEST_SEEN = 1_000, 200
"""Different cells of a column that are remembered, and their characters."""
MOST_CODES = 30
BLANK = "…"


@dataclass
class _Codes:
    """The numbers, or letters, in the columns of all questions with so many options."""

    columns: dict[Column, Question] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """At most MOST_CODES of them."""
    odd: str = ""
    """The first that is no position, and where it is."""
    beyond: bool = False
    """Whether any is not among those of the options."""
    fitting: bool = False
    """Whether any is a position."""

    def add(self, column: Column, question: Question, code: Code, cell: str, row: int) -> None:
        self.columns[column] = question
        if len(self.seen) < MOST_CODES:
            self.seen.add(code.text)
        self.fitting |= code.fits
        self.beyond |= code.beyond
        if not code.fits and not self.odd:
            last = len(question.options)
            ends = f"1 to {last}" if code.kind == "number" else f"a to {LETTERS[min(last, 26) - 1]}"
            why = f"is not among {ends}" if code.beyond else "is not the answer at that place"
            self.odd = f"{quote(cell)} in {column}, row {row}, {why}"


class FirstLook:
    """Collects the different cells of columns, in little memory however many rows there are."""

    def __init__(self, columns: Iterable[Column], readings: Mapping[str, Reading]) -> None:
        self._asked = [
            (column.place, set[str](), column, readings[column.question])
            for column in columns
            if column.question in readings
        ]
        self._codes: dict[tuple[Kind, int], _Codes] = {}
        self._others = {column: set[str]() for column in columns if not column.question}

    def add(self, row: int, cells: Sequence[str]) -> None:
        """Look at a row that is as long as the header."""
        for place, seen, column, reading in self._asked:
            cell = cells[place]
            if cell not in seen:
                if len(seen) < MOST_SEEN and len(cell) <= LONGEST_SEEN:
                    seen.add(cell)
                if code := reading.code(cell):
                    key = code.kind, len(reading.question.options)
                    codes = self._codes.setdefault(key, _Codes())
                    codes.add(column, reading.question, code, cell, row)
        for column, others in self._others.items():
            if len(others) < MOST_SEEN:
                others.add(cells[column.place][:LONGEST_SEEN])

    def cells(self, column: Column) -> set[str]:
        """Return the first different cells of a column that is no question."""
        return self._others[column]

    def unclear(self, pack: Pack) -> dict[tuple[Kind, int], Unclear]:
        """Return why numbers or letters are unclear, by the number of options of the questions."""
        return {
            (kind, size): Unclear(
                why, _hint(codes, kind, size, pack), f"{kind}s of {size}", codes.beyond
            )
            for (kind, size), codes in self._codes.items()
            if (why := self._why(codes, kind, size))
        }

    def _why(self, codes: _Codes, kind: Kind, size: int) -> str:
        if codes.odd and (kind == "number" or codes.fitting):
            return f": {codes.odd}, so {kind}s are not positions"
        if kind == "number" and size == 2 and codes.seen == {"1"} and not self._from_one():
            return ": where two can be chosen, 1 is the only number here, and may stand beside 0"
        return ""

    def _from_one(self) -> bool:
        """Return whether some question's last option is given by its number."""
        numbers = ((size, codes) for (kind, size), codes in self._codes.items() if kind == "number")
        return any(str(size) in codes.seen and not codes.odd for size, codes in numbers)


def _hint(codes: _Codes, kind: Kind, size: int, pack: Pack) -> str:
    """Return what to do, with the lines of a map."""
    keys = _in_a_row(codes.seen, size) if kind == "number" else None
    said = "If the lowest is the first answer, write in a --map file (else the other way round):"
    if keys is None:
        said = f"Mend it if it is a slip, else write in a --map file, with answers for {BLANK}:"
    return "\n".join([said, *_lines(codes, keys, size, pack)])


def _in_a_row(seen: Iterable[str], size: int) -> list[str] | None:
    """Return the numbers from the lowest to the highest that a coding of these seems to have."""
    try:
        numbers = [int(each) for each in seen]
    except ValueError:
        return None
    for first in (0, -(size // 2), min(numbers)):
        if first != 1 and first <= min(numbers) and max(numbers) < first + size:
            return [str(number) for number in range(first, first + size)]
    return None


def _lines(codes: _Codes, keys: list[str] | None, size: int, pack: Pack) -> Iterator[str]:
    """Yield the lines of a map: a scale's for all scales, if all have as many steps."""
    scales = scales_of(pack)
    alike = all(len(scale.options) == size for scale in scales)
    columns = codes.columns.values()
    if alike and any(question in scales for question in columns):
        yield f"scales: {_meant(codes, keys, scales[0])}"
    own = [question for question in columns if not (alike and question in scales)]
    if own:
        each = ", ".join(f"{json.dumps(q.id)}: {_meant(codes, keys, q)}" for q in own)
        yield f"options: {{{each}}}"


def _meant(codes: _Codes, keys: list[str] | None, question: Question) -> str:
    if keys is None:
        pairs = [f"{json.dumps(key)}: {BLANK}" for key in sorted(codes.seen)]
    else:
        ids = [json.dumps(option.id) for option in question.options]
        pairs = [f"{key}: {id}" for key, id in zip(keys, ids, strict=True)]
    return f"{{{', '.join(pairs)}}}"
