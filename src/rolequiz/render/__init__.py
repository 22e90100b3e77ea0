"""Pages and figures → text, one module a format.

The formats in PAGES lay out any Page of rolequiz.pages. JSON, JSON Lines and CSV write figures,
never words. A module is imported when its format is asked for, so that a script that wants JSON
never waits for Rich.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from rolequiz.model import Pack

if TYPE_CHECKING:  # only commands that write pages pay for these
    from rolequiz.pages.form import Form
    from rolequiz.pages.parts import Page
    from rolequiz.scoring import Figures, Result
    from rolequiz.scoring.changes import Movement
    from rolequiz.scoring.difference import Difference

PAGES = {
    "text": "rolequiz.render.text",
    "markdown": "rolequiz.render.markdown",
    "html": "rolequiz.render.html",
}
FORMATS = (*PAGES, "json")
"""The formats of one page, or of its figures."""
RECORDS = {
    "csv": "rolequiz.render.csv",
    "jsonl": "rolequiz.render.json",
    "json": "rolequiz.render.json",  # what jq and its like read as well as a list, and sooner
}
PAPER = ("text", "markdown", "google-forms", "microsoft-forms")
"""The formats of the questions that people fill in without rolequiz."""
BATCH_FORMATS = ("text", *RECORDS)
"""The formats of many people's results: a page about all of them, or a line for each."""
ENDINGS = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "google-forms": (".gs",),
}
"""Format → the endings of its files, the usual one first."""


class RenderOptions(NamedTuple):
    """How to write; only the text format uses these, and CSV uses `raw`."""

    width: int = 80
    """Columns; fewer than 12 are treated as 12."""
    colour: bool = False
    plain: bool = False
    """For screen readers and simple terminals: no colour and no drawing, one fact a line."""
    unicode: bool = True
    """Whether the stream can show signs beyond ASCII."""
    raw: bool = False
    """Whether names stay as they are, even those that a spreadsheet would run as a formula."""


class PageFormat(Protocol):
    """A module of this folder that lays out pages; each text is whole, and ends in a newline."""

    def write(self, page: Page, options: RenderOptions) -> str:
        """Return a page."""

    def write_all(self, title: str, pages: Iterable[Page], options: RenderOptions) -> Iterator[str]:
        """Yield one document of many pages, while they come; each begins a sheet of paper."""


class RecordFormat(Protocol):
    """A module of this folder for the results of many people."""

    def batch(self, pack: Pack, people: Iterable[Figures], options: RenderOptions) -> Iterator[str]:
        """Yield text, whole lines at a time, while people come; in constant memory."""


def write(page: Page, format: str = "text", options: RenderOptions = RenderOptions()) -> str:  # noqa: B008 - frozen
    """Return a page in one of PAGES; raises KeyError for another format."""
    return cast(PageFormat, import_module(PAGES[format])).write(page, options)


def write_form(form: Form, format: str, options: RenderOptions) -> str:
    """Return the questions in one of PAPER; raises KeyError for another format."""
    from rolequiz.render.forms import WRITERS  # noqa: PLC0415

    return WRITERS[format](form, options)


def write_result(result: Result, format: str, options: RenderOptions) -> str:
    """Return somebody's result in one of FORMATS; raises KeyError for another format."""
    if format == "json":
        from rolequiz.render.json import result_json  # noqa: PLC0415

        return result_json(result)
    from rolequiz.pages.result import result_page  # noqa: PLC0415

    return write(result_page(result), format, options)


def write_what_if(movement: Movement, format: str, options: RenderOptions) -> str:
    """Return what would move in one of FORMATS; raises KeyError for another format."""
    if format == "json":
        from rolequiz.render.json import what_if_json  # noqa: PLC0415

        return what_if_json(movement)
    from rolequiz.pages.what_if import what_if_page  # noqa: PLC0415

    return write(what_if_page(movement), format, options)


def write_difference(difference: Difference, format: str, options: RenderOptions) -> str:
    """Return what has changed in one of FORMATS; raises KeyError for another format."""
    if format == "json":
        from rolequiz.render.json import difference_json  # noqa: PLC0415

        return difference_json(difference)
    from rolequiz.pages.diff import diff_page  # noqa: PLC0415

    return write(diff_page(difference), format, options)


def write_results(
    title: str, results: Iterable[Result], format: str, options: RenderOptions
) -> Iterator[str]:
    """Yield one document of many people's results, while they come."""
    if format == "json":
        from rolequiz.render.json import results_json  # noqa: PLC0415

        return results_json(results)
    from rolequiz.pages.result import result_page  # noqa: PLC0415

    module = cast(PageFormat, import_module(PAGES[format]))
    return module.write_all(title, map(result_page, results), options)


def record_format(format: str) -> RecordFormat:
    """Return the format of that name; raises KeyError for one that is not in RECORDS."""
    return cast(RecordFormat, import_module(RECORDS[format]))
