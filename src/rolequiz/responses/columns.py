"""The header of a table → what each of its columns holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Literal, NamedTuple

from rolequiz.model import Pack
from rolequiz.problems import did_you_mean, quote
from rolequiz.responses.answer_map import PERSONAL, AnswerMap, letters, names_of
from rolequiz.responses.cells import UnreadableError
from rolequiz.responses.fold import bare, fold

Use = Literal[
    "question", "respondent", "role", "matters", "ignored", "foreign", "unknown", "ambiguous"
]

FOREIGN = frozenset(
    map(
        fold,
        [
            *("", "#", "ID", "Name", "E-mail", "Email", "Email Address", "Username", "Score"),
            *("Timestamp", "Start time", "Completion time", "Last modified time", "Language"),
            *("Total points", "Quiz feedback", "Grade posted time"),
            *("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"),
            *("First Name", "Last Name", "Custom Data 1"),
            *("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)"),
            *("Network ID", "Tags", "Ending"),
            *("Zeitstempel", "E-Mail-Adresse", "Startzeit", "Fertigstellungszeit"),
            *("Horodateur", "Adresse e-mail", "Heure de début", "Heure de fin", "Nom"),
            *("Marca temporal", "Dirección de correo electrónico"),
        ],
    )
)
"""What form tools write beside the answers: Google, Microsoft, SurveyMonkey, Typeform."""


class Column(NamedTuple):
    """A column of a table: `fits` are the ids of the question it holds, or of those it may hold."""

    place: int
    """From 0."""
    header: str
    use: Use
    fits: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """The id of the question that it holds, or nothing."""
        return self.fits[0] if self.use == "question" else ""

    def __str__(self) -> str:
        """Return its name for people, as C “What do you reach for first?”."""
        letter = letters(self.place)
        return f"{letter} {quote(self.header)}" if self.header.strip() else letter


def columns_of(headers: Sequence[str], pack: Pack, mapping: AnswerMap) -> list[Column]:
    """Return what each column holds."""
    find = _Finder(pack, mapping)
    return [
        Column(place, header, *(find.mapped(name) or find.use(header)))
        for place, (header, name) in enumerate(
            zip(headers, names_of(headers, mapping), strict=True)
        )
    ]


def faults(columns: Iterable[Column], pack: Pack, mapping: AnswerMap) -> Iterator[UnreadableError]:
    """Yield why a table with these columns can't be scored without guessing."""
    columns = list(columns)
    yield from _twice(columns)
    headers = {fold(column.header): column for column in columns}
    called = names_of([column.header for column in columns], mapping)
    for header in [*mapping.columns, *mapping.personal]:
        if header not in called:
            hint = did_you_mean(header, headers)
            message = f"no column is called {quote(header)}, as the mapping says"
            yield UnreadableError("missing-column", message, hint)
    unknown = [column for column in columns if column.use == "unknown"]
    if not any(column.fits for column in columns):
        names = ", ".join(map(str, (unknown or columns)[:3]))
        hint = "Headers are the ids or texts of questions; a --map file can say which is which."
        if {"verdict", "recommendation"} <= headers.keys():
            hint = "These are results: they are read again as JSON, from score --format jsonl."
        yield UnreadableError(
            "no-questions", f"no column is a question of this quiz: {names}", hint
        )
    elif missing := unasked(columns, pack):
        for column in unknown:
            hint = f"{_meant(column, pack, missing)} In a --map file you can say what it holds."
            message = (
                f"column {column} is no question of this quiz, which lacks {quote(missing[0])}"
            )
            yield UnreadableError("unknown-column", message, hint)


def _meant(column: Column, pack: Pack, missing: Sequence[str]) -> str:
    """Return which of the missing questions a header is nearly, by its id, if it is one."""
    texts = {pack.question(id).text: id for id in missing}
    for near in get_close_matches(column.header, texts, n=1):
        return f"Did you mean {quote(texts[near])}?"
    return did_you_mean(column.header, missing)


def _twice(columns: Iterable[Column]) -> Iterator[UnreadableError]:
    """Yield which column may hold two things, and what is held by two columns."""
    held = defaultdict(list)
    for column in columns:
        held[column.use, column.question].append(column)
        if column.use == "ambiguous":
            message = f"the column {column} fits {' and '.join(map(quote, column.fits))}"
            hint = "Write the id of the question that it means, or say it in a --map file."
            yield UnreadableError("ambiguous-column", message, hint)
    for (use, id), several in held.items():
        if len(several) > 1 and (id or use in PERSONAL):
            names = " and ".join(map(str, several))
            message = f"the columns {names} both hold {quote(id or use)}"
            yield UnreadableError("duplicate-column", message, "Keep one of them.")


def unasked(columns: Iterable[Column], pack: Pack) -> list[str]:
    """Return the ids of the questions that no column holds."""
    asked = {column.question for column in columns}
    return [question.id for question in pack.questions if question.id not in asked]


class _Finder:
    """Finds what a header means: by the mapping, then by the questions' ids and texts."""

    def __init__(self, pack: Pack, mapping: AnswerMap) -> None:
        self._mapping = mapping
        self._named: dict[str, set[tuple[Use, str]]] = defaultdict(set)
        self._bare: dict[str, set[tuple[Use, str]]] = defaultdict(set)
        for question in pack.questions:
            self._named[question.id].add(("question", question.id))
            self._named[fold(question.text)].add(("question", question.id))
            self._bare[bare(fold(question.text))].add(("question", question.id))
        for use in PERSONAL:
            if use not in mapping.personal.values():
                self._named[use].add((use, ""))

    def mapped(self, name: str) -> tuple[Use, tuple[str, ...]] | None:
        """Return what the map says of a column that it knows by this name, if anything."""
        if name in self._mapping.columns:
            return "question", (self._mapping.columns[name],)
        if name in self._mapping.personal:
            return self._mapping.personal[name], ()
        return ("ignored", ()) if name in self._mapping.ignore else None

    def use(self, header: str) -> tuple[Use, tuple[str, ...]]:
        """Return what a column holds, and the ids of the questions that it fits."""
        folded = fold(header)
        fits = self._named.get(folded) or self._bare.get(bare(folded)) or ()
        if len(fits) > 1:
            return "ambiguous", tuple(sorted(id or use for use, id in fits))
        for use, id in fits:
            return use, (id,) if id else ()
        points = folded.startswith(("points - ", "feedback - "))  # of Microsoft's quizzes
        if folded in FOREIGN or points:
            return "foreign", ()
        return "ignored" if self._mapping.ignore_others else "unknown", ()
