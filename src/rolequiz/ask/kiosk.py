"""A terminal that is passed from person to person, each of whom sees nothing of the one before.

With single keys it uses the alternate screen, which keeps nothing that has scrolled away, and
clears it for each person. With lines it can't, since screen readers go back through what has
scrolled away: that is cleared too. No key of a participant ends or stops the program.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple, TypeAlias

from rolequiz.ask import words
from rolequiz.ask.explore import Reply, Talk, by_lines, hold
from rolequiz.ask.keyboard import CTRL_C, CTRL_L, REDRAW, Keyboard, drop_typed
from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import Lines, next_line, take_any_byte
from rolequiz.ask.session import Sitting
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.pages.parts import Page
from rolequiz.pages.talk import first_screen, keys
from rolequiz.scoring import Result

ENDS, TIMES = "\x05", 3
"""Ctrl-E ends the kiosk if it is pressed three times in a row, which nobody does by chance."""
WARNED_SECONDS = 30.0
"""How long people have to say that they are still there; WCAG 2.2.1 asks for at least 20."""

_ALTERNATE_SCREEN, _MAIN_SCREEN = "\x1b[?1049h", "\x1b[?1049l"
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""The screen goes first: many terminals keep what stood there as if it had scrolled away."""
_LONGEST = 40  # characters of a line that somebody types
_REDRAWS = {REDRAW, CTRL_L, None}
_LEAVES = {CTRL_C, "end", "q"}
"""Ctrl-C and Ctrl-D, which do the same here as the letter."""

Pages: TypeAlias = Callable[[Page, int], str]
"""Returns the text of a page, for so many columns."""
Choices: TypeAlias = Mapping[str, str]
"""A key, which is a letter or "enter" → what it does, as in "begins"."""


class IdleError(Exception):
    """Nobody has pressed a key for the time that the coach allows."""


class EndedError(Exception):
    """The coach has ended it."""


class GoneError(Exception):
    """The terminal is gone."""


class Watch(NamedTuple):
    """How long to wait for a key, for ever if None, and what to say before giving up."""

    seconds: float | None = None
    warning: str = ""


class _Desk:
    """What both desks have in common. All methods may raise IdleError, EndedError or GoneError."""

    def __init__(self, terminal: Terminal, pages: Pages, watch: Watch) -> None:
        self._terminal, self._pages, self._watch = terminal, pages, watch

    def clear(self) -> None:
        """Clear what was shown, as far as the terminal can, and what was typed ahead."""
        self._terminal.write(_CLEAR if clears() else "\n" * self._terminal.size[1])
        drop_typed()

    def _text(self, page: Page) -> str:
        return self._terminal.shown(self._pages(page, self._terminal.size[0]))


def _hint(choices: Choices, between: str) -> str:
    """Return the choices in a line, as in "Enter begins · q quits"."""
    hints = (f"{'Enter' if key == 'enter' else key} {does}" for key, does in choices.items())
    return between.join(hints)


def _ask(front: Keys | Lines, sitting: Sitting) -> bool:
    """Ask the questions; return whether that went to the end, rather than being left."""
    with suppress(KeyboardInterrupt, EOFError), front:
        front.run(sitting)
    return sitting.state.done


def _talk_about(result: Result, fits: Callable[[Page], bool]) -> tuple[Talk, Page]:
    """Return a talk that saves nothing, and what it shows first."""
    first, rest = first_screen(result, fits)
    return Talk(result, result.figures.responses, rest=rest, saves=False), first


# --- By single keys ---------------------------------------------------------------------------


class _Watched(Keyboard):
    """Keys; it is an error if none comes in time, or if the kiosk is ended."""

    def __init__(self, leave: Callable[[], None], terminal: Terminal, watch: Watch) -> None:
        super().__init__(leave)
        self._terminal, self._watch = terminal, watch
        self._ends = 0

    def key(self, seconds: float | None = None) -> str | None:
        """Return the next key, or REDRAW; None when none came in these seconds, if any."""
        key = self._next(self._watch.seconds if seconds is None else seconds)
        if key is None and seconds is None:
            self._terminal.write(_CLEAR)
            self._terminal.say(self._watch.warning)
            if self._next(WARNED_SECONDS) is None:
                raise IdleError
            return CTRL_L
        self._ends = self._ends + 1 if key == ENDS else 0
        if self._ends == TIMES:
            raise EndedError
        return key

    def _next(self, seconds: float | None) -> str | None:
        try:
            return super().key(seconds)
        except (EOFError, OSError):
            raise GoneError from None


