"""Tests of rolequiz.spelling: headers and cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.spelling import bare, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Roadmap", " the   roadmap\n"),
        ("It’s “fine”", 'It\'s "fine"'),
        ("a – b — c − d", "a - b - c - d"),
        ("wait…", "wait..."),
        ("no\u00a0break", "no break"),
        ("Cafe\u0301", "CAFÉ"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("Straße", "STRASSE"),
        ("４", "4"),
    ],
)
def test_spellings_that_mean_the_same_are_one(one: str, other: str) -> None:
    """Case, white space, typographic signs and ways to compose a letter do not count."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize("other", ["The roadmaps", "The road map", "the, roadmap", "Thé roadmap"])
def test_other_words_are_other_words(other: str) -> None:
    """Nothing else is taken for the same."""
    assert bare(fold(other)) != bare(fold("The roadmap"))


@pytest.mark.parametrize(
    "header", ["12. Why?", "12) why? *", "Q12: Why?*", "Question 3. Why? :", "(4) why? "]
)
def test_numbers_and_marks_around_a_question_do_not_count(header: str) -> None:
    """A number before it, and the sign of a required question after it, are laid aside."""
    assert bare(fold(header)) == "why?"


def test_a_number_that_belongs_to_a_text_stays() -> None:
    """Only a number with a sign after it is a numbering."""
    assert bare("3 ways to go") == "3 ways to go"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is its own folding, so that texts can be compared folded."""
    assert fold(fold(text)) == fold(text)
