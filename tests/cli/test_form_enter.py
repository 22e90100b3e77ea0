"""`rolequiz form enter` as a script runs it, and what it refuses."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from command import TINY, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="its paths are those of POSIX")


def test_lines_from_a_pipe_are_kept(tmp_path: Path) -> None:
    """A code, the answers and an empty line, sheet by sheet, with the line breaks of any system."""
    file = tmp_path / "room.jsonl"
    lines = "p01\r\na b *1 a\r\n\r\n\na-2a\n\nq\n"
    ended = run("form", "enter", file, "--pack", TINY, "--plain", stdin=lines)
    assert (ended.code, ended.out) == (0, "")
    assert "2 sheets" in ended.err
    first, second = map(json.loads, file.read_text().splitlines())
    assert (first["respondent"], first["matters"]) == ("p01", ["meeting"])
    assert (second["respondent"], len(second["answers"])) == ("2", 3)


def test_input_that_ends_in_a_sheet_says_so(tmp_path: Path) -> None:
    """What was not confirmed is not kept, which the code and a sentence tell."""
    file = tmp_path / "room.jsonl"
    ended = run("form", "enter", file, "--pack", TINY, "--plain", stdin="p01\naa")
    assert ended.code == 130
    assert "The sheet of p01 was not complete" in " ".join(ended.err.split())
    assert file.read_text() == ""


def test_keys_need_a_terminal(tmp_path: Path) -> None:
    """Without a terminal and without --plain it says what is missing."""
    run("form", "enter", tmp_path / "room.jsonl").refused(2, "standard input is none", "--plain")
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("room.csv", "room.jsonl, for example"),
        ("room", "room.jsonl, for example"),
        ("missing/room.jsonl", "there is no folder"),
        ("-", "kept in a file"),
        ("/dev/null", "kept in a file"),
    ],
)
def test_a_file_that_cannot_hold_sheets_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """Another ending, a missing folder and a stream are refused before anything is typed."""
    target = name if name.startswith(("-", "/")) else str(tmp_path / name)
    run("form", "enter", target, "--plain", stdin="p01\n").refused(2, said)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    """A file that holds no answers to this quiz stays as it is, and the problem has its place."""
    file = tmp_path / "room.jsonl"
    file.write_text('{"answers": {"handover": "ahead"}}\n')
    ended = run("form", "enter", file, "--pack", TINY, "--plain", stdin="p01\n")
    ended.refused(4, "room.jsonl:1", "handover", "Name another file")
    assert file.read_text() == '{"answers": {"handover": "ahead"}}\n'


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    """A named pipe would take the answers and keep none."""
    os.mkfifo(tmp_path / "room.jsonl")
    run("form", "enter", tmp_path / "room.jsonl", "--plain").refused(2, "kept in a file")


@pytest.mark.parametrize("args", [["enter"], ["entre", "x.jsonl"], ["enter", "a.jsonl", "b.jsonl"]])
def test_wrong_words_are_told(args: list[str]) -> None:
    """Who forgets the file, or writes another word, is told the two ways to write it."""
    run("form", *args).refused(2, "rolequiz form enter FILE.jsonl")
