"""The group report in a terminal."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from rolequiz.group import GroupReport
from rolequiz.pages.group import group_page
from rolequiz.render import RenderOptions
from saying import reported

KINDS = ["room", "too few", "nobody", "named", "shown", "moved"]


def shown(report: GroupReport, options: RenderOptions) -> str:
    """The page."""
    return reported(report, "text", options)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [12, 40, 80])
@pytest.mark.parametrize("plain", [False, True])
def test_no_line_is_wider_than_the_terminal(
    kind: str, width: int, plain: bool, reports: dict[str, GroupReport]
) -> None:
    """At any width, drawn or plain, lines fit."""
    page = shown(reports[kind], RenderOptions(width, plain=plain))
    assert max(map(cell_len, page.splitlines())) <= width


def test_plain_says_every_figure_in_words(reports: dict[str, GroupReport]) -> None:
    """Without drawing, a row is its name and its figures, one fact a line."""
    page = shown(reports["room"], RenderOptions(plain=True))
    assert "━" not in page
    assert "mean fit" in page
    for count in reports["room"].leaders:
        if len(count.ids) == 1 and count.ids[0] is not None:
            name = reports["room"].pack.role(str(count.ids[0])).name
            assert f"{name}: {count.people}" in page.splitlines()


def test_drawn_pages_have_bars(reports: dict[str, GroupReport]) -> None:
    """The longest bar belongs to the largest count."""
    bars = [line for line in shown(reports["shown"], RenderOptions()).splitlines() if "━" in line]
    assert bars
    assert max(line.count("━") for line in bars) == 24


def test_ascii_terminals_get_ascii(reports: dict[str, GroupReport]) -> None:
    """Our own signs become ASCII where a stream can show nothing else."""
    assert shown(reports["room"], RenderOptions(unicode=False)).isascii()


def test_text_says_everything_that_is_on_the_page(reports: dict[str, GroupReport]) -> None:
    """Title, lead, every section and the note."""
    said = group_page(reports["named"])
    page = " ".join(shown(reports["named"], RenderOptions()).split())
    for text in (said.title, *said.lead, *(each.title for each in said.sections), said.note):
        assert text in page


def test_nasty_names_steer_nothing(reports: dict[str, GroupReport]) -> None:
    """Names are shown without the control and direction characters in them, and as no markup."""
    page = shown(reports["named"], RenderOptions(colour=False))
    for char in "\x1b\x07\u202e\u2066":
        assert char not in page
    assert "[/b]" in page
