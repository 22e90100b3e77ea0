"""What pages are made of. Each format of rolequiz.render lays out every part.

A new part is a class here, and a branch in each format. Texts are words, never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, TypeGuard

from rolequiz.problems import Problem

EMPTY_CELL = "·"
"""A cell with nothing to tell, left out when a row is put into words."""


class Items(NamedTuple):
    """A list of sentences."""

    texts: tuple[str, ...]
    numbered: bool = False


class Fact(NamedTuple):
    """A sentence with a short label."""

    label: str
    text: str


class Facts(NamedTuple):
    """Sentences beside their labels."""

    facts: tuple[Fact, ...]


class Reason(NamedTuple):
    """An answer that speaks for or against a role, as a short chain and as a sentence."""

    speaks: Literal["for", "against"]
    chain: str
    """“your answer” → the pole it speaks for → the role."""
    sentence: str
    """The same in words, for people who listen to the page."""


class Reasons(NamedTuple):
    """Answers that speak for and against a role, the weightiest first."""

    reasons: tuple[Reason, ...]


class Row(NamedTuple):
    """A row of a table: its cells, and how much of the longest bar it takes (0–1), if any."""

    cells: tuple[str, ...]
    bar: float | None = None
    marked: bool = False
    """Whether the row stands out from the others."""


class Table(NamedTuple):
    """Rows with a head; the first column names what the others are about."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    figures: bool = True
    """Whether the other columns hold figures rather than sentences."""
    spoken: tuple[str, ...] = ()
    """Replaces the head when a row is put into words; empty: the head is used."""


class Scale(NamedTuple):
    """Where a person and one or two roles stand between two poles, −1…1, and the same in words.

    `you` is None where no answered question asks about the poles, a role where none is marked or it
    leans neither way. Without `you_words` there is nobody whose place it could be.
    """

    low: str
    high: str
    you: float | None
    role: float | None
    you_words: str
    role_words: str
    other: float | None = None
    other_words: str = ""


class Scales(NamedTuple):
    """Where a person stands between poles, and the roles that are marked beside them, by name."""

    scales: tuple[Scale, ...]
    marked: str | None
    other: str | None = None


class Bar(NamedTuple):
    """A part of a histogram between two places on a line (0–1), and its density there (0–1)."""

    start: float
    end: float
    density: float
    label: str
    """Where on the line that is, in words."""
    people: int


class Histogram(NamedTuple):
    """Where people stand between two poles; the mean is a place on the line (0–1)."""

    low: str
    high: str
    summary: str
    """Mean and median in a sentence."""
    mean: float | None
    bars: tuple[Bar, ...]


class Comparison(NamedTuple):
    """Things side by side: a column each, with a sentence on top, and titled lists below."""

    names: tuple[str, ...]
    leads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    """Title, and a list for each column; a list may be empty."""


Part: TypeAlias = (
    str | Items | Fact | Facts | Reasons | Table | Scales | Histogram | Comparison | Problem
)
"""A text alone is a paragraph."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a title; the first may have none."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page; it leaves out what there is nothing to say about."""

    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    note: str = ""
    whose: str | None = None
    """The name of the person whose answers these are, if they gave one."""
    recap: str = ""
    """The answer once more, in case the top of the page has scrolled away."""
    headed: bool = True
    """Whether the title stands above the page; without it, the parts speak for themselves."""


def sections(*titled: tuple[str, Iterable[Part | None]]) -> tuple[Section, ...]:
    """Return sections with these titles and parts, without empty parts and sections."""
    kept = ((title, tuple(part for part in parts if holds(part))) for title, parts in titled)
    return tuple(Section(title, parts) for title, parts in kept if parts)


def holds(part: Part | None) -> TypeGuard[Part]:
    """Return whether a part says anything."""
    match part:
        case Items(held) | Facts(held) | Reasons(held) | Scales(held) | Comparison(held):
            return bool(held)
        case Table(rows=rows):
            return bool(rows)
    return bool(part)


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str] | Row],
    *,
    title: str = "",
    figures: bool = True,
    spoken: Sequence[str] = (),
) -> Table:
    """Return a table; rows that are cells alone have no bars."""
    whole = (row if isinstance(row, Row) else Row(tuple(row)) for row in rows)
    return Table(title, tuple(head), tuple(whole), figures, tuple(spoken))


def tally(name: str, counts: Iterable[tuple[str, int]], title: str = "") -> Table:
    """Return a table of how many people each label stands for, with bars."""
    people = list(counts)
    most = max((count for _, count in people), default=0) or 1
    rows = (Row((label, str(count)), count / most) for label, count in people)
    return table((name, "People"), rows, title=title)
