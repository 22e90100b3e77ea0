"""Stopping early: when it is offered, and that it counts only where it would have been."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs import choice, make_pack
from rolequiz.model import Dimension, OptionId, Responses
from rolequiz.pack import shipped_pack
from rolequiz.render.json import result_json
from rolequiz.responses import parse_responses, to_json
from rolequiz.scoring import Scorer, score, stop_is_due

TESTS = Path(__file__).parents[1]
METHOD = (TESTS.parent / "docs" / "method.md").read_text(encoding="utf-8")
SHIPPED = shipped_pack()
SCORER = Scorer(SHIPPED)
SHEETS = {
    "imagined people": sorted((TESTS / "data" / "panels").glob("*.jsonl")),
    "real voices": sorted((TESTS / "data" / "voices").glob("reading-*.jsonl")),
}
LONG = make_pack(
    [choice(f"q{i}", {"d": 1.0}, {"d": -1.0}) for i in range(30)]
    + [choice("odd", {"e": 1.0}, {"e": -1.0})],
    {"one": {"d": 1.0, "e": 0.2}, "two": {"d": -1.0, "e": 0.2}},
)


def sheet(count: int, *more: str, stopped: bool = True) -> Responses:
    """A sheet of the long quiz that answers so many questions alike."""
    answers: dict[str, OptionId] = {f"q{i}": f"q{i}-a" for i in range(count)}
    return Responses(answers | {id: f"{id}-a" for id in more}, stopped=stopped)


@pytest.mark.parametrize(
    ("answers", "stops"),
    [
        (sheet(10, "odd"), False),
        (sheet(11, "odd"), True),
        (sheet(12), False),
        (sheet(12, "odd"), True),
        (replace(sheet(11, "odd"), matters=frozenset({"odd"})), True),
    ],
)
def test_it_takes_twelve_answers_that_touch_everything(answers: Responses, stops: bool) -> None:
    """Eleven are too few, and so are twelve that leave a preference out."""
    assert Scorer(LONG).may_stop(answers) is stops
    found = score(LONG, answers)
    assert found.verdict == ("clear" if stops else "insufficient")
    assert (found.recommendation, found.stability is None) == ("one" if stops else None, not stops)


def test_a_preference_that_no_question_asks_about_is_not_waited_for() -> None:
    """A quiz may have one; nobody could ever touch it."""
    more = replace(LONG, dimensions=(*LONG.dimensions, Dimension("f", "low f", "high f")))
    assert Scorer(more).may_stop(sheet(11, "odd"))
    assert not Scorer(more).may_stop(sheet(12))


def test_it_takes_a_clear_verdict() -> None:
    """Answers that point both ways may not stop, nor count where they say that they did."""
    halves: dict[str, OptionId] = {f"q{i}": f"q{i}-{'ab'[i % 2]}" for i in range(14)}
    mixed = Responses(halves | {"odd": "odd-a"}, stopped=True)
    assert not Scorer(LONG).may_stop(mixed)
    assert score(LONG, mixed).verdict == "insufficient"


def test_few_answers_without_consent_stay_insufficient() -> None:
    """The same answers count only for somebody who was asked, and stopped."""
    assert score(LONG, sheet(14, "odd", stopped=False)).verdict == "insufficient"
    assert score(LONG, sheet(14, "odd")).verdict == "clear"


@given(st.lists(st.sampled_from("ab-"), min_size=31, max_size=31))
def test_consent_changes_no_result_that_has_enough_answers(letters: list[str]) -> None:
    """With two thirds of the quiz answered, it makes no difference whether somebody stopped."""
    ids = [question.id for question in LONG.questions]
    pairs = zip(ids, letters, strict=True)
    plain = Responses({id: f"{id}-{letter}" for id, letter in pairs if letter != "-"})
    before, after = score(LONG, plain), score(LONG, replace(plain, stopped=True))
    if before.verdict != "insufficient":
        assert before == after
    elif after.verdict != "insufficient":
        assert after.verdict == "clear"
        assert after.answered >= 12


@pytest.mark.parametrize(
    ("answered", "offers", "due"),
    [
        (11, (), False),
        (12, (), True),
        (30, (), True),
        (13, (12,), False),
        (21, (12,), False),
        (22, (12,), True),
        (25, (21,), True),
        (23, (22,), False),
        (30, (12, 22), False),
        (30, (23,), False),
    ],
)
def test_whoever_goes_on_is_left_alone_until_22(
    answered: int, offers: tuple[int, ...], due: bool
) -> None:
    """It is offered from 12 on, once more from 22 on, and no more."""
    assert stop_is_due(answered, offers) is due


def test_the_consent_is_kept_with_answers_and_results() -> None:
    """Read back from either, they count as before; without it nothing is written."""
    answers = sheet(14, "odd")
    result = result_json(score(LONG, answers))
    assert parse_responses(to_json(answers, LONG), "mine.json", LONG) == answers
    assert parse_responses(result, "result.json", LONG) == answers
    assert json.loads(result)["stopped"] is True
    assert "stopped" not in to_json(sheet(14, stopped=False), LONG)


@pytest.mark.parametrize("kind", SHEETS)
def test_the_method_says_how_often_the_leader_stays(kind: str) -> None:
    """docs/method.md: how many of the sheets are offered to stop, and what becomes of them."""
    total = same = 0
    stops: list[int] = []
    for line in (line for file in SHEETS[kind] for line in file.read_text("utf-8").splitlines()):
        total += 1
        answers = json.loads(line)["answers"]
        given = [(q.id, answers[q.id]) for q in SHIPPED.questions if answers.get(q.id) is not None]
        parts = (Responses(dict(given[:count])) for count in range(12, len(given) + 1))
        if stop := next(filter(SCORER.may_stop, parts), None):
            stops.append(len(stop.answers))
            both = map(SCORER.figures, (stop, Responses(dict(given))))
            same += len({figures.ranking[0].role for figures in both}) == 1
    offered = len(stops)
    early = sum(count < 22 for count in stops)
    row = f"| {kind} | {total} | {offered} ({offered / total:.0%}) | {early} | {median(stops):.0f} "
    assert f"{row}| {same} of {offered} ({same / offered:.0%}) |" in METHOD
