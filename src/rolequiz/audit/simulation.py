"""Simulated respondents: what people would answer if the quiz's own loadings were true.

docs/method.md, "What the shipped quiz shows without respondents". Everything is drawn from the
dice that are handed in, so that equal dice give equal people.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, fsum, hypot
from random import Random
from typing import NamedTuple

from rolequiz.model import OptionId, Pack, Role
from rolequiz.scoring import Vector, dot
from rolequiz.scoring.design import largest

STRENGTH = 1.25
"""The length of a respondent's preferences, before the noise."""
NOISE = 0.3
"""The standard deviation of the noise on every dimension."""
SHARPNESS = 2.0
"""How decidedly respondents choose; 0 would be by chance."""

Chances = list[list[float]]
"""Question by question, how likely each option is to be chosen; each question's sum to 1."""


class Simulator(NamedTuple):
    """A quiz as simulated respondents see it."""

    questions: list[tuple[str, list[OptionId]]]
    """Question by question: its id, and those of its options."""
    slopes: list[list[Vector]]
    """Question by question, option by option: SHARPNESS · loadings / the question's largest."""
    directions: dict[str, Vector]
    """Role → its profile over the pack's dimensions, of length 1; zeros for an empty profile."""


def simulator(pack: Pack) -> Simulator:
    """Prepare a quiz for its simulated respondents."""
    ids = [dimension.id for dimension in pack.dimensions]
    slopes: list[list[Vector]] = []
    for question in pack.questions:
        loadings = [[option.loadings.get(id, 0.0) for id in ids] for option in question.options]
        # bigger numbers in the YAML must not make respondents more decided
        largest = max(abs(loading) for row in loadings for loading in row) or 1.0
        slopes.append([[SHARPNESS * loading / largest for loading in row] for row in loadings])
    return Simulator(
        [(question.id, [option.id for option in question.options]) for question in pack.questions],
        slopes,
        {role.id: _direction(role, ids) for role in pack.roles},
    )


def _direction(role: Role, dimensions: Sequence[str]) -> Vector:
    profile = [role.profile.get(dimension, 0.0) for dimension in dimensions]
    length = hypot(*profile) or 1.0
    return [value / length for value in profile]


def preferences(direction: Vector, strength: float, dice: Random) -> list[float]:
    """Return what a respondent prefers: so far towards a role's direction, and noise."""
    return [strength * to + dice.gauss(0, NOISE) for to in direction]


def chances(quiz: Simulator, preferred: Vector) -> Chances:
    """Return how likely somebody with these preferences is to choose each option."""
    return [_shares([exp(dot(slope, preferred)) for slope in options]) for options in quiz.slopes]


def _shares(odds: Sequence[float]) -> list[float]:
    total = fsum(odds)
    return [part / total for part in odds]


def answer(quiz: Simulator, likely: Chances, dice: Random) -> dict[str, OptionId]:
    """Draw somebody's answers to every question."""
    return {
        question: options[_drawn(shares, dice.random())]
        for (question, options), shares in zip(quiz.questions, likely, strict=True)
    }


def _drawn(shares: Sequence[float], mark: float) -> int:
    """Return the index of the share in which a mark between 0 and 1 falls."""
    for index, share in enumerate(shares):
        mark -= share
        if mark < 0:
            return index
    return len(shares) - 1  # the last bits of the sum


def random_answers(quiz: Simulator, dice: Random) -> dict[str, OptionId]:
    """Draw answers by chance, every option as likely as the others."""
    return {question: dice.choice(options) for question, options in quiz.questions}


def second_choice(
    quiz: Simulator, likely: Chances, chosen: dict[str, OptionId], dice: Random
) -> dict[str, OptionId]:
    """Return the answers with one of them, by chance, changed to the likeliest other option."""
    at = dice.randrange(len(quiz.questions))
    question, options = quiz.questions[at]
    others = [index for index, option in enumerate(options) if option != chosen[question]]
    likeliest = others[largest([likely[at][index] for index in others])]
    return {**chosen, question: options[likeliest]}
