"""The quiz by lines: for screen readers, for terminals that can't move their cursor, and for pipes.

No colour, no boxes, nothing redrawn: text stays where it was written.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Self

from rolequiz.ask import words
from rolequiz.ask.keyboard import CUT, Decoder, drop_typed
from rolequiz.ask.session import Sitting
from rolequiz.ask.state import Action, Choose, Event, State
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.text import visible

_EVENTS: dict[str, Event] = {
    **dict.fromkeys(["s", "skip"], Action.SKIP),
    **dict.fromkeys(["b", "back"], Action.BACK),
    **dict.fromkeys(["?", "h", "help"], Action.HELP),
    **dict.fromkeys(["e", "end"], Action.STOP),
    "*": Action.MATTER,
}
_MOST_MISTAKES = 20  # in a row, before a pipe is taken for one that says nothing and never ends
_NUMBER = re.compile(r"(\*?) *([0-9]{1,3}) *[.)]? *(\*?)")  # "2." too: so the list shows it


class LineFront:
    """A front end of lines; a context manager, so that what comes after begins on a new line.

    `readline` gives the next line with its end, "" at the end of input (default: as it is typed).
    """

    def __init__(self, terminal: Terminal, readline: Callable[[], str] | None = None) -> None:
        self._terminal = terminal
        self._readline = readline or next_line
        self.answers_back = sys.stdin is not None and sys.stdin.isatty()
        take_any_byte()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._terminal.write("\n")

    def line(self, prompt: str) -> str:
        """Return the next line with its end; EOFError at the end of input."""
        self._terminal.prompt(prompt)
        line = self._readline()
        if not line:
            raise EOFError
        if not self.answers_back:
            self._terminal.write("\n")  # as a person's Enter would have
        return line


class Lines(LineFront):
    """The quiz by lines."""

    def confirm(self, question: str) -> bool:
        """Ask a yes-or-no question; Enter is yes."""
        while True:
            answer = self._read(question)
            if answer in {"", "y", "yes"}:
                return True
            if answer in {"n", "no"}:
                return False
            self._terminal.say("Please type y or n.")

    def run(self, session: Sitting) -> None:
        """Ask until the quiz is done; KeyboardInterrupt or EOFError when the person stops."""
        asked, mistakes = None, 0
        while not session.state.done:
            state = session.state
            if state.at != asked:
                self._show(state)
                asked = state.at
            understood = self._take(self._read(words.prompt(state)), session)
            mistakes = 0 if understood else mistakes + 1
            if mistakes == _MOST_MISTAKES and not self.answers_back:
                raise EOFError
        if self.answers_back:
            drop_typed()

    def _show(self, state: State) -> None:
        last = self.answers_back and state.at == len(state.questions) - 1
        warning = [words.OVER_BY_LINES] if last else []
        self._terminal.say(words.progress(state), *warning, visible(state.question.text))
        for number, option in enumerate(state.question.options, 1):
            lines = self._terminal.wrap(visible(option.text), hanging=f"  {number}. ")
            self._terminal.write("\n".join(lines) + "\n")
        self._terminal.say(*words.notes(state))

    def _take(self, line: str, session: Sitting) -> bool:
        """Do what a line asks for, and say what came of it; return whether it was understood."""
        before = session.state
        events = read(line, before)
        if events == (Action.HELP,):
            self._terminal.say(*words.lines_help(before))
            return True
        for event in events:
            if warning := session.do(event):
                self._terminal.say(warning)
        if Action.MATTER in events:
            self._terminal.say(words.marked(replace(session.state, at=before.at)))
        elif session.state == before:
            first = "This is the first question."
            self._terminal.say(first if Action.BACK in events else words.not_understood(before))
        return bool(events)

    def _read(self, prompt: str) -> str:
        """Return the next line, bare and in small letters; EOFError where there is none, or q."""
        line = _keys(self.line(prompt)).strip(" \t").lower()
        if line in {"q", "quit"}:
            raise EOFError
        return line


def take_any_byte() -> None:
    """Let no stray byte of standard input crash us; call this before anything is read."""
    stream = sys.stdin
    if isinstance(stream, io.TextIOWrapper) and stream.errors != "surrogateescape":
        stream.reconfigure(errors="surrogateescape")


def next_line() -> str:
    """Return the next line of standard input with its end; "" where there is none."""
    return "" if sys.stdin is None else sys.stdin.readline()


def _keys(line: str) -> str:
    """Return the keys that were typed in a line, without what the terminal itself has sent."""
    keys = Decoder().feed(line.encode("utf-8", "surrogateescape"))
    while CUT in keys:
        del keys[: keys.index(CUT) + 1]
    # A backspace that the terminal has not obeyed makes the line one that is not understood.
    return typed("".join(key for key in keys if len(key) == 1 or key == "backspace"))


def read(line: str, state: State) -> tuple[Event, ...]:
    """Return what a line, bare and in small letters, asks for; nothing if it makes no sense."""
    if not line:
        return (Action.FORWARD,) if state.settled else ()
    if line in _EVENTS:
        return (_EVENTS[line],)
    match = _NUMBER.fullmatch(line)
    if match is None or not 1 <= int(match[2]) <= len(state.question.options):
        return ()
    mark = (Action.MATTER,) if (match[1] or match[3]) and not state.marked else ()
    return (*mark, Choose(int(match[2]) - 1))
