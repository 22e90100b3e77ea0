"""What the quiz says around its questions, the same in both front ends.

Plain text, one paragraph a string.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rolequiz.ask.journal import KEPT_DAYS, home_folder
from rolequiz.ask.state import State
from rolequiz.model import Pack
from rolequiz.pages.sentences import sentence
from rolequiz.text import counted, minutes, visible

if TYPE_CHECKING:  # which imports this module
    from rolequiz.ask.session import Earlier

OVER = "That was the last question. Enter shows your result, ← changes an answer."
OVER_BY_LINES = (
    "This is the last question: your result comes after it. b goes back, to change an answer."
)
"""The same where each answer is confirmed with Enter, so it comes before the last one."""
MOST_WAYS = 5
MORE = "Any key shows more, q the end"
WHICH_NUMBER = "A number, or just Enter: "

_SKIP = "s skips. A skipped question is left out; it is not a middle answer"
_MARK = "* marks “this matters to me”: your answer counts double"
_ENDS = ("e ends the quiz here, and shows your result",)
_STOP = "q stops. Your answers so far are kept, and you can go on another time"


def keys_help(state: State) -> Iterator[str]:
    """Say what every key does."""
    yield f"{_numbers(state)} answers at once"
    yield "↑ ↓ (or k j) select, then Enter answers"
    yield "← or Backspace goes back, to change an answer; → goes on again"
    yield _SKIP
    yield _MARK
    yield "? hides this help"
    yield from _ENDS * state.offering
    yield _STOP


def lines_help(state: State) -> Iterator[str]:
    """Say everything that can be typed, Enter after each."""
    yield f"{_numbers(state)} answers"
    yield _SKIP
    yield "b goes back, to change an answer; just Enter then keeps it"
    yield f"{_MARK}; *2 marks and answers 2"
    yield from _ENDS * state.offering
    yield _STOP


def hints(state: State, *, again: bool = False) -> tuple[str, ...]:
    """Name the keys in one line, the longest first; the first that fits is shown.

    `again` is for a question that is asked again once the result is there.
    """
    number = _numbers(state)
    if again:
        return (
            f"{number} or ↑ ↓ Enter · ← leave it as it is · s skip · * matters to me",
            f"{number} ↑ ↓ Enter · ← leave it · s skip · * matters",
            f"{number}, ← leave it, s skip, *",
            f"{number}, ← leave it",
            "← leave it",
        )
    return (
        f"{number} or ↑ ↓ Enter · ← back · s skip · * matters to me · ? help · q save and quit",
        f"{number} ↑ ↓ Enter · ← back · s skip · * matters · ? help · q save and quit",
        f"{number} or ↑ ↓ Enter · ← back · s skip · * matters · ? help · q quit",
        f"{number}, ← back, s skip, ? help, q quit",
        f"{number} · ? help · q quit",
        "? help",
    )


def hints_when_cut(*, again: bool = False) -> tuple[str, ...]:
    """Name the keys, as `hints` does, if the screen can't hold the whole question."""
    if again:
        return ("↑ ↓ show the rest · ← leave it", "↑ ↓ more, ←", "←")
    return ("↑ ↓ show the rest · ? help · q quit", "↑ ↓ more · ? help", "? help")


def prompt(state: State) -> str:
    """Ask for a line."""
    keep = "Enter keeps it, " if state.settled else "or "
    return f"Your answer ({_numbers(state)}, {keep}? for help): "


def not_understood(state: State) -> str:
    """Say what can be typed, after a line that makes no sense."""
    return (
        f"Please type a number from 1 to {len(state.question.options)}, "
        "s to skip, b to go back, or ? for help."
    )


def opening(pack: Pack) -> Iterator[str]:
    """Say what the quiz asks, and how long that takes."""
    questions = len(pack.questions)
    yield from (visible(part) for part in pack.intro.split("\n\n") if part.strip())
    yield f"{counted(questions, 'question')}, about {minutes(questions)}."


def welcome(pack: Pack, folder: Path | None) -> Iterator[str]:
    """Say what to know before the first question; `folder` is None if nothing is kept."""
    yield from opening(pack)
    nothing_sent, exploration = sentence("nothing-sent"), sentence("exploration")
    if folder is None:
        yield f"{exploration} {nothing_sent}"
        return
    yield (
        f"Your answers are saved as you go, in {_short(folder)}, where only you can read them "
        f"and can delete them. {nothing_sent}"
    )
    yield exploration


