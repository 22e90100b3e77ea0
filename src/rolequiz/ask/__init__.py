"""Asks one person the questions of a quiz, in a terminal, and keeps the answers as they come."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType

from rolequiz.ask import words
from rolequiz.ask.journal import Run, state_folder
from rolequiz.ask.keys import Keys
from rolequiz.ask.lines import Lines
from rolequiz.ask.session import Session
from rolequiz.ask.terminal import Terminal, opened
from rolequiz.ask.words import command, quoted
from rolequiz.model import Pack, Responses
from rolequiz.sanitise import visible

__all__ = ["Interrupted", "Run", "asking", "command", "opened", "quoted", "state_folder"]


class Interrupted(Exception):  # noqa: N818 - as KeyboardInterrupt, it is no error
    """The person stopped before the end, or the terminal went away.

    `journal` is the file that keeps the answers so far, None where nothing could be kept (or
    nothing was answered yet); `answered` is how many it keeps, or how many are lost with it.
    """

    def __init__(self, journal: Path | None, answered: int) -> None:
        super().__init__(f"interrupted after {answered} answers")
        self.journal = journal
        self.answered = answered


@contextmanager
def asking(
    pack: Pack, folder: Path | None, run: Run | None = None, *, keys: bool
) -> Iterator[tuple[Responses, bool]]:
    """Ask all the questions of `pack`, and give the block the answers and whether they are kept.

    `folder` is where the answers are kept until the block has ended well (`state_folder()`): what
    cuts the quiz short, or goes wrong with them afterwards, loses none, and the next run of the
    same owner finds them. `keys` asks for single keys on a terminal; without it, for lines, which
    need not come from a terminal. Standard output is never written to. Raises Interrupted, also
    where a signal ends the block.
    """
    session = Session(pack, folder, run)
    with closing(session), _ended_by_signals():
        try:
            kind = Keys if keys else Lines
            with opened() as terminal, kind(terminal) as front:
                _begin(session, terminal, front)
                front.run(session)
        except (KeyboardInterrupt, EOFError, OSError) as error:  # OSError: the terminal is gone
            raise Interrupted(*session.kept) from error
        try:
            yield session.state.responses(), session.folder is not None
        except KeyboardInterrupt as error:
            raise Interrupted(*session.kept) from error
        session.finish()


def _begin(session: Session, terminal: Terminal, front: Keys | Lines) -> None:
    terminal.say(visible(session.pack.title))
    for earlier in session.earlier() if front.answers_back else ():
        if not earlier.state.answered:
            terminal.say(words.outdated(earlier))
        elif front.confirm(words.unfinished(earlier)):
            return
    warning = session.begin()
    for paragraph in words.welcome(session.pack, session.folder):
        terminal.say(paragraph)
    if warning:
        terminal.say(warning)
    if session.others:
        terminal.say(words.elsewhere(session.others))
        way = command(session.others[0].journal.run.options)
        terminal.write(f"  {terminal.shown(way)}\n\n")  # in one line, to copy it


@contextmanager
def _ended_by_signals() -> Iterator[None]:
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
