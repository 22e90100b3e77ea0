"""The first rows of a table → its columns, whatever stands above and below the header."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from typing import NamedTuple

from rolequiz.model import Pack
from rolequiz.problems import AnswersError, Fault, Problem, fault
from rolequiz.responses.cells import answers_to, is_code, is_date, without_number
from rolequiz.responses.columns import (
    PERSONAL,
    AnswerMap,
    Column,
    Finder,
    Sure,
    is_code_name,
    joined,
)
from rolequiz.responses.lines import Lines
from rolequiz.spelling import fold

DELIMITERS = (",", ";", "\t", "|")
_EXCEL = re.compile(r"sep=([,;\t|])\s*")  # its own way to say it, in a line before the header
LONGEST_HEADER = 200
"""Lines; a question's text may hold line breaks."""
MOST_ABOVE, MOST_ROWS = 12, 3
"""Rows among which the header begins, and of which it consists."""
SUBHEADINGS = {
    *("response", "antwort", "réponse", "respuesta"),
    *(
        "(no label)",
        "open-ended response",
        "offene antwort",
        "réponse ouverte",
        "respuesta abierta",
    ),
}
"""What SurveyMonkey writes below the question, in a second row of headers."""
_RULE = re.compile(r"-{3,}|:-+:?|-+:")  # below the header of a table in Markdown
_METADATA = '{"importid"'  # of Qualtrics, in a third row


class Header(NamedTuple):
    """A header: what its columns hold, where the rows below it begin, and what it consists of."""

    columns: list[Column]
    delimiter: str
    first: int
    """Its first row, as a spreadsheet numbers it."""
    last: int
    lines: int
    """How many lines there are to its end."""
    above: int
    """How many rows that are not empty stand above it."""


class _Row(NamedTuple):
    number: int
    end: int
    """How many lines there are to its end."""
    cells: list[str]
    columns: list[Column]

    @property
    def fits(self) -> int:
        """How many columns a question fits."""
        return sum(bool(column.fits) for column in self.columns)

    @property
    def answers(self) -> bool:
        """Whether any column may hold answers."""
        return any(column.answers for column in self.columns)


def read_header(lines: Lines, pack: Pack, mapping: AnswerMap) -> Header:
    """Read the header, with the delimiter that makes the most questions of it, or most columns."""
    lines.forgiving = True
    start: list[str] = []
    spoiled = 0
    for line in islice(lines, LONGEST_HEADER):
        start.append(line)
        spoiled = spoiled or lines.spoiled
    blank = next((at for at, line in enumerate(start) if line.strip()), None)
    if blank is None:
        lines.refuse(fault("empty-file.answers"))
    said = _EXCEL.fullmatch(start[blank])
    signs = said[1] if said else DELIMITERS
    start = start[:blank] + ["\n"] * bool(said) + start[blank + bool(said) :]
    find = _Find(pack, mapping)
    tried = [header for sign in signs if (header := find.header(start, sign))]
    if not tried:
        raise AnswersError([lines.problem(fault("bad-table"), blank + 1)])
    best = max(tried, key=_likely)
    if 0 < spoiled <= best.lines:
        raise AnswersError([lines.problem(lines.spoiled_by.hinted("utf-8"), spoiled)])
    if said:  # which a spreadsheet does not show
        best = best._replace(first=best.first - 1, last=best.last - 1)
    return best


