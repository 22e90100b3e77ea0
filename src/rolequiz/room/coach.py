"""The coach's terminal: it shows how to join and how many have, and takes a few keys.

Nobody's answers or results are on it.
"""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest

from rolequiz.ask.keyboard import CTRL_C, CTRL_L, REDRAW, Keyboard
from rolequiz.ask.painter import Block, Painter, drawn_width
from rolequiz.ask.terminal import Terminal, typed, wrap
from rolequiz.model import Responses
from rolequiz.room import words
from rolequiz.room.addresses import is_ours
from rolequiz.room.qr import has_qr, in_terminal
from rolequiz.room.releases import Shown
from rolequiz.room.store import Store
from rolequiz.room.wall import Way
from rolequiz.text import visible

_REDRAW_SECONDS = 1.0
_CHECK_SECONDS = 5.0  # from one look at our addresses to the next
_GAP = 3  # columns between the square and what stands beside it
_LEAST_BESIDE = 30  # columns that texts beside the square need
_KEYS = {"p", "r", "x", "q"}


class Coach:
    """What the keys do; ByKeys and ByLines say how they come, and what stays in view."""

    def __init__(
        self,
        terminal: Terminal,
        store: Store,
        way: Way,
        wall: str,
        make_report: Callable[[Iterable[Responses]], Shown],
    ) -> None:
        """Take the terminal, the people, how they join, and the address of the projector's page."""
        self._terminal, self._store, self._way = terminal, store, way
        self._wall, self._make_report = wall, make_report
        self._checked, self._reachable = time.monotonic(), True

    def run(self) -> None:
        """Take keys until the room is closed."""
        while True:
            try:
                if self._turn():
                    return
            except KeyboardInterrupt:  # Ctrl-C closes the room, too
                if self._closes():
                    return

    def _turn(self) -> bool:
        """Do what the next key asks for; return whether that closes the room."""
        raise NotImplementedError

    def _confirm(self, question: str) -> bool:
        """Ask a question; only y is yes."""
        raise NotImplementedError

    def _print(self, text: str) -> None:
        """Write lines as they are."""
        self._terminal.write(f"{self._terminal.shown(text)}\n")

    def _counts(self) -> str:
        return words.counts(self._store.counts(), len(self._store.carried()))

    def _troubles(self) -> Iterator[str]:
        """Yield the problems that the coach should solve."""
        if self._store.refused:
            yield f"{self._store.refused} {words.REFUSED}"
        elif self._store.problem:
            yield f"{self._store.problem} The answers are safe in the journal beside it."
        if time.monotonic() - self._checked > _CHECK_SECONDS:
            self._checked = time.monotonic()
            self._reachable = is_ours(self._way.host.partition(":")[0])
        if not self._reachable:
            yield words.MOVED

    def _do(self, key: str) -> bool:
        """Do what a key asks for; return whether that closes the room."""
        if key == "p":
            self._terminal.say(words.WALL_OPENED if _open_page(self._wall) else words.WALL)
            self._print(f"  {self._wall}\n")  # in one line, to copy it
        elif key == "r":
            self._report()
        else:
            return self._closes()
        return False

    def _closes(self) -> bool:
        now = self._store.counts()
        try:
            return now.joined == now.finished or self._confirm(words.unfinished(now))
        except KeyboardInterrupt:  # Ctrl-C again is a yes
            return True

    def _report(self) -> None:
        now, wait = self._store.counts(), self._store.wait()
        early = wait is None and now.finished < now.joined
        if early and not self._confirm(words.early_report(now)):
            return
        try:
            shown = self._store.report(self._make_report) or self._store.last_report
        except OSError as error:
            self._terminal.say(f"The report can't be kept, so it is not shown: {error.strerror}.")
            return
        if shown is not None:
            self._print(shown.text)
        if wait is not None:
            self._terminal.say(words.report_waits(wait, shown=shown is not None))
        if shown is not None:
            self._terminal.say(words.REPORT_PAGE)
            self._print(f"  {self._wall}report\n")


def _open_page(url: str) -> bool:
    """Open an address in a browser, unless that would be one in this terminal."""
    desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in {"win32", "darwin"} and not desktop:
        return False
    with suppress(OSError, webbrowser.Error):
        return webbrowser.open(url)
    return False


# --- By keys ----------------------------------------------------------------------------------