class KeyDesk(_Desk):
    """One screen after the other, by single keys."""

    def choose(self, texts: Sequence[str], choices: Choices, *, watched: bool = True) -> str:
        """Show texts, and return the key of what somebody chose to do."""
        key = REDRAW
        with self._keyboard(watched=watched) as keyboard:
            while key not in choices:
                if key == REDRAW:
                    foot = self._foot(_hint(choices, " · "))
                    self._show(keyboard, self._wrapped(texts), foot)
                elif key in _LEAVES and "q" in choices:
                    return "q"
                key = _plain(keyboard.key())
        return key

    def line(self, texts: Sequence[str], prompt: str) -> str:
        """Show texts, and return the line that somebody types; "" for none, or for Ctrl-C."""
        with self._keyboard() as keyboard:
            self._show(keyboard, self._wrapped(texts), [])
            return self._typed(prompt, keyboard)

    def ask(self, sitting: Sitting) -> bool:
        """Ask the questions; return whether that went to the end, rather than being left."""
        self._terminal.write(_CLEAR)

        def keyboard(leave: Callable[[], None]) -> Keyboard:
            return _Watched(leave, self._terminal, self._watch)

        return _ask(Keys(self._terminal, keyboard, fresh=True), sitting)

    def show(self, result: Result, below: Sequence[str]) -> None:
        """Show somebody their result, and texts below its first screen, until they leave it."""
        under = ["", *self._wrapped(below)] if below else []
        room = self._terminal.size[1] - len(self._foot(keys(result))) - len(under)
        talk, first = _talk_about(result, lambda page: len(self._lines(page)) <= room)
        shown = before = [*self._lines(first), *under]

        def show(reply: Reply) -> None:
            nonlocal shown
            shown = self._lines(reply)

        def read(hint: str) -> str:
            nonlocal shown, before
            if not hint:
                self._show(keyboard, shown, [])
                shown = before  # if nothing is typed, the last page shows again
                return self._typed(words.WHICH_NUMBER, keyboard)
            before, key = shown, REDRAW
            while key == REDRAW:
                self._show(keyboard, shown, self._foot(hint))
                key = _plain(keyboard.key())
            return {"enter": "", CTRL_C: "q", "end": "q"}.get(key, key)

        with self._keyboard() as keyboard:
            hold(talk, show, read)

    def _keyboard(self, *, watched: bool = True) -> Keyboard:
        return _Watched(lambda: None, self._terminal, self._watch if watched else Watch())

    def _wrapped(self, texts: Sequence[str]) -> list[str]:
        """Return paragraphs as lines, with an empty one between them."""
        return [line for text in texts for line in (*self._terminal.wrap(text), "")][:-1]

    def _lines(self, reply: Reply) -> list[str]:
        if isinstance(reply, Page):
            return self._text(reply).strip("\n").split("\n")
        return self._wrapped([str(reply)])

    def _foot(self, hint: str) -> list[str]:
        return ["", *(line for text in hint.splitlines() for line in self._terminal.wrap(text))]

    def _show(self, keyboard: Keyboard, lines: Sequence[str], foot: Sequence[str]) -> None:
        """Show lines with others at their foot, a screenful after the other."""
        more = self._terminal.wrap(words.MORE)
        *firsts, last = screens(lines, foot, more, self._terminal.size[1])
        for screen in firsts:
            key = REDRAW
            while key == REDRAW:
                self._terminal.write(_CLEAR + "\n".join(screen))
                key = _plain(keyboard.key())
            if key in _LEAVES:
                break
        self._terminal.write(_CLEAR + "\n".join(last))

    def _typed(self, prompt: str, keyboard: Keyboard) -> str:
        """Return the line that somebody types, which shows as they type it."""
        text, key = "", ""
        self._terminal.write("\n")
        while key != "enter":
            self._terminal.write(f"\r\x1b[K{prompt}{text}")
            key = keyboard.key() or ""
            if key in _LEAVES - {"q"}:
                return ""
            if key == "backspace":
                text = text[:-1]
            elif len(key) == 1 and key.isprintable() and len(text) < _LONGEST:
                text += typed(key)
        return text


def screens(
    lines: Sequence[str], foot: Sequence[str], more: Sequence[str], height: int
) -> list[list[str]]:
    """Return lines as screens of a height: the last ends with the foot, all others with `more`.

    Empty first lines of the foot and of screens are left out if space is short. A foot that is
    taller than the screen is not cut.
    """
    full, left, room = [], [*lines], max(1, height - len(more))
    while left and len(left) + len(foot[1:]) > height:
        full.append([*left[:room], *more])
        left = left[room:]
        if left and not left[0]:
            del left[0]
    return [*full, [*left, *(foot if len(left) + len(foot) <= height else foot[1:])]]


