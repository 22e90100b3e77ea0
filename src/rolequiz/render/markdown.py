"""Pages as Markdown (CommonMark with tables), to paste into a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count

from rolequiz.pages import parts
from rolequiz.pages.parts import Page, Part
from rolequiz.problems import Problem, describe
from rolequiz.render import RenderOptions
from rolequiz.text import visible

PAGE_BREAK = '<hr style="break-after: page">'
ANYWHERE = re.compile(r"([\\`*_\[\]|~#$!])")
AT_THE_START = re.compile(r"^(\d*)([-+=.):])")
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write(page: Page, options: RenderOptions) -> str:
    """Return what the text page says, in headings, lists and tables."""
    whose = f"Answers of {inline(page.whose)}" if page.whose else ""
    title = f"# {escape(page.title)}" if page.headed else ""
    blocks = [title, whose, *map(escape, page.lead)]
    for section in page.sections:
        blocks += [f"## {escape(section.title)}" if section.title else ""]
        blocks += map(_part, section.parts)
    note = f"*{escape(page.note)}*" if page.note else ""
    return "\n\n".join(filter(None, [*blocks, note])) + "\n"


def write_all(title: str, pages: Iterable[Page], options: RenderOptions) -> Iterator[str]:
    """Yield a document of many pages; a rule between two of them breaks the page in print."""
    for number, page in enumerate(pages):
        yield (f"\n{PAGE_BREAK}\n\n" if number else "") + write(page, options)


def escape(text: str) -> str:
    """Return a text on one line in which nothing is Markdown or HTML."""
    return AT_THE_START.sub(r"\1\\\2", inline(text))


def inline(text: str) -> str:
    """Return the same for a place where no list or heading can begin."""
    return ANYWHERE.sub(r"\\\1", visible(text).translate(ENTITIES))


def _part(part: Part) -> str:  # noqa: C901, PLR0911 - a branch a part
    match part:
        case str():
            return escape(part)
        case parts.Items(texts, numbered):
            return _list(map(escape, texts), numbered=numbered)
        case parts.Fact(label, text):
            return _labelled(label, text)
        case parts.Facts(facts):
            return _list(_labelled(*fact) for fact in facts)
        case parts.Reasons(reasons):
            return _list(_labelled(reason.speaks.capitalize(), reason.chain) for reason in reasons)
        case parts.Table(title, head, rows):
            lines = _table(map(inline, head), (map(inline, row.cells) for row in rows))
            return f"**{escape(title)}**\n\n{lines}" if title else lines
        case parts.Scales():
            return _scales(part)
        case parts.Histogram():
            return _histogram(part)
        case parts.Comparison():
            return _comparison(part)
        case Problem():
            return "\n".join(f"    {line}" for line in describe(part).splitlines())


def _list(items: Iterable[str], *, numbered: bool = False) -> str:
    """Return a list of what is Markdown already."""
    marks = (f"{number}." if numbered else "-" for number in count(1))
    return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=False))


def _labelled(label: str, text: str) -> str:
    return f"**{escape(label)}:** {escape(text)}"


def _scales(part: parts.Scales) -> str:
    asked = any(scale.you_words for scale in part.scales)
    names = [name for name in (part.marked, part.other) if name]
    head = ["", *["You lean"] * asked, *(f"{escape(name)} leans" for name in names)]
    rows = []
    for scale in part.scales:
        leaning = [*[scale.you_words] * asked, scale.role_words, scale.other_words]
        cells = (escape(words) for words in leaning[: asked + len(names)])
        rows.append([f"{escape(scale.low)} – {escape(scale.high)}", *cells])
    return _table(head, rows)


def _histogram(part: parts.Histogram) -> str:
    words = _labelled(f"{part.low} – {part.high}", part.summary)
    rows = [[escape(bar.label), str(bar.people)] for bar in part.bars]
    return f"{words}\n\n{_table(['Stand at', 'People'], rows)}" if rows else words


def _comparison(part: parts.Comparison) -> str:
    rows = [["", *map(escape, part.leads)]]
    for title, lists in part.rows:
        rows.append([f"**{escape(title)}**", *("<br>".join(map(escape, texts)) for texts in lists)])
    return _table(["", *map(escape, part.names)], rows)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of what is Markdown already."""
    top = list(head)
    return "\n".join(f"| {' | '.join(line)} |" for line in (top, ["---"] * len(top), *rows))
