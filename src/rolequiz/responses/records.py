"""Lines of a table → its header, whatever stands above and below it, and the records under it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count, islice
from typing import NamedTuple

from rolequiz.model import Pack
from rolequiz.problems import AnswersError, Fault, Problem, fault
from rolequiz.responses.cells import answers_to, is_date, is_label, without_number
from rolequiz.responses.columns import PERSONAL, AnswerMap, Column, Evidence, HeaderReader, merged
from rolequiz.responses.lines import Lines
from rolequiz.spelling import fold

DELIMITERS = (",", ";", "\t", "|")
_EXCEL = re.compile(r"sep=([,;\t|])\s*")  # how Excel names the delimiter, above the header
LONGEST_HEADER = 200
"""Lines; a question's text may hold line breaks."""
MOST_ABOVE, MOST_ROWS = 12, 3
"""Rows among which the header begins, and rows that it may consist of."""
_BELOW = """response|antwort|réponse|respuesta|(no label)
|open-ended response|offene antwort|réponse ouverte|respuesta abierta"""
SUBHEADINGS = frozenset(map(fold, _BELOW.split("|")))
"""What SurveyMonkey writes below the question, in a second row of headers."""
_RULE = re.compile(r"-{3,}|:-+:?|-+:")  # below the header of a table in Markdown
_METADATA = '{"importid"'  # of Qualtrics, in a third row


class Header(NamedTuple):
    """What the columns of a table hold, and where its header is."""

    columns: list[Column]
    delimiter: str
    first: int
    """Its first row, as a spreadsheet numbers it."""
    last: int
    lines: int
    """The number of lines to its end."""
    above: int
    """The number of rows above it that are not empty."""


class _HeaderRow(NamedTuple):
    """One of the first rows of a table, read as a header."""

    number: int
    end: int
    """The number of lines to its end."""
    cells: list[str]
    columns: list[Column]

    @property
    def names_questions(self) -> bool:
        """Whether any cell may name a question."""
        return any(column.candidates for column in self.columns)


def read_header(lines: Lines, pack: Pack, mapping: AnswerMap) -> Header:
    """Read the header, with the delimiter that gives the most questions, or the most columns."""
    lines.forgiving = True
    start: list[str] = []
    spoiled = 0
    for line in islice(lines, LONGEST_HEADER):
        start.append(line)
        spoiled = spoiled or lines.spoiled
    filled = next((at for at, line in enumerate(start) if line.strip()), None)
    if filled is None:
        lines.refuse(fault("empty-file.answers"))
    named = _EXCEL.fullmatch(start[filled])
    if named:
        start[filled] = "\n"
    finder = _HeaderFinder(pack, mapping)
    delimiters = named[1] if named else DELIMITERS
    headers = [header for sign in delimiters if (header := finder.header(start, sign))]
    if not headers:
        raise AnswersError([lines.problem(fault("bad-table"), filled + 1)])
    best = max(headers, key=_likelihood)
    if 0 < spoiled <= best.lines:
        raise AnswersError([lines.problem(lines.spoiled_by.hinted("utf-8"), spoiled)])
    if named:  # a spreadsheet does not show that line
        best = best._replace(first=best.first - 1, last=best.last - 1)
    return best


def _likelihood(header: Header) -> tuple[int, bool, int]:
    questions = sum(bool(column.candidates) for column in header.columns)
    return questions, any(column.answers for column in header.columns), len(header.columns)


