"""Tables of answers: CSV and its relatives, one person a row, as form tools export them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, count, islice
from operator import itemgetter
from typing import Any, NamedTuple

from rolequiz.model import OptionId, Pack, Responses
from rolequiz.problems import AnswersError, Problem, quote
from rolequiz.responses.answer_map import AnswerMap
from rolequiz.responses.cells import Cells, UnreadableError, answers_to, marks_of, roles_of
from rolequiz.responses.columns import Column, columns_of, faults, unasked
from rolequiz.responses.fold import fold
from rolequiz.responses.lines import EMPTY, WINDOWS, Lines
from rolequiz.responses.rows import Row
from rolequiz.wording import counted

DELIMITERS = (",", ";", "\t")
_EXCEL = re.compile(r"sep=([,;\t|])\s*")  # its own way to say it, in a line before the header
LONGEST_HEADER = 200
"""Lines; a question's text may hold line breaks."""
MOST_NAMED = 5
NO_CHANCE = 6
"""Answers; a note of so many letters or figures between commas would be a strange one."""
SUBHEADINGS = {"response", "antwort", "réponse", "respuesta"}
"""What SurveyMonkey writes below the question, in a second row of headers."""


class Record(NamedTuple):
    """A row as it stands in the file: as a spreadsheet numbers it, and the line it begins on."""

    number: int
    line: int
    cells: list[str]
    problem: Problem | None = None
    """Why there are no cells."""


