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
MOST_COMPARED = 200
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
    """A cell or a header that can't be understood; errors of one `group` have one fix."""

    def __init__(self, fault: Fault, group: str = "") -> None:
        super().__init__(fault, group)
        self.fault, self.group = fault, group


class Evidence(IntEnum):
    """What tells what a column holds, the weakest first."""

    NONE = 0
    CUT_TEXT = 1
    """The header is the beginning of a question's text."""
    SIMILAR_ID = 2
    """It is a question's id as other programs write it."""
    ID = 3
    NAME = 4
    """It names a column that is no question."""
    TEXT = 5
    MAP = 6


class Column(NamedTuple):
    """A column of a table, and what it holds."""

    place: int
    """From 0."""
    header: str
    use: Use
    candidates: tuple[str, ...] = ()
    """The id of the question that it holds, or the ids of those that it may hold."""
    evidence: Evidence = Evidence.NONE

    @property
    def question(self) -> str:
        """The id of the question that it holds, or ""."""
        return self.candidates[0] if self.use == "question" else ""

    @property
    def answers(self) -> bool:
        """Whether it holds answers: to a question, or all of them as a code."""
        return bool(self.candidates) or self.use == "code"

    @property
    def is_code_name(self) -> bool:
        """Whether its header is a code such as Q1, by which form tools number their questions."""
        return self.evidence < Evidence.NAME and _CODE.fullmatch(fold(self.header)) is not None

    def __str__(self) -> str:
        """Return its name for people, as C “What do you reach for first?”."""
        letter = letters(self.place)
        return f"{letter} {quote(self.header)}" if self.header.strip() else letter


def merged(rows: Sequence[Sequence[Column]]) -> list[Column]:
    """Return the columns of a header of several rows, each as the clearest of its cells says."""
    columns = [
        _clearest([row[place] for row in rows if place < len(row)])
        for place in range(max(map(len, rows)))
    ]
    named = {column.question for column in columns if column.evidence > Evidence.SIMILAR_ID}
    return [
        column._replace(use="unknown", candidates=(), evidence=Evidence.NONE)
        if column.evidence in {Evidence.CUT_TEXT, Evidence.SIMILAR_ID} and column.question in named
        else column
        for column in columns
    ]


def _clearest(cells: Sequence[Column]) -> Column:
    """Return the cell of a column's header with the most evidence, the lowest of several.

    A code such as Q1 means nothing beside a text, even if a question has that name.
    """
    filled = [cell for cell in cells if cell.header.strip()]
    texts = [cell for cell in filled if not cell.is_code_name]
    return max(texts or filled or cells, key=lambda cell: (cell.evidence, cells.index(cell)))


def column_errors(
    columns: Sequence[Column], pack: Pack, mapping: AnswerMap
) -> Iterator[UnreadableError]:
    """Yield why a table with these columns can't be scored without guessing."""
    yield from _ambiguous(columns)
    headers = dict.fromkeys(fold(column.header) for column in columns)
    names = names_of([column.header for column in columns], mapping)
    for name in [*mapping.columns, *mapping.personal]:
        if name not in names:
            yield UnreadableError(fault("missing-column", name=name, near=near(name, headers)))
    if any(column.answers for column in columns):
        yield from _misspelt(columns, questions_without_column(columns, pack), pack)
    else:
        unknown_first = sorted(columns, key=lambda column: column.use != "unknown")
        first = [str(column) for column in sorted(unknown_first[:3])]
        results = {"verdict", "recommendation"} <= headers.keys()
        wrong = fault("no-questions", columns=first)
        yield UnreadableError(fault("no-questions.results", columns=first) if results else wrong)


def _misspelt(
    columns: Iterable[Column], missing: Sequence[str], pack: Pack
) -> Iterator[UnreadableError]:
    """Yield which unknown columns may be one of the questions that no column holds."""
    names = {fold(pack.question(id).text): id for id in missing} | {id: id for id in missing}
    unknown = (column for column in columns if column.use == "unknown")
    for column in islice(unknown, MOST_COMPARED):
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


