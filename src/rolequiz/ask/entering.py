"""Paper sheets typed in: what a key means, and the words around it, the same in both front ends.

A sheet is the `State` of a quiz: an answer goes on to the next question. At its end the sheet is
done, and waits to be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import NamedTuple, Protocol

from rolequiz.ask.state import Action, Choose, Event, State, step
from rolequiz.model import Pack, Question, Responses
from rolequiz.pages.form import labels
from rolequiz.text import counted, listing, visible

_BACK = {"left", "backspace"}
_ACTIONS = {"-": Action.SKIP, "s": Action.SKIP, "*": Action.MATTER}
_FEWEST_ANSWERS = 8
"""From so many answers on, a line typed for a code is questioned."""
_MOST_NAMED = 10
_LONGEST_CODE = 60

STOPS = "q again stops. The answers of this sheet are not kept, those of the others are."
ANSWERS = (
    "These look like the answers of a sheet, but its code comes first. "
    "If it is a code, press Enter again."
)


class Keeper(Protocol):
    """Where whole sheets go."""

    @property
    def sheets(self) -> int:
        """How many there are."""

    def holds(self, code: str) -> bool:
        """Return whether somebody there has this code."""

    def next_code(self) -> str:
        """Return a number for a sheet without a code."""

    def keep(self, responses: Responses) -> None:
        """Add a sheet; raises OSError if it can't be kept."""


class Sheet(NamedTuple):
    """A sheet under way, and the digits typed so far of a number that may go on."""

    code: str
    state: State
    digits: str = ""

    def responses(self) -> Responses:
        """Return the answers under the code."""
        return replace(self.state.responses(), respondent=self.code)

    def after(self, event: Event) -> Sheet:
        """Return the sheet after an event of the quiz."""
        return Sheet(self.code, step(self.state, event))


def pressed(sheet: Sheet, key: str) -> Sheet | None:
    """Return the sheet after a key; None where the key means nothing here."""
    state = sheet.state
    if key in _BACK or (state.done and key == "b"):
        return Sheet(sheet.code, state) if sheet.digits else sheet.after(Action.BACK)
    if state.done:
        return None
    if key == "enter" and sheet.digits:
        return sheet.after(Choose(int(sheet.digits) - 1))
    if key == "enter" and state.settled:
        return Sheet(sheet.code, state.at_first_open())
    if len(key) == 1 and key.isdecimal() and key.isascii():
        return _number(sheet, key)
    event = None if sheet.digits else _event(state.question, key)
    return sheet.after(event) if event else None


def _event(question: Question, key: str) -> Event | None:
    names = labels(question)
    if key in names:
        return Choose(names.index(key))
    if key in _ACTIONS:
        return _ACTIONS[key]
    letters = ascii_lowercase[: len(question.options)]
    return Choose(letters.index(key)) if len(key) == 1 and key in letters else None


def _number(sheet: Sheet, digit: str) -> Sheet | None:
    """Take a digit: it answers at once if it can't be the start of a longer number."""
    number, count = int(sheet.digits + digit), len(sheet.state.question.options)
    if not 1 <= number <= count:
        return None
    if number * 10 > count:
        return sheet.after(Choose(number - 1))
    return sheet._replace(digits=str(number))


def looks_like_answers(code: str, pack: Pack) -> bool:
    """Return whether a code could be the answers of a sheet, typed without spaces or with."""
    sheet: Sheet | None = Sheet("", State(pack.questions))
    keys = code.replace(" ", "")
    if len(keys) < min(_FEWEST_ANSWERS, len(pack.questions)):
        return False
    for key in keys:
        sheet = sheet and pressed(sheet, key)
    return sheet is not None and not sheet.digits


def new_sheets(read: Callable[[str], str], pack: Pack, keeper: Keeper) -> Iterator[Sheet]:
    """Ask for a code, and yield the empty sheet, until there are no more.

    `read` shows a note, if there is one, and returns a line.
    """
    note = doubtful = ""
    while (code := " ".join(read(note).split()) or doubtful) != "q":
        if visible(code) != code or len(code) > _LONGEST_CODE:
            note = f"Use letters and digits for a code, at most {_LONGEST_CODE}."
        elif code != doubtful and looks_like_answers(code, pack):
            note = ANSWERS
        else:
            yield Sheet(code or keeper.next_code(), State(pack.questions))
            note = ""
        doubtful = code if note == ANSWERS else ""


def put_away(sheet: Sheet, keeper: Keeper) -> str:
    """Keep a complete sheet; return why it can't be kept, in words, or "" if it is."""
    try:
        keeper.keep(sheet.responses())
    except OSError as error:
        reason = visible(error.strerror or str(error))
        return f"This sheet can't be kept: {reason}. Fix that, then press Enter to try again."
    return ""


# --- Words ------------------------------------------------------------------------------------


def answer_of(state: State, at: int) -> str:
    """Return the answer to a question: its letter, - if it was skipped, or nothing."""
    question = state.questions[at]
    if question.id not in state.answers:
        return ""
    answer = state.answers[question.id]
    ids = [option.id for option in question.options]
    return "-" if answer is None else labels(question)[ids.index(answer)]


def welcome(pack: Pack, keeper: Keeper) -> str:
    """Say what is typed in, and that each sheet is kept at once."""
    return (
        f"Sheets of “{visible(pack.title)}”, {counted(len(pack.questions), 'question')} each. "
        f"{counted(keeper.sheets, 'sheet')} so far. Each is on the disk before you begin the next."
    )


def ask_for_code(keeper: Keeper) -> str:
    """Ask for the code of the next sheet."""
    return f"Code on sheet {keeper.sheets + 1} (Enter: {keeper.next_code()}; q: no more sheets):"


def takes(state: State) -> str:
    """Say what can be typed as an answer to the current question."""
    names = labels(state.question)
    return f"{names[0]}–{names[-1]}"


def refused(sheet: Sheet, key: str) -> str:
    """Say that a key means nothing here, and which keys do."""
    name = f"“{visible(key)}”" if len(key) == 1 and key.strip() else "That key"
    if sheet.state.done:
        last = len(sheet.state.questions)
        return f"{name} is too much: question {last} was the last. Compare the sheet."
    number = sheet.state.at + 1
    return f"{name} is no answer to question {number}: type {takes(sheet.state)}, or - to skip it."


def count(sheet: Sheet, keeper: Keeper) -> Iterator[str]:
    """Say what a whole sheet holds, for the person who typed it to compare."""
    state = sheet.state
    numbered = [(str(number), question.id) for number, question in enumerate(state.questions, 1)]
    skipped = [number for number, id in numbered if state.answers.get(id) is None]
    marked = [number for number, id in numbered if id in state.matters]
    counts = [f"{state.answered} answered", _with_numbers("skipped", skipped)]
    counts += [_with_numbers("marked", marked)] if marked else []
    yield f"{counted(len(state.questions), 'question')}: {', '.join(counts)}."
    if keeper.holds(sheet.code):
        yield (
            f"{visible(sheet.code)} is in the file already. If you keep this sheet, too, a report "
            "counts only this one."
        )


def _with_numbers(what: str, numbers: list[str]) -> str:
    listed = f" ({listing(numbers)})" if 0 < len(numbers) <= _MOST_NAMED else ""
    return f"{len(numbers)} {what}{listed}"


def kept(sheet: Sheet) -> str:
    """Say that a sheet is on the disk."""
    return f"{visible(sheet.code)} is kept, with {counted(sheet.state.answered, 'answer')}."