class Table:
    """A table whose header has been read; raises AnswersError where there is none."""

    def __init__(self, lines: Lines, pack: Pack, mapping: AnswerMap) -> None:
        self.lines = lines
        lines.whole = True
        self.columns, self.delimiter, self._header_row = _header(lines, pack, mapping)
        self.problems = [
            lines.problem(wrong.code, wrong.message, wrong.hint)
            for wrong in faults(self.columns, pack, mapping)
        ]
        """Why its rows can't be scored without guessing."""
        self.missing = unasked(self.columns, pack)
        """The ids of questions without a column."""
        self.blank = 0
        """Rows without an entry, which spreadsheets leave at the end, and which are nobody."""
        self.unheaded = Counter[Column]()
        """Entries in columns without a header, which are nobody's answers."""
        self.subheaded = False
        """Whether a second row of headers was skipped; known once the rows have begun."""
        questions = {column.question: column for column in self.columns if column.question}
        asked = [question for question in pack.questions if question.id in questions]
        self._ids = [question.id for question in asked]
        self._answers = [answers_to(each, mapping.cells.get(each.id, {})) for each in asked]
        self._pick = _picker([questions[id].place for id in self._ids])
        self._mapping = mapping
        self._marks = marks_of(pack, mapping.skipped)
        self._roles = roles_of(pack, mapping.skipped)
        self._personal = {column.use: column.place for column in self.columns}
        self._texts = {
            each.id: {fold(option.text): option.id for option in each.options} for each in asked
        }
        self._without_header = [column for column in self.columns if not column.header.strip()]

    def cells_of(self, column: Column) -> Cells[Any] | None:
        """Return what a column's cells say; None where they are names or nothing to us."""
        match column.use:
            case "question":
                return self._answers[self._ids.index(column.question)]
            case "role":
                return self._roles
            case "matters":
                return self._marks
        return None

    def records(self) -> Iterator[Record]:
        """Yield the rows below the header; raises AnswersError where reading can't go on."""
        first = self._header_row + 1
        for record in self._read(first):
            if record.number == first:
                self._check_spread(record.cells)
                self.subheaded = self._is_subheading(record.cells)
            if record.number == first and self.subheaded:
                pass
            elif record.problem or any(map(str.strip, record.cells)):
                yield record
            elif record.cells:
                self.blank += 1

    def _read(self, first: int) -> Iterator[Record]:
        """Yield all that stands below the header, whatever it is."""
        reader = csv.reader(self.lines, delimiter=self.delimiter, strict=True)
        for number in count(first):
            line = self.lines.number + 1
            try:
                record = Record(number, line, next(reader))
            except StopIteration:
                return
            except csv.Error as error:
                record = self._odd(Record(number, line, []), str(error))
            if self.lines.number > line and (rows := self._rows_within(record.cells)):
                record = record._replace(problem=self._swallowed(record, rows))
            yield record

    def _odd(self, record: Record, error: str) -> Record:
        """Return a row with odd quotation marks: its cells if they do no harm, or what is wrong."""
        if self.lines.number == record.line:
            cells = next(csv.reader([self.lines.last], delimiter=self.delimiter), [])
            if len(cells) == len(self.columns):
                return record._replace(cells=cells)
        return record._replace(problem=self._torn(record, error))

    def _rows_within(self, cells: Iterable[str]) -> int:
        """Return how many lines within these cells are rows of this table, by all appearance."""
        lines = [line for cell in cells for line in cell.splitlines()[1:] if self.delimiter in line]
        return sum(map(self._is_row, lines))

    def _is_row(self, line: str) -> bool:
        """Return whether a line is a row: all that it answers is an answer, and that is no chance.

        So many answers are none, nor is an option called by its own name.
        """
        cells: list[str] = []
        with suppress(csv.Error):
            cells = next(csv.reader([line], delimiter=self.delimiter))
        if len(cells) != len(self.columns):
            return False
        given, named = 0, False
        for id, known, cell in zip(self._ids, self._answers, self._pick(cells), strict=True):
            if cell.strip():
                meant = _meaning(known, cell)
                if meant is None:
                    return False
                given += 1
                named = named or meant == cell or fold(cell) in self._texts[id]
        return named or given >= max(NO_CHANCE, len(self._ids) / 2)

    def rows(self) -> Iterator[Row]:
        """Yield a row for each person, and first of all what was passed over.

        Raises AnswersError where the columns have problems, or reading can't go on.
        """
        if self.problems:
            raise AnswersError(self.problems)
        yield Row(1, notices=(*self.lines.notices, *self._passed_over()))
        yield from map(self.row, self.records())
        if self.unheaded:
            cells = counted(self.unheaded.total(), "cell")
            names = _list(map(str, sorted(self.unheaded)))
            said = f"passed over {cells} in columns that have no header: {names}."
            yield Row(1, notices=(f"{self.lines.source}: {said}",))
        if self.blank:
            rows = counted(self.blank, "row")
            yield Row(1, notices=(f"{self.lines.source}: passed over {rows} without any entry.",))
        if self.lines.encoding == WINDOWS:
            yield Row(1, notices=(self.lines.said_of_encoding(),))

    def row(self, record: Record) -> Row:
        """Return what a record says, or what is wrong with it."""
        if record.problem:
            return Row(record.number, problems=(record.problem,))
        if len(record.cells) != len(self.columns):
            return Row(record.number, problems=(self._ragged(record),))
        for column in self._without_header:
            if record.cells[column.place].strip():
                self.unheaded[column] += 1
        try:
            return Row(record.number, self._responses(record.cells))
        except UnreadableError:
            kept = self._readable(record.cells) if self._mapping.skip_unreadable else None
            return Row(record.number, kept, tuple(self._problems(record)))

    def _responses(self, cells: Sequence[str]) -> Responses:
        answers: dict[str, OptionId] = {
            id: answer
            for id, known, cell in zip(self._ids, self._answers, self._pick(cells), strict=True)
            if (answer := known[cell]) is not None
        }
        personal = self._personal
        name = cells[personal["respondent"]] if "respondent" in personal else ""
        return Responses(
            answers,
            self._marks[cells[personal["matters"]]] if "matters" in personal else frozenset(),
            name if name.strip() and fold(name) not in self._mapping.skipped else None,
            self._roles[cells[personal["role"]]] if "role" in personal else None,
        )

    def _readable(self, cells: Sequence[str]) -> Responses:
        """Return what the cells say that can be read."""
        given = zip(self._ids, self._answers, self._pick(cells), strict=True)
        answers = {id: said for id, known, cell in given if (said := _meaning(known, cell))}
        rest = [
            "" if known is not None and (column.question or _meaning(known, cell) is None) else cell
            for column, cell in zip(self.columns, cells, strict=True)
            for known in [self.cells_of(column)]
        ]
        return replace(self._responses(rest), answers=answers)

    def _problems(self, record: Record) -> Iterator[Problem]:
        """Yield what is wrong with each cell of a row."""
        for column in self.columns:
            try:
                known = self.cells_of(column)
                if known is not None:
                    known[record.cells[column.place]]
            except UnreadableError as error:
                yield self._problem(record, error.code, f"{column}: {error.message}", error.hint)

    def _torn(self, record: Record, error: str) -> Problem:
        """Return what is wrong with a row that can't be cut into cells; it may take many lines."""
        line, last = record.line, self.lines.number
        if "field limit" in error:
            message = f"a cell from here on has more than {csv.field_size_limit():,} characters"
            hint = "Perhaps a quotation mark is never closed."
            raise AnswersError([self.lines.problem("bad-table", message, hint, line)]) from None
        lines = f", so lines {line} to {last} are lost" if last > line else ""
        if "unexpected end" in error:
            message = f"a quotation mark in this row is never closed{lines}"
            hint = "Close it, or delete it."
        else:
            message = f"something follows a closing quotation mark in this row{lines}"
            hint = "Within quotes, a quotation mark is written twice."
        return self._problem(record, "bad-table", message, hint)

    def _swallowed(self, record: Record, rows: int) -> Problem:
        message = f"a cell of this row seems to hold {counted(rows, 'further row')}"
        hint = "Perhaps a quotation mark begins there that should not; it ends on line "
        return self._problem(record, "bad-table", message, f"{hint}{self.lines.number}.")

    def _ragged(self, record: Record) -> Problem:
        cells = counted(len(record.cells), "cell")
        message = f"this row has {cells}, and the header {len(self.columns)}"
        hint = "Perhaps a cell holds a separator or a quotation mark that belongs in quotes."
        return self._problem(record, "ragged-row", message, hint)

    def _problem(self, record: Record, code: str, message: str, hint: str) -> Problem:
        if record.line != record.number:  # the spreadsheet and the editor count differently
            message = f"row {record.number}, {message}"
        return self.lines.problem(code, message, hint, record.line)

    def _passed_over(self) -> tuple[str, ...]:
        """Return sentences about what nobody called wrong, and nobody would have noticed."""
        unknown = [str(column) for column in self.columns if column.use == "unknown"]
        source, notices = self.lines.source, []
        if unknown:
            which = "which is no question" if len(unknown) == 1 else "which are no questions"
            columns = f"column{'s' * (len(unknown) > 1)} {_list(unknown)}"
            notices.append(f"{source}: passed over {columns}, {which} of this quiz.")
        if self.missing:
            missing = _list(map(quote, self.missing))
            notices.append(f"{source}: no column for {missing}: counted as skipped.")
        return tuple(notices)

    def _is_subheading(self, cells: Sequence[str]) -> bool:
        if len(cells) != len(self.columns):
            return False
        said = {fold(cell) for cell in self._pick(cells)} - {""}
        return bool(said) and said <= SUBHEADINGS

    def _check_spread(self, cells: Sequence[str]) -> None:
        """Refuse a table that gives every option a column, with its text in the second row."""
        asked: Column | None = None
        texts: Mapping[str, OptionId] = {}
        said = set[OptionId]()
        for column, cell in zip(self.columns, cells, strict=False):
            headed = bool(column.header.strip())
            if headed and column.use != "unknown":  # spreadsheets call empty ones “Column12”
                asked = column if column.question else None
                texts, said = self._texts.get(column.question, {}), set()
            if asked is None or (option := texts.get(fold(cell))) is None:
                continue
            said.add(option)
            every = len(said) == len(set(texts.values())) > 2  # yes and no stand in many columns
            if column is not asked and (every or not headed):
                message = f"the answers to {asked} are spread over several columns"
                hint = "Export again with one column for each question (SurveyMonkey: “condensed”)."
                self.lines.refuse("spread-answers", message, hint)


