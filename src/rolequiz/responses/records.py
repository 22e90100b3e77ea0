"""Lines of a table → its records: rows of text cells, or what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from rolequiz.problems import AnswersError, Fault, Problem, fault
from rolequiz.responses.lines import Lines


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
