"""What a cell of a table says: an answer, a role or marks; None where it says nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

from rolequiz.model import OptionId, Pack, Question
from rolequiz.problems import did_you_mean, quote
from rolequiz.responses.fold import fold

MOST_REMEMBERED, LONGEST_REMEMBERED = 500, 200
"""Cells, and their characters."""

_LETTER = re.compile(r"\(?([a-z])[.)]?")
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mrz|mai|okt|dez|fév|avr|jui|aoû|déc"
    r"|ene|abr|ago|dic|gen|mag|giu|lug|set|ott)[^\W\d_]*[.]?"
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d( [\d:]{8})?|\d\d?([/.])\d\d?\2(\d\d){1,2}"
    rf"|\d\d?[-/.]? ?{_MONTH}([-/. ]\d+)?|{_MONTH}[-/. ]\d+"
)
DATE = (
    "A spreadsheet may have made a date of an answer such as 1-5: look at what was answered, "
    "format the column as text and write it again, or say in a --map file what the cell means."
)
_BETWEEN = re.compile(r"[\s,;]+")

T = TypeVar("T")


class UnreadableError(Exception):
    """A cell or a header that says nothing we know: `code`, `message` and `hint` of a problem."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(code, message, hint)
        self.code, self.message, self.hint = code, message, hint


class Cells(dict[str, T], Generic[T]):
    """Cell text → what it says, looked up once and then remembered, as far as there is room.

    Looking up raises UnreadableError.
    """

    def __init__(self, meaning: Callable[[str], T]) -> None:
        super().__init__()
        self._meaning = meaning
        self._refused: dict[str, tuple[str, str, str]] = {}

    def __missing__(self, cell: str) -> T:
        if cell in self._refused:
            raise UnreadableError(*self._refused[cell])
        try:
            said = self._meaning(cell)
        except UnreadableError as error:
            if len(self._refused) < MOST_REMEMBERED and len(cell) <= LONGEST_REMEMBERED:
                self._refused[cell] = error.code, error.message, error.hint
            raise
        if len(self) < MOST_REMEMBERED and len(cell) <= LONGEST_REMEMBERED:
            self[cell] = said
        return said


def answers_to(question: Question, mapped: Mapping[str, OptionId | None]) -> Cells[OptionId | None]:
    """Return what cells say of a question: an option's id, its text, its position or its letter.

    `mapped` is folded cell text → option, and counts before all of these.
    """
    options: dict[str, list[OptionId]] = defaultdict(list)
    for position, option in enumerate(question.options, start=1):
        for name in {fold(str(option.id)), fold(option.text), str(position)}:
            options[name].append(option.id)
    letters = dict(zip("abcdefghijklmnopqrstuvwxyz", question.options, strict=False))

    def meaning(cell: str) -> OptionId | None:
        folded = fold(cell)
        if folded in mapped or not folded:
            return mapped.get(folded)
        fits = options.get(folded, ())
        letter = _LETTER.fullmatch(folded)
        if len(fits) > 1:
            both = " and ".join(quote(str(id)) for id in fits)
            hint = "Say in a --map file which one it means."
            raise UnreadableError(
                "ambiguous-answer", f"{quote(cell)} fits the options {both}", hint
            )
        if not fits and letter and letter[1] in letters:
            return letters[letter[1]].id
        if not fits:
            hint = DATE if _DATE.fullmatch(folded) else ""
            hint = hint or did_you_mean(cell, [option.text for option in question.options])
            message = f"{quote(cell)} is not an answer to {quote(question.id)}"
            raise UnreadableError("unknown-answer", message, hint)
        return fits[0]

    return Cells(meaning)


def roles_of(pack: Pack, skipped: Collection[str] = ()) -> Cells[str | None]:
    """Return what cells say of the role that somebody holds: its id or its name."""
    known = {fold(role.name): role.id for role in pack.roles} | {r.id: r.id for r in pack.roles}

    def meaning(cell: str) -> str | None:
        folded = fold(cell)
        if folded and folded not in known and folded not in skipped:
            hint = did_you_mean(cell, [role.id for role in pack.roles])
            hint += " If the column holds something else, ignore it in a --map file."
            raise UnreadableError("unknown-role", f"{quote(cell)} is not a role of this quiz", hint)
        return known.get(folded)

    return Cells(meaning)


def marks_of(pack: Pack, skipped: Collection[str] = ()) -> Cells[frozenset[str]]:
    """Return what cells say of the questions that matter: ids, with spaces, commas or ; between."""
    known = {question.id: question for question in pack.questions}

    def meaning(cell: str) -> frozenset[str]:
        texts = "" if fold(cell) in skipped else cell.casefold()
        marked = frozenset(filter(None, _BETWEEN.split(texts)))
        for id in sorted(marked - known.keys()):
            hint = did_you_mean(id, known)
            raise UnreadableError(
                "unknown-question", f"{quote(id)} is not a question of this quiz", hint
            )
        return marked

    return Cells(meaning)
