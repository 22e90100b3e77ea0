"""The first look through a table: whether its numbers and letters are positions of options.

They are where nothing in the whole file speaks against it. One number outside 1…n makes all
numbers unclear in all columns whose questions have as many options; so do 1s alone for two options,
unless other numbers of the file count from 1, since form tools write yes as 1 and no as 0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rolequiz.model import Pack, Question
from rolequiz.problems import Fault, fault
from rolequiz.responses.answer_map import scales_of
from rolequiz.responses.cells import LETTERS, TRUTHS, Code, Kind, Reading, Unclear
from rolequiz.responses.columns import Column
from rolequiz.spelling import fold

MOST_SEEN, LONGEST_SEEN = 1_000, 200
"""Different cells of a column that are remembered, and their characters."""
MOST_CODES = 30
MOST_ABSENT = 3
"""Different numbers that mean no answer."""
BLANK = "…"
_NO_ANSWER = re.compile("-?(7+|8+|9+|9[78])")
_YES = {"yes", "y", "agree", "ja", "oui", "sí", "si", "sì"}
_NO = {"no", "n", "disagree", "nein", "non"}


@dataclass
class _Codes:
    """The numbers, or letters, in the columns of all questions with so many options."""

    columns: dict[Column, Question] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """At most MOST_CODES of them."""
    odd: Fault | None = None
    """What the first means for all that is no position."""
    beyond: dict[str, str] = field(default_factory=dict)
    """Cells with one that is not among those of the options → which; at most MOST_CODES."""
    misplaced: bool = False
    """Whether any is that of another option than the one it stands at."""
    fitting: bool = False
    """Whether any is a position."""

    def add(self, column: Column, question: Question, code: Code, cell: str, row: int) -> None:
        self.columns[column] = question
        if len(self.seen) < MOST_CODES:
            self.seen.add(code.text)
        self.fitting |= code.fits
        self.misplaced |= not (code.fits or code.beyond)
        if code.beyond and len(self.beyond) < MOST_CODES:
            self.beyond[cell] = code.text
        if not code.fits and not self.odd:
            self.odd = _odd(column, question, code, cell, row)


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
                _hinted(wrong, codes, kind, size, pack), f"{kind}s of {size}", bool(codes.beyond)
            )
            for (kind, size), codes in self._codes.items()
            if (wrong := self._why(codes, kind, size))
        }

    def _why(self, codes: _Codes, kind: Kind, size: int) -> Fault | None:
        if codes.odd and (kind != "letter" or codes.fitting):
            return codes.odd
        if kind == "number" and size == 2 and codes.seen == {"1"} and not self._from_one():
            return fault("unclear-numbers.ones", cell="")
        return None

    def _from_one(self) -> bool:
        """Return whether some question's last option is given by its number."""
        numbers = ((size, codes) for (kind, size), codes in self._codes.items() if kind == "number")
        return any(str(size) in codes.seen and not codes.odd for size, codes in numbers)


def _odd(column: Column, question: Question, code: Code, cell: str, row: int) -> Fault:
    """Return what a code that is no position means for a cell that is still to be named."""
    if code.kind == "truth":
        return fault("unknown-answer", cell="", question="")
    where = {"odd": cell, "column": str(column), "row": row, "kind": code.kind}
    if not code.beyond:
        return fault("unclear-numbers.misplaced", cell="", **where)
    last, number = len(question.options), code.kind == "number"
    ends = ("1", str(last)) if number else ("a", LETTERS[min(last, len(LETTERS)) - 1])
    return fault("unclear-numbers.beyond", cell="", first=ends[0], last=ends[1], **where)


def _hinted(wrong: Fault, codes: _Codes, kind: Kind, size: int, pack: Pack) -> Fault:
    """Return the same with what to do, and the lines of a map."""
    coding = _coding(codes.seen, size) if kind == "number" and not codes.misplaced else None
    absent = sorted(cell for cell, of in codes.beyond.items() if coding and of in coding[1])
    if coding and not coding[0]:
        line = f"skipped: {json.dumps(absent, ensure_ascii=False)}"
        return wrong.hinted("no-answer", lines=line)

    def meant(question: Question) -> Iterable[tuple[str, str]]:
        """Return what each cell means to a question, as far as that can be told."""
        if coding:
            ids = [json.dumps(option.id) for option in question.options]
            none = [(json.dumps(cell, ensure_ascii=False), "null") for cell in absent]
            return [*zip(coding[0], ids, strict=True), *none]
        known = _truths(question) if kind == "truth" else {}
        return [(json.dumps(cell), known.get(cell, BLANK)) for cell in sorted(codes.seen)]

    lines = "\n".join(_lines(codes, meant, size, pack))
    if coding:
        return wrong.hinted("coding", lines=lines)
    if kind == "truth" and BLANK not in lines:
        return wrong.hinted("truths", lines=lines)
    return wrong.hinted("fill-in", lines=lines, blank=BLANK)


def _coding(seen: Iterable[str], size: int) -> tuple[list[str], list[str]] | None:
    """Return the numbers of a coding that these seem to have, and those that mean no answer.

    There are none of the former where they count from 1. Numbers such as 9 and 99 often mean that.
    """
    try:
        numbers = sorted(map(int, seen))
    except ValueError:
        return None
    beyond = [number for number in numbers if not 1 <= number <= size]
    for absent in ([], [each for each in beyond if _NO_ANSWER.fullmatch(str(each))], beyond):
        rest = [number for number in numbers if number not in absent]
        if not rest or len(absent) > MOST_ABSENT:
            continue
        no_answer = list(map(str, absent))
        if absent and rest[0] >= 1 and rest[-1] <= size:
            return [], no_answer
        for first in (0, -(size // 2), *(rest[:1] if rest[0] > size else [])):
            if first <= rest[0] and rest[-1] < first + size:
                return list(map(str, range(first, first + size))), no_answer
    return None


def _truths(question: Question) -> dict[str, str]:
    """Return which options of a question are meant by TRUE and FALSE, if they are yes and no."""
    ids = [json.dumps(option.id) for option in question.options]
    words = [fold(option.text) for option in question.options]
    for yes, no in ((0, 1), (1, 0)) if len(ids) == 2 else ():
        if words[yes] in _YES or words[no] in _NO:
            return {word.upper(): ids[yes if means else no] for word, means in TRUTHS.items()}
    return {}


def _lines(
    codes: _Codes, meant: Callable[[Question], Iterable[tuple[str, str]]], size: int, pack: Pack
) -> Iterator[str]:
    """Yield the lines of a map: a scale's for all scales, if all have as many steps."""

    def cells(question: Question) -> str:
        return f"{{{', '.join(f'{cell}: {id}' for cell, id in meant(question))}}}"

    scales = scales_of(pack)
    alike = all(len(scale.options) == size for scale in scales)
    columns = codes.columns.values()
    if alike and any(question in scales for question in columns):
        yield f"scales: {cells(scales[0])}"
    own = [question for question in columns if not (alike and question in scales)]
    if own:
        yield f"options: {{{', '.join(f'{json.dumps(q.id)}: {cells(q)}' for q in own)}}}"
