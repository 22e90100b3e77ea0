"""From a terminal's bytes to keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.keyboard import CUT, Decoder


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
    """The digits are not answers, and the arrow after them is an arrow."""
    assert keys(b"\x1b[1\x1b[A") == ["up"]


@given(st.binary(max_size=40), st.data())
def test_how_the_bytes_are_cut_does_not_matter(data: bytes, draw: st.DataObject) -> None:
    """Any bytes decode without an error, to the same keys however they arrive."""
    cut = draw.draw(st.integers(0, len(data)))
    assert keys(data) == keys(data[:cut], data[cut:]) == keys(*(bytes([b]) for b in data))


REPLIES = {
    "OSC 11": (b"]", b"11;rgb:1e1e/2222/3333"),
    "OSC 4": (b"]", b"4;1;rgb:cdcd/0000/0000"),
    "OSC 52": (b"]", b"52;c;cXVpdA=="),
    "a title": (b"]", "l1 仕事 – 2s".encode()),
    "XTVERSION": (b"P", b">|Some 23.04"),
    "XTGETTCAP": (b"P", b"1+r544e=78"),
    "DECRQSS": (b"P", b"1$r0;4;31m"),
    "APC": (b"_", b"Gi=31;OK"),
    "PM": (b"^", b"1 n 2"),
    "SOS": (b"X", b"1\r\n2\t3"),
}
ENDS = [b"\x07", b"\x1b\\", b"\x9c", b"\xc2\x9c"]


def eight_bit(sign: bytes) -> bytes:
    """Return the control of eight bits for the two bytes Escape and `sign`."""
    return bytes([sign[0] + 0x40])


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", REPLIES)
def test_a_reply_is_swallowed_whole(name: str, end: bytes) -> None:
    """Neither its digits nor its letters are keys, in any coding; the keys around it are."""
    sign, text = REPLIES[name]
    coded = eight_bit(sign)
    for begin in (b"\x1b" + sign, coded, coded.decode("latin-1").encode()):
        data = b"1" + begin + text + end + b"2"
        assert keys(data) == keys(*(bytes([byte]) for byte in data)) == ["1", "2"]


@given(
    st.sampled_from(b"]P_^X"),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x07\x1b\x9c")),
    st.sampled_from(ENDS),
    st.data(),
)
def test_whatever_a_reply_says_is_no_key(
    sign: int, text: str, end: bytes, draw: st.DataObject
) -> None:
    """Controls and letters of eight bits in it included, wherever it is cut."""
    inside = "".join(char for char in text if not "\x80" <= char < "\xa0").encode()
    data = b"\x1b" + bytes([sign]) + inside + end + b"2"
    cut = draw.draw(st.integers(0, len(data)))
    assert keys(data[:cut], data[cut:]) == ["2"]


def test_a_reply_without_an_end_is_given_up() -> None:
    """An arrow ends it at once, a pause too; the end that comes later is told from a key."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b]11;rgb:1e1e\x1b[A") == ["up"]
    assert not decoder.waiting
    assert decoder.feed(b"\x1bP1$r0") == []
    assert decoder.waiting
    decoder.give_up()
    assert decoder.feed(b"2") == ["2"]
    assert decoder.feed(b"1m\x1b\\") == ["1", "m", CUT]


def test_a_paste_without_an_end_is_given_up() -> None:
    """Pasted text is waited for even when all that came of it has been dropped."""
    decoder = Decoder()
    assert decoder.feed(b"\x1b[200~12") == []
    assert decoder.waiting
    decoder.give_up()
    assert decoder.feed(b"2") == ["2"]


@given(st.binary(min_size=3, max_size=3).filter(lambda data: min(data) >= 32))
def test_an_old_mouse_report_is_no_key(place: bytes) -> None:
    """Its three bytes may look like anything; nothing of it is a key, and an arrow after it is."""
    assert keys(b"\x1b[M" + place + b"\x1b[A") == ["up"]
    if place.isascii():
        assert keys(b"\x1b[M" + place + b"2") == ["2"]
        assert keys(*(bytes([byte]) for byte in b"\x9bM" + place + b"2")) == ["2"]


@pytest.mark.parametrize(
    "data",
    [
        *(b"\x1b[[A", b"\x1b[1 2q", b"\x9b12;40R", b"\xc2\x9b12;40R", b"\x1bO5P", b"\x8fP"),
        *(b"\x1b[<0;12;3M", b"\x1b[32;10;10M", b"\x1b[t12", b"\x1b[T123456", b"\x1b[I", b"\x1b[O"),
        *(b"\x1b[?2026;2$y", b"\x1b[48;24;80;480;1280t", b"\x1b[" + b"1;" * 5000 + b"c"),
    ],
)
def test_sequences_of_other_terminals_are_swallowed_whole(data: bytes) -> None:
    """The console's function keys, the mouse in all its codings, focus, and sizes are no keys."""
    assert keys(data + b"2") == keys(*(bytes([byte]) for byte in data + b"2")) == ["2"]


def test_number_pads_answer() -> None:
    """A pad in its own mode sends sequences for its digits, its Enter and its star."""
    assert keys(b"\x1bOp\x1bOq\x1bOy\x8fr") == ["0", "1", "9", "2"]
    assert keys(b"\x1bOM\x1bOj") == ["enter", "*"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x1b[50u", ["2"]),
        (b"\x1b[50;1:1u\x1b[50;1:3u", ["2"]),
        (b"\x1b[50;129u", ["2"]),
        (b"\x1b[50;5u\x1b[50;3u\x1b[50;9u", []),
        (b"\x1b[47:63;2u\x1b[47;2;63u", ["?", "?"]),
        (b"\x1b[56;2u", []),
        (b"\x1b[57401u\x1b[57414u\x1b[57420u", ["2", "enter", "down"]),
        (b"\x1b[13u\x1b[127u\x1b[27u", ["enter", "backspace"]),
        (b"\x1b[99;5u\x1b[100;5u\x1b[27;5;99~", ["\x03", "end", "\x03"]),
        (b"\x1b[1;1:1A\x1b[1;1:3A\x1b[1;129B\x1b[1;2C", ["up", "down"]),
        (b"\x1b[999999u\x1b[55555555555u\x1b[0u\x1b[50;0u", ["\U000f423f"]),
    ],
)
def test_kittys_keys(data: bytes, expected: list[str]) -> None:
    """Keys that come as numbers are keys, unless they are released or held with another."""
    assert keys(data) == expected
