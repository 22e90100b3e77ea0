"""Tests of rolequiz.responses.repeated."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rolequiz.responses.repeated import AT_ONCE, MOST_NAMED, MOST_PLACES, Names


@given(st.lists(st.sampled_from("abcdefgh") | st.text(max_size=2)))
def test_those_named_twice_are_found_with_their_rows(names: list[str]) -> None:
    """Exactly the names that stand more than once, in the order of their first rows."""
    seen = Names()
    for row, name in enumerate(names):
        seen.add(name, "x.csv", row)
    twice = {name: times for name, times in Counter(names).items() if times > 1}
    count, found = seen.repeated()
    assert count == len(twice)
    assert {each.name: each.times for each in found} == dict(list(twice.items())[:MOST_NAMED])
    for each in found:
        rows = [("x.csv", row) for row, name in enumerate(names) if name == each.name]
        assert each.places == tuple(rows[:MOST_PLACES])


def test_many_repeated_names_are_counted_and_the_first_kept() -> None:
    """What is told stays short, however long the files are."""
    seen = Names()
    for row in range(4 * AT_ONCE):
        seen.add(str(row // 2), "x.csv", row)
    count, found = seen.repeated()
    assert (count, [each.name for each in found]) == (
        2 * AT_ONCE,
        [str(n) for n in range(MOST_NAMED)],
    )