class _HeaderFinder:
    """Finds the header among the first rows of a table."""

    def __init__(self, pack: Pack, mapping: AnswerMap) -> None:
        self._columns_of = HeaderReader(pack, mapping).columns
        self._answers = {
            question.id: answers_to(question, mapping.cells.get(question.id, {}))
            for question in pack.questions
        }

    def header(self, start: Sequence[str], delimiter: str) -> Header | None:
        """Return the header that these lines hold, if this sign separates their cells."""
        first_rows = self._rows(start, delimiter)
        rows: list[_HeaderRow] = []
        for row in islice(first_rows, MOST_ABOVE):
            rows.append(row)
            if row.names_questions:
                break
        if not rows:
            return None
        asking = [at for at, row in enumerate(rows) if row.names_questions]
        coded = [at for at, row in enumerate(rows) if any(cell.answers for cell in row.columns)]
        top = next(iter([*asking, *coded]), 0)
        after = [*rows[top + 1 :], *islice(first_rows, MOST_ABOVE)]
        below = after[: MOST_ROWS - 1]
        block = [rows[top]]
        known = max((row.number for row in below if _is_of_qualtrics(row.cells)), default=0)
        if after and self._are_texts_of_codes(after[0], block, after[1:]):
            known = max(known, after[0].number)
        for row in below:
            goes_on = row.number <= known or self._goes_on(row, block)
            if row.number != block[-1].number + 1 or not goes_on:
                break
            block.append(row)
        if top and self._is_above(rows[top - 1], block):
            block.insert(0, rows[top - 1])
        columns = merged([row.columns for row in block])
        first, last = block[0], block[-1]
        return Header(columns, delimiter, first.number, last.number, last.end, rows.index(first))

    def _is_above(self, row: _HeaderRow, block: Sequence[_HeaderRow]) -> bool:
        """Return whether a row belongs to the header below it, as a matrix title to its items.

        A person's answers, which sorting may have moved there, do not.
        """
        near = row.number + 1 == block[0].number and sum(map(bool, row.cells)) > 1
        return near and not any(answer for _, answer in self._under(row, block))

    def _rows(self, start: Sequence[str], delimiter: str) -> Iterator[_HeaderRow]:
        """Yield the first rows that are not empty; if all are, the first that has cells."""
        end, empty = 0, True
        blank: _HeaderRow | None = None
        for number, (cells, lines) in enumerate(_first_records(start, delimiter), start=1):
            end += lines
            if not cells:
                continue
            telling = ["" if _says_nothing(cell) else cell for cell in cells]
            row = _HeaderRow(number, end, cells, self._columns_of(telling))
            if any(map(str.strip, cells)):
                empty = False
                yield row
            blank = blank or row
        if empty and blank:
            yield blank

    def _goes_on(self, row: _HeaderRow, block: Sequence[_HeaderRow]) -> bool:
        """Return whether a row continues the header above it: it holds headers, and no answers."""
        filled = [fold(cell) for cell in row.cells if cell.strip()]
        if all(map(_RULE.fullmatch, filled)):
            return True
        under = list(self._under(row, block))
        if any(answer for _, answer in under):
            return False
        personal = {cell.place for above in block for cell in above.columns if cell.use in PERSONAL}
        evidence = [
            column.evidence
            for column in row.columns
            if column.candidates and column.place not in personal
        ]
        if Evidence.TEXT in evidence or len(evidence) > 1:  # one id may be what somebody wrote
            return True
        return any(fold(cell) in SUBHEADINGS for cell, _ in under)

    def _are_texts_of_codes(
        self, row: _HeaderRow, block: Sequence[_HeaderRow], after: Sequence[_HeaderRow]
    ) -> bool:
        """Return whether a row holds the texts of questions, all of which are codes (Q1) above.

        They are then those of another survey, unless they are ours. All are there, all differ and
        none is an answer, while people below answer, or a form tool's own columns have a text too.
        """
        asked = [column for column in block[0].columns if column.question]
        under = list(self._under(row, block))
        cells = [fold(cell) for cell, _ in under]
        differ = len({*map(without_number, cells)}) == len(asked)
        if not differ or not all(column.is_code_name for column in asked):
            return False
        if any(answer or is_label(fold(cell)) or is_date(fold(cell)) for cell, answer in under):
            return False
        of_form_tool = any(cell.use == "foreign" and cell.header.strip() for cell in row.columns)
        answered = (answer for below in after for _, answer in self._under(below, block))
        return of_form_tool or (len(cells) > 1 and any(answered))

    def _under(self, row: _HeaderRow, block: Sequence[_HeaderRow]) -> Iterator[tuple[str, bool]]:
        """Yield each filled cell in a question's column, and whether it is an answer to it."""
        for above in block:
            for column, cell in zip(above.columns, row.cells, strict=False):
                if column.question and cell.strip():
                    yield cell, self._answers[column.question].names_any(cell)


