"""`rolequiz score --dry-run`: how columns and cells are read, before anything is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rolequiz.cli.streams import BAD_ANSWERS, deliver, fail, say, writing
from rolequiz.cli.tally import Problems, check_somebody
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem, quote
from rolequiz.responses.cells import Cells
from rolequiz.responses.columns import AnswerMap, Column, UnreadableError
from rolequiz.responses.mapping import Seen, map_text
from rolequiz.responses.people import Listed, open_rows, opened, source_of
from rolequiz.responses.records import Record
from rolequiz.responses.table import Table
from rolequiz.schemas.document import unreadable
from rolequiz.text import counted, visible

MOST_CELLS = 30
"""Different cells of a column that are listed, first those that can't be read."""
MOST_COUNTED = 1_000
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
TAKEN_FOR = {
    "respondent": "the name of the person",
    "role": "the role that the person holds",
    "matters": "the questions that matter to the person",
    "code": "the answer code, which holds all answers",
    "ignored": "ignored, as the mapping says",
    "foreign": "ignored",
    "unknown": "not a question of this quiz",
}


def show(
    files: Sequence[Path],
    pack: Pack,
    mapping: AnswerMap,
    output: Path | None,
    map_file: Path | None = None,
) -> int:
    """Write how every file is read, and a map of it; return the number of problems."""
    survey = _Survey()
    for path in files:
        survey.file(path, pack, mapping)
    if map_file is not None and not survey.tables:
        fail("No map was written: there is no table to map.", BAD_ANSWERS)
    survey.say("Nothing was scored: this was a dry run.")
    deliver("".join(f"{line}\n" for line in survey.lines), output)
    if map_file is not None:
        with writing(map_file, utf8=True) as stream:
            stream.write(map_text(survey.tables, pack, mapping))
        say(visible(f"A map of this was written to {map_file}."))
    if not survey.problems:
        check_somebody(survey.people, files, "score")
    return survey.problems


class _Survey:
    """Collects lines about files, and counts the problems that keep anything from being scored."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.problems = 0
        self.people = 0
        self.tables: list[Seen] = []

    def say(self, text: str, indent: int = 0) -> None:
        """Add a line."""
        self.lines.append(" " * indent + visible(text))

    def file(self, path: Path, pack: Pack, mapping: AnswerMap) -> None:
        """Add what a file holds, and what is wrong with it."""
        source, problems = source_of(path), Problems()
        try:
            with opened(path) as stream:
                content = open_rows(source, stream, pack, mapping)
                if isinstance(content, Table):
                    self._table(content, problems)
                else:
                    self._listed(source, content, problems)
        except AnswersError as error:
            problems.add(error.problems)
        except (OSError, ValueError) as error:
            problems.add([Problem(source, unreadable(error))])
        self.lines += problems.lines()
        self.problems += problems.count

    def _listed(self, source: str, listed: Listed, problems: Problems) -> None:
        good = bad = 0
        try:
            for row in listed.rows:
                problems.add(row.problems)
                good += row.responses is not None
                bad += row.responses is None and bool(row.problems)
        except AnswersError as error:
            problems.add(error.problems)
        self.people += good
        self.say(f"{source}: {listed.kind}, {_people(good, bad)}")

    def _table(self, table: Table, problems: Problems) -> None:
        """Add what the columns of a table hold, and the different cells of each."""
        problems.add(table.problems)
        known = {column: table.cells_of(column) for column in table.columns}
        counts = {column: Counter[str]() for column in known if known[column] is not None}
        good = bad = 0
        try:
            for record in table.records():
                row = table.row(record)
                problems.add(row.problems)
                good += row.responses is not None
                bad += row.responses is None
                _count(record, table, counts)
        except AnswersError as error:  # what came before is still worth showing
            problems.add(error.problems)
        self.people += good
        meanings = {
            column: {cell: _meaning(cells, cell) for cell, _ in counts[column].most_common()}
            for column, cells in known.items()
            if cells is not None
        }
        unread = {
            column: [cell for cell in counts[column] if meanings[column][cell] is None]
            for column in meanings
        }
        self.tables.append(Seen(table.columns, counts, unread))
        lines = table.lines
        # nobody in a table can be scored if its columns are wrong
        people = counted(good + bad, "row") if table.problems else _people(good, bad)
        self.say(f"{lines.source}: a table {_form(table)}, {people}")
        for notice in lines.notices:
            self.say(notice, 2)
        for row_number in range(table.header.first + 1, table.header.last + 1):
            self.say(f"Row {row_number} holds headers too, and is ignored.", 2)
        for column in table.columns:
            holds = TAKEN_FOR.get(column.use, " or ".join(map(quote, column.fits)))
            self.say(f"{column}: {holds}", 2)
            if column in meanings:
                self._cells(meanings[column], counts[column])
        for id in table.missing:
            self.say(f"No column holds {quote(id)}.", 2)

    def _cells(self, meanings: Mapping[str, str | None], counts: Counter[str]) -> None:
        unread = [cell for cell, meaning in meanings.items() if meaning is None]
        listed = [*unread, *(cell for cell in meanings if meanings[cell] is not None)]
        for cell in listed[:MOST_CELLS]:
            line = f"{quote(cell)} is {meanings[cell] or 'not understood'}"
            self.say(f"{line if cell else 'empty means skipped'} ({counts[cell]}×)", 6)
        if len(unread) > MOST_CELLS:
            self.say("… and others, not understood either: score --errors FILE lists them all", 6)
        elif len(listed) > MOST_CELLS:
            self.say("… and others", 6)


def _people(good: int, bad: int) -> str:
    """Return how many people were read; or how many rows, if none of them could be."""
    if good or not bad:
        return counted(good, "person")
    return "1 row, which can't be read" if bad == 1 else f"{bad:,} rows, none of which can be read"


def _form(table: Table) -> str:
    """Return how a table is written."""
    if table.lines.sheet:
        return f"on the sheet {quote(table.lines.sheet)}"
    return f"in {table.lines.encoding}, with {DELIMITERS[table.header.delimiter]} between cells"


def _count(record: Record, table: Table, counts: Mapping[Column, Counter[str]]) -> None:
    """Count the cells of a row that is whole."""
    if len(record.cells) == len(table.columns):
        for column, seen in counts.items():
            cell = record.cells[column.place]
            if cell in seen or len(seen) < MOST_COUNTED:
                seen[cell] += 1


def _meaning(cells: Cells[Any], cell: str) -> str | None:
    """Return what a cell means, in words; None if it can't be read."""
    try:
        meaning = cells[cell]
    except UnreadableError:
        return None
    if isinstance(meaning, Responses):
        return counted(len(meaning.answers), "answer")
    if isinstance(meaning, frozenset):
        return ", ".join(sorted(meaning))
    return "skipped" if meaning is None else f"“{meaning}”"