def _ambiguous(columns: Sequence[Column]) -> Iterator[UnreadableError]:
    """Yield which columns may hold two things, and what two columns hold."""
    columns_of = defaultdict[Use, list[Column]](list)
    for column in columns:
        columns_of[column.use].append(column)
        if column.use == "ambiguous":
            wrong = fault("ambiguous-column", column=str(column), questions=column.candidates)
            yield UnreadableError(wrong)
    for use, several in columns_of.items():
        if len(several) > 1 and use in PERSONAL:
            names = [str(column) for column in several]
            yield UnreadableError(fault("duplicate-column", columns=names, use=use))


def questions_without_column(columns: Sequence[Column], pack: Pack) -> list[str]:
    """Return the ids of the questions that no column holds; an answer code holds them all."""
    if any(column.use == "code" for column in columns):
        return []
    asked = {column.question for column in columns}
    return [question.id for question in pack.questions if question.id not in asked]


Meaning = tuple[Use, tuple[str, ...], Evidence]
"""The use, the candidates and the evidence of a column."""


class HeaderReader:
    """Tells what a header means: by the mapping, then by the questions' ids and texts."""

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

    def _mapped(self, name: str) -> Meaning | None:
        """Return what the map says of a column that it knows by this name, if anything."""
        if name in self._mapping.columns:
            return "question", (self._mapping.columns[name],), Evidence.MAP
        if name in self._mapping.personal:
            return self._mapping.personal[name], (), Evidence.MAP
        return ("ignored", (), Evidence.MAP) if name in self._mapping.ignore else None

    def _use(self, header: str) -> Meaning:
        """Return what the header itself says of its column."""
        folded = fold(header)
        if uses := self._named.get(folded) or self._bare.get(bare(folded)):
            return _meaning(uses, Evidence.ID if folded in self._ids else Evidence.TEXT)
        points = folded.startswith(("points - ", "feedback - "))  # of Microsoft's quizzes
        if folded in FOREIGN or points:
            return "foreign", (), Evidence.NAME
        long = len(header) >= self._shortest or folded.endswith("...")
        texts = list(_variants(header)) if long else []  # most cells are too short for a text
        for text in texts:
            if uses := self._texts.get(text) or self._bare.get(bare(text)):
                return _meaning(uses, Evidence.TEXT)
        if id := self._similar_id(folded):
            return "question", (id,), Evidence.SIMILAR_ID
        if len(ids := {id for text in texts for id in self._beginning_with(text)}) == 1:
            return "question", tuple(ids), Evidence.CUT_TEXT
        return "ignored" if self._mapping.ignore_others else "unknown", (), Evidence.NONE

    def _similar_id(self, folded: str) -> str:
        """Return the id that a name without dashes, or behind the name of a group, stands for."""
        if not _PATH.fullmatch(folded):
            return ""
        ids = (re.sub("[_.]", "-", folded), re.split("[/.:]", folded)[-1].replace("_", "-"))
        return next((id for id in ids if id in self._ids), "")

    def _beginning_with(self, text: str) -> Iterator[str]:
        """Yield the ids of the questions whose texts begin like this."""
        beginning = text.rstrip(". ")
        if len(beginning) >= SHORTEST_CUT or (text.endswith("...") and beginning):
            for known, uses in self._texts.items():
                if known.startswith(beginning):
                    yield from (id for _, id in uses)


def _meaning(uses: set[tuple[Use, str]], evidence: Evidence) -> Meaning:
    if len(uses) > 1:
        return "ambiguous", tuple(sorted(id or use for use, id in uses)), Evidence.TEXT
    ((use, id),) = uses
    return (use, (id,), evidence) if id else (use, (), Evidence.NAME)


def _variants(header: str) -> Iterator[str]:
    """Yield a folded header without what form tools write before and behind a question."""
    plain = fold(unmarked(header))
    for whole in dict.fromkeys([plain, _CODE_BEFORE.sub("", plain, count=1)]):
        texts = [whole, _AGAIN.sub("", whole)]
        texts += _ROW.findall(whole)[:1]
        texts += [whole[sign.end() :] for sign in _BEFORE_ROW.finditer(whole)]
        for text in filter(None, texts):
            yield text
            yield _CODE_BEFORE.sub("", text, count=1)
