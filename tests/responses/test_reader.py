"""Tests of rolequiz.responses.one_person: one person's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolequiz.pack.reader import read_pack
from rolequiz.problems import AnswersError
from rolequiz.responses.one_person import read_responses

DATA = Path(__file__).parents[1] / "data" / "packs" / "tiny"
TINY = read_pack(DATA)


def test_file_of_answers_is_read() -> None:
    """One person's JSON file becomes their responses."""
    assert read_responses(DATA / "answers.json", TINY).answers["meeting"] == 4


@pytest.mark.parametrize(("name", "code"), [("none.json", "missing-file"), ("", "not-a-file")])
def test_file_that_is_not_there_is_a_problem(tmp_path: Path, name: str, code: str) -> None:
    """A missing file or a folder is an AnswersError that names it, and nothing else."""
    with pytest.raises(AnswersError) as caught:
        read_responses(tmp_path / name, TINY)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert caught.value.problems[0].source == str(tmp_path / name)