class _Find:
    """Finds the header among the first rows of a table."""

    def __init__(self, pack: Pack, mapping: AnswerMap) -> None:
        self._finder = Finder(pack, mapping)
        self._known = {
            each.id: answers_to(each, mapping.cells.get(each.id, {})) for each in pack.questions
        }

    def header(self, start: Sequence[str], sign: str) -> Header | None:
        """Return the header that these lines hold, if this sign separates their cells."""
        found = self._rows(start, sign)
        rows: list[_Row] = []
        for row in islice(found, MOST_ABOVE):
            rows.append(row)
            if row.fits:
                break
        if not rows:
            return None
        asking = [at for at, row in enumerate(rows) if row.fits]
        coded = [at for at, row in enumerate(rows) if row.answers]
        at = next(iter([*asking, *coded]), 0)
        after = [*rows[at + 1 :], *islice(found, MOST_ABOVE)]
        below = after[: MOST_ROWS - 1]
        block = [rows[at]]
        sure = max((row.number for row in below if _of_qualtrics(row.cells)), default=0)
        if after and self._are_texts_of_codes(after[0], block, after[1:]):
            sure = max(sure, after[0].number)
        for row in below:
            goes_on = row.number <= sure or self._goes_on(row, block)
            if row.number != block[-1].number + 1 or not goes_on:
                break
            block.append(row)
        if at and self._is_above(rows[at - 1], block):
            block.insert(0, rows[at - 1])
        columns = joined([row.columns for row in block])
        first, last = block[0], block[-1]
        return Header(columns, sign, first.number, last.number, last.end, rows.index(first))

    def _is_above(self, row: _Row, block: Sequence[_Row]) -> bool:
        """Return whether a row belongs to the header below it, as a matrix' title to its items.

        A person's answers do not; sorting may have brought them there.
        """
        near = row.number + 1 == block[0].number and sum(map(bool, row.cells)) > 1
        return near and not any(answer for _, answer in self._under(row, block))

    def _rows(self, start: Sequence[str], sign: str) -> Iterator[_Row]:
        """Yield the first rows that are not empty; where all are, the first that has cells."""
        end, empty = 0, True
        blank: _Row | None = None
        for number, (cells, used) in enumerate(first_records(start, sign), start=1):
            end += used
            telling = ["" if _says_nothing(cell) else cell for cell in cells]
            if any(map(str.strip, cells)):
                empty = False
                yield _Row(number, end, cells, self._finder.columns(telling))
            elif cells and not blank:
                blank = _Row(number, end, cells, self._finder.columns(telling))
        if empty and blank:
            yield blank

    def _goes_on(self, row: _Row, block: Sequence[_Row]) -> bool:
        """Return whether a row belongs to the header above it: it holds headers, and no answers."""
        filled = [fold(cell) for cell in row.cells if cell.strip()]
        if all(map(_RULE.fullmatch, filled)):
            return True
        under = list(self._under(row, block))
        if any(answer for _, answer in under):
            return False
        personal = {each.place for above in block for each in above.columns if each.use in PERSONAL}
        sure = [each.sure for each in row.columns if each.fits and each.place not in personal]
        headers = Sure.TEXT in sure or len(sure) > 1  # one id may be what somebody wrote
        return headers or any(fold(cell) in SUBHEADINGS for cell, _ in under)

    def _are_texts_of_codes(self, row: _Row, block: Sequence[_Row], after: Sequence[_Row]) -> bool:
        """Return whether a row holds the texts of questions, which all are codes such as Q1 above.

        Then they are those of another survey, unless they are ours. They are all there, differ and
        are no answers, while people below answer or a form tool's own columns have a text, too.
        """
        asked = [column for column in block[0].columns if column.question]
        cells = [fold(cell) for cell, _ in self._under(row, block)]
        told = all(map(is_code_name, asked)) and len({*map(without_number, cells)}) == len(asked)
        answers = any(yes for _, yes in self._under(row, block))
        if not told or answers or any(is_code(cell) or is_date(cell) for cell in cells):
            return False
        own = any(each.use == "foreign" and each.header.strip() for each in row.columns)
        answered = (yes for each in after for _, yes in self._under(each, block))
        return own or (len(cells) > 1 and any(answered))

    def _under(self, row: _Row, block: Sequence[_Row]) -> Iterator[tuple[str, bool]]:
        """Yield each filled cell in a question's column, and whether it is an answer to it."""
        for above in block:
            for column, cell in zip(above.columns, row.cells, strict=False):
                if column.question and cell.strip():
                    yield cell, self._known[column.question].names_any(cell)


def _likely(header: Header) -> tuple[int, bool, int]:
    """Return how likely a header is the one: by its questions, answers and columns."""
    questions = sum(bool(column.fits) for column in header.columns)
    return questions, any(column.answers for column in header.columns), len(header.columns)


