"""A page as headings, paragraphs, lists and tables, for pages that need no more than these.

A page's words are written once, as blocks; each format lays them out. Texts are as files hold
them: the format makes them safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Heading(NamedTuple):
    """Begins a part of the page."""

    text: str


class Say(NamedTuple):
    """A paragraph."""

    text: str


class Items(NamedTuple):
    """A list."""

    texts: Sequence[str]


class Quote(NamedTuple):
    """Lines whose columns matter: somebody's file, with a caret under a place."""

    lines: Sequence[str]


NOBODY = "·"
"""A cell with nothing to tell, which is passed over where a table is read out row by row."""


class Table(NamedTuple):
    """Rows under a head; the first column names the row, the others hold figures and words."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block: TypeAlias = Heading | Say | Items | Quote | Table
