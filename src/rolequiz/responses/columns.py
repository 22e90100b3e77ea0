"""The header of a table → what each of its columns holds."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import IntEnum
from itertools import islice
from typing import Literal, NamedTuple

from rolequiz.model import OptionId, Pack
from rolequiz.problems import Fault, fault, near, quote
from rolequiz.spelling import bare, fold, unmarked
from rolequiz.text import CODE_TITLE, MATTERS_TITLE

Personal = Literal["respondent", "role", "matters", "code"]
PERSONAL: tuple[Personal, ...] = ("respondent", "role", "matters", "code")
"""The columns that are no questions."""

Use = Literal[Personal, "question", "ignored", "foreign", "unknown", "ambiguous"]

_OF_FORM_TOOLS = """
|#|ID|Name|E-mail|Email|Email Address|Username|Score|Timestamp|Start time|Completion time
|Last modified time|Language|Total points|Quiz feedback|Grade posted time
|Respondent ID|Collector ID|Start Date|End Date|IP Address|First Name|Last Name|Custom Data 1
|Response Type|Start Date (UTC)|Stage Date (UTC)|Submit Date (UTC)|Network ID|Tags|Ending
|Zeitstempel|E-Mail-Adresse|Startzeit|Fertigstellungszeit
|Horodateur|Adresse e-mail|Heure de début|Heure de fin|Nom
|Marca temporal|Dirección de correo electrónico
|StartDate|EndDate|Status|IPAddress|Progress|Duration (in seconds)|Finished|RecordedDate
|Recorded Date|ResponseId|Response ID|RecipientLastName|RecipientFirstName|RecipientEmail
|UserLanguage|Recipient Last Name|Recipient First Name|Recipient Email|User Language
|ExternalReference|External Data Reference|DistributionChannel|Distribution Channel
|LocationLatitude|LocationLongitude|Location Latitude|Location Longitude
|start|end|today|_uuid|_id|_submission_time|_submitted_by|_status|_index|__version__
|submitdate|lastpage|startlanguage|seed|startdate|datestamp
|Date submitted|Last page|Start language|Date started|Date last action
"""
FOREIGN = frozenset(map(fold, _OF_FORM_TOOLS.split("|")))
"""What form tools write beside the answers: Google, Microsoft, SurveyMonkey, Typeform, Qualtrics,
Kobo, LimeSurvey."""

TITLES: dict[str, Personal] = {fold(CODE_TITLE): "respondent", fold(MATTERS_TITLE): "matters"}
"""What our own forms call the columns that are no questions."""

ANSWER_CODE = "answer code"
"""What the column `code` may be called, too."""
NEARLY = 0.8
"""How alike a header and a missing question must be for the one to be a slip for the other."""
MOST_DOUBTED = 200
"""Unknown columns that are compared with missing questions."""
SHORTEST_CUT = 16
"""Characters of a question's text that a header must hold at least, if it is cut short."""

# between digits stands something else, or what is no code would take exponential time to tell
_CODE = re.compile(r"[a-z]{0,4}[0-9]+(([a-z]{1,3}[_.-]?|[_.-])[0-9]+)*")
_CODE_BEFORE = re.compile(
    rf"[(\[]?(question )?{_CODE.pattern}[a-z]?(\[\w+\])*( ?[.:)\]-]+) ?"  # G01Q03[SQ001].
)
_AGAIN = re.compile(r"(?<=[.?!:])\.?[0-9]+$")
"""What pandas and Microsoft Forms write behind a header that is there already."""
_PATH = re.compile(r"[\w-]+([/.:][\w-]+)*")
_ROW = re.compile(r"\[(.+)\]")
_BEFORE_ROW = re.compile(r" ?>>? ?| - | \| ")


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """What columns and cells mean; headers and cells are folded. An empty one says nothing.

    A column goes by its header, or by its letter where no header is that: see `names_of`.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    """Column → question id."""
    personal: Mapping[str, Personal] = field(default_factory=dict)
    """Column → respondent, role, matters or code."""
    ignore: frozenset[str] = frozenset()
    ignore_others: bool = False
    """Whether columns that nothing is known of are passed over, too."""
    cells: Mapping[str, Mapping[str, OptionId | None]] = field(default_factory=dict)
    """Question id → cell → option; None for a cell that counts as skipped."""
    skipped: frozenset[str] = frozenset()
    """Cells that say nothing, in any column; those of questions are among `cells` too."""
    skip_unreadable: bool = False
    """Whether a cell that can't be read counts as not answered, and its row with the others."""


def letters(place: int) -> str:
    """Return what spreadsheets call a column, from 0: A to Z, AA and so on."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def names_of(headers: Sequence[str], mapping: AnswerMap) -> list[str]:
    """Return the name by which the map knows each column: its letter, if it uses that, or header.

    A letter that is also a header is that header.
    """
    folded = list(map(fold, headers))
    used = ({*mapping.columns, *mapping.personal} | mapping.ignore).difference(folded)
    called = [fold(letters(place)) for place in range(len(folded))]
    return [name if name in used else own for name, own in zip(called, folded, strict=True)]


class UnreadableError(Exception):
    """A cell or a header that says nothing we know; those of one `group` are one thing to mend."""

    def __init__(self, wrong: Fault, group: str = "") -> None:
        super().__init__(wrong, group)
        self.wrong, self.group = wrong, group


class Sure(IntEnum):
    """How a header tells what its column holds, the surest last."""

    NOT = 0
    CUT = 1
    """It is the beginning of a question's text."""
    NEARLY = 2
    """It is a question's id as other programs write it."""
    ID = 3
    NAME = 4
    """Of a column that is no question."""
    TEXT = 5
    MAP = 6