def _says_nothing(cell: str) -> bool:
    folded = fold(cell)
    return bool(folded in SUBHEADINGS or _RULE.fullmatch(folded) or folded.startswith(_METADATA))


def _of_qualtrics(cells: Sequence[str]) -> bool:
    """Return whether a row is the last of a header, which no other program writes."""
    return any(fold(cell).startswith(_METADATA) for cell in cells)


class Record(NamedTuple):
    """A row as it stands in the file: as a spreadsheet numbers it, and the line it begins on."""

    number: int
    line: int
    cells: list[str]
    problem: Problem | None = None
    """Why there are no cells."""


class Records:
    """The records below a header, in a file whose next line is the first of them.

    `is_row` says whether cells are somebody's answers by all appearance: a stray quotation mark may
    swallow such rows.
    """

    def __init__(
        self, lines: Lines, delimiter: str, width: int, is_row: Callable[[list[str]], bool]
    ) -> None:
        self.lines, self._delimiter, self._width, self._is_row = lines, delimiter, width, is_row

    def read(self, first: int) -> Iterator[Record]:
        """Yield each record, the first with this number; raises AnswersError if it can't go on."""
        lines = self.lines
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True, skipinitialspace=True)
        for number in count(first):
            line = lines.number + 1
            try:
                record = Record(number, line, next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                record = self._odd(Record(number, line, []), str(error))
            if lines.number > line and (rows := self._rows_within(record.cells)):
                record = record._replace(problem=self._swallowed(record, rows))
            if lines.spoiled >= line:
                record = Record(number, line, [], self._bad(record, lines.spoiled_by))
            yield record

    def _odd(self, record: Record, error: str) -> Record:
        """Return a row with odd quotation marks: its cells if they do no harm, or what is wrong."""
        if self.lines.number == record.line:
            cells = first_cells(self.lines.last, self._delimiter)
            if len(cells) == self._width:
                return record._replace(cells=cells)
        return record._replace(problem=self._torn(record, error))

    def _rows_within(self, cells: Iterable[str]) -> int:
        """Return how many lines within these cells are rows of this table, by all appearance."""
        sign = self._delimiter
        lines = [line for cell in cells for line in cell.splitlines()[1:] if sign in line]
        return sum(self._is_row(first_cells(line, sign)) for line in lines)

    def _torn(self, record: Record, error: str) -> Problem:
        """Return what is wrong with a row that can't be cut into cells; it may take many lines."""
        line, last = record.line, self.lines.number
        if "field limit" in error:
            most = csv.field_size_limit()
            if last == line:
                return self._bad(record, fault("bad-table.cell", most=most))
            wrong = fault("bad-table.cells", most=most)
            raise AnswersError([self.lines.problem(wrong, line)]) from None
        if "unexpected end" in error:
            whole = fault("bad-table.open")
            wrong = fault("bad-table.open-lines", line=line, last=last) if last > line else whole
        else:
            whole = fault("bad-table.closed")
            wrong = fault("bad-table.closed-lines", line=line, last=last) if last > line else whole
        return self._bad(record, wrong)

    def _swallowed(self, record: Record, rows: int) -> Problem:
        wrong = fault("bad-table.swallowed", rows=rows, line=self.lines.number)
        return self._bad(record, wrong)

    def _bad(self, record: Record, wrong: Fault) -> Problem:
        return in_row(self.lines.problem(wrong, record.line), record)


def in_row(problem: Problem, record: Record) -> Problem:
    """Return a record's problem with its row, where that is another number than the line."""
    if record.line == record.number:
        return problem
    return replace(problem, row=record.number)


def first_records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of the first records, and how many lines each takes.

    Where a quotation mark is odd, a record is a line.
    """
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True, skipinitialspace=True)
        try:
            cells, used = next(reader), reader.line_num
        except csv.Error:
            cells, used = first_cells(lines[at], delimiter), 1
        yield cells, used
        at += used


def first_cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line, however odd its quotation marks are; none where it has none."""
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    return []
