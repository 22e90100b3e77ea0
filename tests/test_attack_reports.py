"""A sample of what attack_reports.py tries against group reports."""

from __future__ import annotations

import random

import pytest

from attack_reports import EDITIONS, GROUPS, bars_of, gathered, newcomer, pairs, rooms, tables
from rolequiz.group.model import Count


@pytest.mark.parametrize("groups", GROUPS)
def test_no_table_tells_of_a_few(groups: int) -> None:
    """Whatever a table shows of 5 to 14 people, each group of others may be nobody, or many."""
    assert [told for people in range(5, 15) for told in tables(people, groups)] == []


def test_no_bar_tells_of_a_few() -> None:
    """All people of a bar may stand at one place of it, and the report would be the same."""
    dice = random.Random(1)
    for _ in range(200):
        tenths = [dice.choice((None, *range(10), *range(4))) for _ in range(dice.randint(5, 40))]
        shown = bars_of(tenths)
        assert bars_of(gathered(dice, tenths, shown), shown.near) == shown


HARD = {"first": [0, 1, 2, 3, 61, 84, 90, 97, 153, 446, 531], "today": [0, 1, 2, 3, 61]}
"""The first rooms, and some for which another is hard to find: a pair is nearly named, say."""


@pytest.mark.parametrize(
    ("edition", "number"), [(name, number) for name, numbers in HARD.items() for number in numbers]
)
def test_no_room_is_told_of_across_its_tables(edition: str, number: int) -> None:
    """For every group of a few there is a room with the same report where it is none or many."""
    assert list(rooms(EDITIONS[edition], range(number, number + 1))) == []


def test_two_reports_of_nearly_one_group_tell_of_the_newcomer() -> None:
    """One more in a group that is shown is known; one more among the others may be any of them."""
    one = (Count(("a",), 8), Count(("b",), 6), Count(("c", "d", None), 7))
    assert newcomer(one, (Count(("a",), 9), *one[1:])) == {"a"}
    assert newcomer(one, (*one[:2], Count(("c", "d", None), 8))) == {"c", "d", None}
    assert set(pairs(5)) == {"a role", "a verdict", "an answer"}
