"""CSV for spreadsheets: a row for each person, figures in full precision."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from rolequiz.model import Pack
from rolequiz.render import RenderOptions
from rolequiz.scoring import Figures
from rolequiz.text import visible

FIGURES = ("verdict", "recommendation", "contenders", "stability", "answered")

_CELL = re.compile(r"[^;|]*[;|]|[^;|]+")
"""If semicolons separate cells, as in much of Europe, a name can hold several cells."""
_RUN = ("=", "+", "-", "@", "\N{MINUS SIGN}")


def batch(pack: Pack, people: Iterable[Figures], options: RenderOptions) -> Iterator[str]:
    """Yield the header, then a line for each person; a missing figure is an empty cell."""
    fits = [f"fit_{role.id}" for role in pack.roles]
    positions = [f"position_{dimension.id}" for dimension in pack.dimensions]
    line = _lines()
    yield line(["respondent", *FIGURES, *fits, *positions, "row"])
    ids = [role.id for role in pack.roles]
    for figures in people:
        fit = {standing.role: figures.fit(standing.match) for standing in figures.ranking}
        yield line(
            [
                _name(figures.responses.respondent, options),
                figures.verdict,
                figures.recommendation,
                " ".join(figures.contenders),
                figures.stability,
                len(figures.design.items),
                *map(fit.get, ids),
                *figures.stands,
                figures.responses.place,
            ]
        )


class Entry(NamedTuple):
    """Whose result a file holds; the row is the one that `batch` writes."""

    row: int | None
    respondent: str | None
    file: str
    verdict: str
    recommendation: str | None


def index(entries: Iterable[Entry], options: RenderOptions) -> str:
    """Return the header, and a line for each result that was written into a file."""
    named = (entry._replace(respondent=_name(entry.respondent, options)) for entry in entries)
    return "".join(map(_lines(), [Entry._fields, *named]))


def _name(name: str | None, options: RenderOptions) -> str | None:
    return name if name is None or options.raw else defused(name)


def defused(name: str) -> str:
    """Return a name that no spreadsheet runs as a formula, and no terminal obeys.

    An apostrophe stands before what would begin a formula, even after white space or in full-width
    signs, or after what another spreadsheet takes for the end of a cell; characters that do not
    print are made visible. Any other name stays as it is.
    """
    if name.isalnum():  # most names and codes: nothing to defuse
        return name
    if not name.isprintable():
        name = visible(name)
    cells = _CELL.findall(name)
    return "".join(
        f"'{cell}" if unicodedata.normalize("NFKC", cell).lstrip().startswith(_RUN) else cell
        for cell in cells
    )


def _lines() -> Callable[[Iterable[object]], str]:
    """Return a function that makes a line of cells."""
    return csv.writer(_Handed(), lineterminator="\r\n").writerow


class _Handed:
    """Stands in for a file: what is written is returned."""

    def write(self, text: str) -> str:
        # "\r\n" so that both signs are quoted inside of a cell; all our own lines end in "\n"
        return text.removesuffix("\r\n") + "\n"
