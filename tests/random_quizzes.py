"""Quizzes and sheets that nobody would write: of any length, with scales, skips and marks."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from packs import make_pack
from rolequiz.model import Option, Pack, Question, Responses

MOST_QUESTIONS, MOST_OPTIONS = 40, 11


def random_quiz(chance: Random) -> Pack:
    """Return a quiz of scales and choices, without a role."""

    def question(number: int) -> Question:
        size = chance.randint(2, MOST_OPTIONS)
        scale = chance.random() < 0.3
        ids = range(1, size + 1) if scale else [f"q{number}-{place}" for place in range(size)]
        return Question(f"q{number}", "?", tuple(Option(id, f"{id}", {}) for id in ids))

    asked = tuple(question(number) for number in range(chance.randint(1, MOST_QUESTIONS)))
    return replace(make_pack([], {}), questions=asked, version=chance.randint(1, 9))


def random_sheet(pack: Pack, chance: Random) -> Responses:
    """Return answers to some of a quiz's questions, with marks on none, some or all of them."""
    given = [each for each in pack.questions if chance.random() < 0.9]
    share = chance.choice([0, 0, 0.2, 1])
    marks = frozenset(each.id for each in given if chance.random() < share)
    answers = {each.id: chance.choice(each.options).id for each in given}
    return Responses(answers, marks, stopped=chance.random() < 0.2)