def unfinished(earlier: Earlier) -> str:
    """Say that a run was cut short, and ask whether to go on with it."""
    state, answered = earlier.state, earlier.journal.answered
    answers = f"{answered} of {len(state.questions)}."
    if earlier.changed:
        same = f"{state.answered} of these {'is' if state.answered == 1 else 'are'} still the same."
        if state.answered == answered:
            same = "the questions that you answered have not."
        answers = f"{counted(answered, 'question')}. The quiz has changed since then; {same}"
    offered = "the same command offers them again"
    if earlier.changed and earlier.declined:
        offered = "you are not asked about them any more"
    return (
        f"{_began(earlier)} and answered {answers} Go on where you stopped? "
        f"If you say no, a new run starts. The earlier answers are kept for {KEPT_DAYS} days, and "
        f"{offered}. [Y/n]"
    )


def outdated(earlier: Earlier) -> str:
    """Say that the quiz no longer asks anything that an earlier run answered."""
    return (
        f"{_began(earlier)}, but it has changed since then. "
        "None of the questions that you answered is still the same, so this is a new run. "
        f"The earlier answers are kept for {KEPT_DAYS} days."
    )


def elsewhere(others: Sequence[Earlier]) -> str:
    """Say that runs are kept that belong to another code or file; commands follow."""
    if len(others) == 1:
        return (
            f"An unfinished run of {_time(others[0].journal.started)} is kept. It belongs to "
            "another code or file, so this is a new run, and the other one stays as it is. To go "
            "on with that one instead, quit and run:"
        )
    return (
        f"{len(others)} unfinished runs are kept. They belong to other codes or files, so this is "
        "a new run, and the others stay as they are. To go on with one of those instead, quit and "
        "run its command, the last used first:"
    )


def ways_on(others: Sequence[Earlier]) -> list[str]:
    """Return the commands that go on with some runs, each once, in lines to copy."""
    commands = [*dict.fromkeys(command(run.journal.run.options) for run in others)]
    more = [f"… and {len(commands) - MOST_WAYS} more"] if len(commands) > MOST_WAYS else []
    return commands[:MOST_WAYS] + more


def command(options: Iterable[str]) -> str:
    """Return a command to copy, with short names for files in the current folder."""
    here = os.path.join(os.path.realpath(os.curdir), "")
    return " ".join(["rolequiz take", *(quoted(text.removeprefix(here)) for text in options)])


def quoted(text: str) -> str:
    """Return a word of a command as it must be typed."""
    typed = shlex.quote(visible(text))
    return f'"{visible(text)}"' if os.name == "nt" and typed != text else typed


def _began(earlier: Earlier) -> str:
    return f"You began this quiz on {_time(earlier.journal.started)}"


def _time(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y} at {moment:%H:%M}"


def not_kept(reason: str, folder: Path | None = None) -> str:
    """Warn that the journal can't be written."""
    where = f"in {_short(folder)}" if folder else "on disk"
    return (
        f"Your answers can't be kept {where}: {visible(reason)}. "
        "The quiz goes on, but closing it before the end loses the answers."
    )


def progress(state: State) -> str:
    """Say which question this is."""
    return sentence("progress", number=state.at + 1, questions=len(state.questions))


def notes(state: State) -> Iterator[str]:
    """Say what the person has done about the current question, and what else they could do."""
    if state.settled and state.chosen is None:
        yield "You skipped this question."
    if state.chosen is not None:
        yield f"Your answer so far: {state.chosen + 1}"
    if state.marked:
        yield marked(state)
    if state.offering:
        yield sentence("may-stop", key=" (e)", answered=state.answered)


def answer(state: State) -> str:
    """Return what was answered to the current question, and whether it counts double."""
    chosen = state.chosen
    text = "skipped" if chosen is None else visible(state.question.options[chosen].text)
    return f"{text} *" if state.marked else text


def marked(state: State) -> str:
    """Say whether the current question is marked "this matters to me"."""
    if state.marked:
        return "* This matters to you: it counts double."
    return "The mark is gone: it counts as much as any other."


def _numbers(state: State) -> str:
    return f"1–{len(state.question.options)}"


def _short(folder: Path) -> str:
    home = home_folder()
    if home is not None and folder.is_relative_to(home):
        folder = "~" / folder.relative_to(home)
    return visible(str(folder))