def _plain(key: str | None) -> str:
    """Return a key in lower case; REDRAW for those that only ask to draw again."""
    return REDRAW if key in _REDRAWS else typed(str(key)).lower()


# --- By lines ---------------------------------------------------------------------------------


class LineDesk(_Desk):
    """The same in lines, each with Enter: for screen readers and simple terminals."""

    def choose(self, texts: Sequence[str], choices: Choices, *, watched: bool = True) -> str:
        """Say texts, and return the key of what somebody chose to do."""
        self._say(texts)
        key = ""
        while key not in choices:
            self._terminal.prompt(f"{_hint(choices, ', ')}:")
            try:
                key = typed(self._readline(watched=watched).strip()).lower() or "enter"
            except KeyboardInterrupt:
                key = "q"
                self._terminal.write("\n")
        return key

    def line(self, texts: Sequence[str], prompt: str) -> str:
        """Say texts, and return the line that somebody types; "" for none, or for Ctrl-C."""
        self._say(texts)
        self._terminal.write(prompt)
        with suppress(KeyboardInterrupt):
            return typed(self._readline().strip())
        return ""

    def ask(self, sitting: Sitting) -> bool:
        """Ask the questions; return whether that went to the end, rather than being left."""
        return _ask(Lines(self._terminal, self._readline), sitting)

    def show(self, result: Result, below: Sequence[str]) -> None:
        """Show somebody their result, and texts below its first part, until they leave it."""
        talk, first = _talk_about(result, lambda page: True)

        def show(reply: Reply) -> None:
            if isinstance(reply, Page):
                self._terminal.write(f"{self._text(reply)}\n")
            else:
                self._terminal.say(str(reply))

        show(first)
        self._say(below)
        hold(talk, show, by_lines(self._terminal, self._readline))

    def _say(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._terminal.say(text)

    def _readline(self, *, watched: bool = True) -> str:
        """Return the next line, with its end."""
        watch = self._watch if watched else Watch()
        while not _comes(watch.seconds):
            self._terminal.write("\n")
            self._terminal.say(watch.warning)
            if not _comes(WARNED_SECONDS):
                raise IdleError
            self._next_line()
            self._terminal.write("> ")
        return self._next_line()

    def _next_line(self) -> str:
        try:
            line = next_line()
        except OSError:
            line = ""
        if not line:
            raise GoneError
        if ENDS * TIMES in line:
            raise EndedError
        return line


def _comes(seconds: float | None) -> bool:
    """Wait until somebody types a line; return False if nobody does in time."""
    if seconds is None or sys.platform == "win32":  # where standard input can't be waited for
        return True
    return bool(select.select([sys.stdin], [], [], seconds)[0])


# --- The terminal -----------------------------------------------------------------------------


Desk: TypeAlias = KeyDesk | LineDesk


def clears() -> bool:
    """Return whether this terminal can be cleared."""
    return os.name == "nt" or os.environ.get("TERM", "dumb") != "dumb"


@contextmanager
def opened_desk(terminal: Terminal, pages: Pages, watch: Watch, *, keys: bool) -> Iterator[Desk]:
    """Take over the terminal from the shell; raises OSError if it is gone."""
    take_any_byte()
    desk = (KeyDesk if keys else LineDesk)(terminal, pages, watch)
    with _guarded(keys=keys):
        if keys:
            terminal.write(_ALTERNATE_SCREEN)
        try:
            yield desk
        finally:
            with suppress(OSError):
                desk.clear()
                if keys:
                    terminal.write(_MAIN_SCREEN)


@contextmanager
def _guarded(*, keys: bool) -> Iterator[None]:
    """Let no key stop or end the program, or freeze the screen as Ctrl-S does.

    With single keys Ctrl-C is one of them; with lines it stays a KeyboardInterrupt, and Ctrl-D does
    nothing. What is typed between two screens does not show.
    """
    if sys.platform == "win32":
        yield
        return
    import termios  # noqa: PLC0415 - Windows has none

    terminal = sys.stdin.fileno()
    before, mode = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
    nothing = bytes([os.fpathconf(terminal, "PC_VDISABLE")])
    for name in ("VSUSP", "VQUIT", "VDSUSP", "VINTR" if keys else "VEOF"):
        if hasattr(termios, name):
            mode[6][getattr(termios, name)] = nothing
    mode[0] &= ~termios.IXON
    if keys:
        mode[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
    termios.tcsetattr(terminal, termios.TCSADRAIN, mode)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal is gone, and its mode with it
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
