"""Pages for a browser or a printer: one file each, with no scripts and nothing to fetch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolequiz.pages import parts
from rolequiz.pages.parts import Page, Part
from rolequiz.problems import Problem, describe
from rolequiz.render import RenderOptions
from rolequiz.render.html import drawings
from rolequiz.render.html.elements import (
    Html,
    document,
    element,
    figure_cell,
    heading,
    items,
    joined,
    name,
    paragraphs,
    quoted,
    row_head,
    table,
    text,
)

LEGEND = "▲ marks the mean. The area of a bar shows how many people."
MOST_COLUMNS = 3
"""On a telephone, rows of more columns are stacked."""
MOST_KEPT = 16
"""Rows that stay on one sheet of paper; a longer table would leave a sheet nearly empty."""
_PAGES = Html("<!-- pages -->")
"""Marks their place in a document; no text of a person or a quiz can contain it."""


def write(page: Page, options: RenderOptions) -> str:
    """Return what the text page says, laid out for reading and printing."""
    return document(page.title, _parts(page))


def write_all(title: str, pages: Iterable[Page], options: RenderOptions) -> Iterator[str]:
    """Yield a document of many pages, each of which begins a sheet of paper in print."""
    opened, closed = document(title, [_PAGES]).split(_PAGES)
    yield opened
    for page in pages:
        content = Html("\n".join(("", *filter(None, _parts(page)), "")))
        yield element("article", content, class_="person") + "\n"
    yield closed.lstrip()


def _parts(page: Page) -> Iterator[Html]:
    if page.whose:
        yield element("p", Html("Answers of "), name(page.whose), class_="who")
    yield heading(1, page.title)
    if page.lead:
        yield element("div", paragraphs(page.lead), class_="lead")
    yield from map(_section, page.sections)
    if page.note:
        yield element("p", text(page.note), class_="note")


def _section(section: parts.Section) -> Html:
    drawn = [isinstance(part, parts.Histogram) and bool(part.bars) for part in section.parts]
    content = list(map(_part, section.parts))
    if any(drawn):
        content.insert(drawn.index(True), paragraphs([LEGEND]))
    title = heading(2, section.title) if section.title else joined()
    return joined(title, Html("\n".join(content)))


def _part(part: Part) -> Html:  # noqa: C901, PLR0911 - a branch a part
    match part:
        case str():
            return paragraphs([part])
        case parts.Items(texts, numbered=True):
            return items(texts, "ol", class_="talk")
        case parts.Items(texts):
            return items(texts)
        case parts.Fact(label, words):
            return element("p", element("strong", text(f"{label}:")), Html(" "), text(words))
        case parts.Facts(facts):
            pairs = (joined(element("dt", text(a)), element("dd", text(b))) for a, b in facts)
            return element("dl", *pairs)
        case parts.Reasons():
            return _reasons(part)
        case parts.Table():
            return _table(part)
        case parts.Scales():
            return _scales(part)
        case parts.Histogram():
            return _histogram(part)
        case parts.Comparison():
            return _comparison(part)
        case Problem():
            return element("pre", quoted(describe(part)))


def _reasons(part: parts.Reasons) -> Html:
    lines = []
    for reason in part.reasons:
        sign, spoken = ("+", "For:") if reason.speaks == "for" else ("−", "Against:")
        mark = element("b", text(sign), aria_hidden="true")
        label = element("span", text(spoken), class_="spoken")
        lines.append(
            element("li", mark, label, Html(" "), text(reason.chain), class_=reason.speaks)
        )
    return element("ul", *lines, class_="reasons")


def _table(part: parts.Table) -> Html:
    if not part.figures:
        return element("ul", *map(_in_words, part.rows))
    bars = any(row.bar is not None for row in part.rows)
    wide = len(part.head) > MOST_COLUMNS
    heads = part.head[1:] if wide else [""] * len(part.head[1:])
    rows = []
    for row in part.rows:
        first, *rest = row.cells
        cells = [row_head(first), *map(figure_cell, rest, heads)]
        if bars:
            drawn = joined() if row.bar is None else drawings.bar(row.bar)
            cells.append(element("td", drawn, class_="bar"))
        rows.append(cells)
    head = [*part.head, ""] if bars else part.head
    whole = table(head, rows, caption=part.title, class_="wide" if wide else None)
    return element("div", whole, class_="keep" if len(rows) <= MOST_KEPT else None)


def _in_words(row: parts.Row) -> Html:
    return element("li", name(row.cells[0]), Html(": "), text(", ".join(row.cells[1:])))


def _scales(part: parts.Scales) -> Html:
    you = ["the dot is you"] if any(scale.you_words for scale in part.scales) else []
    signs = zip(("the diamond", "the filled diamond"), (part.marked, part.other), strict=True)
    legend = ", ".join([*you, *(f"{sign} {mark}" for sign, mark in signs if mark)])
    scales = (_scale(scale, part) for scale in part.scales)
    key = paragraphs([f"{legend[:1].upper()}{legend[1:]}."])
    return element("div", key, *scales, class_="keep")


def _scale(scale: parts.Scale, part: parts.Scales) -> Html:
    poles = element("div", name(scale.low), name(scale.high), class_="poles")
    if scale.you is None and scale.you_words:
        return element("div", poles, paragraphs(["Not asked."]), class_="plot")
    you = f"You lean {scale.you_words}" if scale.you is not None else ""
    words = [text(you)] if you else []
    for mark, lean in ((part.marked, scale.role_words), (part.other, scale.other_words)):
        if mark:
            words += [*[Html("; ")] * bool(words), name(mark), Html(" leans "), text(lean)]
    places = (None if at is None else (at + 1) / 2 for at in (scale.you, scale.role, scale.other))
    line = drawings.scale(you or "Where the roles lean", *places)
    return element("div", poles, line, element("p", *words, Html(".")), class_="plot")


def _histogram(part: parts.Histogram) -> Html:
    title = heading(3, f"{part.low} – {part.high}")
    if not part.bars:
        return element("div", title, paragraphs([part.summary]), class_="plot")
    described = "; ".join(f"{bar.label}: {bar.people}" for bar in part.bars)
    poles = element("div", name(part.low), name(part.high), class_="poles")
    picture = drawings.histogram(f"{part.summary} {described}.", part.bars, part.mean)
    rows = ((row_head(bar.label), figure_cell(str(bar.people))) for bar in part.bars)
    words = table(["Between", "People"], rows)
    return element("div", title, picture, poles, paragraphs([part.summary]), words, class_="plot")


def _comparison(part: parts.Comparison) -> Html:
    """Return columns, or one thing below the other if columns would be too narrow."""

    def cells(contents: Iterator[Html]) -> list[Html]:
        pairs = zip(contents, part.names, strict=True)
        return [element("td", content, data_role=name) for content, name in pairs]

    groups = [[cells(paragraphs([lead]) for lead in part.leads)]]
    for title, lists in part.rows:
        columns = str(len(part.names))
        named = element("th", text(title), colspan=columns, scope="rowgroup")
        groups.append([[named], cells(map(items, lists))])
    stacked = " stacked" if len(part.names) > MOST_COLUMNS else ""
    return table(part.names, *groups, class_=f"cards{stacked}")
