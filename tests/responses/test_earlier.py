"""Sheets of another day, which may be of another version of the quiz."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from command import TINY
from rolequiz.model import OptionId, Responses
from rolequiz.pack import read_pack
from rolequiz.problems import AnswersError
from rolequiz.render.json import result_json
from rolequiz.responses.one_person import Earlier, earlier_in
from rolequiz.schemas.document import decode
from rolequiz.scoring import score

PACK = read_pack(TINY)
ALL = {question.id for question in PACK.questions}
ANSWERS: dict[str, OptionId] = {"first-hour": "problem", "proud": "on-time", "meeting": 4}


def read(data: object) -> Earlier:
    """What is read of some JSON."""
    return earlier_in(decode(json.dumps(data), "then.json"), PACK)


def test_answers_of_an_unknown_version_are_compared_on_what_is_known_today() -> None:
    """A question that is gone, and an option that is gone, are left out and named."""
    odd = {"old-one": "yes", "proud": "sold", "week": None}
    found = read({"answers": {**ANSWERS, **odd}, "matters": ["old-one", "meeting"], "role": "x"})
    assert found.responses == Responses(
        {"first-hour": "problem", "meeting": 4}, frozenset({"meeting"})
    )
    assert {*found.lost} == {"proud", "old-one"}
    assert found.comparable == ALL - {"proud"}


def test_a_result_of_this_version_is_compared_on_every_question() -> None:
    """Its hash says that what it does not answer was skipped."""
    found = read(json.loads(result_json(score(PACK, Responses(ANSWERS, respondent="p07")))))
    assert found == Earlier(Responses(ANSWERS, respondent="p07"), frozenset(ALL), ())


def test_a_result_of_another_version_is_compared_on_what_it_answers() -> None:
    """It is unknown whether it asked the other questions."""
    older = replace(PACK, hash="sha256:older")
    found = read(json.loads(result_json(score(older, Responses(ANSWERS)))))
    assert found == Earlier(Responses(ANSWERS), frozenset(ANSWERS), ())


def test_a_sheet_of_quite_another_quiz_is_refused() -> None:
    """None of its answers means anything here; a file without answers is not of another quiz."""
    with pytest.raises(AnswersError) as refused:
        read({"answers": {"a": "b"}})
    assert [problem.code for problem in refused.value.problems] == ["other-quiz"]
    assert read({"answers": {}}) == Earlier(Responses({}), frozenset(ALL), ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "wrong-type"),
        ('{"answers": {"proud": true}}', "wrong-type"),
        ("{", "bad-json"),
        ("", "empty-file"),
        ('{"anwers": {}}', "unknown-key"),
    ],
)
def test_what_is_no_sheet_is_refused(text: str, code: str) -> None:
    """Only questions and options may be unknown; the shape of the file may not."""
    with pytest.raises(AnswersError) as refused:
        earlier_in(decode(text, "then.json"), PACK)
    assert code in {problem.code for problem in refused.value.problems}
