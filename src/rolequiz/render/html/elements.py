"""What every page is made of. `text` is the one way by which words become HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pkgutil import get_data
from typing import NewType

from rolequiz.sanitise import visible

Html = NewType("Html", str)
"""Markup: so that the type checker lets no words into a page that are not escaped."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing may be fetched and nothing may run, whatever is in the page."""


def text(words: str) -> Html:
    """Return words in which nothing is HTML."""
    return Html(escape(visible(words)))


def name(words: str) -> Html:
    """Return a text that others supplied, kept from turning the direction of what is around it."""
    return element("bdi", text(words))


def quoted(line: str) -> Html:
    """Return a line whose columns matter, and from which problems have taken what steers."""
    return Html(escape(line))


def joined(*content: Html) -> Html:
    """Return elements one after the other."""
    return Html("".join(content))


def element(tag: str, *content: Html, **attributes: str) -> Html:
    """Return an element; attributes are words, and `class_` stands for the attribute class."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items()
    )
    return Html(f"<{tag}{said}>{joined(*content)}</{tag}>")


def paragraphs(texts: Iterable[str]) -> Html:
    """Return a paragraph for each text that is not empty."""
    return joined(*(element("p", text(each)) for each in texts if each))


def items(texts: Iterable[str], tag: str = "ul", **attributes: str) -> Html:
    """Return a list of texts; nothing where there are none."""
    lines = [element("li", text(each)) for each in texts]
    return element(tag, *lines, **attributes) if lines else joined()


def heading(level: int, words: str) -> Html:
    """Return a heading."""
    return element(f"h{level}", text(words))


def table(
    head: Sequence[str],
    *groups: Iterable[Iterable[Html]],
    caption: str = "",
    **attributes: str,
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
    """Return a cell of a column of figures, with its head for where rows are stacked."""
    kind = "figure" if words[:1].isdigit() else "none"  # words stand where there is no figure
    return element("td", text(words), class_=kind, **{"data-head": head} if head else {})


def file_beside(module: str, name: str) -> str:
    """Return the text of a file in a module's folder, which may be in a zip."""
    return (get_data(module, name) or b"").decode()


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
