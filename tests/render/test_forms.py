"""The form on paper, as text and as Markdown, and as a document for Microsoft Forms."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from rich.cells import cell_len

from browser_page import printed, sheets
from packs import make_pack
from rolequiz.model import Option, Pack, Question
from rolequiz.pack import shipped_pack
from rolequiz.pages.form import paper_form
from rolequiz.pages.sentences import EXPLORE
from rolequiz.render import RenderOptions, write_form
from rolequiz.render.forms import LINES, WIDTH, paged

SHIPPED = shipped_pack()
HOSTILE = "</script><b>“it's”</b> `x` \x1b[31m\u202e\u2028\f | _a_ [b](c) " + "long " * 400
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of signs that are not shown, but obeyed."""
NUMBER = re.compile(r"^ *(\d+)\. |^\*\*(\d+)\. ", re.MULTILINE)


def written(format: str, pack: Pack = SHIPPED) -> str:
    """A form as people get it."""
    return write_form(paper_form(pack), format, RenderOptions())


def pack_of(*texts: str, options: int = 3, type: str = "choice") -> Pack:
    """A quiz of these questions, whose options are called as they are."""
    made = [
        Question(
            f"q{at}",
            text,
            tuple(Option(id, f"{text} {id}", {"d": 1}) for id in range(1, options + 1)),
            type=type,
        )
        for at, text in enumerate(texts)
    ]
    return make_pack(made, {})


def questions_of(page: str) -> list[int]:
    """The numbers of the questions that begin on a page."""
    return [int(first or second) for first, second in NUMBER.findall(page)]


def boxes(page: str) -> int:
    """How many boxes there are to put a cross in."""
    return page.count("[ ]")


# --- Text -------------------------------------------------------------------------------------


def test_our_quiz_takes_four_pages_of_eighty_columns() -> None:
    """As text it prints on four pages of 60 lines, each with its number and room for the code."""
    pages = written("text").split("\f")
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        lines = page.splitlines()
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= WIDTH
        assert re.fullmatch(rf"Your code or name: _+ +Page {number} of 4", lines[0])


def test_no_question_is_broken_across_pages() -> None:
    """Each page has the boxes of exactly the questions that begin on it."""
    for format in ("text", "markdown"):
        found = []
        for page in re.split(r"\f|<hr", written(format)):
            numbers = questions_of(page)
            asked = [SHIPPED.questions[number - 1] for number in numbers]
            assert boxes(page) == sum(len(each.options) + 1 for each in asked)
            found += numbers
        assert found == [*range(1, len(SHIPPED.questions) + 1)]


def test_a_question_has_a_box_for_each_option_and_one_to_mark_it() -> None:
    """Options have letters, steps have numbers, and “matters” stands at the question."""
    page = written("text")
    assert re.search(r"^  1\. Your job .* +\[ \] matters$", page, re.MULTILINE)
    first, last = SHIPPED.questions[0], SHIPPED.questions[-1]
    assert f"     [ ] a  {first.options[0].text}\n" in page
    assert f"     [ ] 1  {last.options[0].text}" in page


def test_nothing_tells_what_an_answer_counts() -> None:
    """No role, and no id of a question or an option, is on the paper or in a form."""
    secrets = {role.name for role in SHIPPED.roles} | {each.id for each in SHIPPED.roles}
    secrets |= {each.id for each in SHIPPED.questions if "-" in each.id}
    for format in ("text", "markdown", "microsoft-forms", "google-forms"):
        assert not [secret for secret in secrets if secret in written(format)]


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=12), st.integers(2, 30))
def test_any_quiz_fits_the_paper(texts: list[str], options: int) -> None:
    """No line is wider than the paper, none steers the printer, and every option has its box."""
    text = written("text", pack_of(*texts, options=options))
    pages = text.split("\f")
    assert all(len(page.splitlines()) <= LINES for page in pages)
    assert all(cell_len(line) <= WIDTH for line in text.splitlines())
    signs = {*text} - {"\n", "\f", "\N{ZERO WIDTH JOINER}"}
    assert {unicodedata.category(sign) for sign in signs}.isdisjoint(STEERING)
    assert boxes(text) >= len(texts) * (options + 1)


def test_steps_that_are_too_wide_stand_one_below_the_other() -> None:
    """A scale with long labels is laid out like a choice."""
    page = written("text", pack_of("How far do you agree with a label that is long?", type="scale"))
    assert len(re.findall(r"^ +\[ \] \d  How far", page, re.MULTILINE)) == 3


def test_blocks_go_to_the_next_page_whole() -> None:
    """Pages fill up in order; a block that is taller than a page is cut, and nothing is lost."""
    blocks = [["a"] * 3, ["b"] * 3, ["c"] * 9, ["d"]]
    pages = paged(blocks, 5)
    assert pages == [["a"] * 3, ["b"] * 3, ["c"] * 5, ["c"] * 4, ["d"]]
    assert paged([["a"], ["b"]], 5, first=2) == [["a"], ["b"]]


# --- Markdown ---------------------------------------------------------------------------------


def test_markdown_prints_on_as_many_pages_as_it_says(chromium: Browser) -> None:
    """A browser prints the page breaks where they are: four sheets of A4, no question torn."""
    page = "<meta charset=utf-8><style></style>" + MarkdownIt().render(written("markdown"))
    starts = [sheet[0][:11] for sheet in sheets(printed(chromium, page, "A4"))]
    assert starts == [f"Page {number} of 4" for number in (1, 2, 3, 4)]


def test_markup_in_a_quiz_is_words() -> None:
    """Tags, links, breaks and escape characters of a quiz stay text, on paper and in documents."""
    pack = pack_of(HOSTILE, HOSTILE)
    html = MarkdownIt().render(written("markdown", pack))
    assert "<b>" not in html
    assert "</script>" not in html
    assert "<a" not in html
    for format in ("text", "markdown", "microsoft-forms"):
        text = written(format, pack)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\u2028" not in text


# --- Microsoft Forms --------------------------------------------------------------------------


def test_a_document_for_microsoft_forms_has_blocks_that_it_understands() -> None:
    """A title, what it is for, then questions, a block each: a number, options with capitals."""
    title, intro, *blocks = written("microsoft-forms").strip().split("\n\n")
    assert (title, intro) == (SHIPPED.title, f"{SHIPPED.intro.strip()} {EXPLORE}")
    assert blocks[-1] == f"{len(SHIPPED.questions) + 1}. Your code or name"
    for number, (question, block) in enumerate(
        zip(SHIPPED.questions, blocks[:-1], strict=True), start=1
    ):
        letters = "ABCD"
        options = (f"{a}. {each.text}" for a, each in zip(letters, question.options, strict=True))
        assert block.split("\n") == [f"{number}. {question.text}", *options]


def test_options_have_capitals_as_far_as_the_alphabet_goes() -> None:
    """Twenty-six options have letters; with one more, all have numbers."""
    for options, first, last in ((26, "A", "Z"), (27, "1", "27")):
        page = written("microsoft-forms", pack_of("Which?", options=options)).splitlines()
        assert {f"{first}. Which? 1", f"{last}. Which? {options}"} <= {*page}
