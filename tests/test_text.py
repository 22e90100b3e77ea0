"""Tests of rolequiz.text: what may reach a terminal or a page, and grammar."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from rolequiz.text import counted, listing, minutes, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" two \t lines\r\nof  it\u00a0", "two lines of it"),
        ("\x1b[2Jx\x07\x9b", "\ufffd[2Jx\ufffd\ufffd"),
        ("a\u202eb\u200bc\ud800", "a\ufffdb\ufffdc\ufffd"),
        ("👩\u200d👩\u200d👧 क्\u200dष", "👩\u200d👩\u200d👧 क्\u200dष"),
        ("\u200dx \u200d\u200dy", "\ufffdx \ufffd\u200dy"),
    ],
)
def test_control_characters_are_shown_and_all_else_stays(text: str, shown: str) -> None:
    """White space becomes single spaces; a joiner stays if there is something to join."""
    assert visible(text) == shown


@given(st.text(st.sampled_from("\u200d[->👩a é中\ufe0f🇬"), max_size=30), st.integers(2, 14))
@example("\u200d\u200d中a", 2)  # raised IndexError in Rich 15
@example("\u200d\u200d[[[[[[[->->👩", 12)  # came out wider than the screen
def test_visible_text_can_be_wrapped(text: str, width: int) -> None:
    """Whatever joiners a name begins with, it fits the screen and nothing crashes."""
    for line in Text(visible(text)).wrap(Console(width=12), width, overflow="fold"):
        line.rstrip()
        assert line.cell_len <= width


@given(st.text())
def test_visible_text_stays_the_same(text: str) -> None:
    """Making it visible again changes nothing."""
    assert visible(visible(text)) == visible(text)


def test_lists_read_as_people_write_them() -> None:
    """No name, one name, two names, three names."""
    assert [listing(list("ABC")[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_numbers_of_things_read_as_people_write_them() -> None:
    """One thing is singular, and none or several are plural."""
    assert [counted(n, "answer") for n in range(3)] == ["0 answers", "1 answer", "2 answers"]


def test_people_are_counted_in_words() -> None:
    """Large numbers can be read."""
    said = [counted(n, "person") for n in (0, 1, 1_000_000)]
    assert said == ["0 people", "1 person", "1,000,000 people"]


def test_time_is_told_in_whole_minutes_and_at_least_one() -> None:
    """A question takes a quarter of a minute; no quiz takes none."""
    said = [minutes(questions) for questions in (1, 5, 7, 33)]
    assert said == ["1 minute", "1 minute", "2 minutes", "8 minutes"]
