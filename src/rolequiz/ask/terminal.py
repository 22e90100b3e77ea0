"""The terminal that a person reads: where it is, how big it is, and text laid out to its width."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len, chop_cells

from rolequiz.text import ASCII

_FULL_WIDTH = {0x3000: " ", **{code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}}


@dataclass(frozen=True, slots=True)
class Terminal:
    """A stream that a person reads. Never standard output, which carries the result."""

    stream: TextIO

    def write(self, text: str) -> None:
        """Write and show `text` at once, as it is."""
        self.stream.write(text)
        self.stream.flush()

    def print(self, *texts: str) -> None:
        """Write texts, wrapped, each on a line of its own."""
        self.write("".join(f"{line}\n" for line in self.wrap(*texts)))

    def say(self, *texts: str) -> None:
        """Write texts, wrapped, each on a line of its own, and an empty line after them."""
        self.print(*texts, "")

    def prompt(self, text: str) -> None:
        """Write a text, wrapped, and leave the cursor behind it for what is typed."""
        self.write("\n".join(self.wrap(text)) + " ")

    @property
    def size(self) -> tuple[int, int]:
        """The columns and lines there are now; 80 and 24 where that is not known."""
        try:
            columns, lines = os.get_terminal_size(self.stream.fileno())
        except (OSError, ValueError):  # not a terminal, or not even a file
            columns = lines = 0
        return columns or 80, lines or 24

    @property
    def width(self) -> int:
        """The columns to write in: the last stays free, since terminals treat it differently."""
        return max(1, self.size[0] - 1)

    def wrap(self, *texts: str, hanging: str = "") -> list[str]:
        """Return texts as lines that fit, each text indented after `hanging` (a number, say)."""
        first, lines = self.shown(hanging), []
        indent = columns(first)
        for text in texts:
            start, *rest = wrap(self.shown(text), self.width - indent)
            lines += [first + start, *(" " * indent + line for line in rest)]
        return lines

    def shown(self, text: str) -> str:
        """Return `text` in the signs that this terminal's encoding has."""
        encoding = self.stream.encoding or "utf-8"
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            return text.translate(ASCII).encode(encoding, "replace").decode(encoding)
        return text


@contextmanager
def opened() -> Iterator[Terminal]:
    """Find the terminal: standard error, unless that is redirected while a person types."""
    errors, keys = sys.stderr, sys.stdin
    if errors is not None and (errors.isatty() or keys is None or not keys.isatty()):
        yield Terminal(errors)
    else:
        with _controlling() as stream:
            yield Terminal(stream)


def _controlling() -> TextIO:
    """Return the terminal that the program was started from, or a sink where there is none."""
    try:
        return open("CONOUT$" if sys.platform == "win32" else "/dev/tty", "w", errors="replace")
    except OSError:
        return open(os.devnull, "w", encoding="utf-8")


def wrap(text: str, width: int) -> list[str]:
    """Break `text` at spaces into lines of at most `width` columns; a longer word is cut."""
    lines, line, room = [], "", max(2, width)
    for word in text.split():
        if columns(line) + bool(line) + columns(word) <= room:
            line = f"{line} {word}" if line else word
            continue
        lines.append(line)
        *cut, line = _cut(word, room)
        lines += cut
    return [done for done in [*lines, line] if done] or [""]


def shortened(text: str, width: int) -> str:
    """Return as many words of `text` as `width` columns hold, with … where some are left out."""
    if columns(text) <= width:
        return text
    first = wrap(text, max(2, width - columns("…")))[0]
    return f"{first.rstrip(' ,;:.')}…"


def columns(text: str) -> int:
    """Return how many columns `text` takes at most.

    An East-Asian letter takes two, and so may “, ↑, ─ and all that Unicode calls ambiguous, as
    terminals in East Asia are set: a line that wraps there can't be redrawn in place.
    """
    if text.isascii():
        return cell_len(text)
    ambiguous = (char for char in text if unicodedata.east_asian_width(char) == "A")
    return cell_len(text) + sum(cell_len(char) == 1 for char in ambiguous)


def _cut(word: str, room: int) -> list[str]:
    """Return a word in pieces that fit, at least one."""
    pieces = []
    for piece in chop_cells(word, room):
        pieces += [piece] if columns(piece) <= room else chop_cells(piece, room // 2)
    return pieces or [word]


def typed(text: str) -> str:
    """Return what was typed in ASCII where it can be: digits of any script are digits.

    An input method of East Asia types １ for 1, and ｓ or ？ for s or ?.
    """
    plain = text.translate(_FULL_WIDTH)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
