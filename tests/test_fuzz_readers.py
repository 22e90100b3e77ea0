"""A sample of what fuzz_readers.py throws at the readers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import fuzz_readers
from fuzz_readers import TARGETS, fuzz


@pytest.mark.parametrize("name", [name for name in TARGETS if TARGETS[name].seeds])
def test_any_input_gives_data_or_problems_that_can_be_shown(name: str) -> None:
    """Broken answers, tables, workbooks, maps and quizzes give some of both."""
    slow = name == "workbook"  # each takes a process of its own, and few broken ones can be opened
    inputs = 100 if slow else 300
    ends, _ = fuzz(name, range(inputs))
    assert ends.total() == inputs
    assert len(ends) >= (4 if slow else 10)
    assert {"answers", "map", "quiz"} & set(ends)


@pytest.mark.parametrize("name", ["json", "jsonl", "list", "map", "quiz"])
def test_a_megabyte_of_anything_takes_little_time_and_memory(name: str) -> None:
    """Whatever it repeats; in a process of its own, whose memory is measured."""
    argv = [sys.executable, fuzz_readers.__file__, name, "--huge", "--inputs", "5"]
    ended = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert (ended.returncode, "no fault" in ended.stdout) == (0, True), ended.stdout + ended.stderr