class Column(NamedTuple):
    """A column of a table: `fits` are the ids of the question it holds, or of those it may hold."""

    place: int
    """From 0."""
    header: str
    use: Use
    fits: tuple[str, ...] = ()
    sure: Sure = Sure.NOT

    @property
    def question(self) -> str:
        """The id of the question that it holds, or nothing."""
        return self.fits[0] if self.use == "question" else ""

    @property
    def answers(self) -> bool:
        """Whether it holds answers: to a question, or all of them as a code."""
        return bool(self.fits) or self.use == "code"

    @property
    def is_code_name(self) -> bool:
        """Whether its header is a code such as Q1, by which form tools number their questions."""
        return self.sure < Sure.NAME and _CODE.fullmatch(fold(self.header)) is not None

    def __str__(self) -> str:
        """Return its name for people, as C “What do you reach for first?”."""
        letter = letters(self.place)
        return f"{letter} {quote(self.header)}" if self.header.strip() else letter


def joined(rows: Sequence[Sequence[Column]]) -> list[Column]:
    """Return the columns of a header of several rows, each as the surest of its cells says."""
    columns = [
        _best([row[place] for row in rows if place < len(row)])
        for place in range(max(map(len, rows)))
    ]
    sure = {column.question for column in columns if column.sure > Sure.NEARLY}
    return [
        column._replace(use="unknown", fits=(), sure=Sure.NOT)
        if column.sure in {Sure.CUT, Sure.NEARLY} and column.question in sure
        else column
        for column in columns
    ]


def _best(cells: Sequence[Column]) -> Column:
    """Return the surest of the cells in a column's header, or the lowest of several as sure.

    A code such as Q1 means nothing beside a text, even if a question has that name.
    """
    filled = [cell for cell in cells if cell.header.strip()]
    texts = [cell for cell in filled if not cell.is_code_name]
    return max(texts or filled or cells, key=lambda cell: (cell.sure, cells.index(cell)))


def faults(columns: Iterable[Column], pack: Pack, mapping: AnswerMap) -> Iterator[UnreadableError]:
    """Yield why a table with these columns can't be scored without guessing."""
    columns = list(columns)
    yield from _twice(columns)
    headers = {fold(column.header): column for column in columns}
    called = names_of([column.header for column in columns], mapping)
    for header in [*mapping.columns, *mapping.personal]:
        if header not in called:
            wrong = fault("missing-column", name=header, near=near(header, headers))
            yield UnreadableError(wrong)
    unknown = [column for column in columns if column.use == "unknown"]
    if not any(column.answers for column in columns):
        likely_first = sorted(columns, key=lambda column: column.use != "unknown")
        first = [str(column) for column in sorted(likely_first[:3])]
        results = {"verdict", "recommendation"} <= headers.keys()
        wrong = fault("no-questions", columns=first)
        yield UnreadableError(fault("no-questions.results", columns=first) if results else wrong)
    else:
        yield from _doubtful(unknown, unasked(columns, pack), pack)


def _doubtful(
    unknown: Iterable[Column], missing: Sequence[str], pack: Pack
) -> Iterator[UnreadableError]:
    """Yield which columns may be one of the questions that no column holds."""
    names = {fold(pack.question(id).text): id for id in missing} | {id: id for id in missing}
    for column in islice(unknown, MOST_DOUBTED):
        if close := get_close_matches(fold(column.header), names, 1, NEARLY):
            id, name = names[close[0]], name_in_map(column)
            wrong = fault("unknown-column.header", column=str(column), question=id, name=name)
            yield UnreadableError(wrong, str(column))
        elif len(missing) > len(pack.questions) / 2:
            sizes = {"missing": len(missing), "all": len(pack.questions)}
            wrong = fault("unknown-column", column=str(column), **sizes)
            yield UnreadableError(wrong, str(column))


def name_in_map(column: Column) -> str:
    """Return the name that a mapping gives a column, in quotes."""
    header = column.header if column.header.strip() else letters(column.place)
    return json.dumps(header, ensure_ascii=False)


def _twice(columns: Iterable[Column]) -> Iterator[UnreadableError]:
    """Yield which column may hold two things, and what is held by two columns."""
    held = defaultdict(list)
    for column in columns:
        held[column.use, column.question].append(column)
        if column.use == "ambiguous":
            wrong = fault("ambiguous-column", column=str(column), questions=column.fits)
            yield UnreadableError(wrong)
    for (use, _), several in held.items():
        if len(several) > 1 and use in PERSONAL:
            names = [str(column) for column in several]
            yield UnreadableError(fault("duplicate-column", columns=names, use=use))


