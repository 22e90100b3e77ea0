"""Text laid out in columns."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from rolequiz.ask.terminal import Terminal, columns, typed, wrap


@given(st.text(max_size=80), st.integers(2, 30))
def test_no_line_is_wider_and_no_word_is_lost(text: str, width: int) -> None:
    """Every line fits its columns, and the lines together say what the text said."""
    lines = wrap(text, width)
    assert all(cell_len(line) <= columns(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_break_at_spaces() -> None:
    """A word goes to the next line whole where it fits there."""
    assert wrap("one two three", 7) == ["one two", "three"]


def test_a_long_word_is_cut() -> None:
    """A word wider than the line goes on in the next."""
    assert wrap("a abcdefgh b", 4) == ["a", "abcd", "efgh", "b"]


def test_wide_letters_count_twice() -> None:
    """An East-Asian letter takes two columns."""
    assert wrap("仕事を選ぶ", 4) == ["仕事", "を選", "ぶ"]


def test_ambiguous_signs_count_twice() -> None:
    """Quotation marks, arrows and Cyrillic take two columns on some terminals, so on all here."""
    assert columns("“a” → ж") == 11
    assert wrap("“a” b", 5) == ["“a”", "b"]
    assert wrap("жжжжж", 4) == ["жж", "жж", "ж"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("１２ｓ＊？", "12s*?"), ("٣३", "33"), ("\u3000q", " q"), ("³½仕é", "³½仕é")],
)
def test_what_an_input_method_types(text: str, expected: str) -> None:
    """Digits of any script and full-width signs are the ones asked for; no others are."""
    assert typed(text) == expected


def test_later_lines_hang_under_the_first() -> None:
    """The lines of an option stand under its words, not under its number."""
    terminal = Terminal(io.StringIO())
    assert terminal.wrap("word " * 20, hanging="  1. ")[1].startswith("     word")


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", "› “é” 仕"), ("latin-1", '> "é" ?'), ("ascii", '> "?" ?')]
)
def test_signs_that_an_encoding_lacks_are_replaced(encoding: str, expected: str) -> None:
    """Where a terminal can't show a sign it shows the nearest, never an error."""
    terminal = Terminal(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    assert terminal.shown("› “é” 仕") == expected


def test_what_is_no_terminal_has_the_usual_size() -> None:
    """A pipe or a string is written as a screen of 80 by 24."""
    assert Terminal(io.StringIO()).size == (80, 24)
