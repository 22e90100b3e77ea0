"""The pages as Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rolequiz.render.markdown import escape
from rolequiz.scoring import Result, score
from rolequiz.text import visible
from saying import Said, cards, written

MARKDOWN = MarkdownIt("commonmark").enable("table")
SPECIALS = "*_`[]()<>|\\#!~&;:.+-=1 \ta\nhttp://é中\x1b"


def read_back(text: str) -> str:
    """The text that a reader of some Markdown sees; fails if it is more than a paragraph."""
    if not text:
        return ""
    opened, inline, closed = MARKDOWN.parse(text)
    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}
    return "".join(child.content for child in inline.children or [])


@given(st.text(alphabet=st.sampled_from(SPECIALS)) | st.text())
def test_supplied_text_is_never_markdown(text: str) -> None:
    """Whatever people write is read back as they wrote it, and as nothing but text."""
    assert read_back(escape(text)) == visible(text)


@given(st.text(alphabet=st.sampled_from(SPECIALS)))
def test_supplied_text_stays_in_its_cell(text: str) -> None:
    """No text can end its table cell or its row."""
    tokens = MARKDOWN.parse(f"| a | b |\n| --- | --- |\n| {escape(text)} | end |\n")
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) == 4
    assert cells[3] == "end"


@pytest.mark.parametrize("verdict", ["clear", "leaning", "close", "flat", "insufficient"])
def test_the_page_says_what_the_explanation_says(results: dict[str, Result], verdict: str) -> None:
    """Headline, lead, reasons, facts, questions and sections are all there to paste."""
    said = Said(results[verdict])
    out = written(results[verdict], "markdown")
    assert out.startswith(f"# {said.headline}\n")
    sentences = [
        *said.lead,
        *(because.chain for because in said.reasons),
        *(fact.text for fact in said.facts),
        *said.talk,
        *(item for section in said.sections for item in (section.title, *section.items)),
        *said.compare,
        said.note,
    ]
    for sentence in sentences:
        assert escape(sentence) in out


def test_a_page_says_whose_it_is(results: dict[str, Result]) -> None:
    """Below the headline, with a name that is text and nothing else; none without a name."""
    assert "Answers of" not in written(results["clear"], "markdown")
    named = written(replace(results["clear"], respondent="*Zoë* <b>"), "markdown")
    assert "\n\nAnswers of \\*Zoë\\* &lt;b&gt;\n\n" in named


def test_it_parses_into_headings_lists_and_tables(results: dict[str, Result]) -> None:
    """A renderer of Markdown finds one first heading, further headings, lists and tables."""
    tokens = MARKDOWN.parse(written(results["close"], "markdown"))
    kinds = [(token.type, token.tag) for token in tokens]
    assert kinds.count(("heading_open", "h1")) == 1
    assert kinds.count(("heading_open", "h2")) >= 5
    assert kinds.count(("table_open", "table")) == 3  # fits, positions, two cards
    assert ("bullet_list_open", "ul") in kinds


def test_a_page_from_a_hostile_pack_holds_no_html(results: dict[str, Result]) -> None:
    """Tags, links and emphasis in a pack's texts come out as the characters they are."""
    result = results["clear"]
    hostile = "<script>alert(1)</script> **x** [y](http://z) | `q`"
    roles = tuple(replace(role, name=hostile, summary=hostile) for role in result.pack.roles)
    found = score(replace(result.pack, roles=roles), result.figures.responses)
    html = MARKDOWN.render(written(found, "markdown"))
    assert "<script" not in html
    assert "<a " not in html
    assert "<code" not in html
    assert "<strong>x" not in html


def test_roles_as_a_list_a_card_and_a_table(results: dict[str, Result]) -> None:
    """No role asked for lists all, one is a page of its own, several are a table."""
    pack = results["clear"].pack
    listed = cards(pack, [], "markdown")
    assert listed.startswith("## Product manager\n\n")
    assert listed.count("## ") == len(pack.roles)
    card = cards(pack, pack.roles[:1], "markdown")
    assert card.startswith("# Product manager\n")
    assert "## Sources" in card
    table = cards(pack, pack.roles[:2], "markdown")
    assert table.startswith("|  | Product manager | Program manager |\n| --- | --- | --- |\n")
    # each says how the other's work differs, and no third role's
    assert "Program manager: Letter" in table
    assert "Scrum master" not in table
