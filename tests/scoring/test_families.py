"""On which side somebody stands: docs/method.md, "Families"."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from math import erf, hypot, sqrt
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs import choice, make_pack
from rolequiz.model import Family, OptionId, Pack, Responses
from rolequiz.pack import shipped_pack
from rolequiz.scoring import Families, Scorer, score

TOP = Path(__file__).parents[2]
SHIPPED = shipped_pack()
EIGHT = [
    choice(f"q{number}", {"d": 2, "e": 2}, {"d": 2, "e": -2}, {"d": -2, "e": 2}, {"d": -2, "e": -2})
    for number in range(8)
]


def in_families(pack: Pack, **families: str) -> Pack:
    """The pack with these roles in these families; a role that is not named is in none."""
    named = tuple(Family(id, id.title()) for id in sorted(set(families.values())))
    roles = tuple(replace(role, family=families.get(role.id, "")) for role in pack.roles)
    return replace(pack, families=named, roles=roles)


PAIRS = in_families(
    make_pack(EIGHT, {"a": {"d": 1}, "b": {"e": 1}, "c": {"d": -2}, "n": {"d": 1, "e": 1}}),
    a="one", b="one", c="two",
)  # fmt: skip


def stands(pack: Pack, *options: OptionId) -> Families:
    """Where somebody stands who gave these answers, in the quiz's order."""
    ids = (question.id for question in pack.questions)
    return score(pack, Responses(dict(zip(ids, options, strict=False)))).families


def test_a_family_is_scored_like_a_role_that_is_the_sum_of_its_roles_directions() -> None:
    """Family one points to (1, 1)/√2 and two to (−1, 0); u is (1, ½) after these answers."""
    answers = [f"q{number}-{'a' if number < 6 else 'b'}" for number in range(8)]
    (one, two), side = stands(PAIRS, *answers)
    length = hypot(1, 0.5)
    assert (one.family, two.family, side) == ("one", "two", "one")
    assert one.fit == pytest.approx(50 + 50 * 1.5 / sqrt(2) / length)
    assert two.fit == pytest.approx(50 - 50 / length)
    # influences on e are ±(2 − ½·2)/16 and −3/16, times √(8/7); those on d are 0
    se = sqrt((6 * (1 / 16) ** 2 + 2 * (3 / 16) ** 2) * 8 / 7) / sqrt(2)
    gap = 1.5 / sqrt(2) + 1
    assert one.stability == pytest.approx((1 + erf(gap / se / sqrt(2))) / 2)
    assert two.stability is None


def test_the_bar_is_what_random_answers_give_in_that_one_direction() -> None:
    """The variance of the gap over all sheets is what the bar is made of, by brute force."""
    small = in_families(
        make_pack(EIGHT[:4], {"a": {"d": 1}, "b": {"e": 1}, "c": {"d": -2}}), a="one", c="two"
    )
    gaps, told = [], []
    for options in product("abcd", repeat=4):
        answers = [f"q{number}-{option}" for number, option in enumerate(options)]
        d = sum({"a": 1, "b": 1}.get(option, -1) for option in options) / 4
        gaps.append(2 * d)  # one points to d, two to −d
        told.append(stands(small, *answers).side is not None)
    variance = sum(gap * gap for gap in gaps) / len(gaps)
    assert told == [gap**2 > 1.96**2 * variance for gap in gaps]


def test_nobody_has_a_side_after_too_few_answers() -> None:
    """They do have fits, as roles do."""
    (one, two), side = stands(PAIRS, "q0-a", "q1-a")
    assert side is None
    assert one.fit > two.fit
    assert (one.stability, two.stability) == (None, None)


def test_a_quiz_without_families_tells_no_sides() -> None:
    """And a family of which no question says anything is left out."""
    assert stands(make_pack(EIGHT, {"a": {"d": 1}, "b": {"e": 1}}), "q0-a") == Families()
    pack = make_pack(EIGHT, {"a": {"d": 1}, "c": {"d": -1}, "z": {"unasked": 1}})
    three = in_families(pack, a="one", c="two", z="three")
    assert [each.family for each in stands(three, *["q0-a"] * 1).ranking] == ["one", "two"]


def test_families_that_are_level_take_no_side() -> None:
    """A tie is never broken by chance."""
    level = in_families(make_pack(EIGHT, {"a": {"d": 1}, "b": {"e": 1}}), a="one", b="two")
    assert stands(level, *[f"q{number}-a" for number in range(8)]).side is None


@given(st.integers())
def test_families_of_one_role_each_fit_as_their_roles_do(seed: int) -> None:
    """Nor does the order of families and roles change anything."""
    dice = Random(seed)
    roles = {role.id: f"f-{role.id}" for role in SHIPPED.roles}
    lone = in_families(SHIPPED, **roles)
    answers = {q.id: dice.choice(q.options).id for q in SHIPPED.questions}
    result = score(lone, Responses(answers))
    fits = {f"f-{role.role}": role.fit for role in result.roles}
    assert {each.family: each.fit for each in result.families.ranking} == pytest.approx(fits)
    turned = replace(lone, families=lone.families[::-1], roles=lone.roles[::-1])
    assert score(turned, Responses(answers)).families.side == result.families.side


# --- What the shipped quiz shows ----------------------------------------------------------------


def shares(name: str, sheets: list[tuple[str, Responses]]) -> str:
    """A line of the table: sheets of people whose job has a family, and how many stand where."""
    scorer, told, right, with_family = Scorer(SHIPPED), 0, 0, 0
    for job, responses in sheets:
        if family := SHIPPED.role(job).family:
            side = scorer.result(responses).families.side
            with_family += 1
            told += side is not None
            right += side == family
    return f"| {name} | {with_family} | {told} | {right} ({right / told:.0%}) |"


def sheets_of(*paths: Path, jobs: dict[str, str] | None = None) -> list[tuple[str, Responses]]:
    """People's jobs and answers."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            sheet = json.loads(line)
            answers = {id: answer for id, answer in sheet["answers"].items() if answer is not None}
            job = jobs[sheet["respondent"]] if jobs else sheet["role"]
            found.append((job, Responses(answers)))
    return found


def test_the_method_quotes_what_families_show() -> None:
    """Of the panels, of real voices, and of random sheets."""
    data = TOP / "tests" / "data"
    voices = (data / "voices" / "voices.jsonl").read_text(encoding="utf-8").splitlines()
    jobs = {voice["id"]: voice["role"] for voice in map(json.loads, voices)}
    lines = [
        shares("imagined people", sheets_of(*sorted((data / "panels").glob("*.jsonl")))),
        shares("real voices", sheets_of(*sorted((data / "voices").glob("r*.jsonl")), jobs=jobs)),
    ]
    dice, scorer = Random(1), Scorer(SHIPPED)
    random = [
        scorer.result(Responses({q.id: dice.choice(q.options).id for q in SHIPPED.questions}))
        for _ in range(2000)
    ]
    told = sum(result.families.side is not None for result in random)
    lines.append(f"{told / 2000:.0%} of random sheets")
    method = (TOP / "docs" / "method.md").read_text(encoding="utf-8")
    print("", *lines, sep="\n")
    assert [line for line in lines if line not in " ".join(method.split())] == []
