"""Tests of rolequiz.sanitise: what may reach a terminal or a page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from rolequiz.sanitise import visible


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
