"""Result, roles, many people, GroupReport or Checked → text, one file per format.

FORMATS names those of results and roles, BATCH_FORMATS those of many people's results, and
REPORT_FORMATS those of reports on a group or a quiz. A new format is a module with the functions of
the Protocol below, and a line in the dict. A module is imported when its format is asked for, so
that a script that wants JSON never waits for Rich.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from rolequiz.model import Pack, Responses, Result, Role

if TYPE_CHECKING:  # only their own commands pay for these
    from rolequiz.group import GroupReport
    from rolequiz.render.check_briefing import Checked
    from rolequiz.scoring import Figures

FORMATS = {
    "text": "rolequiz.render.text",
    "markdown": "rolequiz.render.markdown",
    "html": "rolequiz.render.html",
    "json": "rolequiz.render.json",
}
BATCH_FORMATS = {
    "text": "rolequiz.render.text",
    "csv": "rolequiz.render.csv",
    "jsonl": "rolequiz.render.jsonl",
    "json": "rolequiz.render.jsonl",  # what jq and its like read as well as a list, and sooner
}
ENDINGS = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
}
"""Format → the endings of its files, the usual one first."""
REPORT_FORMATS = {
    "text": "rolequiz.render.text.report_page",
    "markdown": "rolequiz.render.markdown_report",
    "html": "rolequiz.render.html.report_page",
    "json": "rolequiz.render.json_report",
}


class Page(NamedTuple):
    """What a result page is made from."""

    pack: Pack
    responses: Responses
    result: Result


class Medium(NamedTuple):
    """What the text is to be read on; only the text format asks, and CSV whether it is raw."""

    width: int = 80
    """Columns; fewer than 12 are treated as 12."""
    colour: bool = False
    plain: bool = False
    """For screen readers and simple terminals: no colour and no drawing, one fact a line."""
    unicode: bool = True
    """Whether the stream can show signs beyond ASCII."""
    raw: bool = False
    """Whether names stay as they are, even those that a spreadsheet would run as a formula."""


class Format(Protocol):
    """One file of this folder; its texts are whole, and end in a newline."""

    def result(self, page: Page, medium: Medium) -> str:
        """Return the result of one person."""

    def results(self, pack: Pack, pages: Iterable[Page], medium: Medium) -> Iterator[str]:
        """Yield one document of many people's results, while they come; each starts a page."""

    def roles(self, pack: Pack, roles: Sequence[Role], medium: Medium) -> str:
        """Return role cards: none asked for lists all, one is shown whole, several compared."""


class BatchFormat(Protocol):
    """One file of this folder, for the results of many people."""

    def batch(self, pack: Pack, people: Iterable[Figures], medium: Medium) -> Iterator[str]:
        """Yield text, whole lines at a time, while people come; in constant memory."""


class ReportFormat(Protocol):
    """One file of this folder; both functions return whole text that ends in a newline."""

    def report(self, report: GroupReport, medium: Medium) -> str:
        """Return what can be told of a group."""

    def check(self, checked: Checked, medium: Medium) -> str:
        """Return what was found out about a quiz."""


def formatter(name: str) -> Format:
    """Return the format of that name; raises KeyError for one that is not in FORMATS."""
    return cast(Format, import_module(FORMATS[name]))


def batch_formatter(name: str) -> BatchFormat:
    """Return the format of that name; raises KeyError for one that is not in BATCH_FORMATS."""
    return cast(BatchFormat, import_module(BATCH_FORMATS[name]))


def report_formatter(name: str) -> ReportFormat:
    """Return the format of that name; raises KeyError for one that is not in REPORT_FORMATS."""
    return cast(ReportFormat, import_module(REPORT_FORMATS[name]))
