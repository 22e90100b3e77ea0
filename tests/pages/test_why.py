"""Why a role stands where it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from math import fsum
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs import choice, make_pack
from rolequiz.model import Dimension, OptionId, Responses, Role
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.pages.parts import Items, Page, Table
from rolequiz.pages.result import result_page
from rolequiz.pages.sentences import adding_up
from rolequiz.pages.why import why_page
from rolequiz.scoring import Result, score
from saying import words

SHIPPED = shipped_pack()
TINY = read_pack(Path(__file__).parents[1] / "data" / "packs" / "tiny")
NUMBER = re.compile(r"^[+−]\d+\.\d ")


def answered(seed: int) -> Result:
    """The result of somebody who answers at random, and skips a few."""
    dice = Random(seed)
    answers = {q.id: dice.choice(q.options).id for q in SHIPPED.questions if dice.random() > 0.1}
    return score(SHIPPED, Responses(answers))


def shown(text: str) -> int:
    """A figure as it is shown, in tenths."""
    return round(10 * float(text.split(maxsplit=1)[0].replace("−", "-")))


def sums(page: Page) -> list[list[int]]:
    """The figures of every list and table of points on a page, in tenths."""
    found = []
    for section in page.sections:
        for part in section.parts:
            if isinstance(part, Items) and part.texts and NUMBER.match(part.texts[0]):
                found.append([shown(text) for text in part.texts])
            if isinstance(part, Table) and "Points" in part.head:
                found.append([shown(row.cells[1]) for row in part.rows])
    return found


@given(st.integers(), st.sampled_from(SHIPPED.roles), st.sampled_from(SHIPPED.roles))
def test_what_is_shown_as_a_sum_adds_up_as_it_is_shown(seed: int, one: Role, other: Role) -> None:
    """By answer and by preference, to the difference of the two fits as they stand above."""
    result = answered(seed)
    first, second = one.id, other.id
    page = why_page(result, result.between(first, second))
    if first != second and result.contenders:
        fits = [float(number) for number in re.findall(r"\d+\.\d", page.lead[0])[:2]]
        gap = round(10 * (fits[0] - fits[1]))
        assert [sum(figures) for figures in sums(page)] == [gap] * 2


@given(st.integers())
def test_the_points_of_a_result_add_up_as_they_are_shown(seed: int) -> None:
    """The first two roles' fits stand on the same page."""
    result = answered(seed)
    leader, runner_up = (round(10 * round(each.fit or 0, 1)) for each in result.roles[:2])
    for figures in sums(result_page(result)):
        assert sum(figures) == leader - runner_up


@given(st.lists(st.floats(-50, 50), max_size=40), st.integers(-1, 1))
def test_figures_are_rounded_up_or_down_and_never_further(figures: list[float], off: int) -> None:
    """So that they add up, also to a total that rounding elsewhere has moved by a unit."""
    total = round(fsum(figures), 1) + off / 10
    rounded = adding_up(figures, total)
    if figures:
        assert round(10 * fsum(rounded)) == round(10 * total)
    for exact, each in zip(figures, rounded, strict=True):
        assert abs(exact - each) < 0.2 + 1e-9


@given(st.integers())
def test_points_are_the_difference_of_the_fits(seed: int) -> None:
    """To 1e-9, by answer and by preference, for any two roles."""
    result = answered(seed)
    for one in SHIPPED.roles:
        for other in SHIPPED.roles:
            found = result.between(one.id, other.id)
            assert found.fit is not None
            assert found.over_fit is not None
            gap = found.fit - found.over_fit
            assert fsum(found.points.values()) == pytest.approx(gap, abs=1e-9)
            assert fsum(found.by_dimension.values()) == pytest.approx(gap, abs=1e-9)


def test_the_page_of_the_worked_example() -> None:
    """Project manager's 33.9 against 99.5: what speaks for it, and what against."""
    answers: dict[str, OptionId] = {"first-hour": "problem", "proud": "on-time", "week": "roadmap"}
    result = score(TINY, Responses(answers | {"meeting": 4}))
    page = why_page(result, result.between("project-manager", "portfolio-manager"))
    assert page.title == "Why Project manager fits less than Portfolio manager"
    assert page.lead == ("Project manager fits 33.9, Portfolio manager 99.5: 65.6 points less.",)
    text, items = page.sections[0].parts
    assert text == (
        "They speak for Project manager (+) or for Portfolio manager (−), and add up to −65.6:"
    )
    assert isinstance(items, Items)
    assert [each.split()[0] for each in items.texts] == ["+12.1", "−52.1", "−19.1", "−6.5"]


def test_a_role_that_nothing_was_asked_about_can_not_be_compared() -> None:
    """It is said, and the two are told apart by what they do."""
    quiz = make_pack(
        [choice("q", {"d": 1.0}, {"d": -1.0})], {"one": {"d": 1.0}, "two": {"d": -1.0}}
    )
    unasked = Role("three", "Three", "", {"e": 1.0})
    dimensions = (*quiz.dimensions, Dimension("e", "low e", "high e"))
    result = score(
        replace(quiz, roles=(*quiz.roles, unasked), dimensions=dimensions), Responses({"q": "q-a"})
    )
    page = why_page(result, result.between("one", "three"))
    assert page.title == "One and Three can't be compared"
    assert page.lead == ("No question that you answered says anything about Three.",)


def test_too_few_answers_compare_no_roles() -> None:
    """It is told how many are missing and what the roles do, but no fit and no point."""
    result = score(SHIPPED, Responses({q.id: q.options[0].id for q in SHIPPED.questions[:5]}))
    page = why_page(result, result.between("product-owner", "business-analyst"))
    assert page.title == "Too few answers to compare Product owner and Business analyst"
    assert page.lead == result_page(result).lead
    assert [section.title for section in page.sections] == ["What they do"]


def test_answers_that_count_double_say_so_where_they_are_quoted() -> None:
    """In the reasons of a result, in what sets two roles apart, and nowhere else."""
    answers: dict[str, OptionId] = {"first-hour": "problem", "proud": "on-time", "meeting": 4}
    result = score(TINY, Responses(answers, matters=frozenset({"meeting"})))
    told = [text for text in words(result_page(result)) if "(counts double)" in text]
    told += words(why_page(result, result.between("product-manager", "project-manager")))
    double = [text for text in told if "(counts double)" in text]
    assert double
    for text in double:
        assert "Agree (counts double)" in text.replace("”", "")
    assert any("→" in text for text in double)
    assert any(text.startswith(("+", "−")) for text in double)
    plain = score(TINY, Responses(answers))
    assert not any("(counts double)" in text for text in words(result_page(plain)))
