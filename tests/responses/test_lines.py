"""Tests of rolequiz.responses.lines."""

from __future__ import annotations

import io

import pytest

from reading import stream
from rolequiz.problems import AnswersError
from rolequiz.responses.lines import MAX_LINE, Lines

TEXT = "Größe;„ja“\r\nzwei – drei\rvier\n"
LINES = ["Größe;„ja“\r\n", "zwei – drei\r", "vier\n"]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        *(("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encodings_are_found(encoding: str, named: str) -> None:
    """UTF-8 with and without its mark, UTF-16 with one, and Windows-1252 for what is neither."""
    lines = Lines("x", stream(TEXT.encode(encoding)))
    assert list(lines) == LINES
    assert (lines.encoding, lines.number) == (named, 3)


def test_both_orders_of_utf_16_are_read() -> None:
    """The mark says which byte of a pair comes first."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert list(Lines("x", stream(mark + TEXT.encode(encoding)))) == LINES


def test_a_file_may_turn_out_late_not_to_be_utf_8() -> None:
    """Lines before the first other letter are the same in both encodings."""
    lines = Lines("x", stream(b"name\n" * 1000 + "Jürgen\nZoë\n".encode("cp1252")))
    *_, name, rest = lines
    assert (name, rest) == ("Jürgen\n", "Zoë\n")
    assert lines.windows_notice() == "x is not UTF-8, and was read as Windows-1252."


def test_one_bad_line_spoils_no_other() -> None:
    """Two exports that were joined keep their letters, and a notice says where they differ."""
    torn = "Zoë\n".encode() + "Jürgen\n".encode("cp1252") + "Zoë\n".encode()
    lines = Lines("x", stream(torn))
    assert list(lines) == ["Zoë\n", "Jürgen\n", "Zoë\n"]
    assert lines.windows_notice().startswith("x: line 2 not being UTF-8 as the rest is, was read")
    more = Lines("x", stream(torn + "Jürgen\n".encode("cp1252")))
    assert len(list(more)) == 4
    assert more.windows_notice().startswith("x: 2 lines, the first of them line 2 not being")


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"a\nb\0\n", 2, "null character"),
        ("a,b".encode("utf-16-le"), 1, "null character"),
        (b"a\n\x81\n", 2, "not text"),
        (b"\xff\xfea", 1, "not text"),
    ],
)
def test_what_is_no_text_is_refused_at_its_line(
    content: bytes, line: int | None, said: str
) -> None:
    """Null characters, bytes of no encoding and half characters."""
    with pytest.raises(AnswersError) as caught:
        list(Lines("x", stream(content)))
    (problem,) = caught.value.problems
    assert (problem.line, said in problem.message) == (line, True)


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    """If lines must be whole, a very long one ends the reading; otherwise it comes in pieces."""
    lines = Lines("x", stream(b"a" * (MAX_LINE + 5)))
    assert list(map(len, lines)) == [MAX_LINE, 5]
    lines = Lines("x", stream(b"a" * (MAX_LINE + 5)))
    lines.whole = True
    with pytest.raises(AnswersError, match="too-long"):
        list(lines)


def test_the_first_line_can_be_looked_at() -> None:
    """Blank lines before it are gone, and it is still there to be read."""
    lines = Lines("x", stream("\n \na\nb\n"))
    assert lines.first() == "a\n"
    assert list(lines) == ["a\n", "b\n"]
    assert Lines("x", stream("\n")).first() == ""


def test_a_disk_that_fails_is_a_problem() -> None:
    """A system error while reading is reported with its reason."""

    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            raise OSError(5, "Input/output error")

    with pytest.raises(AnswersError, match="Input/output error"):
        list(Lines("x", io.BufferedReader(Failing())))
