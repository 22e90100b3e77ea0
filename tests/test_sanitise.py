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
def test_what_steers_a_terminal_is_shown_and_all_else_stays(text: str, shown: str) -> None:
    """White space is single spaces; a joiner stays where there is something to join."""
    assert visible(text) == shown


@given(st.text(st.sampled_from("\u200d[->👩a é中\ufe0f🇬"), max_size=30), st.integers(2, 14))
@example("\u200d\u200d中a", 2)  # raised IndexError in Rich 15
@example("\u200d\u200d[[[[[[[->->👩", 12)  # came out wider than the screen
def test_what_is_visible_can_be_wrapped(text: str, width: int) -> None:
    """Whatever joiners somebody's name begins with, it fits on the screen and crashes nothing."""
    for line in Text(visible(text)).wrap(Console(width=12), width, overflow="fold"):
        line.rstrip()
        assert line.cell_len <= width


@given(st.text())
def test_what_is_visible_stays_so(text: str) -> None:
    """Making it visible once more changes nothing."""
    assert visible(visible(text)) == visible(text)
