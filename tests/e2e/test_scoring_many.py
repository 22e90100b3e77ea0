"""Many people scored at a real pseudo-terminal: what shows while it takes its time."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from command import COMMAND, TINY
from pty_driver import Person


@pytest.mark.parametrize("plain", [False, True])
def test_a_long_run_shows_its_progress(tmp_path: Path, plain: bool) -> None:
    """A line after a second shows the count, and goes away at the end; --plain prints one line."""
    people = tmp_path / "people.jsonl"
    people.write_text(f"{json.dumps({'answers': {}})}\n" * 64)
    enough = tmp_path / "enough"
    options = ["--json", "-o", "/dev/null", *(["--plain"] if plain else [])]
    score = shlex.join([*COMMAND, "score", "--pack", str(TINY), "-", *options])
    slow = f"(while [ ! -e {enough} ]; do cat {people}; sleep 0.1; done) | {score}; echo done"
    person = Person(["/bin/sh", "-c", slow])
    person.reads("Scoring: ")
    enough.touch()
    assert person.ends() == 0
    assert bool(re.search(r"Scoring: \d+ people", person.transcript)) is not plain
    assert person.shown() == ["Scoring: this takes a while."] * plain + ["done"]


@pytest.mark.parametrize("output", [[], ["-o", "-"], ["-o", "/dev/stdout"], ["-o", "/dev/tty"]])
def test_a_raw_name_never_controls_the_terminal(tmp_path: Path, output: list[str]) -> None:
    """--raw is for files: on a terminal, however it is named, a name is only text."""
    people = tmp_path / "people.csv"
    people.write_text("respondent,proud\nA\x1b[31mB,growing\n", encoding="utf-8")
    person = Person(
        [
            *COMMAND,
            *(("score", "--pack", str(TINY), "--format", "csv", "--raw")),
            str(people),
            *output,
        ]
    )
    assert person.ends() == 0
    assert "\x1b[31m" not in person.transcript
    assert any("A" in line and "B" in line for line in person.shown())
