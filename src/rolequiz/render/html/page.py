"""What every page is made of. `text` is the one way by which words get into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pkgutil import get_data

from rolequiz.sanitise import visible

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing may be fetched and nothing may run, whatever is in the page."""


def text(words: str) -> str:
    """Return words in which nothing is HTML, safe between tags and in quoted attributes."""
    return escape(visible(words))


def name(words: str) -> str:
    """Return a text that others supplied, kept from turning the direction of what is around it."""
    return f"<bdi>{text(words)}</bdi>"


def quoted(line: str) -> str:
    """Return a line whose columns matter, and from which problems have taken what steers."""
    return escape(line)


def element(tag: str, *content: str, **attributes: str) -> str:
    """Return an element of what is HTML already; `class_` stands for the attribute class."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items()
    )
    return f"<{tag}{said}>{''.join(content)}</{tag}>"


def paragraphs(texts: Iterable[str]) -> str:
    """Return a paragraph for each text that is not empty."""
    return "".join(element("p", text(each)) for each in texts if each)


def items(texts: Iterable[str], tag: str = "ul", **attributes: str) -> str:
    """Return a list of texts; nothing where there are none."""
    lines = "".join(element("li", text(each)) for each in texts)
    return element(tag, lines, **attributes) if lines else ""


def heading(level: int, words: str) -> str:
    """Return a heading."""
    return element(f"h{level}", text(words))


def table(
    head: Sequence[str], rows: Iterable[Iterable[str]], caption: str = "", **attributes: str
) -> str:
    """Return a table; `rows` hold whole cells, `head` and `caption` words."""
    top = "".join(
        element("th", text(each), scope="col") if each else element("td") for each in head
    )
    body = "\n".join(element("tr", *row) for row in rows)
    title = element("caption", text(caption)) if caption else ""
    return element(
        "table",
        title,
        element("thead", element("tr", top)),
        element("tbody", body),
        **attributes,
    )


def row_head(words: str) -> str:
    """Return the cell that names a row."""
    return element("th", name(words), scope="row")


def figure_cell(words: str) -> str:
    """Return a cell of a column of figures; words stand where there is none."""
    return element("td", text(words), class_="figure" if words[:1].isdigit() else "none")


def document(title: str, parts: Iterable[str]) -> str:
    """Return a whole page of parts that are HTML already."""
    style = (get_data(__name__, "page.css") or b"").decode()  # it may be in a zip
    head = (
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        element("title", text(title)),
        element("style", "\n", style),
    )
    body = element("main", "\n", "\n".join(filter(None, parts)), "\n")
    lines = ("<head>", *head, "</head>", "<body>", body, "</body>")
    return "<!doctype html>\n" + element("html", "\n", "\n".join(lines), "\n", lang="en") + "\n"
