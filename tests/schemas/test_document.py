"""Tests of rolequiz.schemas.document."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rolequiz.problems import fault
from rolequiz.schemas.document import (
    MAX_BYTES,
    MAX_PROBLEMS,
    Document,
    KeyOf,
    Mapping,
    Scalar,
    Sequence,
    decode,
    open_document,
)

WRONG = fault("empty.text", path=(), about="")


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "empty-file", (None, None)),
        (b" \r\n\t\n", "empty-file", (None, None)),
        (b"\xef\xbb\xbf", "empty-file", (None, None)),
        ("a: é\nb: ".encode() + b"\xe9t\xe9\n", "not-utf-8", (2, 4)),
        ("a: é".encode("utf-16"), "not-utf-8", (1, 1)),
        ("a: é".encode("utf-16-be"), "not-utf-8", (1, 1)),
        (b"a" * (MAX_BYTES + 1), "too-large", (None, None)),
    ],
)
def test_content_that_is_no_text_is_refused(
    content: bytes, code: str, place: tuple[int | None, int | None]
) -> None:
    """Content that is empty, too large or not UTF-8 is one problem, at its place."""
    (problem,) = decode(content, "f").problems
    assert (problem.code, (problem.line, problem.column)) == (code, place)


def test_a_file_may_be_as_large_as_the_limit() -> None:
    """The limit is one mebibyte, whether it is read or already in memory."""
    for content in (b"a" * MAX_BYTES, "a" * MAX_BYTES):
        document = decode(content, "f")
        assert (document.problems, len(document.text)) == ([], MAX_BYTES)


def test_all_problems_of_a_line_share_its_text() -> None:
    """A line can be as long as its file, and 200 copies of it would fill the memory."""
    document = Document("f", "# 😀\n" + "x" * 100_000 + "\ny\n")
    for at in range(10, 30):
        document.add(WRONG, at)
    first, *others = document.problems
    assert first.excerpt == "x" * 100_000
    assert all(other.excerpt is first.excerpt for other in others)


def test_byte_order_mark_is_not_text() -> None:
    """A byte order mark at the start of a file is dropped."""
    assert decode(b"\xef\xbb\xbfa: 1", "f").text == "a: 1"
    assert decode("\ufeffa: 1", "f").text == "a: 1"


@pytest.mark.parametrize(
    ("at", "sound"),
    [(0, {0, 1}), (3, {0, 1}), (5, {1}), (7, {1}), (11, {0}), (14, {0}), (15, {0, 1})],
)
def test_parts_without_a_problem_inside_are_sound(at: int, sound: set[int]) -> None:
    """A problem belongs to the part that it lies in, from its start to that of whatever follows."""
    document = Document("f", "a:\n - one\n - two\nb: 1\n")
    items = Sequence(4, [Scalar(5, "one", "plain"), Scalar(11, "two", "plain")])
    after = (Scalar(15, "b", "plain"), Scalar(18, "1", "plain"))
    document.root = Mapping(0, [(Scalar(0, "a", "plain"), items), after])
    document.add(WRONG, at)
    assert document.sound("a") == sound
    assert document.sound("b") == document.sound("c") == set()


@pytest.mark.parametrize("name", ["missing.yaml", "folder", "nul\0l", "file/inside", "x" * 5000])
def test_file_that_cannot_be_opened_is_a_problem(tmp_path: Path, name: str) -> None:
    """A missing file, a folder or an impossible name is a problem, not an exception."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a")
    (problem,) = open_document(tmp_path / name).problems
    assert problem.code in {"missing-file", "not-a-file", "unreadable-file"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_a_problem(tmp_path: Path) -> None:
    """A file that we may not read is a problem that says so."""
    path = tmp_path / "secret.yaml"
    path.write_text("a: 1")
    path.chmod(0)
    (problem,) = open_document(path).problems
    assert problem.code == "unreadable-file"


def test_places_are_those_of_an_editor() -> None:
    """Lines and columns count from 1, past line breaks of Windows and old Macs, as editors count.

    YAML 1.1 also breaks lines at U+0085, U+2028 and U+2029, which nobody sees.
    """
    document = Document("f", "ab\r\nc\rd\u2028e\nf")
    places = [document.place(at) for at in (0, 1, 4, 6, 8, 10)]
    assert places == [(1, 1), (1, 2), (2, 1), (3, 1), (3, 3), (4, 1)]


def test_problem_is_found_by_its_path() -> None:
    """A path leads to the value, and KeyOf to the key, of the tree."""
    document = Document("f", "a:\n  - x: 1\n")
    one = Scalar(10, "1", "plain")
    items = Sequence(5, [Mapping(7, [(Scalar(7, "x", "plain"), one)])])
    document.root = Mapping(0, [(Scalar(0, "a", "plain"), items)])
    document.add(WRONG, ("a", 0, "x"))
    document.add(WRONG, KeyOf(("a", 0, "x")))
    value, key = document.problems
    assert (value.line, value.column, value.path) == (2, 8, "a[0].x")
    assert (key.line, key.column, key.path, key.excerpt) == (2, 5, "a[0].x", "  - x: 1")


def test_problems_end_somewhere() -> None:
    """A file with endless problems gets many of them, and a last one that says so."""
    document = Document("f", "text")
    for _ in range(3 * MAX_PROBLEMS):
        document.add_unknown("unknown-key", "a", ["b"], 0, title="x")
    assert len(document.problems) == MAX_PROBLEMS
    assert document.problems[-1].code == "too-many"
