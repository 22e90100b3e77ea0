"""Tests of rolequiz.audit.sheets, with a handful of people reckoned by hand."""

from __future__ import annotations

from math import sqrt

import pytest

from packs import choice, make_pack
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
    assert FOUND.first.error == pytest.approx(sqrt(0.75 * 0.25 / 4))
    high, low = FOUND.roles
    assert (high.role, high.people, high.first.value, high.leaders) == ("high", 2, 1, {"high": 2})
    assert (low.people, low.first.value, low.leaders) == (2, 0.5, {"low": 1, "high": 1})


def test_clear_results_are_counted_apart() -> None:
    """aaa, bbb and aa. are unanimous and so clear, and the last is not right."""
    assert FOUND.clear == 3
    assert FOUND.clear_right.value == pytest.approx(2 / 3)


def test_who_chose_an_option_is_known() -> None:
    """p-a is lopsided with three of four; r-c is dead; a skipped question does not count."""
    options = {option.option: option for option in FOUND.options}
    assert (options["p-a"].share.value, options["p-a"].by_role) == (0.75, {"high": 2, "low": 1})
    assert options["p-a"].lopsided
    assert options["r-a"].share.value == pytest.approx(1 / 3)
    assert [id for id, option in options.items() if option.dead] == ["r-c"]


def test_the_spread_between_roles_is_held_against_that_within() -> None:
    """Means 2/3 and 0; deviations 1/3 within high and 1 within low; y was not asked about."""
    (x,) = FOUND.dimensions
    assert x.dimension == "x"
    assert x.mean == pytest.approx(1 / 3)
    assert x.between == pytest.approx(1 / 3)
    assert x.within == pytest.approx((1 / 3 + 1) / 2)


def test_no_people_is_no_figure() -> None:
    """A share of nobody can't be told."""
    with pytest.raises(ValueError, match="no sheets"):
        audit_sheets(PACK, [])
