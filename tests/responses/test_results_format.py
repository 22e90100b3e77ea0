"""Tests of rolequiz.responses.one_person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rolequiz.model import Responses
from rolequiz.pack.reader import read_pack
from rolequiz.problems import AnswersError
from rolequiz.render.json import result_json
from rolequiz.responses import parse_responses, to_json
from rolequiz.scoring import score

TINY = read_pack(Path(__file__).parents[1] / "data" / "packs" / "tiny")
GIVEN = Responses({"first-hour": "date", "meeting": 2}, frozenset({"meeting"}), "r1")


def result() -> dict[str, Any]:
    """A result as `take --json` writes it."""
    data: dict[str, Any] = json.loads(result_json(score(TINY, GIVEN)))
    return data


def problem(data: object) -> tuple[str, str, str]:
    """The code, path and hint of the only problem of a record."""
    with pytest.raises(AnswersError) as caught:
        parse_responses(json.dumps(data), "results.jsonl", TINY)
    (found,) = caught.value.problems
    assert found.source == "results.jsonl"
    return found.code, found.path, found.hint


def test_a_result_reads_back_as_its_answers() -> None:
    """Answers, marks and name come back from a result, so that it scores to the last bit alike."""
    assert parse_responses(json.dumps(result()), "r", TINY) == GIVEN


def test_answers_read_as_they_are() -> None:
    """A record without a schema version is somebody's answers."""
    assert parse_responses(to_json(GIVEN, TINY), "a", TINY) == GIVEN


@pytest.mark.parametrize("pack", [{"title": "Old", "hash": "sha256:0"}, {"title": 1}, {}, [], None])
def test_a_result_of_another_quiz_is_refused(pack: object) -> None:
    """Where the hash is not this quiz's, the record says so, and how to go on."""
    code, path, hint = problem({**result(), "pack": pack})
    assert code == "other-quiz"
    assert path in {"pack.hash", ""}
    assert "--pack" in hint


def test_a_result_of_another_version_says_which() -> None:
    """Where the title is this quiz's, the versions tell them apart, and diff still compares."""
    old = {"title": TINY.title, "version": 7, "hash": "sha256:0"}
    with pytest.raises(AnswersError) as refused:
        parse_responses(json.dumps({**result(), "pack": old}), "r", TINY)
    told = str(refused.value)
    assert "from version 7 of “" in told
    assert f"this is version {TINY.version}" in told
    assert "rolequiz diff" in told


def test_a_result_without_answers_is_refused() -> None:
    """A result of an earlier version, which kept no answers, lacks what is needed."""
    data = result()
    del data["answers"]
    assert problem(data)[0] == "missing-key"


def test_answers_in_a_result_are_checked() -> None:
    """An answer that this quiz does not offer is a problem at its place, in a result too."""
    code, path, _ = problem({**result(), "answers": {"proud": "groing"}})
    assert (code, path) == ("unknown-option", "answers.proud")
