"""Draws a question and redraws it in place, by relative cursor movements alone.

What a terminal shows above is never touched, so a taller block than the screen is not redrawn but
printed once more below.
"""

from __future__ import annotations

from dataclasses import dataclass

from rolequiz.ask.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Block:
    """A question as lines; those of the selected option are `lines[first:last]`."""

    lines: tuple[str, ...]
    first: int
    last: int

    @property
    def selected(self) -> Block:
        """Only the selected option."""
        return Block(self.lines[self.first : self.last], 0, self.last - self.first)


class Painter:
    """Holds the block on the screen, with the cursor on its selected option."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._block: Block | None = None
        self._below = 0  # lines from the cursor's to the block's last

    def show(self, block: Block) -> None:
        """Show a block, instead of the one before unless that has been left."""
        old = self._block
        if old is None:
            self._print(block)
        elif self._fits(old) and self._fits(block):
            self._patch(old, block)
        else:
            self._terminal.write(self._past())
            moved = old.first != block.first and len(old.lines) == len(block.lines)
            self._print(block.selected if moved else block)
        self._block = block

    def change(self, block: Block) -> None:
        """Show how the block ends up, but only where that can be done in place."""
        if self._block and self._fits(self._block) and self._fits(block):
            self.show(block)

    def leave(self) -> None:
        """Go below the block, which stays as it is."""
        if self._block:
            self._terminal.write(self._past() + "\n")
        self._block = None

    def _past(self) -> str:
        return _go(0, self._below) + "\n\x1b[J"  # J: after a change of size there may be something

    def _fits(self, block: Block) -> bool:
        return len(block.lines) <= self._terminal.size[1]

    def _print(self, block: Block) -> None:
        self._below = len(block.lines) - 1 - block.first
        if self._below >= self._terminal.size[1]:
            self._below = 0  # the option has scrolled out of reach
        self._terminal.write("\n".join(block.lines) + _go(self._below, 0))

    def _patch(self, old: Block, block: Block) -> None:
        at = len(old.lines) - 1 - self._below
        out = []
        for row, line in enumerate(block.lines):
            if row >= len(old.lines):
                out.append(_go(at, row - 1) + "\n" + line)  # scrolls, at the foot of the screen
            elif line == old.lines[row]:
                continue
            else:
                out.append(_go(at, row) + "\x1b[K" + line)
            at = row
        if len(block.lines) < len(old.lines):
            out.append(_go(at, len(block.lines)) + "\x1b[J")
            at = len(block.lines)
        self._below = len(block.lines) - 1 - block.first
        self._terminal.write("".join(out) + _go(at, block.first))


def _go(row: int, to: int) -> str:
    """Move from one line of the block to the start of another."""
    if row == to:
        return "\r"
    return f"\x1b[{to - row}B\r" if to > row else f"\x1b[{row - to}A\r"
