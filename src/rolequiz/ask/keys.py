"""The quiz by single keys, one key an answer, on a terminal whose cursor can be moved."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace

from rich.cells import cell_len

from rolequiz.ask import words
from rolequiz.ask.keyboard import REDRAW, Keyboard
from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.session import Session
from rolequiz.ask.state import Back, Choose, Event, Forward, Help, Matter, Move, Skip, State
from rolequiz.ask.terminal import Terminal
from rolequiz.sanitise import visible

_SECOND_DIGIT_SECONDS = 1.5
_MARK_PASTES, _PASTE_AS_EVER = "\x1b[?2004h", "\x1b[?2004l"
"""Whether the terminal marks pasted text, so that it is not taken for answers."""

_EVENTS: dict[str | None, Event] = {
    **dict.fromkeys(["up", "k"], Move(-1)),
    **dict.fromkeys(["down", "j"], Move(1)),
    **dict.fromkeys(["left", "backspace"], Back()),
    "right": Forward(),
    "enter": Choose(),
    "s": Skip(),
    "*": Matter(),
    "?": Help(),
}


class Keys:
    """The front end of keys; a context manager, since it holds the keyboard."""

    answers_back = True

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._painter = Painter(terminal)
        self._keyboard = Keyboard(before_stopping=self._leave)
        self._typed = ""  # a digit that a second one may follow

    def __enter__(self) -> Keys:
        self._keyboard.__enter__()
        self._terminal.write(_MARK_PASTES)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._leave()
        self._keyboard.__exit__()

    def _leave(self) -> None:
        self._painter.leave()
        self._terminal.write(_PASTE_AS_EVER)

    def confirm(self, question: str) -> bool:
        """Ask a yes-or-no question; Enter is yes."""
        key: str | None = REDRAW
        while key not in {"y", "n", "enter"}:
            if key == REDRAW:
                self._terminal.write("\n".join(self._terminal.wrap(question)) + " ")
            key = self._key()
        self._terminal.write("n\n\n" if key == "n" else "y\n\n")
        return key != "n"

    def run(self, session: Session) -> None:
        """Ask until the quiz is done; KeyboardInterrupt or EOFError when the person stops."""
        while not session.state.done:
            before = session.state
            self._painter.show(block(before, self._terminal))
            event = self._event(before)
            warning = session.do(event) if event else None
            if session.state.at != before.at:
                ended = replace(session.state, at=before.at)
                self._painter.change(block(ended, self._terminal, asking=False))
            if session.state.at != before.at or warning or not event:
                self._painter.leave()
            if warning:
                self._terminal.say(warning)

    def _key(self, seconds: float | None = None) -> str | None:
        key = self._keyboard.key(seconds)
        if key == REDRAW:  # perhaps after Ctrl-Z
            self._terminal.write(_MARK_PASTES)
        if key in {"q", "Q", "end"}:
            raise EOFError
        return key and key.lower()

    def _event(self, state: State) -> Event | None:
        """Wait for a key that means something; return None when the block is to be drawn anew."""
        while True:
            key = self._key(_SECOND_DIGIT_SECONDS if self._typed else None)
            if key == REDRAW:
                return None
            if key and key.isascii() and key.isdigit():
                event = self._number(key, state)
            else:
                event = Choose() if key is None else _EVENTS.get(key)
                self._typed = ""
            if event:
                return event

    def _number(self, digit: str, state: State) -> Event | None:
        """Answer with the number typed, or only select it where another digit may follow."""
        number, count = int(self._typed + digit), len(state.question.options)
        if not 1 <= number <= count:
            return None
        self._typed = self._typed + digit if number * 10 <= count else ""
        return Move(number - 1 - state.row) if self._typed else Choose(number - 1)


def block(state: State, terminal: Terminal, *, asking: bool = True) -> Block:
    """Lay out the current question; when no longer asking, without keys, its answer marked."""
    row = state.row if asking else state.chosen
    lines = _progress(state, terminal)
    lines += [_bold(line) for line in terminal.wrap(visible(state.question.text))]
    lines += [line for note in words.notes(state, asking=asking) for line in terminal.wrap(note)]
    lines.append("")
    first = last = 0
    for i, option in enumerate(state.question.options):
        made = terminal.wrap(visible(option.text), _sign(state, terminal, i, i == row))
        if i == row:
            first, last = len(lines), len(lines) + len(made)
        lines += map(_bold, made) if i == row else made
    if asking and state.helping:
        lines += [line for part in words.keys_help(state) for line in terminal.wrap(part, "  ")]
    if asking:
        lines += ["", _hint(state, terminal)]
    return Block(tuple(lines), first, last)


def _sign(state: State, terminal: Terminal, row: int, selected: bool) -> str:
    gap = " " if terminal.width < 30 else "  "
    number = str(row + 1).rjust(len(str(len(state.question.options))))
    return f"{'›' if selected else ' '} {number}{gap}"


def _progress(state: State, terminal: Terminal) -> list[str]:
    """Return the head line, with a bar where there is room for one."""
    lines = terminal.wrap(words.progress(state))
    cells = min(24, terminal.width - cell_len(lines[-1]) - 2)
    if len(lines) == 1 and cells >= 8:
        done = round(cells * state.at / len(state.questions))
        bar = _accent(terminal.shown("━" * done)) + _dim(terminal.shown("─" * (cells - done)))
        lines = [f"{lines[0]}  {bar}"]
    return lines


def _hint(state: State, terminal: Terminal) -> str:
    hints = [terminal.shown(hint) for hint in words.hints(state)]
    return _dim(next((hint for hint in hints if cell_len(hint) <= terminal.width), ""))


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[22m"


def _dim(text: str) -> str:
    return f"\x1b[2m{text}\x1b[22m"


def _accent(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else f"\x1b[35m{text}\x1b[39m"
