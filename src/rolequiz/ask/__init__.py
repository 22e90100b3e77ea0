"""Asks one person the questions of a quiz, in a terminal, and keeps the answers as they come."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import NamedTuple, TypeVar

from rolequiz.ask import words
from rolequiz.ask.journal import Run, state_folder
from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import Lines
from rolequiz.ask.session import Session
from rolequiz.ask.terminal import Terminal, opened
from rolequiz.ask.words import quoted
from rolequiz.model import Pack, Responses
from rolequiz.text import visible

__all__ = ["Asked", "Run", "ask_all", "ended_by_signals", "opened", "quoted", "state_folder"]

T = TypeVar("T")


class Asked(NamedTuple):
    """How the quiz ended: at its end, or earlier because the person or the terminal left."""

    finished: bool
    responses: Responses
    journal: Path | None
    """The file that keeps the answers; None if nothing was answered or could be kept."""
    answered: int
    """How many it keeps, or how many are lost with it."""


def ask_all(
    pack: Pack,
    folder: Path | None,
    run: Run | None = None,
    *,
    keys: bool,
    ended: Callable[[Asked], tuple[T, bool]],
) -> T:
    """Ask all the questions of `pack`, and return what `ended` makes of how that ended.

    `ended` also returns whether the answers have arrived where they were going. Until then they
    are kept in `folder` (`state_folder()`), so that nothing is lost if the quiz is cut short or the
    answers can't be written; the next run of the same owner finds them. If Ctrl-C, or a signal
    that ends the program, comes while `ended` is at work, it is called again, for a quiz that was
    not finished. `keys` asks for single keys on a terminal; without it, for lines, which need not
    come from a terminal. Nothing is written to standard output.
    """
    session = Session(pack, folder, run)

    def end(*, finished: bool) -> tuple[T, bool]:
        return ended(Asked(finished, session.state.responses(), *session.kept))

    with closing(session), ended_by_signals():
        try:
            value, arrived = end(finished=_asked_all(session, keys=keys))
        except KeyboardInterrupt:
            value, arrived = end(finished=False)
        if arrived:
            session.finish()
    return value


def _asked_all(session: Session, *, keys: bool) -> bool:
    """Ask the questions; return whether all were asked. Raises KeyboardInterrupt for Ctrl-C."""
    front_end = Keys if keys else Lines
    try:
        with opened() as terminal, front_end(terminal) as front:
            _begin(session, terminal, front)
            front.run(session)
    except (EOFError, OSError):  # OSError: the terminal is gone
        return False
    return True


def _begin(session: Session, terminal: Terminal, front: Keys | Lines) -> None:
    terminal.say(visible(session.pack.title))
    if front.answers_back and _goes_on(session, terminal, front):
        return
    warning = session.begin()
    for paragraph in words.welcome(session.pack, session.folder):
        terminal.say(paragraph)
    if warning:
        terminal.say(warning)
    if session.others:
        terminal.say(words.elsewhere(session.others))
        for command in words.ways_on(session.others):
            terminal.write(f"  {terminal.shown(command)}\n")  # in one line, to copy it
        terminal.write("\n")


def _goes_on(session: Session, terminal: Terminal, front: Keys | Lines) -> bool:
    """Offer each earlier run; return whether the person goes on with it."""
    for earlier in session.earlier():
        if not earlier.state.answered:
            terminal.say(words.outdated(earlier))
        elif front.confirm(words.unfinished(earlier)):
            return True
        if earlier.changed:
            earlier.journal.decline(session.pack.hash)
    return False


@contextmanager
def ended_by_signals(error: type[BaseException] = KeyboardInterrupt) -> Iterator[None]:
    """Let the signals that end a program raise `error`, so that the terminal is put right.

    The first one is enough: a terminal that is closed may send several.
    """
    names = ("SIGTERM", "SIGHUP", "SIGQUIT")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}

    def end(number: int, frame: FrameType | None) -> None:
        for other in numbers:
            signal.signal(other, signal.SIG_IGN)
        raise error

    for number in numbers:
        if before[number] != signal.SIG_IGN:  # as under nohup
            signal.signal(number, end)
    try:
        yield
    finally:
        for number in numbers:
            if signal.getsignal(number) is end:
                signal.signal(number, before[number])
