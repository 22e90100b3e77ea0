"""What a terminal shows of a block, and after it has changed."""

from __future__ import annotations

import io

import pyte
import pytest

from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.terminal import Terminal


class Screen:
    """A painter, its stream, and the terminal that shows it."""

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
    return Block(lines, selected)


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


def test_a_settled_line_opens_again_in_its_place(screen: Screen) -> None:
    """One after the other, the last first, with what stands above untouched."""
    screen.stream.write("above\n")
    for line in ("1 done", "2 done"):
        screen.painter.show(block(1, "head", "one", "two"))
        screen.painter.settle(line)
    screen.painter.show(block(1, "3", "one", "two"))
    assert screen.after() == (["above", "1 done", "2 done", "3", "one", "two"], "one")
    for number in "21":
        screen.painter.reopen()
        screen.painter.show(block(1, number, "one", "two"))
    assert screen.after() == (["above", "1", "one", "two"], "one")
    screen.painter.reopen()
    screen.painter.show(block(0, "still"))
    assert screen.after() == (["above", "still"], "still")


def test_a_settled_line_out_of_reach_stays_where_it_is(screen: Screen) -> None:
    """It has scrolled away under a taller block, and nothing else is taken for it."""
    screen.painter.settle("1 done")
    screen.painter.settle("2 done")
    screen.painter.show(block(0, *"abcdef"))
    assert not screen.painter.below_settled
    screen.painter.reopen()
    screen.painter.show(block(0, "open"))
    assert screen.after() == (["open"], "open")


def test_a_block_that_breaks_pushes_settled_lines_out_of_reach(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a narrower screen its lines take more rows than there are."""
    screen.painter.settle("1 done")
    screen.painter.show(block(0, *["x" * 19] * 4))
    assert screen.painter.below_settled
    monkeypatch.setattr(Terminal, "size", (10, 6))
    screen.painter.wipe()
    assert not screen.painter.below_settled


@pytest.mark.parametrize("columns", [20, 14, 7, 5])
def test_a_settled_line_opens_at_a_new_width(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """However many rows the terminal has broken it into."""
    screen.painter.settle("1 done already")
    screen.painter.show(block(0, "head", "one"))
    monkeypatch.setattr(Terminal, "size", (columns, 12))
    screen.columns, screen.lines = columns, 12
    screen.stream.seek(0)
    screen.stream.truncate()  # what stands there now, the cursor on its second line
    broken = ["1 done already"[at : at + columns] for at in range(0, 14, columns)]
    screen.stream.write("\n".join(["above", *broken, "head", "one"]) + "\x1b[A\r")
    screen.painter.reopen()
    screen.painter.show(block(0, "anew"))
    assert screen.after() == (["above", "anew"], "anew")


def test_a_block_taller_than_the_screen_leaves_no_torn_copy(screen: Screen) -> None:
    """What is in reach of it goes when another block comes, and no line is there twice."""
    screen.stream.write("above\n")
    screen.painter.show(block(7, "head", *(f"help {i}" for i in range(7))))
    assert screen.after() == ([f"help {i}" for i in range(1, 7)], "help 6")
    screen.painter.show(block(1, "head", "> one"))
    assert screen.after() == (["head", "> one"], "> one")


@pytest.mark.parametrize("columns", [20, 14, 13, 7, 5])
def test_a_new_size_is_drawn_over_the_old(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """Narrower, most terminals break what stands above the cursor; all of that goes, no more."""
    screen.painter.show(block(2, "\x1b[1mhead of it all\x1b[22m", "", "> one"))
    screen.columns, screen.lines = columns, 12
    monkeypatch.setattr(Terminal, "size", (columns, 12))
    screen.stream.seek(0)
    screen.stream.truncate()  # what stands there now, the cursor below it
    broken = ["head of it all"[at : at + columns] for at in range(0, 14, columns)]
    screen.stream.write("\n".join(["above"] * 3 + broken + ["", ""]))
    screen.painter.wipe()
    screen.painter.show(block(0, "anew"))
    assert screen.after() == (["above", "above", "above", "anew"], "anew")


def test_clearing_leaves_the_block_alone_on_the_screen(screen: Screen) -> None:
    """It removes whatever another program has written."""
    screen.painter.show(block(0, "one", "two"))
    screen.stream.write("noise\nnoise")
    screen.painter.clear()
    screen.painter.show(block(0, "one", "two"))
    assert screen.after() == (["one", "two"], "one")
