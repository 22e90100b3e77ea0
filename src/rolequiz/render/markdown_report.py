"""Reports on a group or on a quiz as Markdown, to paste into a document."""

from __future__ import annotations

from rolequiz.group import GroupReport
from rolequiz.problems import Problem, describe
from rolequiz.render import Medium
from rolequiz.render.briefing import brief
from rolequiz.render.check_briefing import Checked, brief_check
from rolequiz.render.markdown import bullets, document, escape, inline, table
from rolequiz.render.parts import Briefing, Items, Part, Plot, Table


def report(report: GroupReport, medium: Medium) -> str:
    """Return what can be told of a group."""
    return _page(brief(report))


def check(checked: Checked, medium: Medium) -> str:
    """Return what was found out about a quiz."""
    return _page(brief_check(checked))


def _page(said: Briefing) -> str:
    """Return what a briefing says, in headings, lists and tables."""
    blocks = [f"# {escape(said.title)}", *map(escape, said.lead)]
    for section in said.sections:
        blocks += [f"## {escape(section.title)}", *map(_part, section.parts)]
    return document([*blocks, f"*{escape(said.note)}*"])


def _part(part: Part) -> str:
    match part:
        case str():
            return escape(part)
        case Items(texts, numbered=True):
            return "\n".join(f"{number}. {escape(text)}" for number, text in enumerate(texts, 1))
        case Items(texts):
            return bullets(map(escape, texts))
        case Table(title, head, rows):
            lines = table(list(map(inline, head)), (map(inline, row.cells) for row in rows))
            return f"**{escape(title)}**\n\n{lines}" if title else lines
        case Plot():
            return _plot(part)
        case Problem():
            return "\n".join(f"    {line}" for line in describe(part).splitlines())


def _plot(plot: Plot) -> str:
    words = f"**{escape(plot.low)} – {escape(plot.high)}:** {escape(plot.said)}"
    rows = [[escape(strip.label), str(strip.people)] for strip in plot.strips]
    return f"{words}\n\n{table(['Stand at', 'People'], rows)}" if rows else words
