"""What a terminal shows of a block, and after it has changed."""

from __future__ import annotations

import io

import pyte
import pytest

from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.terminal import Terminal


class Screen:
    """A painter, its stream and the terminal that reads it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, columns: int, lines: int) -> None:
        monkeypatch.setattr(Terminal, "size", (columns, lines))
        self.stream = io.StringIO()
        self.painter = Painter(Terminal(self.stream))
        self.columns, self.lines = columns, lines

    def after(self) -> tuple[list[str], str]:
        """Return the lines shown so far, and the one with the cursor."""
        screen = pyte.Screen(self.columns, self.lines)
        screen.set_mode(pyte.modes.LNM)
        pyte.Stream(screen).feed(self.stream.getvalue())
        shown = [line.rstrip() for line in screen.display]
        return [line for line in shown if line], shown[screen.cursor.y]


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Return a painter on a small terminal."""
    return Screen(monkeypatch, 20, 6)


def block(selected: int, *lines: str) -> Block:
    """Return a block of these lines, one of them selected."""
    return Block(lines, selected, selected + 1)


def test_the_cursor_sits_on_the_selected_line(screen: Screen) -> None:
    """A screen reader reads the line that the cursor is on."""
    screen.painter.show(block(1, "head", "one", "two", "keys"))
    assert screen.after() == (["head", "one", "two", "keys"], "one")


def test_a_change_is_made_in_place(screen: Screen) -> None:
    """Moving, growing at the screen's foot and shrinking leave one block, and what is above."""
    screen.stream.write("above\n")
    screen.painter.show(block(1, "head", "> one", "  two"))
    screen.painter.show(block(2, "head", "  one", "> two"))
    assert screen.after() == (["above", "head", "  one", "> two"], "> two")
    screen.painter.show(block(2, "head", "  one", "> two", "help", "help", "keys"))
    assert screen.after() == (["head", "  one", "> two", "help", "help", "keys"], "> two")
    screen.painter.show(block(1, "head", "> one", "  two"))
    assert screen.after() == (["head", "> one", "  two"], "> one")


def test_a_left_block_stays(screen: Screen) -> None:
    """The next block comes below, with an empty line between."""
    screen.painter.show(block(0, "one", "keys"))
    screen.painter.leave()
    screen.painter.show(block(0, "two"))
    assert screen.after() == (["one", "keys", "two"], "two")


def test_a_block_taller_than_the_screen_is_never_redrawn(screen: Screen) -> None:
    """Its selected line is printed again below when it moves; the whole block if more changes."""
    lines = ["head", *(f"option {i}" for i in range(7)), "keys"]
    screen.painter.show(block(7, *lines))
    assert screen.after()[1] == "option 6"
    screen.painter.show(block(1, *lines))
    assert screen.after() == (
        [f"option {i}" for i in range(3, 7)] + ["keys", "option 0"],
        "option 0",
    )
    screen.painter.show(block(1, *lines, "more"))
    assert screen.after()[0] == ["option 3", "option 4", "option 5", "option 6", "keys", "more"]


def test_a_tall_block_is_left_as_it_is(screen: Screen) -> None:
    """How a block ends up is shown where it stands, or not at all."""
    screen.painter.show(block(0, *"abcdefgh"))
    before = screen.after()
    screen.painter.change(block(0, "changed"))
    assert screen.after() == before
