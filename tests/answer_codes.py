"""Writes answer codes, as browser/code.js does."""

from __future__ import annotations

from rolequiz.model import OptionId, Pack, Question, Responses
from rolequiz.responses.code import _BITS, ALPHABET, CHECK, KINDS, TAGS, _length, _radix, tag

GROUP = 4


def encode(pack: Pack, responses: Responses) -> str:
    """Return answers, skips, marks and whether the person stopped early, as a code.

    A mark on a skipped question, which has no effect, is left out; so are name and role.
    """
    marks = responses.matters & responses.answers.keys()
    kind = bool(marks) + 2 * responses.stopped
    number = 0
    for question in pack.questions:
        digit = _digit(question, responses.answers.get(question.id), question.id in marks)
        number = number * _radix(question, kind) + digit
    number = ((number * KINDS + kind) * TAGS + tag(pack)) * CHECK
    length = _length(pack, kind)
    text = "".join(ALPHABET[number >> _BITS * place & 31] for place in reversed(range(length)))
    return "-".join(text[at : at + GROUP] for at in range(0, length, GROUP))


def _digit(question: Question, answer: OptionId | None, marked: bool) -> int:
    """Return 0 for a skipped question, else the place of the answer: from 1, or beyond all."""
    if answer is None:
        return 0
    options = question.options
    return options.index(question.option(answer)) + 1 + len(options) * marked
