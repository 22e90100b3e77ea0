"""A page made up here, of every kind of part, comes out right in every format.

No format knows this page, so whatever holds for it holds for the next page that somebody adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import count
from typing import get_args

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from rolequiz.pages.parts import (
    Bar,
    Comparison,
    Fact,
    Facts,
    Histogram,
    Items,
    Page,
    Part,
    Reason,
    Reasons,
    Row,
    Scale,
    Scales,
    Section,
    Table,
)
from rolequiz.problems import Problem, fault
from rolequiz.render import PAGES, RenderOptions, write
from rolequiz.text import visible

HOSTILE = (
    "<script>alert(1)</script>",
    "{} {0} %s",
    "[bold]x[/] *y* _z_ `c` [l](http://e) | # ~",
    "&lt;b&gt; \"'><img src=x onerror=alert(1)>",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnp.exe\u2066",
    "- 1. + > =",
    "中文 한글 é👩\u200d🔬",
    "</pre></title></style>",
)
TAGS = {"p", "h1", "h2", "h3", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption"}
TAGS |= {"thead", "tbody", "tr", "th", "td", "pre", "bdi", "b", "strong", "span", "svg", "main"}
TAGS |= {"title", "rect", "line", "polygon", "circle", "html", "head", "body", "meta", "style"}


class Sample:
    """Hands out texts, each hostile and no two alike, and remembers them."""

    def __init__(self, first: int = 1) -> None:
        self.texts: list[str] = []
        self._numbers = count(first)

    def text(self) -> str:
        """A text that is on no other place of the page."""
        number = next(self._numbers)
        text = f"Text{number}end {HOSTILE[number % len(HOSTILE)]}"
        self.texts.append(text)
        return text

    def many(self, number: int = len(HOSTILE)) -> tuple[str, ...]:
        """So many texts."""
        return tuple(self.text() for _ in range(number))

    def parts(self) -> Iterator[Part]:
        """Every kind of part."""
        yield self.text()
        yield Items(self.many())
        yield Items(self.many(), numbered=True)
        yield Fact(self.text(), self.text())
        yield Facts(tuple(Fact(self.text(), self.text()) for _ in HOSTILE))
        chain = self.text()
        yield Reasons((Reason("for", chain, chain), Reason("against", chain, chain)))
        yield Table(
            self.text(),
            ("Which", "How many"),
            tuple(Row((self.text(), str(n)), n / 9, marked=n == 3) for n in range(1, 10)),
        )
        yield Table("", ("Which", "Why"), tuple(Row(self.many(2)) for _ in HOSTILE), figures=False)
        low, high = self.many(2)
        scale = Scale(low, high, 0.3, -0.5, "to the right", "to the left")
        unasked = Scale(low, high, None, None, "no answer", "neither way")
        yield Scales((scale, unasked), self.text())
        two = scale._replace(you=None, you_words="", other=0.2, other_words="to the right")
        yield Scales((two, two._replace(other=-0.5)), *self.many(2))
        bars = (Bar(0, 0.4, 1, "left 20 to 100", 7), Bar(0.4, 1, 0.2, "the rest", 5))
        yield Histogram(self.text(), self.text(), self.text(), 0.25, bars)
        yield Histogram(self.text(), self.text(), self.text(), None, ())
        yield Comparison(self.many(2), self.many(2), ((self.text(), (self.many(), ())),))
        title, about = visible(self.text()), visible(self.text())
        yield Problem("a.yaml", fault("bad-id", text="A", title=title, about=about), 3, 5)


@pytest.fixture(scope="module", params=range(len(HOSTILE)))
def sample(request: pytest.FixtureRequest) -> Sample:
    """The texts of the page, each hostile in every way in turn."""
    return Sample(request.param)


@pytest.fixture(scope="module")
def page(sample: Sample) -> Page:
    """A page that holds every kind of part."""
    return Page(
        title=sample.text(),
        lead=sample.many(2),
        sections=(
            Section("", (sample.text(),)),
            *(Section(sample.text(), (part,)) for part in sample.parts()),
        ),
        note=sample.text(),
        whose=sample.text(),
        recap="In short.",
    )


def flowed(text: str) -> str:
    """Text without line breaks and indents."""
    return " ".join(text.split())


def test_the_page_holds_every_kind_of_part(page: Page) -> None:
    """A part that somebody adds is to be added here, too."""
    kinds = {type(part) for section in page.sections for part in section.parts}
    assert kinds == {*get_args(Part)}


@pytest.mark.parametrize("plain", [False, True])
def test_a_terminal_shows_every_text_and_obeys_none(
    page: Page, sample: Sample, plain: bool
) -> None:
    """Wide enough, each text stands there once more as it is; at any width lines fit."""
    wide = flowed(write(page, "text", RenderOptions(5000, plain=plain)))
    for text in sample.texts:
        assert visible(text) in wide
    for width in (12, 40, 80, 200):
        for colour in (False, True):
            shown = write(page, "text", RenderOptions(width, plain=plain, colour=colour))
            bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", bare)
            lines = [line for line in bare.splitlines() if not line.startswith("a.yaml:")]
            assert max(map(cell_len, lines)) <= width


def test_markdown_holds_every_text_as_text(page: Page, sample: Sample) -> None:
    """A reader of Markdown finds headings, lists, tables and emphasis of ours, and no other."""
    tokens = (
        MarkdownIt("commonmark").enable("table").parse(write(page, "markdown", RenderOptions()))
    )
    kinds, said = set(), []
    for token in tokens:
        kinds.add(token.type)
        if token.type == "code_block":
            said.append(token.content)
        for child in token.children or ():
            assert child.type in {
                *("text", "text_special", "softbreak", "strong_open", "strong_close"),
                *("em_open", "em_close", "html_inline"),
            }
            assert child.type != "html_inline" or child.content == "<br>"
            said.append(child.content)
        said.append(" ")
    assert "html_block" not in kinds
    assert "fence" not in kinds
    everything = flowed("".join(said))
    for text in sample.texts:
        assert visible(text) in everything


class Read(HTMLParser):
    """The tags and the text of a page, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self._tag = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, which may neither run nor fetch anything."""
        assert not any(name.startswith("on") or name in {"src", "href"} for name, _ in attrs)
        self.tags.add(tag)
        self._tag = tag

    def handle_data(self, data: str) -> None:
        """Note text."""
        if self._tag != "style":
            self.text += data


def test_html_holds_every_text_as_text(page: Page, sample: Sample) -> None:
    """Elements are of our kinds only, and each text is read as it was written."""
    read = Read(write(page, "html", RenderOptions()))
    assert read.tags <= TAGS
    for text in sample.texts:
        assert visible(text) in flowed(read.text)


@pytest.mark.parametrize("format", list(PAGES))
def test_an_empty_page_is_its_title(format: str) -> None:
    """What there is nothing to say about leaves no trace."""
    out = write(Page("Only this"), format, RenderOptions())
    assert "Only this" in out
    assert (out == "Only this\n") is (format == "text")


def test_columns_of_figures_end_where_their_heads_end_or_begin() -> None:
    """Figures stand to the right, words to the left, two columns apart."""
    rows = (Row(("one", "5", "a few")), Row(("another", "10", "all")), Row(("none", "–", "")))
    table = Table("", ("Which", "How many", "Said"), rows)
    shown = write(
        Page("T", sections=(Section("", (table,)),)), "text", RenderOptions()
    ).splitlines()
    assert shown[-4:] == [
        "Which    How many  Said",
        "one             5  a few",
        "another        10  all",
        "none            –",
    ]


@pytest.mark.parametrize("names", [2, 3])
def test_things_side_by_side_share_the_width(names: int) -> None:
    """Each column is as wide as any other, with two columns between them."""
    compared = Comparison(
        tuple(f"Name{n}" for n in range(names)),
        tuple(f"Lead{n}" for n in range(names)),
        (("List", tuple((f"item{n}",) for n in range(names))),),
    )
    text = write(Page("T", sections=(Section("", (compared,)),)), "text", RenderOptions(80))
    wide = (80 - 2 * (names - 1)) // names + 2
    for word in ("Name", "Lead", "• item"):
        (line,) = [line for line in text.splitlines() if f"{word}0" in line]
        assert [line.index(f"{word}{n}") for n in range(names)] == [wide * n for n in range(names)]


@pytest.mark.parametrize(
    ("format", "line"),
    [("text", "12. Say 12"), ("markdown", "12. Say 12"), ("html", '<ol class="')],
)
def test_a_numbered_list_is_numbered(format: str, line: str) -> None:
    """People refer to its items by their numbers; those of other lists have none."""
    for numbered in (True, False):
        items = Items(tuple(f"Say {n}" for n in range(1, 13)), numbered=numbered)
        shown = write(Page("T", sections=(Section("", (items,)),)), format, RenderOptions())
        assert (line in shown) is numbered