def _meaning(known: Cells[Any], cell: str) -> OptionId | None:
    try:
        said: OptionId | None = known[cell]
    except UnreadableError:
        return None
    return said


def _header(lines: Lines, pack: Pack, mapping: AnswerMap) -> tuple[list[Column], str, int]:
    """Read the header, with the delimiter that makes the most questions of it, or most columns.

    Beside them stands its row, as a spreadsheet numbers it.
    """
    first = lines.first()
    if not first:
        lines.refuse("empty-file", "this file is empty", EMPTY)
    delimiters: Sequence[str] = DELIMITERS
    row = lines.number + 1
    if said := _EXCEL.fullmatch(first):
        delimiters = said[1]
        next(lines)
    taken: list[str] = []

    def replayed() -> Iterator[str]:
        yield from list(taken)
        for line in islice(lines, LONGEST_HEADER - len(taken)):
            taken.append(line)
            yield line

    tried = []
    for sign in delimiters:
        with suppress(csv.Error, StopIteration):
            cells, used = _header_cells(replayed(), sign)
            columns = columns_of(cells, pack, mapping)
            tried.append((_fitting(columns), used, columns, sign))
    if not tried:
        raise AnswersError([lines.problem("bad-table", "this is no header of a table", "", row)])
    _, used, columns, delimiter = max(tried, key=itemgetter(0))
    lines.put_back(taken[used:])
    return columns, delimiter, row


def _header_cells(lines: Iterator[str], sign: str) -> tuple[list[str], int]:
    """Return the cells of a header, and how many lines they take; raises csv.Error."""
    first = next(lines)
    reader = csv.reader(chain([first], lines), delimiter=sign, strict=True)
    with suppress(csv.Error):
        return next(reader), reader.line_num
    return next(csv.reader([first], delimiter=sign)), 1  # a quotation mark is odd, but alone


def _fitting(columns: Sequence[Column]) -> tuple[int, int]:
    return sum(bool(column.fits) for column in columns), len(columns)


def _picker(indices: Sequence[int]) -> Callable[[Sequence[str]], Sequence[str]]:
    """Return what takes the cells of these columns out of a row."""
    if len(indices) < 2:  # for which itemgetter returns no tuple
        return lambda cells: [cells[index] for index in indices]
    return itemgetter(*indices)


def _list(names: Iterable[str]) -> str:
    """Return the first few of some names."""
    names = list(names)
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
