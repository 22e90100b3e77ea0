"""Tests of rolequiz.audit.chance: the figures from outcomes made up by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from math import hypot, sqrt
from random import Random

import pytest

from packs import choice, make_pack
from rolequiz.audit import chance
from rolequiz.audit.chance import Bet, Outcome
from rolequiz.audit.model import Estimate, cause, proportion
from rolequiz.audit.simulation import (
    STRENGTH,
    answer,
    chances,
    preferences,
    second_choice,
    simulator,
)
from rolequiz.model import Family, Responses, Verdict
from rolequiz.pack import shipped_pack
from rolequiz.pages.check import causes
from rolequiz.scoring import Scorer

UP, DOWN = {"x": 1.0}, {"x": -1.0}
PACK = make_pack(
    [choice("p", UP, DOWN, weight=2), choice("q", {"x": 2}, {}, {"x": -2})],
    {"high": {"x": 1.0}, "low": {"x": -1.0}},
)
TIE = make_pack(
    [choice("p", UP, DOWN), choice("q", UP, DOWN)], {"high": {"x": 1.0}, "low": {"x": -1.0}}
)
"""Half of the ways to answer it say nothing."""
DESIGN = Scorer(PACK).design(Responses({"p": "p-a", "q": "q-a"}))


def outcome(
    role: str, first: str, second: str = "", after: str = "", verdict: Verdict = "close"
) -> Outcome:
    """What a respondent came to; one changed answer changes nothing unless it is said."""
    return Outcome(role, first, {first, second}, verdict, after or first)


def error(hits: int, of: int) -> float:
    """The standard error of a share by Agresti and Coull: of two hits and two misses more."""
    near = (hits + 2) / (of + 4)
    return sqrt(near * (1 - near) / (of + 4))


OUTCOMES = [
    *[outcome("high", "high", "low", verdict="clear")] * 6,
    *[outcome("high", "high", "low", after="low", verdict="clear")] * 2,
    *[outcome("high", "low", "high")] * 2,
    *[outcome("low", "low", "high", after="high")] * 5,
    *[outcome("low", "high", "high")] * 5,
]


def test_shares_of_random_sheets_have_errors() -> None:
    """3 of 4 is 0.75, give or take √(5/8 · 3/8 / 8)."""
    shares = chance.chance_shares(PACK, ["high", "high", "low", "high"])
    assert shares["high"] == pytest.approx(Estimate(0.75, sqrt(15 / 64 / 8)))
    assert shares["low"] == pytest.approx(Estimate(0.25, sqrt(15 / 64 / 8)))
    least, most = chance.chance_share(PACK, shares)
    assert (least.estimate, least.target, least.passed) == (shares["low"], 0.25, True)
    assert (most.estimate, most.target, most.passed) == (shares["high"], 1.0, True)


def test_a_share_of_none_or_all_is_not_quite_sure() -> None:
    """0 of 96 and 96 of 96 stay 0 and 1, give or take √(0.02 · 0.98 / 100)."""
    for hits, share in ((0, 0), (96, 1)):
        assert proportion(hits, 96) == pytest.approx(Estimate(share, 0.014))


def test_a_tie_has_no_leader() -> None:
    """Answers between two roles count for neither, though both are among the first two."""
    design, quiz = Scorer(TIE).design(Responses({"p": "p-a", "q": "q-a"})), simulator(TIE)
    leads = Counter(chance.leaders(design, quiz, 400, Random(3)))
    assert set(leads) == {"high", "low", None}  # a and b, b and a say nothing: about half
    assert 150 < leads[None] < 250
    assert chance.chance_shares(TIE, leads.elements())["high"].value == leads["high"] / 400
    tied = [each for each in chance.outcomes(design, quiz, 50, Random(3)) if each.first is None]
    assert tied
    assert all(each.first_two == {"high", "low"} for each in tied)


def test_no_bet_is_made_on_a_tie() -> None:
    """Stability says how sure a leader is, so people without one are left out of calibration."""
    design, quiz = Scorer(TIE).design(Responses({"p": "p-a", "q": "q-a"})), simulator(TIE)
    assert 0 < len(list(chance.bets(design, quiz, 50, Random(3)))) < 100
    twins = make_pack(list(TIE.questions), {"one": {"x": 1}, "two": {"x": 2}})
    design = Scorer(twins).design(Responses({"p": "p-a", "q": "q-a"}))
    assert list(chance.bets(design, simulator(twins), 50, Random(3))) == []


def test_a_role_that_chance_favours_is_named() -> None:
    """A role beyond its bounds is named with its share."""
    pack = make_pack([choice("q", UP, DOWN)], {id: {"x": 1} for id in "abcd"})
    least, most = chance.chance_share(pack, chance.chance_shares(pack, [*"aaaaaaaabc"]))
    assert (least.passed, most.passed) == (False, False)
    assert [said.split(":")[0] for said in causes(pack, most)] == [
        "Random answers lead to A 80.0% of the time"
    ]
    assert [said.split(":")[0] for said in causes(pack, least)] == [
        "Random answers lead to D 0.0% of the time",
        "Random answers lead to B 10.0% of the time",
        "Random answers lead to C 10.0% of the time",
    ]


def test_recovery_is_counted_by_role() -> None:
    """8 of 10 and 5 of 10 find their own first; of low, half never."""
    shares = chance.chance_shares(PACK, ["high", "low"])
    high, low = roles = chance.role_audits(PACK, shares, OUTCOMES)
    assert (high.first.value, high.first_two.value, high.mistaken) == (0.8, 1.0, "low")
    assert (low.first.value, low.first_two.value, low.mistaken) == (0.5, 0.5, "high")
    assert high.mistaken_share.value == 0.2
    assert high.first.error == pytest.approx(error(8, 10))
    first, first_two, worst = chance.recovery(roles, OUTCOMES)
    assert first.estimate == pytest.approx(Estimate(0.65, error(13, 20)))
    assert first_two.estimate is not None
    assert first_two.estimate.value == pytest.approx(0.75)
    assert worst.estimate == low.first
    assert causes(PACK, worst) == (
        "Low leads for 50.0% of its respondents, and High leads for 50.0%: "
        "ask more that separates the two.",
    )


FAMILIES = replace(
    PACK,
    roles=tuple(
        replace(role, family=family) for role, family in zip(PACK.roles, "ud", strict=True)
    ),
    families=(Family("u", "Up", ""), Family("d", "Down", "")),
)


def sided(role: str, sides: str) -> list[Outcome]:
    """Respondents of a role and the sides that they are told, none where there is a dot."""
    return [Outcome(role, role, {role}, "clear", role, side.strip(".")) for side in sides]


def test_sides_are_counted_by_family() -> None:
    """3 of 4 and 4 of 5 are told one, all of the first theirs and half of the others."""
    up, down = chance.family_audits(FAMILIES, sided("high", "uuu.") + sided("low", "du.ud"))
    assert up.told == pytest.approx(Estimate(0.75, error(3, 4)))
    assert up.right == pytest.approx(Estimate(1.0, error(3, 3)))
    assert down.told.value == 0.8
    assert down.right == pytest.approx(Estimate(0.5, error(2, 4)))
    [figure] = chance.family_recovery((up, down))
    assert (figure.estimate, figure.target, figure.passed) == (down.right, 0.95, False)
    assert causes(FAMILIES, figure)[0].startswith(
        "Of the respondents of Down who are told a side, 50.0% are told theirs"
    )


def test_a_family_whose_respondents_get_no_side_fails() -> None:
    """There is nothing to measure, and it says why."""
    [figure] = chance.family_recovery(
        chance.family_audits(FAMILIES, sided("high", "uuu") + sided("low", "..."))
    )
    assert (figure.estimate, figure.passed) == (None, False)
    assert causes(FAMILIES, figure)[0].startswith("No respondent of Down is told a side")


def test_a_quiz_without_families_is_not_measured_for_them() -> None:
    """Nor is one whose roles are all of one family."""
    assert chance.family_audits(PACK, OUTCOMES) == ()
    one = replace(FAMILIES, roles=tuple(replace(role, family="u") for role in PACK.roles))
    assert chance.family_audits(one, OUTCOMES) == ()
    assert chance.family_recovery(()) == ()


def test_a_respondent_stands_on_the_side_that_a_result_says() -> None:
    """As the families of their whole result have it."""
    pack = shipped_pack()
    scorer = Scorer(pack)
    design = scorer.design(Responses({q.id: q.options[0].id for q in pack.questions}))
    found = list(chance.outcomes(design, simulator(pack), 4, Random(5)))
    dice, sides, quiz = Random(5), [], simulator(pack)
    for direction in quiz.directions.values():
        for _ in range(4):
            likely = chances(quiz, preferences(direction, STRENGTH, dice))
            answers = answer(quiz, likely, dice)
            second_choice(quiz, likely, answers, dice)
            sides.append(scorer.result(Responses(answers)).families.side)
    assert [each.side for each in found] == sides
    assert {"product", "project", None} == set(sides)


def test_causes_of_recovery_are_below_the_target() -> None:
    """Only roles that keep a figure down are named: low alone is among the first two too seldom."""
    outcomes = [*[outcome("high", "high", "low")] * 9, outcome("high", "low"), *OUTCOMES[10:]]
    roles = chance.role_audits(PACK, chance.chance_shares(PACK, ["high", "low"]), outcomes)
    first, first_two, worst = chance.recovery(roles, outcomes)
    assert [said.split(" for ")[0] for said in causes(PACK, first)] == ["Low leads"]
    assert [said.split(" for ")[0] for said in causes(PACK, first_two)] == [
        "Low is among the first two",
        "High is among the first two",
    ]
    assert [said.split(" for ")[0] for said in causes(PACK, worst)] == ["Low leads"]


def test_calibration_is_the_weighted_gap_between_saying_and_being_right() -> None:
    """Ten at 0.95 of which 8 are right, thirty at 0.55 of which 18 are: 1/4 · 0.15 + 3/4 · 0.05."""
    made = [Bet(0.95, n < 8) for n in range(10)] + [Bet(0.55, n < 18) for n in range(30)]
    figure = chance.calibration(made)
    expected = hypot(0.25 * error(8, 10), 0.75 * error(18, 30))
    assert figure.estimate == pytest.approx(Estimate(0.075, expected))
    assert not figure.passed
    assert figure.causes == (cause("few questions"),)  # few cases say little, so no other
    many = chance.calibration([Bet(0.95, n < 48) for n in range(60)])
    assert causes(PACK, many)[0].startswith(
        "Where stability is 0.95 on average, the leader is right in 0.80"
    )
    assert chance.calibration([Bet(1.0, True)] * 4).passed  # 1.0 lies in the last bin


def test_flips_are_counted_in_all_and_among_the_clear() -> None:
    """7 of 20 change, 2 of the 8 clear ones."""
    flips, clear = chance.flips(PACK, OUTCOMES)
    assert flips.estimate is not None
    assert flips.estimate.value == pytest.approx(7 / 20)
    assert clear.estimate is not None
    assert clear.estimate.value == pytest.approx(2 / 8)
    assert causes(PACK, flips) == (
        "7 of 20 respondents switch between High and Low: ask more to separate these.",
    )


def test_a_leader_lost_to_a_tie_is_a_flip() -> None:
    """Who has a leader can lose it to another or to a tie; who has none has none to lose."""
    tie = Outcome("high", None, {"high", "low"}, "close", "high")
    lost = Outcome("high", "high", {"high", "low"}, "close", None)
    flips, _ = chance.flips(PACK, [tie, tie, lost, outcome("high", "high")])
    assert flips.estimate == pytest.approx(Estimate(0.5, error(1, 2)))
    assert causes(PACK, flips) == (
        "1 of 2 respondents switch from High to a tie: set it apart from the roles nearest to it.",
    )


def test_nobody_clear_is_no_figure_and_no_pass() -> None:
    """A share of none is not 0."""
    _, clear = chance.flips(PACK, [outcome("high", "high", "low")])
    assert (clear.estimate, clear.passed) == (None, False)
    assert causes(PACK, clear) == ("No simulated respondent had a clear result.",)


def test_endless_questions_show_the_mean_of_the_answers() -> None:
    """Positions expected in closed form are those of all answer sheets, each by its chance."""
    likely = [[0.7, 0.3], [0.5, 0.2, 0.3]]
    by_hand = (2 * (0.7 - 0.3) + 2 * (0.5 - 0.3)) / (2 + 2)
    assert chance.expected(DESIGN, likely) == pytest.approx([by_hand])
    weighed = sum(
        likely[0][p] * likely[1][q] * Scorer(PACK).figures(sheet(p, q)).positions[0]
        for p, q in product(range(2), range(3))
    )
    assert weighed == pytest.approx(by_hand)


def sheet(p: int, q: int) -> Responses:
    """Answers by their places."""
    questions = PACK.questions
    return Responses({"p": questions[0].options[p].id, "q": questions[1].options[q].id})


def test_respondents_come_from_every_role_in_turn() -> None:
    """So many of each role, led by what they answered, and equal dice give equal people."""
    quiz = simulator(PACK)
    found = list(chance.outcomes(DESIGN, quiz, 50, Random(3)))
    assert [each.role for each in found] == ["high"] * 50 + ["low"] * 50
    assert found == list(chance.outcomes(DESIGN, quiz, 50, Random(3)))
    right = sum(each.role == each.first for each in found)
    # each answers p and q towards its role with odds e^2.5 to e^−2.5, blurred by noise of 0.3
    assert right > 80
    assert 90 > len(list(chance.bets(DESIGN, quiz, 50, Random(3)))) > 80  # the others tie
    assert {*chance.leaders(DESIGN, quiz, 50, Random(3))} == {"high", "low", None}
