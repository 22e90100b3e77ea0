"""Tests of rolequiz.wording."""

from __future__ import annotations

from rolequiz.wording import counted, listing


def test_lists_read_as_people_write_them() -> None:
    """No name, one name, two names, three names."""
    assert [listing(list("ABC")[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]


def test_numbers_of_things_read_as_people_write_them() -> None:
    """One thing is singular, and none or several are plural."""
    assert [counted(n, "answer") for n in range(3)] == ["0 answers", "1 answer", "2 answers"]


def test_people_are_counted_in_words() -> None:
    """Large numbers can be read."""
    said = [counted(n, "person") for n in (0, 1, 1_000_000)]
    assert said == ["0 people", "1 person", "1,000,000 people"]
