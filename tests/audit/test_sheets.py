"""Tests of rolequiz.audit.sheets, with a handful of people reckoned by hand."""

from __future__ import annotations

from math import sqrt

import pytest

from packs import choice, make_pack
from rolequiz.audit.model import proportion
from rolequiz.audit.sheets import audit_sheets
from rolequiz.model import OptionId, Responses

UP, DOWN = {"x": 1.0}, {"x": -1.0}
PACK = make_pack(
    [choice("p", UP, DOWN), choice("q", UP, DOWN), choice("r", UP, DOWN, {})],
    {"high": {"x": 1.0}, "low": {"x": -1.0}, "none": {"y": 2.0}},
)


def person(role: str, letters: str) -> Responses:
    """Someone of a role, with the answers a, b, … to p, q, r; a dot skips."""
    pairs = zip("pqr", letters, strict=True)
    answers: dict[str, OptionId] = {q: f"{q}-{letter}" for q, letter in pairs if letter != "."}
    return Responses(answers, role=role)


# positions: 1, 1/3, −1, 1 (r skipped)
FOUND = audit_sheets(
    PACK, [person("high", "aaa"), person("high", "aab"), person("low", "bbb"), person("low", "aa.")]
)


def test_roles_that_come_first_are_counted() -> None:
    """Of four people, one of the role low comes out as high; none holds the third role."""
    assert (FOUND.people, FOUND.first.value) == (4, 0.75)
    assert FOUND.first.error == pytest.approx(sqrt(5 / 8 * 3 / 8 / 8))  # 3 + 2 of 4 + 4
    high, low = FOUND.roles
    assert (high.role, high.people, high.first.value, high.leaders) == ("high", 2, 1, {"high": 2})
    assert (low.people, low.first.value, low.leaders) == (2, 0.5, {"low": 1, "high": 1})


def test_clear_results_are_counted_apart() -> None:
    """aaa, bbb and aa. are unanimous and so clear, and the last is not right."""
    assert FOUND.clear == 3
    assert FOUND.clear_right is not None
    assert FOUND.clear_right.value == pytest.approx(2 / 3)


def test_who_chose_an_option_is_known() -> None:
    """p-a is lopsided with three of four; r-c is dead; a skipped question does not count."""
    options = {option.option: option for option in FOUND.options}
    share, by_role = options["p-a"].share, options["p-a"].by_role
    assert (share, by_role) == (proportion(3, 4), {"high": 2, "low": 1})
    assert options["p-a"].lopsided
    assert options["r-a"].share == proportion(1, 3)
    assert [id for id, option in options.items() if option.dead] == ["r-c"]


def test_an_option_is_lopsided_if_more_than_three_in_five_choose_it() -> None:
    """Three of five are not enough; of eight, five are."""
    for most, others, lopsided in ((3, 2, False), (5, 3, True)):
        sheets = [person("high", "aaa")] * most + [person("low", "bbb")] * others
        options = {option.option: option for option in audit_sheets(PACK, sheets).options}
        assert options["p-a"].lopsided is lopsided
        assert not options["p-b"].lopsided


def test_the_spread_between_roles_is_held_against_that_within() -> None:
    """Means 2/3 and 0; deviations 1/3 within high and 1 within low; y was not asked about."""
    (x,) = FOUND.dimensions
    assert x.dimension == "x"
    assert x.mean == pytest.approx(1 / 3)
    assert x.between == pytest.approx(1 / 3)
    assert x.within == pytest.approx((1 / 3 + 1) / 2)


def test_a_tie_counts_for_nobody() -> None:
    """Who is in the middle of two roles is led by neither, though both are among the first two."""
    found = audit_sheets(PACK, [person("high", "ab."), person("low", "bbb")])
    high, low = found.roles
    assert (high.first.value, high.first_two.value, high.leaders) == (0, 1, {})
    assert (low.first.value, low.leaders) == (1, {"low": 1})


def test_what_nobody_answered_is_not_measured() -> None:
    """An option of a question that all skipped is not dead, and one person spreads nowhere."""
    found = audit_sheets(PACK, [person("high", "...")])
    assert [option.share for option in found.options] == [None] * 7
    assert not any(option.dead or option.lopsided for option in found.options)
    assert (found.clear_right, found.dimensions) == (None, ())
    (x,) = audit_sheets(PACK, [person("high", "aaa")]).dimensions
    assert (x.mean, x.between, x.within) == (1, None, None)


def test_no_people_is_no_figure() -> None:
    """A share of nobody can't be told."""
    with pytest.raises(ValueError, match="no sheets"):
        audit_sheets(PACK, [])
