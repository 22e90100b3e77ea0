"""The coach's place: a terminal that shows how to join and how many have, and takes a few keys.

Nobody's answers or results are on it.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import NamedTuple, Protocol

from rich.cells import cell_len

from rolequiz.ask.keyboard import REDRAW, Keyboard
from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.terminal import Terminal, typed, wrap
from rolequiz.model import Responses
from rolequiz.room import coach_words as words
from rolequiz.room.releases import Shown
from rolequiz.room.store import Store
from rolequiz.room.wall import Way
from rolequiz.sanitise import visible

_SECONDS = 1.0  # from one look at the counts to the next
_LOOK_SECONDS = 5.0  # from one look at our addresses to the next
_GAP = 3  # columns between the square and what stands beside it
_LEAST_BESIDE = 30
_COLOURS = re.compile(r"\x1b\[[\d;]*m")
_CTRL_C, _CTRL_L = "\x03", "\x0c"


class Tools(NamedTuple):
    """What the commands lend: they know browsers, networks and formats."""

    open_page: Callable[[str], bool]
    """Open an address in a browser; False where it can't be."""
    make_report: Callable[[Iterable[Responses]], Shown]
    reachable: Callable[[], bool]
    """Whether this computer still has the address at which it serves."""


class View(NamedTuple):
    """Paragraphs that stay in view; above and below is what makes way in a small window."""

    ways_in: str
    counts: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All of them, the counts last."""
        return (*self.above, self.ways_in, *self.below, self.counts)


class Front(Protocol):
    """How the coach is spoken with: by keys or by lines."""

    def say(self, text: str) -> None:
        """Say a paragraph."""

    def print(self, text: str) -> None:
        """Write lines as they are."""

    def confirm(self, question: str) -> bool:
        """Ask a question to which the usual answer is no."""


class Coach:
    """What the keys do, whichever way they come."""

    def __init__(self, store: Store, way: Way, wall: str, tools: Tools) -> None:
        self.store, self.way = store, way
        self._wall, self._tools = wall, tools
        self._looked, self._reachable = time.monotonic(), True

    def about(self) -> View:
        """Return what stays in view."""
        return View(
            "\n".join(words.ways_in(self.way)),
            words.counts(self.store.counts(), len(self.store.carried())),
            (visible(self.store.pack.title),),
            (words.NETWORK, words.SECRECY),
        )

    def troubles(self) -> Iterator[str]:
        """Yield what the coach should do something about."""
        if self.store.refused:
            yield f"{self.store.refused} {words.REFUSED}"
        elif self.store.problem:
            yield f"{self.store.problem} The answers are safe in the journal beside it."
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked, self._reachable = time.monotonic(), self._tools.reachable()
        if not self._reachable:
            yield words.MOVED

    def do(self, key: str, front: Front) -> bool:
        """Do what a key asks for; return whether that closes the room."""
        if key == "p":
            opened = self._tools.open_page(self._wall)
            front.say(words.WALL_OPENED if opened else words.WALL)
            front.print(f"  {self._wall}\n")  # in one line, to copy it
        elif key == "r":
            self._report(front)
        elif key in {"x", "q", _CTRL_C, "end"}:
            return self._closes(front)
        return False

    def _closes(self, front: Front) -> bool:
        now = self.store.counts()
        try:
            return now.joined == now.finished or front.confirm(words.unfinished(now))
        except KeyboardInterrupt:  # once more, in place of an answer
            return True

    def _report(self, front: Front) -> None:
        now, wait = self.store.counts(), self.store.wait()
        early = wait is None and now.finished < now.joined
        if early and not front.confirm(words.early_report(now)):
            return
        try:
            shown = self.store.report(self._tools.make_report) or self.store.last_report
        except OSError as error:
            front.say(f"The report can't be kept, so it is not shown: {error.strerror}.")
            return
        if shown is not None:
            front.print(shown.text)
        if wait is not None:
            front.say(words.last_report(wait) if shown else words.no_report(wait))
        if shown is not None:
            front.say(words.REPORT_PAGE)
            front.print(f"  {self._wall}report\n")


def _interruptible(turn: Callable[[Coach], bool], front: Front, coach: Coach) -> bool:
    """Take one turn, in which Ctrl-C is one more way to close; return whether it closes."""
    try:
        return turn(coach)
    except KeyboardInterrupt:
        return coach.do(_CTRL_C, front)


# --- By keys ----------------------------------------------------------------------------------


class ByKeys:
    """A block that is drawn anew every second, and single keys."""

    def __init__(self, terminal: Terminal, square: Sequence[str]) -> None:
        self._terminal, self._square = terminal, square
        self._painter = Painter(terminal)
        self._keyboard = Keyboard(self._painter.leave)

    def run(self, coach: Coach) -> None:
        """Keep the room in view until it is closed."""
        with self._keyboard:
            try:
                while not _interruptible(self._turn, self, coach):
                    pass
            finally:
                with suppress(OSError):
                    self._painter.leave()

    def _turn(self, coach: Coach) -> bool:
        """Show how it is, and do what the next key asks for; return whether that closes it."""
        self._painter.show(self._block(coach))
        key = typed(self._keyboard.key(_SECONDS) or "").lower()
        if key == REDRAW:
            self._painter.wipe()
        elif key == _CTRL_L:
            self._painter.clear()
        elif key in {"p", "r", "x", "q", "end", _CTRL_C}:
            self._painter.leave()
            return coach.do(key, self)
        return False

    def say(self, text: str) -> None:
        """Say a paragraph above the block."""
        self._terminal.say(text)

    def print(self, text: str) -> None:
        """Write lines above the block."""
        self._terminal.write(f"{self._terminal.shown(text)}\n")

    def confirm(self, question: str) -> bool:
        """Ask; only y is yes."""
        self._painter.leave()  # unless it has been left, as it is by all but Ctrl-C
        self._terminal.write("\n".join(self._terminal.wrap(question)) + " ")
        while (key := (self._keyboard.key() or REDRAW).lower()) == REDRAW:
            pass
        self._terminal.write("y\n\n" if key == "y" else "n\n\n")
        return key == "y"

    def _block(self, coach: Coach) -> Block:
        columns, height = self._terminal.width, self._terminal.size[1]
        foot = [line for text in coach.troubles() for line in self._terminal.wrap(text)]
        foot = ["", *foot, *self._terminal.wrap(words.KEYS)]
        lines = laid_out(self._square, coach.about(), columns, height - len(foot))
        if self._square and self._square[0] not in lines[0]:
            foot[1:1] = self._terminal.wrap(words.HINT_WALL)
        every = [*map(self._terminal.shown, lines), *foot]
        return Block(tuple(every), len(lines) - 1)


def laid_out(square: Sequence[str], view: View, columns: int, height: int) -> list[str]:
    """Return what stays in view: the square and, beside it or below, the paragraphs.

    The last line is that of the counts. In a window too small for all, the square and the ways in
    come first, then all but the square, and then only what nobody can do without.
    """
    bare = view._replace(above=(), below=())
    for shown, texts in ((square, view), (square, bare), ((), view)):
        lines = _laid_out(shown, texts.paragraphs, columns)
        if len(lines) <= height and all(_wide(line) <= columns for line in lines):
            return lines
    return [line for text in (view.ways_in, view.counts) for line in _kept(text, columns)]


def _laid_out(square: Sequence[str], texts: Sequence[str], columns: int) -> list[str]:
    wide = _wide(square[0]) if square else 0
    room = columns - wide - _GAP
    if not square or room < _LEAST_BESIDE:
        return [*square, *_paragraphs(texts, columns)]
    beside = ["", *_paragraphs(texts[:-1], room)]
    both = zip_longest(square, beside, fillvalue="")
    lines = [f"{left or ' ' * wide}{' ' * _GAP}{right}".rstrip() for left, right in both]
    return [*lines, *_kept(texts[-1], columns)]


def _paragraphs(texts: Sequence[str], columns: int) -> list[str]:
    """Return texts as lines, an empty one between them."""
    return [line for text in texts for line in ("", *_kept(text, columns))][1:]


def _kept(text: str, columns: int) -> list[str]:
    """Return a text in lines, its own and, where these are too long, further ones."""
    short = (([line] if len(line) <= columns else wrap(line, columns)) for line in text.split("\n"))
    return [line for lines in short for line in lines]


def _wide(line: str) -> int:
    """Return how many columns a line takes, colours being none."""
    return cell_len(_COLOURS.sub("", line))


# --- By lines ---------------------------------------------------------------------------------


class ByLines:
    """Lines and words, for screen readers, simple terminals and pipes."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def run(self, coach: Coach) -> None:
        """Take lines until the room is closed, or there are no more."""
        for text in coach.about().paragraphs:
            self.print(text)
        self.say(words.TYPED)
        with suppress(EOFError):
            while not _interruptible(self._turn, self, coach):
                pass

    def _turn(self, coach: Coach) -> bool:
        """Do what the next line asks for; return whether that closes the room."""
        line = self._read()
        for text in coach.troubles():
            self.say(text)
        if line in {"p", "r", "x", "q"}:
            return coach.do(line, self)
        if line:
            self.say(words.TYPED)
        else:
            self.print(coach.about().counts)
        return False

    def say(self, text: str) -> None:
        """Say a paragraph."""
        self._terminal.say(text)

    def print(self, text: str) -> None:
        """Write lines as they are."""
        self._terminal.write(f"{self._terminal.shown(text)}\n")

    def confirm(self, question: str) -> bool:
        """Ask; only y is yes."""
        self._terminal.write("\n".join(self._terminal.wrap(question)) + " ")
        return self._read() in {"y", "yes"}

    def _read(self) -> str:
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise EOFError
        return typed(line.strip().lower())
