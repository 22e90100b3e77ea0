"""Draws a question and redraws it in place, by relative cursor movements alone.

What a terminal shows above is never touched. Of a block taller than the screen the last lines stay
in reach; the layout makes sure that no question is taller while it is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len

from rolequiz.ask.terminal import Terminal

_STYLE = re.compile(r"\x1b\[[\d;]*m")
_ERASE = "\x1b[C\x1b[J\r\x1b[K"
"""Erases from this line on. From a screen's first column, tmux would keep it all as history."""


@dataclass(frozen=True, slots=True)
class Block:
    """A question as lines; the cursor sits on `lines[at]`."""

    lines: tuple[str, ...]
    at: int


class Painter:
    """Holds a block on the screen, with the cursor where a screen reader should read."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._drawn: tuple[str, ...] = ()  # the lines within reach; none once they have been left
        self._at = 0  # which of them the cursor is on
        self._lines = 0  # of the screen when it was drawn
        self._torn: list[int] = []  # widths of lines above it, out of reach on a smaller screen
        self._settled: list[int] = []  # widths of lines right above it that have been settled

    @property
    def below_settled(self) -> bool:
        """Whether a settled line stands right above the block, in reach."""
        return bool(self._settled)

    def show(self, block: Block) -> None:
        """Show a block, instead of the one before unless that has been left."""
        if self._drawn and len(block.lines) <= self._terminal.size[1]:
            self._patch(block)
        else:
            self.wipe()
            self._print(block)
        self._keep_in_reach(self._terminal.size[1] - len(block.lines))

    def settle(self, line: str) -> None:
        """Let a line take the place of the block, and stay; `reopen` comes back to it."""
        self.wipe()
        self._terminal.write(line + "\n")
        self._torn = []
        self._settled.append(drawn_width(line))

    def reopen(self) -> None:
        """Take the block off the screen, and the settled line above it too if that is in reach."""
        self.wipe()
        if self._settled:
            self._terminal.write(_go(self._rows(self._settled.pop()), 0) + _ERASE)

    def leave(self) -> None:
        """Go below the block, which stays as it is."""
        if self._drawn:
            self._terminal.write(_go(self._at, len(self._drawn) - 1) + "\n\x1b[J\n")
        self._drawn, self._torn, self._settled = (), [], []

    def wipe(self) -> None:
        """Take the block off the screen, after a change of size too.

        Most terminals break a line that has become too long, and what the cursor is on goes down
        with it. Where they cut it instead, some of what stands above is lost, cut as it is.
        """
        if not self._drawn:
            return
        columns, lines = self._terminal.size
        widths = [*self._torn, *map(drawn_width, self._drawn)]
        rows = [self._rows(width) for width in widths]
        at = len(self._torn) + self._at
        above = sum(rows[:at])
        self._terminal.write(_go(above, 0) + _ERASE)
        # What is below the cursor makes way for a lower screen, but not for broken lines; below
        # torn ones the block was at the top, and what it left free at the foot counts too.
        free = self._lines - len(self._drawn) if self._torn else 0
        lost = (above + rows[at] if lines < self._lines else sum(rows) + free) - lines
        self._drawn, self._torn = (), []
        for width, high in zip(widths, rows, strict=True):
            if lost > 0:
                self._torn.append(min(width, lost * columns))
            lost -= high
        self._keep_in_reach(0 if self._torn else lines - sum(rows))

    def clear(self) -> None:
        """Take everything off the screen, whatever has happened to it."""
        self._terminal.write("\x1b[H\x1b[2J")
        self._drawn, self._torn, self._settled = (), [], []

    def _rows(self, width: int) -> int:
        """Return how many rows of the screen a line of this width takes."""
        return max(1, -(-width // self._terminal.size[0]))

    def _keep_in_reach(self, room: int) -> None:
        """Forget the settled lines that do not fit in the room above: they have scrolled away."""
        while self._settled and sum(map(self._rows, self._settled)) > room:
            self._settled.pop(0)

    def _print(self, block: Block) -> None:
        self._lines = self._terminal.size[1]
        scrolled = max(0, len(block.lines) - self._lines)
        self._torn += map(drawn_width, block.lines[:scrolled])
        self._drawn, self._at = block.lines[scrolled:], max(0, block.at - scrolled)
        self._terminal.write("\n".join(block.lines) + _go(len(self._drawn) - 1, self._at))

    def _patch(self, block: Block) -> None:
        old, at, out = self._drawn, self._at, []
        for row, line in enumerate(block.lines):
            if row >= len(old):
                out.append(_go(at, row - 1) + "\n" + line)  # scrolls, at the foot of the screen
            elif line == old[row]:
                continue
            else:
                out.append(_go(at, row) + "\x1b[K" + line)
            at = row
        if len(block.lines) < len(old):
            out.append(_go(at, len(block.lines)) + "\x1b[J")
            at = len(block.lines)
        self._terminal.write("".join(out) + _go(at, block.at))
        self._drawn, self._at = block.lines, block.at


def drawn_width(line: str) -> int:
    """Return how many columns a line takes, without its colours."""
    return cell_len(_STYLE.sub("", line))


def _go(row: int, to: int) -> str:
    """Move from one line of the block to the start of another."""
    if row == to:
        return "\r"
    return f"\x1b[{to - row}B\r" if to > row else f"\x1b[{row - to}A\r"
