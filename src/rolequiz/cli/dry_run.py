"""`rolequiz score --dry-run`: what columns and cells are taken for, before anything is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rolequiz.cli.streams import BAD_ANSWERS, deliver, fail, say, writing
from rolequiz.cli.tally import Wrong, check_somebody
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem, quote
from rolequiz.responses.cells import Cells
from rolequiz.responses.columns import AnswerMap, Column, UnreadableError
from rolequiz.responses.mapping import Seen, map_text
from rolequiz.responses.people import Listed, open_rows, opened, source_of
from rolequiz.responses.records import Record
from rolequiz.responses.table import Table
from rolequiz.sanitise import visible
from rolequiz.schemas.document import unreadable
from rolequiz.wording import counted

MOST_CELLS = 30
"""Different cells of a column that are listed, those that are not understood first."""
MOST_COUNTED = 1_000
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
TAKEN_FOR = {
    "respondent": "the name of the person",
    "role": "the role that the person holds",
    "matters": "the questions that matter to the person",
    "code": "the answer code, which holds all answers",
    "ignored": "passed over, as the mapping says",
    "foreign": "passed over",
    "unknown": "no question of this quiz",
}


def show(
    files: Sequence[Path],
    pack: Pack,
    mapping: AnswerMap,
    output: Path | None,
    map_file: Path | None = None,
) -> int:
    """Write what every file is taken for, and a map of it; return the number of problems."""
    survey = _Survey()
    for path in files:
        survey.file(path, pack, mapping)
    if map_file is not None and not survey.tables:
        fail("No map was written: there is no table to write one of.", BAD_ANSWERS)
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
    """Collects lines about files; `problems` counts what keeps anything from being scored."""

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
        source, wrong = source_of(path), Wrong()
        try:
            with opened(path) as stream:
                rows = open_rows(source, stream, pack, mapping)
                if isinstance(rows, Table):
                    self._table(rows, wrong)
                else:
                    self._listed(source, rows, wrong)
        except AnswersError as error:
            wrong.add(error.problems)
        except (OSError, ValueError) as error:
            wrong.add([Problem(source, unreadable(error))])
        self.lines += wrong.told()
        self.problems += wrong.count

    def _listed(self, source: str, listed: Listed, wrong: Wrong) -> None:
        good = bad = 0
        try:
            for row in listed.rows:
                wrong.add(row.problems)
                good += row.responses is not None
                bad += row.responses is None and bool(row.problems)
        except AnswersError as error:
            wrong.add(error.problems)
        self.people += good
        self.say(f"{source}: {listed.kind}, {_people(good, bad)}")

    def _table(self, table: Table, wrong: Wrong) -> None:
        """Add what the columns of a table hold, and the different cells of each."""
        wrong.add(table.problems)
        told = {column: table.cells_of(column) for column in table.columns}
        cells = {column: Counter[str]() for column, known in told.items() if known is not None}
        good = bad = 0
        try:
            for record in table.records():
                read = table.row(record)
                wrong.add(read.problems)
                good += read.responses is not None
                bad += read.responses is None
                _count(record, table, cells)
        except AnswersError as error:  # what came before is still worth showing
            wrong.add(error.problems)
        self.people += good
        unread = {
            column: [cell for cell in seen if _meaning(known, cell) is None]
            for column, seen in cells.items()
            if (known := told[column]) is not None
        }
        self.tables.append(Seen(table.columns, cells, unread))
        lines = table.lines
        # without its columns right, nobody in it can be scored
        people = counted(good + bad, "row") if table.problems else _people(good, bad)
        self.say(f"{lines.source}: a table {_form(table)}, {people}")
        for notice in lines.notices:
            self.say(notice, 2)
        for row in range(table.header.first + 1, table.header.last + 1):
            self.say(f"Row {row} holds headers too, and is passed over.", 2)
        for column, known in told.items():
            self._column(column, cells.get(column, Counter()), known)
        for id in table.missing:
            self.say(f"No column holds {quote(id)}.", 2)

    def _column(self, column: Column, cells: Counter[str], known: Cells[Any] | None) -> None:
        self.say(f"{column}: {TAKEN_FOR.get(column.use, ' or '.join(map(quote, column.fits)))}", 2)
        if known is None:
            return
        meant = {cell: _meaning(known, cell) for cell, _ in cells.most_common()}
        unknown = [cell for cell in meant if meant[cell] is None]  # these matter most
        every = [*unknown, *(cell for cell in meant if meant[cell] is not None)]
        for cell in every[:MOST_CELLS]:
            said = f"{quote(cell)} is {meant[cell] or 'not understood'}"
            self.say(f"{said if cell else 'empty is skipped'} ({cells[cell]}×)", 6)
        if len(unknown) > MOST_CELLS:
            self.say("… and others, not understood either: score --errors FILE lists them all", 6)
        elif len(every) > MOST_CELLS:
            self.say("… and others", 6)


def _people(good: int, bad: int) -> str:
    """Return how many people were read; or how many rows, where none of them can be."""
    if good or not bad:
        return counted(good, "person")
    return "1 row, which can't be read" if bad == 1 else f"{bad:,} rows, none of which can be read"


def _form(table: Table) -> str:
    """Return how a table is written."""
    if table.lines.sheet:
        return f"on the sheet {quote(table.lines.sheet)}"
    return f"in {table.lines.encoding}, with {DELIMITERS[table.header.delimiter]} between cells"


def _count(record: Record, table: Table, cells: Mapping[Column, Counter[str]]) -> None:
    """Count the cells of a row that is whole."""
    if len(record.cells) == len(table.columns):
        for column, seen in cells.items():
            cell = record.cells[column.place]
            if cell in seen or len(seen) < MOST_COUNTED:
                seen[cell] += 1


def _meaning(known: Cells[Any], cell: str) -> str | None:
    """Return what a cell says, in words; None where it is not understood."""
    try:
        said = known[cell]
    except UnreadableError:
        return None
    if isinstance(said, Responses):
        return counted(len(said.answers), "answer")
    if isinstance(said, frozenset):
        return ", ".join(sorted(said))
    return "skipped" if said is None else f"“{said}”"
