"""How a question looks in key mode; what keys do is in test_ask.py, on a real terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.cells import cell_len

from rolequiz.ask.keys import block, settled_line
from rolequiz.ask.state import Action, Choose, Move, State, step
from rolequiz.ask.terminal import Terminal
from rolequiz.model import Option, Pack, Question

Quiz = Callable[..., Pack]


def unstyled(text: str) -> str:
    """Return a line without its styles."""
    return re.sub(r"\x1b\[\d+m", "", text)


def plain(state: State, encoding: str = "utf-8") -> list[str]:
    """Return the lines of the current question without their styles."""
    terminal = Terminal(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    return [unstyled(line) for line in block(state, terminal).lines]


def line(state: State, encoding: str = "utf-8") -> str:
    """Return the line that the first question shrinks to, without its styles."""
    terminal = Terminal(io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    return unstyled(settled_line(replace(state, at=0), terminal))


def test_a_question_and_its_numbered_options(quiz: Quiz) -> None:
    """Progress, question, options with the selected one marked, and the keys in one line."""
    state = step(State(quiz(4, 2).questions), Move(-1))
    assert plain(state) == [
        "Question 1 of 4  ────────────────────────",
        "What about 0?",
        "",
        "  1  Option 0",
        "› 2  Option 1",
        "",
        "1–2 ↑ ↓ Enter · ← back · s skip · * matters · ? help · q save and quit",
    ]


def test_ascii_terminals_get_ascii_signs(quiz: Quiz) -> None:
    """The selection shows without colour and without any sign beyond ASCII."""
    lines = plain(State(quiz(4, 2).questions, at=2, row=0), "ascii")
    assert lines[0] == "Question 3 of 4  ============------------"
    assert lines[3] == "> 1  Option 0"


def test_what_has_been_done_shows(quiz: Quiz) -> None:
    """An earlier answer, a skip and a mark are said at the question."""
    state = State(quiz(3).questions)
    assert "Your answer so far: 2" in plain(step(state, Choose(1)).turned_to(0))
    assert "You skipped this question." in plain(step(state, Action.SKIP).turned_to(0))
    assert "* This matters to you: it counts double." in plain(step(state, Action.MATTER))


def test_an_answered_question_shrinks_to_a_line(quiz: Quiz) -> None:
    """Its number, the question and the answer; a skip and a mark show too."""
    state = State(quiz(3).questions)
    assert line(step(state, Choose(2))) == "1. What about 0? → Option 2"
    assert line(step(state, Action.SKIP)) == "1. What about 0? → skipped"
    assert line(step(step(state, Action.MATTER), Choose(0))) == "1. What about 0? → Option 0 *"
    assert line(step(state, Choose(2)), "ascii") == "1. What about 0? -> Option 2"


@pytest.mark.parametrize("columns", [1, 4, 12, 20, 40, 80, 300])
@pytest.mark.parametrize(
    "words", ["How about it?", "仕事を選ぶ" * 9, "Unbelievably long words? " * 5]
)
def test_that_line_is_one_in_any_width(
    monkeypatch: pytest.MonkeyPatch, columns: int, words: str
) -> None:
    """The question and the answer are cut, both of them where neither fits."""
    monkeypatch.setattr(Terminal, "size", (columns, 24))
    option = Option(1, f"Yes, {words}", {})
    made = line(step(State((Question("q", words, (option, option)),)), Choose(1)))
    assert cell_len(made) < max(columns, 3)
    if columns == 300:
        assert made == f"1. {words.strip()} → Yes, {words.strip()}"
    if columns == 80:
        assert made.partition(" → ")[0][3:8] == words[:5]
        assert made.partition(" → ")[2].startswith("Yes")


def test_help_says_what_skipping_and_marking_do(quiz: Quiz) -> None:
    """The help under the question says what a person could get wrong."""
    text = "\n".join(plain(step(State(quiz().questions), Action.HELP)))
    assert "it is not a middle answer" in text
    assert "your answer counts double" in text


@pytest.mark.parametrize("spare", [-1, 0, 1, 9])
def test_help_stands_apart_where_there_is_room(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch, spare: int
) -> None:
    """An empty line below the options is the first thing to go on a low screen."""
    state = step(State(quiz().questions), Action.HELP)
    tall = len(plain(state)) - 1
    monkeypatch.setattr(Terminal, "size", (80, tall + spare))
    lines = plain(state)
    if spare < 0:
        assert "Option 2" not in "".join(lines)
    else:
        assert (lines[lines.index("  3  Option 2") + 1] == "") == (spare > 0)


def test_ten_numbers_line_up(quiz: Quiz) -> None:
    """The options' words begin in one column."""
    lines = plain(State(quiz(1, 10).questions, row=0))
    assert (lines[3], lines[12]) == ("›  1  Option 0", "  10  Option 9")


@pytest.mark.parametrize("columns", [12, 24, 40, 80])
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """Long words, wide letters and the help all fit, one column left free."""
    monkeypatch.setattr(Terminal, "size", (columns, 24))
    options = (
        Option(1, "仕事を選ぶ" * 9, {}),
        Option(2, "Donaudampfschifffahrtsgesellschaft 🎉", {}),
    )
    state = State((Question("q", "Unbelievably long words? " * 4, options),), helping=True)
    assert max(map(cell_len, plain(step(state, Action.MATTER)))) < columns


@pytest.mark.parametrize("lines", [1, 2, 4, 7, 9, 12, 24])
@pytest.mark.parametrize("row", [None, 0, 3, 9])
def test_what_is_asked_is_no_taller_than_the_screen(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch, lines: int, row: int | None
) -> None:
    """The cursor's option is in sight, and the question above it where there is room for both."""
    monkeypatch.setattr(Terminal, "size", (40, lines))
    state = State(quiz(1, 10).questions, row=row)
    terminal = Terminal(io.StringIO())
    made = block(state, terminal)
    assert len(made.lines) <= max(2, lines)
    assert f"Option {row or 0}" in made.lines[made.at]
    assert ("What about 0?" in "".join(made.lines)) == (lines >= 4)
    assert ("show the rest" in made.lines[-1]) == (lines < 13)
    assert "Option 9" in "".join(block(replace(state, row=9), terminal).lines)


def test_help_takes_the_place_of_a_question_that_leaves_no_room(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands there alone with the keys until something else is wanted."""
    monkeypatch.setattr(Terminal, "size", (80, 8))
    state = step(State(quiz(1, 4).questions), Action.HELP)
    assert [line[:10] for line in plain(state)][::6] == ["  1–4 answ", "  q stops."]
    assert "Option 0" not in "".join(plain(state))
    assert "Option 0" in "".join(plain(step(state, Action.HELP)))


def test_text_is_never_markup_nor_control(quiz: Quiz) -> None:
    """Rich markup shows as it is; an escape character shows as a harmless sign."""
    option = Option(1, "[bold]x[/bold] \x1b[2J", {})
    lines = plain(State((Question("q", "\x1b]0;title\x07?", (option, option)),)))
    assert lines[3] == "  1  [bold]x[/bold] �[2J"
    answered = line(step(State((Question("q", "\x1b]0;title\x07?", (option, option)),)), Choose(0)))
    assert answered == "1. �]0;title�? → [bold]x[/bold] �[2J"
    assert "\x1b" not in "".join(lines)


def test_colour_can_be_turned_off(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves bold and dim, and takes the one colour away."""
    state = State(quiz(4).questions, at=2)
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[35m" in block(state, Terminal(io.StringIO())).lines[0]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in "".join(block(state, Terminal(io.StringIO())).lines)
