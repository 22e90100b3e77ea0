"""Asks one person the questions of a quiz, in a terminal, and keeps the answers as they come."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TypeVar

from rolequiz.ask import words
from rolequiz.ask.journal import Run, state_folder
from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import Lines
from rolequiz.ask.session import Session
from rolequiz.ask.terminal import Terminal, opened
from rolequiz.ask.words import quoted
from rolequiz.model import Pack, Responses
from rolequiz.sanitise import visible

__all__ = ["Asked", "Run", "ask_all", "ended_by_signals", "opened", "quoted", "state_folder"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """How the asking ended: at its end, or before it, by the person or with the terminal."""

    finished: bool
    responses: Responses
    journal: Path | None
    """The file that keeps the answers; None where nothing was answered, or could be kept."""
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
    """Ask all the questions of `pack`; return what `ended` makes of how that ended.

    `ended` also returns whether the answers have arrived where they were going. Until they have,
    they are kept in `folder` (`state_folder()`): whatever cuts the quiz short, or goes wrong with
    the answers afterwards, loses none, and the next run of the same owner finds them. Ctrl-C, or a
    signal that ends the program, is such an end even while `ended` is at work: it is then called
    anew, for a quiz that was not finished. `keys` asks for single keys on a terminal; without it,
    for lines, which need not come from a terminal. Standard output is never written to.
    """
    session = Session(pack, folder, run)
    with closing(session), ended_by_signals():
        try:
            finished = _asked_all(session, keys=keys)
            end, arrived = ended(_how(session, finished=finished))
        except KeyboardInterrupt:
            end, arrived = ended(_how(session, finished=False))
        if arrived:
            session.finish()
    return end


def _asked_all(session: Session, *, keys: bool) -> bool:
    """Ask the questions; return whether all were asked. KeyboardInterrupt is for who stops."""
    kind = Keys if keys else Lines
    try:
        with opened() as terminal, kind(terminal) as front:
            _begin(session, terminal, front)
            front.run(session)
    except (EOFError, OSError):  # OSError: the terminal is gone
        return False
    return True


def _how(session: Session, *, finished: bool) -> Asked:
    return Asked(finished, session.state.responses(), *session.kept)


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
        for way in words.ways_on(session.others):
            terminal.write(f"  {terminal.shown(way)}\n")  # in one line, to copy it
        terminal.write("\n")


def _goes_on(session: Session, terminal: Terminal, front: Keys | Lines) -> bool:
    """Offer each earlier run; return whether it is to be gone on with."""
    for earlier in session.earlier():
        if not earlier.state.answered:
            terminal.say(words.outdated(earlier))
        elif front.confirm(words.unfinished(earlier)):
            return True
        if earlier.changed:
            earlier.journal.decline(session.pack.hash)
    return False


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let the signals that end a program end it as Ctrl-C does: with the terminal put right.

    The first one is enough: a terminal that is closed may send several.
    """

    def end(number: int, frame: FrameType | None) -> None:
        for each in ending:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    ending = [signal.SIGTERM]
    if sys.platform != "win32":
        ending += [signal.SIGHUP, signal.SIGQUIT]
    before = {number: signal.getsignal(number) for number in ending}
    for number in ending:
        if before[number] != signal.SIG_IGN:  # as under nohup
            signal.signal(number, end)
    try:
        yield
    finally:
        for number in ending:
            if signal.getsignal(number) is end:
                signal.signal(number, before[number])
