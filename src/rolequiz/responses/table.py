"""Tables of answers: CSV and its relatives, one person a row, as form tools export them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from typing import Any

from rolequiz.model import OptionId, Pack, Responses
from rolequiz.problems import AnswersError, Problem, fault, quote
from rolequiz.responses.cells import Cells, FirstLook, Reading, is_code, marks_of, roles_of
from rolequiz.responses.code import codes_of, is_whole
from rolequiz.responses.columns import (
    AnswerMap,
    Column,
    Sure,
    UnreadableError,
    faults,
    holding_answers,
    unasked,
)
from rolequiz.responses.lines import WINDOWS, Lines, Row
from rolequiz.responses.records import Record, Records, in_row, read_header
from rolequiz.spelling import fold
from rolequiz.wording import counted

NOTED = {
    "short": "{} ended before the last column: what is missing counts as empty.",
    "long": "{} had empty cells beyond the last column, which count for nothing.",
    "blank": "passed over {} without any entry.",
}
MOST_NAMED = 5
NO_CHANCE = 6
"""Answers; a note of so many letters or figures between commas would be a strange one."""
_COUNTED = (
    r"(response|answer|people|person|row|entrie|entry|record|participant|antwort|zeile|réponse"
    r"|respuesta|teilnehm|ligne)"
)
_FOOTER = re.compile(
    rf"(grand )?totals?\b.*|gesamt|summe?|average|mean|count|n ?[:=] ?\d+|\d+ {_COUNTED}.*"
    rf"|(total |number of )?{_COUNTED}\w*( in total)? ?[:=] ?\d+"
)


class Table:
    """A table whose header has been read, and whose cells were looked at once.

    `reopen` returns its lines from the first. Raises AnswersError where there is no header.
    """

    def __init__(self, reopen: Callable[[], Lines], pack: Pack, mapping: AnswerMap) -> None:
        self._reopen, self._pack, self._mapping = reopen, pack, mapping
        self.lines = reopen()
        self.header = read_header(self.lines, pack, mapping)
        self.columns, self.delimiter = self.header.columns, self.header.delimiter
        self.missing = unasked(self.columns, pack)
        """The ids of questions without a column."""
        self.noted = Counter[str]()
        """How often something was passed over that is nobody's mistake, by what it was."""
        self.unheaded = Counter[Column]()
        """Entries in columns without a header, which are nobody's answers."""
        self.footers: list[str] = []
        """Rows that count the others, and are nobody."""
        held = {column.question for column in self.columns}
        asked = [question for question in pack.questions if question.id in held]
        self._readings = {q.id: Reading(q, mapping.cells.get(q.id, {})) for q in asked}
        self._marks = marks_of(pack, mapping.skipped)
        self._roles = roles_of(pack, mapping.skipped)
        self._codes = codes_of(pack, mapping.skipped)
        self._texts = {
            each.id: {fold(option.text): option.id for option in each.options} for each in asked
        }
        places = defaultdict[str, list[int]](list)
        for column in self.columns:
            if column.question:
                places[column.question].append(column.place)
        self._ids = [question.id for question in asked]
        self._pick = _picker([places[id][0] for id in self._ids])
        self._least = max(map(max, places.values()), default=0) + 1
        self._again = {id: places[id] for id in self._ids if len(places[id]) > 1}
        self._without_header = [column for column in self.columns if not column.header.strip()]
        self._answers = self._cells()
        look = self._look()
        self._answers = self._cells()
        found = [*faults(self.columns, pack, mapping), *self._mistaken(look)]
        self.problems = [
            self.lines.problem(each.wrong, self.header.first)
            for each in {each.group or each.wrong.message: each for each in found}.values()
        ]
        """Why its rows can't be scored without guessing."""
        self._personal = {column.use: column.place for column in self.columns}

    def cells_of(self, column: Column) -> Cells[Any] | None:
        """Return what a column's cells say; None where they are names or nothing to us."""
        match column.use:
            case "question":
                return self._answers[self._ids.index(column.question)]
            case "role":
                return self._roles
            case "matters":
                return self._marks
            case "code":
                return self._codes
        return None

    # --- The first look ---------------------------------------------------------------------------

    def _cells(self) -> list[Cells[OptionId | None]]:
        return [Cells(self._readings[id].meaning) for id in self._ids]

    def _look(self) -> FirstLook:
        """Look through the whole table for what its numbers mean, and what is only called so."""
        look = FirstLook(self.columns, self._readings)
        with suppress(AnswersError):  # which comes again where it belongs, behind good rows
            for record in self.records():
                if record.problem is None and (cells := self._fitted(record.cells)):
                    look.add(record.number, cells)
        unclear = look.unclear(self._pack)
        for reading in self._readings.values():
            size = len(reading.question.options)
            reading.unclear = {kind: why for (kind, of), why in unclear.items() if of == size}
        self._no_roles = [each for each in self.columns if self._names_no_role(each, look)]
        self._no_codes = [each for each in self.columns if self._holds_no_code(each, look)]
        only_called = {*self._no_roles, *self._no_codes}
        self.columns = [
            column._replace(use="foreign") if column in only_called else column
            for column in self.columns
        ]
        self.missing = unasked(self.columns, self._pack)
        return look

    def _names_no_role(self, column: Column, look: FirstLook) -> bool:
        """Return whether a column that the map does not name is only called role."""
        if column.use != "role" or column.sure == Sure.MAP:
            return False
        cells = [cell for cell in look.cells(column) if cell.strip()]
        return bool(cells) and not any(map(self._roles.readable, cells))

    def _holds_no_code(self, column: Column, look: FirstLook) -> bool:
        """Return whether a column beside questions, not named by the map, is only called code."""
        if column.use != "code" or column.sure == Sure.MAP or not self._ids:
            return False
        cells = [cell for cell in look.cells(column) if cell.strip()]
        return bool(cells) and not any(self._codes.readable(c) or is_whole(c) for c in cells)

    def _mistaken(self, look: FirstLook) -> Iterator[UnreadableError]:
        """Yield which columns, unknown by their headers, hold answers to questions without one."""
        for column in self.columns if self.missing else ():
            cells = (
                {fold(cell) for cell in look.cells(column)} - {""}
                if column.use == "unknown"
                else ()
            )
            for id in self.missing if cells else ():
                options = self._pack.question(id).options
                texts = {fold(option.text) for option in options if isinstance(option.id, str)}
                if texts.issuperset(cells):
                    yield holding_answers(column, id)

    # --- Records ----------------------------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """Yield the rows below the header that hold anything, from the first of them on.

        Raises AnswersError where reading can't go on.
        """
        self.noted.clear()
        self.unheaded.clear()
        self.footers.clear()
        self.lines = lines = self._reopen()
        lines.whole = lines.forgiving = True
        for _ in islice(lines, self.header.lines):
            pass
        first = self.header.last + 1
        reader = Records(lines, self.delimiter, len(self.columns), self._is_row)
        for record in reader.read(first):
            if record.number == first:
                self._check_spread(record.cells)
            if record.problem or any(map(str.strip, record.cells)):
                yield record
            elif record.cells:
                self.noted["blank"] += 1

    def _fitted(self, cells: list[str]) -> list[str] | None:
        """Return the cells of a row, as many as the columns are; None if a filled one is beyond."""
        width = len(self.columns)
        if len(cells) == width:
            return cells
        if any(map(str.strip, cells[width:])):
            return None
        self.noted["long" if len(cells) > width else "short"] += 1
        return cells[:width] + [""] * (width - len(cells))

    def _is_row(self, cells: list[str]) -> bool:
        """Return whether cells are a row: all that they answer is an answer, and that is no chance.

        So many answers are none, nor is an option called by its own name.
        """
        if not self._least <= len(cells) <= len(self.columns):
            return False
        given, named = 0, False
        for id, known, cell in zip(self._ids, self._answers, self._pick(cells), strict=True):
            if cell.strip():
                meant = known.readable(cell)
                if meant is None and not is_code(fold(cell)):
                    return False
                given += 1
                named = named or meant == cell or fold(cell) in self._texts[id]
        return named or given >= max(NO_CHANCE, len(self._ids) / 2)

    # --- Rows -------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """Yield a row for each person, and first and last what was passed over.

        Raises AnswersError where the columns have problems, or reading can't go on.
        """
        if self.problems:
            raise AnswersError(self.problems)
        yield Row(1, notices=(*self.lines.notices, *self._passed_over()))
        yield from map(self.row, self.records())
        yield from (Row(1, notices=(notice,)) for notice in self._noted())

    def row(self, record: Record) -> Row:
        """Return what a record says, or what is wrong with it."""
        if record.problem:
            return Row(record.number, problems=(record.problem,))
        cells = self._fitted(record.cells)
        if cells is None:
            return Row(record.number, problems=(self._ragged(record),))
        for column in self._without_header:
            if cells[column.place].strip():
                self.unheaded[column] += 1
        try:
            responses = self._responses(cells)
            if responses.answers or responses.matters or not (footer := _footer(cells)):
                return Row(record.number, responses)
            self.footers.append(f"row {record.number}, {quote(footer)}")
            return Row(record.number)
        except UnreadableError:
            kept = self._readable(cells) if self._mapping.skip_unreadable else None
            return Row(record.number, kept, tuple(self._problems(record, cells)))

    def _responses(self, cells: Sequence[str]) -> Responses:
        personal = self._personal
        if self._again or "code" in personal:
            cells = self._merged(cells)
        answers: dict[str, OptionId] = {
            id: answer
            for id, known, cell in zip(self._ids, self._answers, self._pick(cells), strict=True)
            if (answer := known[cell]) is not None
        }
        name = cells[personal["respondent"]] if "respondent" in personal else ""
        read = Responses(
            answers,
            self._marks[cells[personal["matters"]]] if "matters" in personal else frozenset(),
            name if name.strip() and fold(name) not in self._mapping.skipped else None,
            self._roles[cells[personal["role"]]] if "role" in personal else None,
        )
        coded = self._codes[cells[personal["code"]]] if "code" in personal else None
        return self._joined(read, coded) if coded else read

    def _joined(self, read: Responses, coded: Responses) -> Responses:
        """Return what the columns of a row and the code in it say, which do not differ."""
        both = {**coded.answers, **read.answers}
        return replace(
            read,
            answers={each.id: both[each.id] for each in self._pack.questions if each.id in both},
            matters=read.matters | coded.matters,
            stopped=coded.stopped,
        )

    def _merged(self, cells: Sequence[str]) -> Sequence[str]:
        """Return a row in which the first column of a question holds what any of them says.

        Raises UnreadableError where one can't be read, or two say different things.
        """
        for _, error in self._differing(cells):
            raise error
        merged = list(cells)
        for id, (first, *others) in self._again.items():
            known = self._answers[self._ids.index(id)]
            said = [cells[place] for place in (first, *others) if known[cells[place]] is not None]
            merged[first] = said[0] if said else ""
        return merged

    def _differing(self, cells: Sequence[str]) -> Iterator[tuple[str, UnreadableError]]:
        """Yield the questions of which two columns, or one and a code, say different things."""
        for id, places in self._again.items():
            known = self._answers[self._ids.index(id)]
            said = {known.readable(cells[place]): place for place in places}
            said.pop(None, None)
            if len(said) > 1:
                both = list(said.values())[:2]
                wrong = fault(
                    "duplicate-column.differ",
                    columns=[str(self.columns[place]) for place in both],
                    question=id,
                    cells=[cells[place] for place in both],
                )
                yield id, UnreadableError(wrong, f"columns of {id}, {both}")
        if "code" in self._personal:
            yield from self._contradicting(cells)

    def _contradicting(self, cells: Sequence[str]) -> Iterator[tuple[str, UnreadableError]]:
        """Yield the questions of which a column says something else than the code of the row."""
        coded = self._codes.readable(cells[self._personal["code"]])
        for column in self.columns if coded else ():
            if coded and column.question in coded.answers:
                known = self._answers[self._ids.index(column.question)]
                said = known.readable(cells[column.place])
                if said not in {None, coded.answers[column.question]}:
                    wrong = fault("duplicate-column.code", column=str(column))
                    yield column.question, UnreadableError(wrong, f"code and {column}")

    def _readable(self, cells: Sequence[str]) -> Responses:
        """Return what the cells say that can be read."""
        differing = {id for id, _ in self._differing(cells)}
        kept = [
            ""
            if column.question in differing
            or ((known := self.cells_of(column)) is not None and known.readable(cell) is None)
            else cell
            for column, cell in zip(self.columns, cells, strict=True)
        ]
        return self._responses(kept)

    def _problems(self, record: Record, cells: Sequence[str]) -> Iterator[Problem]:
        """Yield what is wrong with each cell of a row."""
        for column in self.columns:
            try:
                known = self.cells_of(column)
                if known is not None:
                    known[cells[column.place]]
            except UnreadableError as error:
                yield self._problem(record, error, str(column))
        for _, differing in self._differing(cells):
            yield self._problem(record, differing)

    def _problem(self, record: Record, error: UnreadableError, column: str = "") -> Problem:
        problem = self.lines.problem(error.wrong, record.line, error.group)
        problem = replace(problem, table_column=column)
        return in_row(replace(problem, group=error.group or problem.message), record)

    def _ragged(self, record: Record) -> Problem:
        cells, columns = len(record.cells), len(self.columns)
        wrong = fault("ragged-row", cells=cells, columns=columns)
        return self._problem(record, UnreadableError(wrong))

    # --- What is passed over ----------------------------------------------------------------------

    def _passed_over(self) -> tuple[str, ...]:
        """Return sentences about what nobody called wrong, and nobody would have noticed."""
        unknown = [str(column) for column in self.columns if column.use == "unknown"]
        source, notices = self.lines.source, []
        if self.header.above:
            rows = counted(self.header.above, "row")
            notices.append(f"{source}: passed over {rows} above the header.")
        if unknown:
            which = "which is no question" if len(unknown) == 1 else "which are no questions"
            columns = f"column{'s' * (len(unknown) > 1)} {_list(unknown)}"
            notices.append(f"{source}: passed over {columns}, {which} of this quiz.")
        notices += [
            f"{source}: passed over column {column}, which names no role of this quiz."
            for column in self._no_roles
        ]
        notices += [
            f"{source}: passed over column {column}, which holds no answer code."
            for column in self._no_codes
        ]
        cut = [
            f"{each} for {quote(each.question)}" for each in self.columns if each.sure == Sure.CUT
        ]
        if cut:
            notices.append(f"{source}: took {_list(cut)}, whose text begins like that.")
        if self.missing:
            missing = _list(map(quote, self.missing))
            notices.append(f"{source}: no column for {missing}: counted as skipped.")
        return tuple(notices)

    def _noted(self) -> Iterator[str]:
        """Yield sentences about what was found on the way."""
        source = self.lines.source
        for what, said in NOTED.items():
            if rows := self.noted[what]:
                yield f"{source}: {said.format(counted(rows, 'row'))}"
        for footer in self.footers[:MOST_NAMED]:
            yield f"{source}: passed over {footer}, which names nobody."
        if self.unheaded:
            cells = counted(self.unheaded.total(), "cell")
            names = _list(map(str, sorted(self.unheaded)))
            yield f"{source}: passed over {cells} in columns that have no header: {names}."
        if self.lines.encoding == WINDOWS:
            yield self.lines.said_of_encoding()

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
                self.lines.refuse(fault("spread-answers", column=str(asked)))


def _footer(cells: Iterable[str]) -> str:
    """Return the first entry of a row if that counts other rows, as “Total” or “26 responses”."""
    first = next(filter(str.strip, cells), "")
    return first if _FOOTER.fullmatch(fold(first)) else ""


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
