"""Tests of rolequiz.schemas.yaml_mistakes; whole files are in tests/pack/test_corpus.py."""

from __future__ import annotations

import pytest

from rolequiz.schemas.yaml_mistakes import mistake, unspaced_key

COLON = "mapping values are not allowed here"
BRACKET = "expected ',' or '}', but got 'x'"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("title:Where\nversion: 1\n", ":"),
        ("a: b\n  -id: x: y\n", "-"),
        ("-{id: x}: y\n", "-"),
        ("- - low:Now\n    high: Later\n", ":"),
        ("a: b\n\u00a0c: d: e\n", "\u00a0"),
    ],
)
def test_a_space_that_is_missing_or_none_is_where_it_is(text: str, sign: str) -> None:
    """On the line where YAML finds out, or on the one above."""
    found = mistake(text, COLON, text.rindex(":"), None)
    assert text[found.at] == sign
    assert "space" in found.wrong.message


@pytest.mark.parametrize(
    "text",
    [
        "- -5 degrees\n- cold: very: much\n",
        "The meeting is\n  12:30 and: nobody\n",
        "- http://x\n- b: c: d\n",
        "---\na: b: c\n",
    ],
)
def test_what_only_looks_like_it_is_not_blamed(text: str) -> None:
    """Negative numbers, times, addresses and the start of a document lack no space."""
    at = text.rindex(":")
    assert mistake(text, COLON, at, None).at == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{text: The #1 desk, x: y}\nz: 1\n", 11),
        ('{text: "Room # 1" x: y}\n', 0),
        ('{text: "One", # the first\n  x y: z}\n', 0),
        ("{text: One, # the first\n  x y: z}\n", 0),
    ],
)
def test_a_comment_is_blamed_only_behind_a_text(text: str, at: int) -> None:
    """Within quotes it is none, and behind a comma it is one that was meant."""
    assert mistake(text, BRACKET, len(text) - 1, 0).at == at


def test_comments_without_end_on_a_line_are_looked_at_once() -> None:
    """300,000 signs behind an open quotation mark, of which none cuts a text, cost no minute."""
    text = '[a" ' + "# " * 300_000 + "\nb # c"
    said = mistake(text, "expected ',' or ']'", len(text), 0)
    assert (said.wrong.message, said.at) == (
        "a comment begins here, within a bracket",
        len(text) - 3,
    )


def test_an_unknown_mistake_is_told_in_the_parser_s_words() -> None:
    """At its place, with what to look at."""
    found = mistake("a", "something else", 1, 0)
    assert (found.wrong.message, found.at) == ("this is not valid YAML: something else", 1)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("company:2", ("company", "2")),
        ('text:"The desk"', ("text", "The desk")),
        ("12:30 to 17:00", None),
        ("https://x", None),
        ("company", None),
    ],
)
def test_a_key_that_swallowed_its_value(key: str, meant: tuple[str, str] | None) -> None:
    """A word and a colon, but no time and no address."""
    found = unspaced_key(key, 10)
    assert (found and found[:2]) == meant
    assert found is None or found[2].at == 10 + key.index(":")