def unasked(columns: Iterable[Column], pack: Pack) -> list[str]:
    """Return the ids of the questions that no column holds; an answer code holds them all."""
    columns = list(columns)
    if any(column.use == "code" for column in columns):
        return []
    asked = {column.question for column in columns}
    return [question.id for question in pack.questions if question.id not in asked]


Found = tuple[Use, tuple[str, ...], Sure]


class Finder:
    """Finds what a header means: by the mapping, then by the questions' ids and texts."""

    def __init__(self, pack: Pack, mapping: AnswerMap) -> None:
        self._mapping = mapping
        self._named: dict[str, set[tuple[Use, str]]] = defaultdict(set)
        self._texts: dict[str, set[tuple[Use, str]]] = defaultdict(set)
        self._bare: dict[str, set[tuple[Use, str]]] = defaultdict(set)
        self._ids = {question.id for question in pack.questions}
        for question in pack.questions:
            text = fold(question.text)
            self._named[question.id].add(("question", question.id))
            for names in (self._named[text], self._texts[text], self._bare[bare(text)]):
                names.add(("question", question.id))
        self._shortest = min(SHORTEST_CUT, *map(len, self._texts))
        self._name_personal()

    def _name_personal(self) -> None:
        """Note what the columns that are no questions are called, unless the map says it."""
        mapped = set(self._mapping.personal.values())
        for use in PERSONAL:
            asked = use == "code" and use in self._named  # by a question of this quiz
            if use not in mapped and not asked:
                self._named[use].add((use, ""))
        if ("code", "") in self._named.get("code", ()):
            self._named[ANSWER_CODE].add(("code", ""))
        for title, use in TITLES.items():
            for names in (self._named[title], self._bare[bare(title)]):  # numbered or not
                if use not in mapped:
                    names.add((use, ""))

    def columns(self, headers: Sequence[str]) -> list[Column]:
        """Return what each column holds."""
        names = names_of(headers, self._mapping)
        return [
            Column(place, header, *(self._mapped(name) or self._use(header)))
            for place, (header, name) in enumerate(zip(headers, names, strict=True))
        ]

    def _mapped(self, name: str) -> Found | None:
        """Return what the map says of a column that it knows by this name, if anything."""
        if name in self._mapping.columns:
            return "question", (self._mapping.columns[name],), Sure.MAP
        if name in self._mapping.personal:
            return self._mapping.personal[name], (), Sure.MAP
        return ("ignored", (), Sure.MAP) if name in self._mapping.ignore else None

    def _use(self, header: str) -> Found:
        """Return what a column holds, and the ids of the questions that it fits."""
        folded = fold(header)
        if fits := self._named.get(folded) or self._bare.get(bare(folded)):
            return _held(fits, Sure.ID if folded in self._ids else Sure.TEXT)
        points = folded.startswith(("points - ", "feedback - "))  # of Microsoft's quizzes
        if folded in FOREIGN or points:
            return "foreign", (), Sure.NAME
        long = len(header) >= self._shortest or folded.endswith("...")
        texts = list(_variants(header)) if long else []  # most cells are too short for a text
        for text in texts:
            if fits := self._texts.get(text) or self._bare.get(bare(text)):
                return _held(fits, Sure.TEXT)
        if id := self._as_id(folded):
            return "question", (id,), Sure.NEARLY
        if len(whole := {id for text in texts for id in self._cut(text)}) == 1:
            return "question", tuple(whole), Sure.CUT
        return "ignored" if self._mapping.ignore_others else "unknown", (), Sure.NOT

    def _as_id(self, folded: str) -> str:
        """Return the id that a name without dashes, or behind the name of a group, stands for."""
        if not _PATH.fullmatch(folded):
            return ""
        tried = (re.sub("[_.]", "-", folded), re.split("[/.:]", folded)[-1].replace("_", "-"))
        return next((id for id in tried if id in self._ids), "")

    def _cut(self, text: str) -> Iterator[str]:
        """Yield the ids of the questions whose texts begin like this."""
        begins = text.rstrip(". ")
        if len(begins) >= SHORTEST_CUT or (text.endswith("...") and begins):
            for known, fits in self._texts.items():
                if known.startswith(begins):
                    yield from (id for _, id in fits)


def _held(fits: set[tuple[Use, str]], sure: Sure) -> Found:
    if len(fits) > 1:
        return "ambiguous", tuple(sorted(id or use for use, id in fits)), Sure.TEXT
    ((use, id),) = fits
    return (use, (id,), sure) if id else (use, (), Sure.NAME)


def _variants(header: str) -> Iterator[str]:
    """Yield a folded header without what form tools write before and behind a question."""
    plain = fold(unmarked(header))
    for whole in dict.fromkeys([plain, _CODE_BEFORE.sub("", plain, count=1)]):
        texts = [whole, _AGAIN.sub("", whole)]
        texts += [found[1]] if (found := _ROW.search(whole)) else []
        texts += [whole[sign.end() :] for sign in _BEFORE_ROW.finditer(whole)]
        for text in filter(None, texts):
            yield text
            yield _CODE_BEFORE.sub("", text, count=1)
