"""A group report as Markdown, to paste into a document."""

from __future__ import annotations

from rolequiz.group import GroupReport
from rolequiz.render import Medium
from rolequiz.render.briefing import Items, Part, Plot, Table, brief
from rolequiz.render.markdown import bullets, document, escape, table


def report(report: GroupReport, medium: Medium) -> str:
    """Return what a briefing says, in headings, lists and tables."""
    said = brief(report)
    blocks = [f"# {escape(said.title)}", *map(escape, said.lead)]
    for section in said.sections:
        blocks += [f"## {escape(section.title)}", *map(_part, section.parts)]
    return document([*blocks, f"*{escape(said.note)}*"])


def _part(part: Part) -> str:
    match part:
        case str():
            return escape(part)
        case Items(texts):
            return bullets(map(escape, texts))
        case Table(title, head, rows):
            lines = table(head, ([escape(cell) for cell in row.cells] for row in rows))
            return f"**{escape(title)}**\n\n{lines}" if title else lines
        case Plot():
            return _plot(part)


def _plot(plot: Plot) -> str:
    words = f"**{escape(plot.low)} – {escape(plot.high)}:** {escape(plot.said)}"
    rows = [[escape(strip.label), str(strip.people)] for strip in plot.strips]
    return f"{words}\n\n{table(['Stand at', 'People'], rows)}" if rows else words
