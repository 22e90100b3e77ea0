"""Tests of rolequiz.cli.tally: names that stand more than once."""

from __future__ import annotations

import tracemalloc
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from rolequiz.cli.tally import AT_ONCE, MOST_NAMED, MOST_PLACES, Names
from rolequiz.spelling import fold


@given(st.lists(st.sampled_from("abcdefghAB") | st.text(max_size=2)))
def test_those_named_twice_are_found_with_their_rows(names: list[str]) -> None:
    """Exactly the names that stand more than once, in the order of their first rows."""
    seen = Names()
    for row, name in enumerate(names):
        seen.add(name, "x.csv", row)
    twice = {name: times for name, times in Counter(map(fold, names)).items() if times > 1}
    count, found = seen.repeated()
    assert count == len(twice)
    told = {fold(each.name): each.times for each in found}
    assert told == dict(list(twice.items())[:MOST_NAMED])
    for each in found:
        rows = [("x.csv", row) for row, name in enumerate(names) if fold(name) == fold(each.name)]
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


def test_places_name_their_file() -> None:
    """A name is found in any file, before and after names are packed away."""
    seen = Names()
    for source in ("a.csv", "b.csv", "c.csv"):
        for row in range(2, AT_ONCE):
            seen.add("Ann" if row == 500 else f"{source}{row}", source, row)
    (ann,) = seen.repeated()[1]
    assert (ann.name, ann.times) == ("Ann", 3)
    assert ann.places == (("a.csv", 500), ("b.csv", 500), ("c.csv", 500))


def test_other_spellings_are_told_where_capital_letters_differ() -> None:
    """How else a name is written is worth saying only where one can see it."""
    seen = Names()
    for row, name in enumerate(["P07", "Zoe\u0301", "p07", "Zo\u00e9", "P07", "p\u200b07"]):
        seen.add(name, "x.csv", row)
    assert [(each.name, each.others) for each in seen.repeated()[1]] == [
        ("P07", ("p07",)),
        ("Zoe\u0301", ()),
    ]


def test_names_take_little_memory() -> None:
    """A name takes some 30 bytes, and looking through all of them less than 100."""
    people = 100_000
    tracemalloc.start()
    try:
        seen = Names()
        for row in range(people):
            seen.add(f"person {row}", "x.csv", row)
        kept, _ = tracemalloc.get_traced_memory()
        seen.repeated()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 40 * people
    assert most < 100 * people
