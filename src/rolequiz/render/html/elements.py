"""What every page is made of. Words become HTML only through `text`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from pkgutil import get_data
from typing import NewType

from rolequiz.text import visible

Html = NewType("Html", str)
"""Markup: the type checker keeps words that are not escaped out of a page."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing may be fetched and nothing may run, whatever is in the page."""


def text(words: str) -> Html:
    """Return words in which nothing is HTML."""
    return Html(escape(visible(words)))


def name(words: str) -> Html:
    """Return a text from outside that can't change the direction of the text around it."""
    return element("bdi", text(words))


def quoted(line: str) -> Html:
    """Return a line of a problem as it is; problems hold no control characters."""
    return Html(escape(line))


def joined(*content: Html) -> Html:
    """Return elements one after the other."""
    return Html("".join(content))


def element(tag: str, *content: Html, **attributes: str | None) -> Html:
    """Return an element; attributes are words or left out, and `class_` stands for `class`."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{pairs}>{joined(*content)}</{tag}>")


def paragraphs(texts: Iterable[str]) -> Html:
    """Return a paragraph for each text that is not empty."""
    return joined(*(element("p", text(each)) for each in texts if each))


def items(texts: Iterable[str], tag: str = "ul", **attributes: str | None) -> Html:
    """Return a list of texts; nothing if there are none."""
    lines = [element("li", text(each)) for each in texts]
    return element(tag, *lines, **attributes) if lines else joined()


def heading(level: int, words: str) -> Html:
    """Return a heading."""
    return element(f"h{level}", text(words))


def table(
    head: Sequence[str],
    *groups: Iterable[Iterable[Html]],
    caption: str = "",
    **attributes: str | None,
) -> Html:
    """Return a table of groups of rows, which hold whole cells; `head` and `caption` are words."""
    top = (element("th", text(each), scope="col") if each else element("td") for each in head)
    title = element("caption", text(caption)) if caption else joined()
    bodies = (
        element("tbody", Html("\n".join(element("tr", *row) for row in rows))) for rows in groups
    )
    return element("table", title, element("thead", element("tr", *top)), *bodies, **attributes)


def row_head(words: str) -> Html:
    """Return the cell that names a row."""
    return element("th", name(words), scope="row")


def figure_cell(words: str, head: str = "") -> Html:
    """Return a cell of a column of figures, with the head to show if rows are stacked."""
    kind = "figure" if words[:1].isdigit() else "none"  # words replace a missing figure
    return element("td", text(words), class_=kind, data_head=head or None)


def file_beside(module: str, name: str) -> str:
    """Return the text of a file in a module's folder, which may be in a zip."""
    return (get_data(module, name) or b"").decode()


def source_hash(source: str) -> str:
    """Return what allows a style or a script in a Content-Security-Policy, and no other."""
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def stylesheet(own: str) -> str:
    """Return the style that all pages share, and then the rules of one kind of page."""
    return file_beside(__name__, "base.css") + own


def document(
    title: str,
    parts: Iterable[Html],
    *,
    style: str | None = None,
    policy: str = POLICY,
    scripts: Iterable[Html] = (),
) -> str:
    """Return a whole page, by default in the style of results, reports and cards."""
    style = stylesheet(file_beside(__name__, "page.css")) if style is None else style
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        element("title", text(title)),
        element("style", Html(style)),
    )
    body = "\n".join(("<main>", *filter(None, parts), "</main>", *scripts))
    lines = ('<html lang="en">', "<head>", *head, "</head>", "<body>", body, "</body>", "</html>")
    return "\n".join(("<!doctype html>", *lines)) + "\n"