class ByKeys(Coach):
    """A block that is redrawn every second, and single keys."""

    def run(self) -> None:
        """Keep the room in view until it is closed."""
        paints = not os.environ.get("NO_COLOR") and self._terminal.shown("▀▄█") == "▀▄█"
        self._square = in_terminal(self._way.scanned) if has_qr() and paints else []
        self._painter = Painter(self._terminal)
        with Keyboard(self._painter.leave) as self._keyboard:
            try:
                super().run()
            finally:
                with suppress(OSError):
                    self._painter.leave()

    def _turn(self) -> bool:
        self._painter.show(self._block())
        key = typed(self._keyboard.key(_REDRAW_SECONDS) or "").lower()
        if key == REDRAW:
            self._painter.wipe()
        elif key == CTRL_L:
            self._painter.clear()
        elif key in {*_KEYS, "end", CTRL_C}:
            self._painter.leave()
            return self._do(key)
        return False

    def _confirm(self, question: str) -> bool:
        self._painter.leave()  # after Ctrl-C it is still there
        self._terminal.prompt(question)
        while (key := (self._keyboard.key() or REDRAW).lower()) == REDRAW:
            pass
        self._terminal.write("y\n\n" if key == "y" else "n\n\n")
        return key == "y"

    def _block(self) -> Block:
        terminal = self._terminal
        foot = [line for text in self._troubles() for line in terminal.wrap(text)]
        foot = ["", *foot, *terminal.wrap(words.KEYS)]
        lines = self._view(terminal.width, terminal.size[1] - len(foot))
        if self._square and self._square[0] not in lines[0]:
            foot[1:1] = terminal.wrap(words.HINT_WALL)
        return Block((*map(terminal.shown, lines), *foot), len(lines) - 1)

    def _view(self, columns: int, height: int) -> list[str]:
        """Return what stays in view, the counts last: the square, and texts beside or below it.

        In a window too small for all of it, the square and the ways in come first, then all but the
        square, and then only what nobody can do without.
        """
        ways_in, counts = words.ways_in(self._way.shown, self._way.room), self._counts()
        bare = [ways_in, counts]
        full = [visible(self._store.pack.title), ways_in, words.NETWORK, words.SECRECY, counts]
        for square, texts in ((self._square, full), (self._square, bare), ((), full)):
            lines = _laid_out(square, texts, columns)
            if len(lines) <= height and all(drawn_width(line) <= columns for line in lines):
                return lines
        return [line for text in bare for line in _wrapped(text, columns)]


def _laid_out(square: Sequence[str], texts: Sequence[str], columns: int) -> list[str]:
    width = drawn_width(square[0]) if square else 0
    room = columns - width - _GAP
    if not square or room < _LEAST_BESIDE:
        return [*square, *_paragraphs(texts, columns)]
    beside = ["", *_paragraphs(texts[:-1], room)]
    both = zip_longest(square, beside, fillvalue="")
    lines = [f"{left or ' ' * width}{' ' * _GAP}{right}".rstrip() for left, right in both]
    return [*lines, *_wrapped(texts[-1], columns)]


def _paragraphs(texts: Sequence[str], columns: int) -> list[str]:
    """Return texts as lines, an empty one between them."""
    return [line for text in texts for line in ("", *_wrapped(text, columns))][1:]


def _wrapped(text: str, columns: int) -> list[str]:
    """Return a text in its own lines and, where these are too long, further ones."""
    short = (([line] if len(line) <= columns else wrap(line, columns)) for line in text.split("\n"))
    return [line for lines in short for line in lines]


# --- By lines ---------------------------------------------------------------------------------


class ByLines(Coach):
    """Lines and words, for screen readers, simple terminals and pipes."""

    def run(self) -> None:
        """Take lines until the room is closed, or there are no more."""
        ways_in = words.ways_in(self._way.shown, self._way.room)
        for text in (visible(self._store.pack.title), ways_in, words.NETWORK, words.SECRECY):
            self._print(text)
        self._print(self._counts())
        self._terminal.say(words.TYPED)
        with suppress(EOFError):
            super().run()

    def _turn(self) -> bool:
        line = self._read()
        for text in self._troubles():
            self._terminal.say(text)
        if line in _KEYS:
            return self._do(line)
        if line:
            self._terminal.say(words.TYPED)
        else:
            self._print(self._counts())
        return False

    def _confirm(self, question: str) -> bool:
        self._terminal.prompt(question)
        return self._read() in {"y", "yes"}

    def _read(self) -> str:
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            raise EOFError
        return typed(line.strip().lower())
