"""Reports on a group or on a quiz, as a page for a browser, a wall or a printer."""

from __future__ import annotations

from rolequiz.group import GroupReport
from rolequiz.problems import Problem, describe
from rolequiz.render import Medium
from rolequiz.render.briefing import brief
from rolequiz.render.check_briefing import Checked, brief_check
from rolequiz.render.html import plots
from rolequiz.render.html.page import (
    document,
    element,
    figure_cell,
    heading,
    items,
    name,
    paragraphs,
    quoted,
    row_head,
    table,
    text,
)
from rolequiz.render.parts import Briefing, Items, Part, Plot, Section, Table

PLOT_LEGEND = "▲ marks the mean. The area of a bar shows how many people."


def report(report: GroupReport, medium: Medium) -> str:
    """Return what can be told of a group."""
    return _page(brief(report))


def check(checked: Checked, medium: Medium) -> str:
    """Return what was found out about a quiz."""
    return _page(brief_check(checked))


def _page(said: Briefing) -> str:
    """Return what a briefing says, laid out for reading and printing."""
    lead = element("div", paragraphs(said.lead), class_="lead")
    note = element("p", text(said.note), class_="note")
    return document(said.title, [heading(1, said.title), lead, *map(_section, said.sections), note])


def _section(section: Section) -> str:
    drawn = [isinstance(part, Plot) and bool(part.strips) for part in section.parts]
    parts = list(map(_part, section.parts))
    if any(drawn):
        parts.insert(drawn.index(True), paragraphs([PLOT_LEGEND]))
    return heading(2, section.title) + "\n".join(parts)


def _part(part: Part) -> str:
    match part:
        case str():
            return paragraphs([part])
        case Items(texts, numbered=True):
            return items(texts, "ol", class_="talk")
        case Items(texts):
            return items(texts)
        case Table():
            return _table(part)
        case Plot():
            return _plot(part)
        case Problem():
            return element("pre", quoted(describe(part)))


def _table(shown: Table) -> str:
    if not shown.figures:
        listed = (name(row.cells[0]) + ": " + text(", ".join(row.cells[1:])) for row in shown.rows)
        return element("ul", *(element("li", each) for each in listed))
    rows = []
    for row in shown.rows:
        first, *rest = row.cells
        cells = [row_head(first), *map(figure_cell, rest)]
        if row.bar is not None:
            cells.append(element("td", plots.bar(row.bar), class_="bar"))
        rows.append(cells)
    bars = any(row.bar is not None for row in shown.rows)
    head = [*shown.head, ""] if bars else shown.head
    return element("div", table(head, rows, shown.title), class_="keep")


def _plot(plot: Plot) -> str:
    title = heading(3, f"{plot.low} – {plot.high}")
    if not plot.strips:
        return element("div", title, paragraphs([plot.said]), class_="plot")
    described = "; ".join(f"{strip.label}: {strip.people}" for strip in plot.strips)
    poles = element("div", name(plot.low), name(plot.high), class_="poles")
    drawn = plots.histogram(f"{plot.said} {described}.", plot.strips, plot.mean)
    rows = ((row_head(strip.label), figure_cell(str(strip.people))) for strip in plot.strips)
    words = table(["Between", "People"], rows)
    return element("div", title, drawn, poles, paragraphs([plot.said]), words, class_="plot")
