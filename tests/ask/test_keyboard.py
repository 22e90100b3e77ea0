"""From a terminal's bytes to keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.keyboard import Decoder


def keys(*chunks: bytes) -> list[str]:
    """Return the keys that a new decoder makes of chunks of bytes."""
    decoder = Decoder()
    return [key for chunk in chunks for key in decoder.feed(chunk)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"12s*?", ["1", "2", "s", "*", "?"]),
        (b"\r\n\x7f\b\x04", ["enter", "enter", "backspace", "backspace", "end"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD", ["up", "down", "right", "left"]),
        ("é仕".encode(), ["é", "仕"]),
        (b"\xff1", ["�", "1"]),
    ],
)
def test_keys_have_names(data: bytes, expected: list[str]) -> None:
    """Characters name themselves; arrows are known in both their modes."""
    assert keys(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"\x1b[H",
        b"\x1b[3~",
        b"\x1b[1;5C",
        b"\x1b[?1;2c",
        b"\x1b[12;40R",
        b"\x1bOP",
        b"\x1b[>0;276;0c",
        b"\x1b[200~1234\x1b[201~",
    ],
)
def test_other_sequences_are_swallowed_whole(data: bytes) -> None:
    """Home, a terminal's reports and pasted text leave no digit behind that would be an answer."""
    assert keys(data + b"2") == ["2"]


def test_an_escape_by_itself_waits_and_is_dropped() -> None:
    """A lone Escape may be the beginning of an arrow; given up, the next key is itself."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.waiting
    decoder.give_up()
    assert decoder.feed(b"[") == ["["]
    assert not decoder.waiting


def test_an_escape_does_not_take_the_key_after_it() -> None:
    """Typed ahead, Escape and 1 are not an unknown sequence: the 1 counts."""
    assert keys(b"\x1b1") == ["1"]
    assert keys(b"\x1b\x1b[A") == ["up"]


def test_a_broken_sequence_ends_at_what_breaks_it() -> None:
    """Its digits are not answers, and the arrow after it is an arrow."""
    assert keys(b"\x1b[1\x1b[A") == ["up"]


@given(st.binary(max_size=40), st.data())
def test_how_the_bytes_are_cut_does_not_matter(data: bytes, draw: st.DataObject) -> None:
    """Any bytes decode without an error, to the same keys however they arrive."""
    cut = draw.draw(st.integers(0, len(data)))
    assert keys(data) == keys(data[:cut], data[cut:]) == keys(*(bytes([b]) for b in data))
