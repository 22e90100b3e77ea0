"""What pages of text, lists, tables and plots are made of, before anybody lays them out.

A page's words are written once, as a Briefing. Texts are as files hold them: each format makes them
safe for its own medium.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from rolequiz.problems import Problem

NOBODY = "·"
"""A cell with nothing to tell, which is passed over where a table is read out row by row."""


class Items(NamedTuple):
    """A list of sentences."""

    texts: tuple[str, ...]
    numbered: bool = False


class Row(NamedTuple):
    """A row of a table: its cells, and how much of the longest bar it takes (0–1), if any."""

    cells: tuple[str, ...]
    bar: float | None = None


class Table(NamedTuple):
    """Rows with a head; the first column names what the others tell of."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    figures: bool = True
    """Whether the other columns hold figures rather than sentences."""
    spoken: tuple[str, ...] = ()
    """What stands for the head, word by word, where a row is said in words; else the head does."""


class Strip(NamedTuple):
    """A part of a plot between two places on a line (0–1), and its density there (0–1)."""

    start: float
    end: float
    density: float
    label: str
    """Where on the line that is, in words."""
    people: int


class Plot(NamedTuple):
    """Where people stand between two poles; the mean is a place on the line (0–1)."""

    low: str
    high: str
    said: str
    """Mean (and median) in a sentence."""
    mean: float | None
    strips: tuple[Strip, ...]


Part: TypeAlias = str | Items | Table | Plot | Problem


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the page."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A report in words; sections that there is nothing to say about are not there."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    note: str


def table(head: Sequence[str], rows: Sequence[Sequence[str]], spoken: Sequence[str] = ()) -> Table:
    """Return a table of cells, without bars and a title of its own."""
    cells = tuple(Row(tuple(each)) for each in rows)
    return Table("", tuple(head), cells, spoken=tuple(spoken))
