"""What pages are made of."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.group import GroupReport
from rolequiz.pages.group import group_page
from rolequiz.pages.parts import Page, Section, table
from rolequiz.render import RenderOptions, write
from rolequiz.render.html.elements import Html, document, element, name
from rolequiz.scoring import Result
from rolequiz.text import visible
from saying import Said, cards, reported, written

VOID = {"meta", "rect", "line", "circle", "polygon"}
TABLE_HEADS = {"col", "row", "rowgroup"}


class Outline(HTMLParser):
    """What is in a page; fails where elements are not closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that closes itself."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Hold that it closes the last one that was opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.words.append((self.open[-1] if self.open else "", data))

    def said(self) -> str:
        """The text of the page as read, on one line."""
        return " ".join("".join(data for tag, data in self.words if tag != "style").split())


@given(st.text(alphabet=st.sampled_from("<>&\"'/= abc\x1b\u202e\n")) | st.text())
def test_supplied_text_is_never_html(words: str) -> None:
    """Whatever people write is read back as they wrote it, between tags and in attributes."""
    outline = Outline(element("p", name(words), title=words))
    assert [tag for tag, _ in outline.elements] == ["p", "bdi"]
    assert outline.elements[0][1]["title"] == visible(words)
    assert "".join(data for _, data in outline.words) == visible(words)


def test_a_page_is_one_file_with_a_policy() -> None:
    """It says its language, its title, its width and that nothing is to be fetched or run."""
    outline = Outline(document("A & B", [Html("<h1>A</h1>")]))
    metas = [attributes for tag, attributes in outline.elements if tag == "meta"]
    assert ("html", {"lang": "en"}) in outline.elements
    assert ("title", "A & B") in outline.words
    assert {"charset": "utf-8"} in metas
    policies = {each.get("http-equiv"): each.get("content") for each in metas}
    policy = policies["Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in metas


@pytest.mark.parametrize("verdict", ["clear", "leaning", "close", "flat", "insufficient"])
def test_a_result_says_all_that_is_on_its_page(results: dict[str, Result], verdict: str) -> None:
    """Headline, lead, reasons, facts, questions, sections and the note are all there."""
    said = Said(results[verdict])
    shown = Outline(written(results[verdict], "html")).said()
    for sentence in (
        *(said.headline, *said.lead, *said.talk, said.note),
        *(because.chain for because in said.reasons),
        *(fact.text for fact in said.facts),
        *(item for section in said.sections for item in (section.title, *section.items)),
        *said.compare,
    ):
        assert visible(sentence) in shown


def test_a_report_says_all_that_is_on_its_page(reports: dict[str, GroupReport]) -> None:
    """Title, lead, sections and the note, and the names that are asked for."""
    said = group_page(reports["named"])
    shown = Outline(reported(reports["named"], "html")).said()
    for sentence in (said.title, *said.lead, said.note, *(each.title for each in said.sections)):
        assert visible(sentence) in shown
    for talk in reports["named"].talks or ():
        assert visible(talk.respondent or "") in shown


def test_drawings_of_positions_are_explained_once(reports: dict[str, GroupReport]) -> None:
    """Before the first of them; a page without any has nothing to explain."""
    page = reported(reports["room"], "html")
    assert page.count("▲") == 1
    assert page.index("▲") < page.index('class="plot"')
    few = replace(reports["room"], dimensions=())
    assert "▲" not in reported(few, "html")


def every_page(results: dict[str, Result], reports: dict[str, GroupReport]) -> list[Outline]:
    """Every kind of page."""
    pack = results["clear"].pack
    return [
        *(Outline(written(each, "html")) for each in results.values()),
        *(Outline(cards(pack, pack.roles[:number], "html")) for number in (0, 1, 3, 4)),
        *(Outline(reported(each, "html")) for each in reports.values()),
    ]


def test_headings_drawings_and_tables_can_be_heard(
    results: dict[str, Result], reports: dict[str, GroupReport]
) -> None:
    """One first heading, none left out; drawings have a title or are silent; heads have a scope."""
    for outline in every_page(results, reports):
        levels = [int(tag[1]) for tag, _ in outline.elements if tag in {"h1", "h2", "h3"}]
        assert levels.count(1) == 1 == levels[0]
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for at, (tag, attributes) in enumerate(outline.elements):
            if tag == "svg":
                titled = attributes.get("role") == "img" and outline.elements[at + 1][0] == "title"
                assert titled or attributes.get("aria-hidden") == "true"
            if tag == "th":
                assert attributes["scope"] in TABLE_HEADS


def test_long_tables_may_go_on_on_the_next_sheet_of_paper() -> None:
    """Sixteen rows are kept together in print; one more would leave a sheet nearly empty."""
    for rows, together in ((16, True), (17, False)):
        part = table(("Name", "Figure"), [(f"{row}", "1") for row in range(rows)])
        page = write(Page("Rows", sections=(Section("", (part,)),)), "html", RenderOptions())
        classes = [attrs.get("class") for tag, attrs in Outline(page).elements if tag == "div"]
        assert ("keep" in classes) is together


def test_words_in_a_column_of_figures_are_told_from_figures() -> None:
    """The style sets them apart."""
    part = table(("Role", "Fit"), [("One", "72.5"), ("Two", "not shown")])
    page = write(Page("Fits", sections=(Section("", (part,)),)), "html", RenderOptions())
    cells = [attrs.get("class") for tag, attrs in Outline(page).elements if tag == "td"]
    assert [kind for kind in cells if kind] == ["figure", "none"]
