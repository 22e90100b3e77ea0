"""`rolequiz form`: the questions as one page for a browser, on paper, or as a form elsewhere."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from rolequiz.cli.options import Output, PackFolder, Plain, Source, Target, read_quiz
from rolequiz.cli.streams import (
    BAD_PACK,
    WRONG_USAGE,
    checked_format,
    deliver,
    fail,
    on_terminal,
    render_options,
)
from rolequiz.model import Pack
from rolequiz.problems import quote
from rolequiz.render import PAPER, write_form
from rolequiz.text import visible

EXAMPLES = (
    "rolequiz form -o quiz.html",
    "rolequiz form -o quiz.html --to https://example.org/answers",
)
MORE = "README.md, “form: the quiz as a page”"
ALIKE = (
    "Google Forms does not allow two options with the same text, and question {0.number} has two. "
    "Word them differently."
)
_PLACE = re.compile(r"[a-zA-Z0-9.-]+(:[0-9]+)?")
"""Host and port as a Content-Security-Policy can name them: no IPv6 address, no name to log in."""
NO_ADDRESS = (
    "{} is not an address to send answers to. Write it as https://example.org/answers: http or "
    "https, and a host of letters, digits, dots and hyphens, without a user or a [bracket]."
)
TO_A_FILE = "This page is for a browser. Write it to a file: rolequiz form -o quiz.html"


FORMS = ("html", *PAPER)
"""What the questions can be written as, the usual one first."""


def _address(url: str | None) -> str | None:
    """Return an address to which a page may send answers; raises BadParameter for another."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(_PLACE.fullmatch(parts.netloc))
        good = good and parts.port != 0 and visible(url) == url and url.isascii() and " " not in url
        if good and (parts.hostname or "").split(".")[-1][:1].isdigit():
            IPv4Address(parts.hostname)  # as browsers take it; no top-level domain begins so
    except ValueError:  # a port, or an address in numbers or brackets, that is none
        good = False
    if not good:
        raise typer.BadParameter(visible(NO_ADDRESS.format(quote(url))))
    return url


def form(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[enter FILE.jsonl]",
            show_default=False,
            help="Type in filled-in paper sheets; each is added to FILE.jsonl.",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            callback=_address,
            help="Let people send their answers from the page to this address, if they agree.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            autocompletion=lambda: [*FORMS],
            help=f"Output format: {', '.join(FORMS)} (default: by the ending of --output, else "
            "html).",
        ),
    ] = None,
    output: Output = None,
    plain: Plain = False,
) -> int | None:
    """Write the quiz as a web page, a form on paper, or a form for other tools.

    With enter FILE.jsonl, type in paper sheets: a code and Enter, then one key per answer (its
    letter or number, - to skip, * first if it matters), and Enter to keep the sheet. With --plain,
    type the answers of a sheet as one line, such as abcd-*ac.
    """
    target = Target(format=format, output=output, plain=plain)
    if words:
        return _enter(words, target, pack_folder, to)
    chosen = checked_format(target, Source(pack_folder=pack_folder), formats=FORMS)
    if to is not None and chosen != "html":
        raise typer.BadParameter(f"only html can send answers, not {chosen}", param_hint="--to")
    if chosen == "html" and on_terminal(output):
        fail(TO_A_FILE, WRONG_USAGE)
    deliver(_written(read_quiz(pack_folder), chosen, to, target), output, chosen)
    return None


def _written(pack: Pack, format: str, to: str | None, target: Target) -> str:
    if format == "html":
        from rolequiz.browser import form_page  # noqa: PLC0415 - only this format needs it

        return form_page(pack, to=to)
    from rolequiz.pages.form import alike, paper_form  # noqa: PLC0415 - nor these

    paper = paper_form(pack)
    if format == "google-forms" and (question := alike(paper)):
        fail(ALIKE.format(question), BAD_PACK)
    return write_form(paper, format, render_options(target))


def _enter(words: list[str], target: Target, pack_folder: Path | None, to: str | None) -> int:
    """Type in sheets of paper."""
    if words[0] != "enter" or len(words) != 2:
        fail(
            "Use “rolequiz form” for a form, or “rolequiz form enter FILE.jsonl” to type in paper "
            "sheets.",
            WRONG_USAGE,
        )
    if target.format or target.output or to:
        fail("“rolequiz form enter FILE.jsonl” takes only --pack and --plain.", WRONG_USAGE)
    from rolequiz.cli.form_enter import enter  # noqa: PLC0415 - the forms need none of it

    return enter(Path(words[1]), pack_folder, plain=target.plain)
