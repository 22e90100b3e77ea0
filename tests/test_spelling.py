"""Tests of rolequiz.spelling: names, headers and cells."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.spelling import bare, composed, fold

UNSEEN = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u202a\u2060\u2066\u3164\ufe0f\ufeff\U000e0101\x00"
)
BLANKS = "\t\n\u00a0\u2003\u202f\u3000"


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_what_shows_nothing_does_not_count(sign: str) -> None:
    """A sign that shows nothing makes no difference anywhere in a name."""
    for name in (f"{sign}Ann Lee", f"An{sign}n Lee", f"Ann {sign} Lee", f"Ann Lee{sign}"):
        assert composed(name) == "Ann Lee"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_white_space_of_any_kind_is_one_space(blank: str) -> None:
    """White space around a name is dropped."""
    assert composed(f"{blank}Ann {blank}Lee{blank}") == "Ann Lee"


@pytest.mark.parametrize(
    "name", ["Zoë Müller", "Ångström", "Nguyễn", "한글", "ﬁona", "O’Neill–Šimić"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_ways_to_compose_a_letter_are_one(name: str, form: str) -> None:
    """A phone, a Mac and a form tool write one letter in different ways."""
    typed = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert composed(typed) == composed(name)


def test_capital_letters_count_unless_folded() -> None:
    """Names that look different stay different; folding ignores case alone."""
    assert composed("P07") != composed("p07")
    assert fold("P07") == fold("p07") == fold("ｐ０７")
    assert len({fold(name) for name in ("Ann", "Anna", "Änn", "A nn", "Ann2")}) == 5


def test_case_does_not_count_where_only_the_small_letter_has_a_sign_of_its_own() -> None:
    """A Greek iota with two accents is one sign; its capital is a letter and an accent."""
    small, capital = "\u0390", "\u03aa\u0301"
    assert small.upper() == unicodedata.normalize("NFD", capital)
    assert fold(small) == fold(capital)


@given(st.text())
def test_one_spelling_is_its_own(text: str) -> None:
    """Doing it again changes nothing, and no invisible sign is left."""
    for spell in (composed, fold):
        assert spell(spell(text)) == spell(text)
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in spell(text))


@given(st.text(), st.sampled_from(UNSEEN), st.integers(0, 20))
def test_an_unseen_sign_makes_no_other_name(text: str, sign: str, at: int) -> None:
    """An invisible sign never makes one person two."""
    assert composed(text[:at] + sign + text[at:]) == composed(text)


# --- Headers and cells --------------------------------------------------------------------------


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
    """Other differences count."""
    assert bare(fold(other)) != bare(fold("The roadmap"))


@pytest.mark.parametrize(
    "header", ["12. Why?", "12) why? *", "Q12: Why?*", "Question 3. Why? :", "(4) why? "]
)
def test_numbers_and_marks_around_a_question_do_not_count(header: str) -> None:
    """A number before a question and the sign of a required one after it are dropped."""
    assert bare(fold(header)) == "why?"


def test_a_number_that_belongs_to_a_text_stays() -> None:
    """A number counts as numbering only if a sign follows it."""
    assert bare("3 ways to go") == "3 ways to go"
