"""The quiz by single keys, one key an answer, on a terminal whose cursor can be moved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Self

from rich.cells import cell_len

from rolequiz.ask import words
from rolequiz.ask.keyboard import (
    CTRL_C,
    CTRL_L,
    QUIET_SECONDS,
    REDRAW,
    Keyboard,
    drop_typed,
)
from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.session import Sitting
from rolequiz.ask.state import Action, Choose, Event, Move, State, step
from rolequiz.ask.terminal import Terminal, columns, shortened, typed
from rolequiz.text import visible

_SECOND_DIGIT_SECONDS = 1.5
_BRACKETED_PASTE, _PLAIN_PASTE = "\x1b[?2004h", "\x1b[?2004l"
"""Make the terminal mark pasted text, so that it is not taken for answers, or stop it."""

_FEWEST_COLUMNS = 8
"""How much of a question is worth showing beside its answer."""

REDRAWS = {REDRAW, CTRL_L}
"""What makes us draw the block again."""

_EVENTS: dict[str | None, Event] = {
    **dict.fromkeys(["up", "k"], Move(-1)),
    **dict.fromkeys(["down", "j"], Move(1)),
    **dict.fromkeys(["left", "backspace"], Action.BACK),
    "right": Action.FORWARD,
    "enter": Choose(),
    "s": Action.SKIP,
    "e": Action.STOP,
    "*": Action.MATTER,
    "?": Action.HELP,
}


class KeyFront:
    """A front end of single keys, which draws one block; a context manager: it holds the keyboard.

    `keyboard` makes that, given what to call before something else is written to the terminal.
    With `fresh` the screen is cleared when the block is left.
    """

    def __init__(
        self,
        terminal: Terminal,
        keyboard: Callable[[Callable[[], None]], Keyboard] = Keyboard,
        *,
        fresh: bool = False,
    ) -> None:
        self._terminal = terminal
        self._painter = Painter(terminal)
        self._fresh = fresh
        self._keyboard = keyboard(self._leave)

    def __enter__(self) -> Self:
        self._keyboard.__enter__()
        self._terminal.write(_BRACKETED_PASTE)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._leave()
        self._keyboard.__exit__()

    def _leave(self) -> None:
        self._leave_block()
        self._terminal.write(_PLAIN_PASTE)

    def _leave_block(self) -> None:
        if self._fresh:
            self._painter.clear()
        else:
            self._painter.leave()

    def _pressed(self, seconds: float | None = None) -> str | None:
        """Return the next key; None if none came in time. One in `REDRAWS` takes the block away."""
        key = _unless_stopped(self._keyboard.key(seconds))
        if key == REDRAW:  # perhaps after Ctrl-Z
            self._terminal.write(_BRACKETED_PASTE)
            self._painter.wipe()
        elif key == CTRL_L:
            self._painter.clear()
        return key


class Keys(KeyFront):
    """The quiz by single keys. With `fresh` every question has a clear screen."""

    answers_back = True
    _typed = ""  # a digit that a second one may follow
    _after_number = False  # whether Enter would only end a number
    _ends_numbers = False  # whether this person is used to pressing Enter then

    def confirm(self, question: str) -> bool:
        """Ask a yes-or-no question; Enter is yes."""
        key: str | None = REDRAW
        while key not in {"y", "n", "enter"}:
            if key in REDRAWS:
                lines = self._terminal.wrap(question)
                self._painter.show(Block(tuple(lines), len(lines) - 1))
                self._terminal.write(f"\x1b[{cell_len(lines[-1]) + 1}C")
            key = self._key()
        self._terminal.write("n" if key == "n" else "y")
        self._painter.leave()
        return key != "n"

    def run(self, session: Sitting) -> None:
        """Ask until the quiz is done; KeyboardInterrupt or EOFError when the person stops."""
        while not (session.state.done and self._ended(session)):
            if not session.state.done:
                self._ask(session)
        drop_typed()

    def _ask(self, session: Sitting) -> None:
        """Show the current question, and do what the next key says.

        An answered question shrinks to a line; going back opens that line again.
        """
        before = session.state
        self._show(block(before, self._terminal, above=self._painter.below_settled))
        event = self._event(before)
        warning = session.do(event) if event else None
        after = session.state
        if self._fresh and after.at != before.at:
            self._painter.clear()
        elif after.stopped:
            self._painter.wipe()
        elif after.at > before.at:
            self._painter.settle(settled_line(replace(after, at=before.at), self._terminal))
        elif after.at < before.at:
            self._painter.reopen()
        if warning:
            self._leave_block()
            self._terminal.say(warning)

    def key(self) -> str:
        """Return the next key where no block is drawn."""
        while (key := _unless_stopped(self._keyboard.key()) or REDRAW) == REDRAW:
            self._terminal.write(_BRACKETED_PASTE)
        return typed(key)

    def line_begun(self) -> str:
        """Return what was typed ahead of a line, with its end if that was typed too.

        The keyboard holds it, so reading the line from the terminal would miss it.
        """
        line = ""
        while (key := _unless_stopped(self._keyboard.held())) is not None:
            if key == "enter":
                return f"{line}\n"
            line = line[:-1] if key == "backspace" else line + key * (len(key) == 1)
        return line

    def ask_again(self, state: State) -> State | None:
        """Ask a question again, after the quiz; return the quiz after it, None if it is left."""
        before = state
        while state.at == before.at:
            self._painter.show(block(state, self._terminal, again=True))
            try:
                event = self._event(state)
            except EOFError:
                event = Action.BACK
            if event is Action.BACK:
                self._painter.wipe()
                return None
            if event and event not in {Action.HELP, Action.STOP}:
                state = step(state, event)
        self._painter.settle(settled_line(replace(state, at=before.at), self._terminal))
        self._painter.leave()
        self._terminal.write("\n")
        return state

    def _ended(self, session: Sitting) -> bool:
        """Say that this was the last question; return False if the person goes back."""
        if session.state.stopped:
            self._terminal.write("\n")
            return True
        while True:
            self._show(Block(tuple(self._terminal.wrap(words.OVER)), 0))
            of_number = self._after_number and self._ends_numbers
            self._after_number = False
            key = self._key(QUIET_SECONDS if of_number else None)
            if key in {"enter", "right", " "} and not of_number:
                self._painter.wipe()
                self._terminal.write("\n")
                return True
            if _EVENTS.get(key) is Action.BACK:
                session.do(Action.BACK)
                self._painter.reopen()
                return False

    def _show(self, block: Block) -> None:
        """Show a block, apart from the answered questions above it if there is room."""
        if self._painter.below_settled and len(block.lines) + 1 < self._terminal.size[1]:
            block = Block(("", *block.lines), block.at + 1)
        self._painter.show(block)

    def _key(self, seconds: float | None = None) -> str | None:
        """Return the next key as `_pressed` does, but in small letters; q raises EOFError too."""
        key = self._pressed(seconds)
        if (key := key and typed(key).lower()) == "q":
            raise EOFError
        return key

    def _event(self, state: State) -> Event | None:
        """Wait for a key that means something; return None when the block is to be drawn anew."""
        while True:
            key = self._key(_SECOND_DIGIT_SECONDS if self._typed else None)
            if key in REDRAWS:
                return None
            event = self._number(key, state) if key and key.isdecimal() else self._event_of(key)
            if event:
                return event

    def _event_of(self, key: str | None) -> Event | None:
        """Return what a key that is no digit does; None stands for a second digit not typed."""
        typed, self._typed = self._typed, ""
        after_number, self._after_number = self._after_number, key is None
        if typed and key in {"enter", None}:
            return Choose()
        if after_number and key == "enter":
            self._ends_numbers = True
            return None
        return _EVENTS.get(key)

    def _number(self, digit: str, state: State) -> Event | None:
        """Answer with the number typed, or only select it where another digit may follow."""
        number, count = int(self._typed + digit), len(state.question.options)
        self._typed, self._after_number = "", True
        if not 1 <= number <= count:
            return None
        if number * 10 > count:
            return Choose(number - 1)
        self._typed = str(number)
        return Move(number - (0 if state.row is None else state.row + 1))


def _unless_stopped(key: str | None) -> str | None:
    """Return a key; raises KeyboardInterrupt for Ctrl-C, and EOFError for Ctrl-D."""
    if key == CTRL_C:
        raise KeyboardInterrupt
    if key == "end":
        raise EOFError
    return key


def settled_line(state: State, terminal: Terminal) -> str:
    """Return the current question in one line: its number, its text cut short → the answer."""
    number, arrow = f"{state.at + 1}. ", terminal.shown(" → ")
    question = terminal.shown(visible(state.question.text))
    answer = terminal.shown(words.answer(state))
    room = terminal.width - columns(number + arrow)
    least = min(columns(answer), max(room // 2, room - columns(question)))
    if room - least < _FEWEST_COLUMNS:
        return shortened(number + answer, terminal.width)
    question = shortened(question, room - least)
    answer = shortened(answer, room - columns(question))
    return f"{_dim(number + question + arrow)}{answer}"


def block(state: State, terminal: Terminal, *, above: bool = False, again: bool = False) -> Block:
    """Lay out the current question; `above` leaves a row for what stands above it.

    While nothing is selected the cursor is at the first option, where reading on goes through
    them all. What is asked is no taller than the screen, help apart: see `_cut`.
    """
    row, height = state.row, terminal.size[1] - above
    head = _progress(state, terminal)
    head += [*map(_bold, terminal.wrap(visible(state.question.text)))]
    head += terminal.wrap(*words.notes(state))
    options: list[str] = []
    picked = range(1)
    for i, option in enumerate(state.question.options):
        lines = terminal.wrap(visible(option.text), hanging=_sign(state, terminal, i))
        if i == (row or 0):
            picked = range(len(options), len(options) + len(lines))
        options += map(_bold, lines) if i == row else lines
    help = terminal.wrap(*words.keys_help(state), hanging="  ") if state.helping else []
    foot = ["", fitting(words.hints(state, again=again), terminal)]
    lines = [*head, "", *options, *help, *foot]
    if help and len(lines) < height:
        lines.insert(-len(help) - len(foot), "")
    if len(lines) <= height:
        return Block(tuple(lines), len(head) + 1 + picked.start)
    if help:
        return Block((*help, foot[1]), len(help))
    if len(lines) - 2 > height:
        foot[1] = fitting(words.hints_when_cut(again=again), terminal)
    return _cut(head, options, picked, foot[1], height)


def _cut(head: list[str], options: list[str], picked: range, hint: str, height: int) -> Block:
    """Lay out as much of a question as the screen holds, at least the lines of its `picked` option.

    What scrolls away can't be redrawn, and would stay there torn.
    """
    lines, room = [*head, *options], max(1, height - 1)
    kept = len(head) if len(head) + len(picked) <= room else 0
    first, last = len(head) + picked.start, len(head) + picked.stop
    start = max(kept, min(first, last - room + kept))
    visible_lines = (*lines[:kept], *lines[start : start + room - kept])
    return Block((*visible_lines, hint), kept + first - start)


def _sign(state: State, terminal: Terminal, row: int) -> str:
    gap = " " if terminal.width < 30 else "  "
    number = str(row + 1).rjust(len(str(len(state.question.options))))
    return f"{'›' if row == state.row else ' '} {number}{gap}"


def _progress(state: State, terminal: Terminal) -> list[str]:
    """Return the head line, with a bar where there is room for one."""
    lines = terminal.wrap(words.progress(state))
    full, empty = terminal.shown("━"), terminal.shown("─")
    cells = min(24, (terminal.width - columns(lines[-1]) - 2) // columns(full))
    if len(lines) == 1 and cells >= 8:
        done = round(cells * state.at / len(state.questions))
        lines = [f"{lines[0]}  {_accent(full * done)}{_dim(empty * (cells - done))}"]
    return lines


def fitting(hints: Iterable[str], terminal: Terminal) -> str:
    """Return the first of some hints that fits in a line, dimmed."""
    encodable = map(terminal.shown, hints)
    return _dim(next((hint for hint in encodable if columns(hint) <= terminal.width), ""))


def _bold(text: str) -> str:
    return f"\x1b[1m{text}\x1b[22m"


def _dim(text: str) -> str:
    return f"\x1b[2m{text}\x1b[22m"


def _accent(text: str) -> str:
    return text if os.environ.get("NO_COLOR") else f"\x1b[35m{text}\x1b[39m"
