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
from rolequiz.responses.cells import Cells, FirstLook, Reading, is_label, marks_of, roles_of
from rolequiz.responses.code import codes_of, is_whole
from rolequiz.responses.columns import (
    AnswerMap,
    Column,
    Personal,
    Sure,
    UnreadableError,
    faults,
    name_in_map,
    unasked,
)
from rolequiz.responses.lines import WINDOWS, Lines, Row
from rolequiz.responses.records import Record, in_row, read_header, read_records
from rolequiz.spelling import fold
from rolequiz.text import counted

PASSED_OVER = {
    "short": "{} ended before the last column: what is missing counts as empty.",
    "long": "{} had empty cells beyond the last column, which count for nothing.",
    "blank": "ignored {} without any entry.",
}
MISNAMED = {"role": "names no role of this quiz", "code": "holds no answer code"}
"""What a column holds that is only called so."""
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
    """A table whose header has been read, and whose cells have been looked at once.

    `reopen` returns its lines from the first. Raises AnswersError where there is no header.
    """

    def __init__(self, reopen: Callable[[], Lines], pack: Pack, mapping: AnswerMap) -> None:
        self._reopen, self._pack, self._mapping = reopen, pack, mapping
        self.lines = reopen()
        self.header = read_header(self.lines, pack, mapping)
        self.columns = self.header.columns
        self.passed_over = Counter[str]()
        """How many rows were short, long or blank, which is nobody's mistake."""
        self.unheaded = Counter[Column]()
        """Entries in columns without a header, which are nobody's answers."""
        self.footers: list[str] = []
        """Rows that count the others, and are nobody."""
        places = defaultdict[str, list[int]](list)
        for column in self.columns:
            if column.question:
                places[column.question].append(column.place)
        asked = [question for question in pack.questions if question.id in places]
        self._readings = {q.id: Reading(q, mapping.cells.get(q.id, {})) for q in asked}
        self._texts = {q.id: {fold(option.text): option.id for option in q.options} for q in asked}
        self._pick = _picker([places[question.id][0] for question in asked])
        self._least = max(map(max, places.values()), default=0) + 1
        self._repeats = {q.id: places[q.id] for q in asked if len(places[q.id]) > 1}
        self._personal_cells: dict[str, Cells[Any]] = {
            "role": roles_of(pack, mapping.skipped),
            "matters": marks_of(pack, mapping.skipped),
        }
        if any(column.use == "code" for column in self.columns):
            self._personal_cells["code"] = codes_of(pack, mapping.skipped)
        self._answers = self._answer_cells()
        look = self._look()
        self._answers = self._answer_cells()  # without what was remembered before the look
        self._misnamed = [column for column in self.columns if self._is_misnamed(column, look)]
        self.columns = [
            column._replace(use="foreign") if column in self._misnamed else column
            for column in self.columns
        ]
        self._personal = {column.use: column.place for column in self.columns}
        self._without_header = [column for column in self.columns if not column.header.strip()]
        self.missing = unasked(self.columns, pack)
        """The ids of questions without a column."""
        errors = [*faults(self.columns, pack, mapping), *self._overlooked(look)]
        self.problems = [
            self.lines.problem(error.wrong, self.header.first)
            for error in {each.group or each.wrong.message: each for each in errors}.values()
        ]
        """Why its rows can't be scored without guessing."""

    def cells_of(self, column: Column) -> Cells[Any] | None:
        """Return what a column's cells mean; None where they are names or nothing to us."""
        if column.question:
            return self._answers[column.question]
        return self._personal_cells.get(column.use)

    # --- The first look ---------------------------------------------------------------------------

    def _answer_cells(self) -> dict[str, Cells[OptionId | None]]:
        return {id: Cells(reading.meaning) for id, reading in self._readings.items()}

    def _look(self) -> FirstLook:
        """Look through the whole table for what its numbers mean."""
        look = FirstLook(self.columns, self._readings)
        with suppress(AnswersError):  # which is raised again by rows(), after the good rows
            for record in self.records():
                if record.problem is None and (cells := self._fitted(record.cells)):
                    look.add(record.number, cells)
        unclear = look.unclear(self._pack)
        for reading in self._readings.values():
            size = len(reading.question.options)
            reading.unclear = {kind: why for (kind, of), why in unclear.items() if of == size}
        return look

    def _is_misnamed(self, column: Column, look: FirstLook) -> bool:
        """Return whether a column is called role or code, but holds none.

        What the map says counts; and a code that can't be read is an error where nothing else
        holds answers.
        """
        if column.use not in MISNAMED or column.sure == Sure.MAP:
            return False
        if column.use == "code" and not self._readings:
            return False
        cells = [cell for cell in look.cells(column) if cell.strip()]
        known = self._personal_cells[column.use]
        mistyped = column.use == "code" and any(map(is_whole, cells))
        return bool(cells) and not mistyped and not any(map(known.readable, cells))

    def _overlooked(self, look: FirstLook) -> Iterator[UnreadableError]:
        """Yield the unknown columns whose cells answer a question that has no column."""
        for column in self.columns if self.missing else ():
            if column.use != "unknown":
                continue
            cells = {fold(cell) for cell in look.cells(column)} - {""}
            for id in self.missing if cells else ():
                options = self._pack.question(id).options
                texts = {fold(option.text) for option in options if isinstance(option.id, str)}
                if texts.issuperset(cells):
                    shown, name = str(column), name_in_map(column)
                    wrong = fault("unknown-column.cells", column=shown, question=id, name=name)
                    yield UnreadableError(wrong, shown)

    # --- Records ----------------------------------------------------------------------------------

    def records(self) -> Iterator[Record]:
        """Yield the rows below the header that hold anything.

        Raises AnswersError where the file can't be read further.
        """
        self.passed_over.clear()
        self.unheaded.clear()
        self.footers.clear()
        self.lines = lines = self._reopen()
        lines.whole = lines.forgiving = True
        for _ in islice(lines, self.header.lines):
            pass
        first = self.header.last + 1
        width, delimiter = len(self.columns), self.header.delimiter
        for record in read_records(lines, delimiter, width, self._is_row, first):
            if record.number == first:
                self._check_spread(record.cells)
            if record.problem or any(map(str.strip, record.cells)):
                yield record
            elif record.cells:
                self.passed_over["blank"] += 1

    def _fitted(self, cells: list[str]) -> list[str] | None:
        """Return one cell for each column; None if there is an entry beyond the last column."""
        width = len(self.columns)
        if len(cells) == width:
            return cells
        if any(map(str.strip, cells[width:])):
            return None
        self.passed_over["long" if len(cells) > width else "short"] += 1
        return cells[:width] + [""] * (width - len(cells))

    def _is_row(self, cells: list[str]) -> bool:
        """Return whether cells are somebody's row: all entries are answers, and not by chance.

        Chance is ruled out by the number of answers, or by an option that is named in full.
        """
        if not self._least <= len(cells) <= len(self.columns):
            return False
        filled, named = 0, False
        for (id, known), cell in zip(self._answers.items(), self._pick(cells), strict=True):
            if cell.strip():
                answer = known.readable(cell)
                if answer is None and not is_label(fold(cell)):
                    return False
                filled += 1
                named = named or answer == cell or fold(cell) in self._texts[id]
        return named or filled >= max(NO_CHANCE, len(self._answers) / 2)

    # --- Rows -------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """Yield a row for each person, and notices before the first and after the last.

        Raises AnswersError where the columns have problems, or the file can't be read further.
        """
        if self.problems:
            raise AnswersError(self.problems)
        yield Row(1, notices=(*self.lines.notices, *self._notices_of_columns()))
        yield from map(self.row, self.records())
        yield from (Row(1, notices=(notice,)) for notice in self._notices_of_rows())

    def row(self, record: Record) -> Row:
        """Return what a record says, or what is wrong with it."""
        if record.problem:
            return Row(record.number, problems=(record.problem,))
        cells = self._fitted(record.cells)
        if cells is None:
            wrong = fault("ragged-row", cells=len(record.cells), columns=len(self.columns))
            return Row(record.number, problems=(self._problem(record, UnreadableError(wrong)),))
        for column in self._without_header:
            if cells[column.place].strip():
                self.unheaded[column] += 1
        try:
            responses = self._responses(cells)
        except UnreadableError:
            kept = self._readable(cells) if self._mapping.skip_unreadable else None
            return Row(record.number, kept, tuple(self._problems(record, cells)))
        if responses.answers or responses.matters or not (footer := _footer(cells)):
            return Row(record.number, responses)
        self.footers.append(f"row {record.number}, {quote(footer)}")
        return Row(record.number)

    def _responses(self, cells: Sequence[str]) -> Responses:
        """Return what a row says; raises UnreadableError."""
        if self._repeats or "code" in self._personal:
            cells = self._merged(cells)
        answers: dict[str, OptionId] = {
            id: answer
            for (id, known), cell in zip(self._answers.items(), self._pick(cells), strict=True)
            if (answer := known[cell]) is not None
        }
        name = cells[self._personal["respondent"]] if "respondent" in self._personal else ""
        by_columns = Responses(
            answers,
            self._personal_cell("matters", cells) or frozenset(),
            name if name.strip() and fold(name) not in self._mapping.skipped else None,
            self._personal_cell("role", cells),
        )
        coded = self._personal_cell("code", cells)
        if coded is None:
            return by_columns
        both = {**coded.answers, **answers}  # which do not differ
        return replace(
            by_columns,
            answers={each.id: both[each.id] for each in self._pack.questions if each.id in both},
            matters=by_columns.matters | coded.matters,
            stopped=coded.stopped,
        )

    def _personal_cell(self, use: Personal, cells: Sequence[str]) -> Any:
        """Return what a row's cell of role, matters or code means; None without such a column."""
        place = self._personal.get(use)
        return None if place is None else self._personal_cells[use][cells[place]]

    def _merged(self, cells: Sequence[str]) -> Sequence[str]:
        """Return a row in which the first column of a question holds the answer of any of them.

        Raises UnreadableError where one can't be read, or two say different things.
        """
        for _, error in self._differing(cells):
            raise error
        merged = list(cells)
        for id, places in self._repeats.items():
            known = self._answers[id]
            answers = [cells[place] for place in places if known[cells[place]] is not None]
            merged[places[0]] = answers[0] if answers else ""
        return merged

    def _differing(self, cells: Sequence[str]) -> Iterator[tuple[str, UnreadableError]]:
        """Yield the questions that two columns, or a column and a code, answer differently."""
        for id, places in self._repeats.items():
            answers = {self._answers[id].readable(cells[place]): place for place in places}
            answers.pop(None, None)
            if len(answers) > 1:
                both = list(answers.values())[:2]
                wrong = fault(
                    "duplicate-column.differ",
                    columns=[str(self.columns[place]) for place in both],
                    question=id,
                    cells=[cells[place] for place in both],
                )
                yield id, UnreadableError(wrong, f"columns of {id}, {both}")
        if "code" not in self._personal:
            return
        code = cells[self._personal["code"]]
        coded: Responses | None = self._personal_cells["code"].readable(code)
        for column in self.columns if coded else ():
            if coded and column.question in coded.answers:
                answer = self._answers[column.question].readable(cells[column.place])
                if answer not in {None, coded.answers[column.question]}:
                    wrong = fault("duplicate-column.code", column=str(column))
                    yield column.question, UnreadableError(wrong, f"code and {column}")

    def _readable(self, cells: Sequence[str]) -> Responses:
        """Return what the cells say that can be read."""
        differing = {id for id, _ in self._differing(cells)}

        def kept(column: Column, cell: str) -> bool:
            known = self.cells_of(column)
            readable = known is None or known.readable(cell) is not None
            return readable and column.question not in differing

        columns = zip(self.columns, cells, strict=True)
        return self._responses([cell if kept(column, cell) else "" for column, cell in columns])

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

    # --- Notices ----------------------------------------------------------------------------------

    def _notices_of_columns(self) -> Iterator[str]:
        """Yield sentences on columns that were passed over, missing or guessed."""
        source = self.lines.source
        if self.header.above:
            yield f"{source}: ignored {counted(self.header.above, 'row')} above the header."
        unknown = [str(column) for column in self.columns if column.use == "unknown"]
        if unknown:
            which = "which is not a question" if len(unknown) == 1 else "which are not questions"
            columns = f"column{'s' * (len(unknown) > 1)} {_list(unknown)}"
            yield f"{source}: ignored {columns}, {which} of this quiz."
        for use, holds in MISNAMED.items():
            for column in self._misnamed:
                if column.use == use:
                    yield f"{source}: ignored column {column}, which {holds}."
        cut = [
            f"{each} for {quote(each.question)}" for each in self.columns if each.sure == Sure.CUT
        ]
        if cut:
            yield f"{source}: took {_list(cut)}, whose text begins like that."
        if self.missing:
            missing = _list(map(quote, self.missing))
            yield f"{source}: no column for {missing}: counted as skipped."

    def _notices_of_rows(self) -> Iterator[str]:
        """Yield sentences on rows and cells that were passed over."""
        source = self.lines.source
        for what, sentence in PASSED_OVER.items():
            if rows := self.passed_over[what]:
                yield f"{source}: {sentence.format(counted(rows, 'row'))}"
        for footer in self.footers[:MOST_NAMED]:
            yield f"{source}: ignored {footer}, which names nobody."
        if self.unheaded:
            cells = counted(self.unheaded.total(), "cell")
            names = _list(map(str, sorted(self.unheaded)))
            yield f"{source}: ignored {cells} in columns that have no header: {names}."
        if self.lines.encoding == WINDOWS:
            yield self.lines.windows_notice()

    def _check_spread(self, cells: Sequence[str]) -> None:
        """Refuse a table that gives every option a column, with its text in the second row."""
        asked: Column | None = None
        texts: Mapping[str, OptionId] = {}
        options = set[OptionId]()
        for column, cell in zip(self.columns, cells, strict=False):
            headed = bool(column.header.strip())
            if headed and column.use != "unknown":  # spreadsheets call empty ones “Column12”
                asked = column if column.question else None
                texts, options = self._texts.get(column.question, {}), set()
            if asked is None or (option := texts.get(fold(cell))) is None:
                continue
            options.add(option)
            # yes and no stand in many columns
            every = len(options) == len(set(texts.values())) > 2
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
