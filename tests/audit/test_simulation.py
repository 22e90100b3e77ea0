"""Tests of rolequiz.audit.simulation, against odds reckoned by hand."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, sqrt
from random import Random
from statistics import fmean, pstdev

import pytest

from packs import choice, make_pack
from rolequiz.audit.simulation import (
    answer,
    chances,
    preferences,
    random_answers,
    second_choice,
    simulator,
)


class Fixed(Random):
    """Dice that fall as they are told to."""

    def __init__(self, *falls: float) -> None:
        super().__init__()
        self.falls: Iterable[float] = iter(falls)

    def random(self) -> float:
        """Return the next fall."""
        return next(iter(self.falls))

    def randrange(self, *bounds: object) -> int:
        """Return the next fall, as a whole number."""
        return int(self.random())


TWO_WAY = choice("q", {"x": 1}, {"x": -1})
PACK = make_pack([TWO_WAY], {"high": {"x": 2}, "low": {"x": -1}})


def test_an_option_is_chosen_by_how_much_it_is_preferred() -> None:
    """At 0.5 towards x, odds are e^(2·0.5) to e^(−2·0.5)."""
    (likely,) = chances(simulator(PACK), [0.5])
    assert likely == pytest.approx([0.880797, 0.119203], abs=1e-6)


def test_bigger_numbers_make_nobody_more_decided() -> None:
    """Loadings count by their size beside the question's largest."""
    bigger = make_pack([choice("q", {"x": 2}, {"x": -2})], {"high": {"x": 2}, "low": {"x": -1}})
    assert chances(simulator(bigger), [0.5]) == chances(simulator(PACK), [0.5])


def test_several_dimensions_add_up() -> None:
    """Odds are e to twice the inner product of loadings, over the largest, and preferences."""
    question = choice("q", {"x": 2, "y": -1}, {"y": 2}, {})
    pack = make_pack([question], {"high": {"x": 2}, "low": {"x": -1}})
    odds = [exp(2 * (0.3 - 0.5 * -0.2)), exp(2 * -0.2), 1.0]
    assert chances(simulator(pack), [0.3, -0.2]) == [pytest.approx([o / sum(odds) for o in odds])]


def test_a_question_about_nothing_is_answered_by_chance() -> None:
    """Without loadings every option is as likely as the others."""
    pack = make_pack([choice("q", {}, {}), TWO_WAY], {"high": {"x": 2}, "low": {"x": -1}})
    assert chances(simulator(pack), [3.0])[0] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("fall", "option"), [(0.0, "q-a"), (0.19, "q-a"), (0.21, "q-b"), (0.7, "q-c"), (1.0, "q-c")]
)
def test_answers_are_drawn_by_their_chances(fall: float, option: str) -> None:
    """With chances of 0.2, 0.3 and 0.5, what the dice show decides."""
    pack = make_pack([choice("q", {"x": 1}, {}, {"x": -1})], {"high": {"x": 2}, "low": {"x": -1}})
    assert answer(simulator(pack), [[0.2, 0.3, 0.5]], Fixed(fall)) == {"q": option}


def test_random_answers_know_no_favourite() -> None:
    """Of 3,000 random answers every option gets about a third: within four standard errors."""
    quiz = simulator(make_pack([choice("q", {"x": 2}, {}, {"x": -1})], {"a": {"x": 1}, "b": {}}))
    dice = Random(1)
    drawn = [random_answers(quiz, dice)["q"] for _ in range(3000)]
    for option in ("q-a", "q-b", "q-c"):
        assert abs(drawn.count(option) / 3000 - 1 / 3) < 4 * sqrt(2 / 9 / 3000)


def test_the_second_choice_is_the_likeliest_other_option() -> None:
    """One question, the one that the dice name, is answered by the next likeliest option."""
    questions = [choice(id, {"x": 1}, {}, {"x": -1}) for id in ("p", "q")]
    quiz = simulator(make_pack(questions, {"high": {"x": 2}, "low": {"x": -1}}))
    likely = [[0.2, 0.3, 0.5], [0.5, 0.2, 0.3]]
    chosen: dict[str, str | int] = {"p": "p-c", "q": "q-b"}
    assert second_choice(quiz, likely, chosen, Fixed(0)) == {"p": "p-b", "q": "q-b"}
    assert second_choice(quiz, likely, chosen, Fixed(1)) == {"p": "p-c", "q": "q-a"}


def test_preferences_lie_about_a_role_s_direction() -> None:
    """Their mean is the strength times the unit profile, their spread 0.3 on every dimension."""
    roles: dict[str, dict[str, float]] = {"r": {"x": 2, "y": -1}, "s": {}}
    quiz = simulator(make_pack([TWO_WAY], roles))
    assert quiz.directions == {
        "r": pytest.approx([2 / sqrt(5), -1 / sqrt(5)]),
        "s": [0, 0],
    }
    dice = Random(2)
    drawn = [preferences(quiz.directions["r"], 1.25, dice) for _ in range(4000)]
    for d, mean in enumerate((2.5 / sqrt(5), -1.25 / sqrt(5))):
        values = [each[d] for each in drawn]
        assert fmean(values) == pytest.approx(mean, abs=4 * 0.3 / sqrt(4000))
        assert pstdev(values) == pytest.approx(0.3, abs=0.015)
