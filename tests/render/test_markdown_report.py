"""The group report as Markdown."""

from __future__ import annotations

from markdown_it import MarkdownIt

from rolequiz.group import GroupReport
from rolequiz.pages.group import group_page
from rolequiz.render.markdown import escape
from saying import reported

MARKDOWN = MarkdownIt("commonmark").enable("table")


def test_it_parses_into_headings_lists_and_tables(reports: dict[str, GroupReport]) -> None:
    """A renderer of Markdown finds the title, every section and a table of roles."""
    out = reported(reports["moved"], "markdown")
    said = group_page(reports["moved"])
    tokens = MARKDOWN.parse(out)
    kinds = [(token.type, token.tag) for token in tokens]
    assert out.startswith(f"# {said.title}\n")
    assert kinds.count(("heading_open", "h2")) == len(said.sections)
    assert kinds.count(("table_open", "table")) >= 3
    for sentence in (*said.lead, said.note):
        assert escape(sentence) in out


def test_nasty_names_are_nothing_but_text(reports: dict[str, GroupReport]) -> None:
    """Tags, links, emphasis and control characters in names come out as what they are."""
    out = reported(reports["named"], "markdown")
    html = MARKDOWN.render(out)
    for mark in ("<script", "<img", "<b>", "<a ", "<code>", "\x1b", "\u202e"):
        assert mark not in html
