"""Tests of rolequiz.audit.exact, against figures reckoned by hand."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from packs import choice, make_pack
from rolequiz.audit.exact import (
    careless,
    chance_position,
    coverage,
    dimensions,
    questions,
    reachable,
    separation,
)
from rolequiz.audit.model import DimensionAudit, Estimate
from rolequiz.model import Pack, Responses
from rolequiz.pack import read_pack
from rolequiz.pages.check import causes
from rolequiz.scoring import Design, Scorer

TINY = read_pack(Path(__file__).parents[1] / "data" / "packs" / "tiny")
UP, DOWN = {"x": 1.0}, {"x": -1.0}
ENDS = {"high": {"x": 1.0}, "low": {"x": -1.0}}


def design(pack: Pack) -> Design:
    """What the figures of people who answer everything rest on."""
    return Scorer(pack).design(Responses({q.id: q.options[0].id for q in pack.questions}))


def test_random_answers_to_a_one_sided_question_lean() -> None:
    """Options of +2, 0 and 0 on x have a mean of 2/3 of 2; a balanced question adds nothing."""
    pack = make_pack(
        [choice("p", {"x": 2}, {}, {}, weight=3), choice("q", {"x": 2}, {"x": -2})], ENDS
    )
    figure = chance_position(design(pack), dimensions(design(pack)))
    assert figure.estimate == pytest.approx(Estimate(3 * (2 / 3) / (3 * 2 + 2), 0))  # 2/8
    assert not figure.passed
    assert causes(pack, figure) == (
        "Random answers lean 0.25 to high x, most of all in “p”: "
        "let the options of a question speak for both sides equally.",
    )


def test_the_questions_that_lean_are_named_whichever_pole_they_lean_to() -> None:
    """Two lean to the low pole, the heavier first; what leans to the other one is no cause."""
    pack = make_pack(
        [
            choice("little", {"x": -1}, {}),
            choice("other", {"x": 2}, {"x": -1}),
            choice("much", {"x": -2}, {}, weight=2),
        ],
        ENDS,
    )
    figure = chance_position(design(pack), dimensions(design(pack)))
    [said] = causes(pack, figure)
    assert said.startswith("Random answers lean 0.29 to low x, most of all in “much” and “little”:")


def test_tiny_pack_leans_by_hand() -> None:
    """On horizon of the tiny pack: (2·(−2/3) + 0 − 1/2)/8; on focus its options balance."""
    figure = chance_position(design(TINY), dimensions(design(TINY)))
    assert figure.estimate == pytest.approx(Estimate((2 * 2 / 3 + 1 / 2) / 8, 0))


def test_each_dimension_tells_how_it_is_asked_about() -> None:
    """How random answers lean, how many questions touch it, and how many speak for each pole."""
    pack = make_pack(
        [choice("p", {"x": 2}, {}), choice("q", {"x": 1}, {"x": -1}), choice("r", {"y": 1}, {})],
        {"high": {"x": 1, "z": 1}, "low": {"x": -1}},
    )
    assert dimensions(design(pack)) == (
        DimensionAudit("x", pytest.approx(1 / 3), 2, 1, 2),  # type: ignore[arg-type]
        DimensionAudit("y", 0.5, 1, 0, 1),
        DimensionAudit("z", None, 0, 0, 0),
    )


def test_a_quiz_that_touches_no_dimension_has_no_chance_position() -> None:
    """Where no question touches a dimension, no position was measured: that is not 0."""
    nothing = design(make_pack([choice("q", {}, {})], ENDS))
    figure = chance_position(nothing, dimensions(nothing))
    assert (figure.estimate, figure.passed) == (None, False)
    assert causes(TINY, figure) == ("No question touches any dimension: score its options.",)
    assert separation(nothing).estimate is None


def test_a_single_profile_is_like_no_other() -> None:
    """With fewer than two roles that have a profile there is no likeness to measure."""
    figure = separation(design(make_pack([choice("q", UP, DOWN)], {"a": {"x": 1}, "b": {}})))
    assert (figure.estimate, figure.passed, len(figure.causes)) == (None, False, 1)


def test_profiles_are_compared_by_their_angle() -> None:
    """(2, 1) and (1, 2) have a cosine of 4/5, which is too much; their length does not matter."""
    asked = choice("q", {"x": 1, "y": 1}, DOWN)
    pack = make_pack([asked], {"a": {"x": 2, "y": 1}, "b": {"x": 0.5, "y": 1}})
    figure = separation(design(pack))
    assert figure.estimate == pytest.approx(Estimate(4 / 5, 0))
    assert not figure.passed
    assert causes(pack, figure) == (
        "A and B are 0.80 alike: separate them on low x – high x or low y – high y.",
    )


def test_coverage_counts_questions_and_poles() -> None:
    """A dimension that five questions touch, all towards one pole, fails twice."""
    pack = make_pack([choice(f"q{i}", UP, {}) for i in range(5)], ENDS)
    often, one_way = coverage(dimensions(design(pack)))
    assert (often.estimate, often.passed) == ((5, 0), False)
    assert causes(pack, often) == ("low x – high x is touched by 5 questions: ask 1 more.",)
    assert (one_way.estimate, one_way.passed) == ((1, 0), False)
    assert causes(pack, one_way) == ("No option speaks for low x: reverse some scores on it.",)


def test_a_role_that_another_shadows_is_not_reached() -> None:
    """Whatever pleases (1, 0) also says something of y here, which (2, 0.1) likes still better."""
    pack = make_pack(
        [choice(f"q{i}", UP, DOWN) for i in range(9)]
        + [choice("y", {"x": 1, "y": 1}, {"x": 1, "y": -1})],
        {"one": {"x": 1}, "two": {"x": 2, "y": 0.1}, "three": {"x": -1}},
    )
    figure = reachable(pack, Scorer(pack))
    assert not figure.passed
    assert [cause.split(" lead")[0] for cause in causes(pack, figure)] == [
        "The best answers for One"
    ]


def test_a_tie_is_no_leader_to_reach() -> None:
    """The cause names whom a role ties with, or the leaders where it is not among them itself."""
    twins = {"one": {"x": 1.0}, "two": {"x": 2.0}, "other": {"y": 1.0}}
    pack = make_pack([choice(f"q{i}", UP, DOWN) for i in range(6)], twins)
    assert causes(pack, reachable(pack, Scorer(pack))) == (
        "The best answers for One lead to a tie with Two.",
        "The best answers for Two lead to a tie with One.",
        "The best answers for Other lead to One and Two.",
    )


def test_the_last_bits_choose_no_favourite() -> None:
    """Of options that please a role alike within 1e-9, the first is taken, as everywhere."""
    alike = choice("q", {"x": 1.0, "y": -1.0}, {"x": 1.0 + 1e-12, "y": 1.0}, DOWN)
    pack = make_pack([alike], {"plain": {"x": 1.0}, "both": {"x": 1.0, "y": 1.0}})
    assert not any("Plain would" in cause for cause in causes(pack, reachable(pack, Scorer(pack))))


def test_careless_answers_are_found_out() -> None:
    """Where the first option always speaks for one side, taking it is no clear preference."""
    sided = make_pack([choice(f"q{i}", UP, DOWN) for i in range(6)], ENDS)
    figure = careless(sided, Scorer(sided))
    assert (figure.estimate, figure.passed) == ((4, 0), False)  # first, last, and the two middles
    assert causes(sided, figure)[0].startswith("“Always the first option” leads clearly to High")
    mixed = make_pack([choice(f"q{i}", *[UP, DOWN][:: 1 - i // 2 % 2 * 2]) for i in range(8)], ENDS)
    assert careless(mixed, Scorer(mixed)).passed


def test_first_and_last_options_in_turn_are_tried_both_ways_round() -> None:
    """Where one side is the first option of every second question, each way is clearly a side."""
    turning = make_pack([choice(f"q{i}", *[UP, DOWN][:: 1 - i % 2 * 2]) for i in range(8)], ENDS)
    said = causes(turning, careless(turning, Scorer(turning)))
    assert [cause.split(":")[0] for cause in said] == [
        "“First and last option in turn” leads clearly to High",
        "“Last and first option in turn” leads clearly to Low",
    ]


def test_a_question_separates_by_what_its_answers_can_move() -> None:
    """The best options for two roles apart: Σ over dimensions of loading/scale · difference."""
    first, *_ = questions(design(TINY))
    pair = ("product-manager", "project-manager")
    # unit profiles (1, 1)/√2 and (−1, −2)/√5; first-hour adds 4/6 of focus, or −4/6 and −4/8
    focus, horizon = 1 / sqrt(2) + 1 / sqrt(5), 1 / sqrt(2) + 2 / sqrt(5)
    expected = 4 / 6 * focus - (-4 / 6 * focus - 4 / 8 * horizon)
    assert first.question == "first-hour"
    assert first.separates[pair] == pytest.approx(expected)
    assert set(first.separates) == {
        pair,
        ("product-manager", "portfolio-manager"),
        ("project-manager", "portfolio-manager"),
    }
    assert first.mean == pytest.approx(sum(first.separates.values()) / 3)
