"""Tests of rolequiz.spelling."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.spelling import composed, fold

UNSEEN = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u202a\u2060\u2066\u3164\ufe0f\ufeff\U000e0101\x00"
)
BLANKS = "\t\n\u00a0\u2003\u202f\u3000"


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_what_shows_nothing_does_not_count(sign: str) -> None:
    """Wherever it stands in a name, it is the same name."""
    for name in (f"{sign}Ann Lee", f"An{sign}n Lee", f"Ann {sign} Lee", f"Ann Lee{sign}"):
        assert composed(name) == "Ann Lee"


@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_white_space_of_any_kind_is_one_space(blank: str) -> None:
    """Around a name it is nothing."""
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
    """Names that one can tell apart by looking stay apart, until case is laid aside as well."""
    assert composed("P07") != composed("p07")
    assert fold("P07") == fold("p07") == fold("ｐ０７")
    assert len({fold(name) for name in ("Ann", "Anna", "Änn", "A nn", "Ann2")}) == 5


@given(st.text())
def test_one_spelling_is_its_own(text: str) -> None:
    """What was made one spelling stays as it is, and holds nothing unseen."""
    for spell in (composed, fold):
        assert spell(spell(text)) == spell(text)
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in spell(text))


@given(st.text(), st.sampled_from(UNSEEN), st.integers(0, 20))
def test_an_unseen_sign_makes_no_other_name(text: str, sign: str, at: int) -> None:
    """Nobody becomes two people by a sign that nobody sees."""
    assert composed(text[:at] + sign + text[at:]) == composed(text)