def _says_nothing(cell: str) -> bool:
    folded = fold(cell)
    return bool(folded in SUBHEADINGS or _RULE.fullmatch(folded) or folded.startswith(_METADATA))


def _is_of_qualtrics(cells: Sequence[str]) -> bool:
    """Return whether a row is the last of a header, which only Qualtrics writes."""
    return any(fold(cell).startswith(_METADATA) for cell in cells)


# --- Records --------------------------------------------------------------------------------------


class Record(NamedTuple):
    """A row as it stands in the file: as a spreadsheet numbers it, and the line it begins on."""

    number: int
    line: int
    cells: list[str]
    problem: Problem | None = None
    """Why there are no cells."""


def read_records(
    lines: Lines, delimiter: str, width: int, is_row: Callable[[list[str]], bool], first: int
) -> Iterator[Record]:
    """Yield each record of a table whose next line is its record number `first`.

    `width` is how many cells a row has. `is_row` tells whether cells look like somebody's answers:
    a stray quotation mark may swallow such rows. Raises AnswersError where the file can't be read
    further.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    for number in count(first):
        first_line, wrong = lines.number + 1, None
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = _cells(lines.last, delimiter) if lines.number == first_line else []
            if len(cells) != width:  # else an odd quotation mark does no harm
                cells, wrong = [], _torn(lines, first_line, str(error))
        if lines.number > first_line:
            within = [line for cell in cells for line in cell.splitlines()[1:]]
            rows = sum(is_row(_cells(line, delimiter)) for line in within if delimiter in line)
            wrong = fault("bad-table.swallowed", rows=rows, line=lines.number) if rows else wrong
        if lines.spoiled >= first_line:
            cells, wrong = [], lines.spoiled_by
        record = Record(number, first_line, cells)
        if wrong:
            record = record._replace(problem=in_row(lines.problem(wrong, first_line), record))
        yield record


def _torn(lines: Lines, line: int, error: str) -> Fault:
    """Return what is wrong with a row that can't be cut into cells; it may take many lines."""
    last = lines.number
    if "field limit" in error:
        most = csv.field_size_limit()
        if last == line:
            return fault("bad-table.cell", most=most)
        raise AnswersError([lines.problem(fault("bad-table.cells", most=most), line)]) from None
    if "unexpected end" in error:
        lines_open = fault("bad-table.open-lines", line=line, last=last)
        return lines_open if last > line else fault("bad-table.open")
    lines_closed = fault("bad-table.closed-lines", line=line, last=last)
    return lines_closed if last > line else fault("bad-table.closed")


def in_row(problem: Problem, record: Record) -> Problem:
    """Return a record's problem with its row, where that is another number than the line."""
    return problem if record.line == record.number else replace(problem, row=record.number)


def _first_records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Yield the cells of the first records, and how many lines each takes.

    Where a quotation mark is odd, a record is a line.
    """
    at = 0
    while at < len(lines):
        reader = csv.reader(lines[at:], delimiter=delimiter, strict=True, skipinitialspace=True)
        try:
            cells, used = next(reader), reader.line_num
        except csv.Error:
            cells, used = _cells(lines[at], delimiter), 1
        yield cells, used
        at += used


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of a line, however odd its quotation marks are; none where it has none."""
    with suppress(csv.Error):
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    return []
