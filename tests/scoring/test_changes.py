"""What-if: answers changed and taken back, and what moves between two results."""

from __future__ import annotations

import json
from math import hypot, sqrt
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from packs import choice, make_pack
from rolequiz.model import OptionId, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.render.json import result_json
from rolequiz.responses import parse_responses, to_json
from rolequiz.scoring import Scorer
from rolequiz.scoring.changes import Answer, Moved, Place, answer_to, what_if, with_answers

TINY = read_pack(Path(__file__).parents[1] / "data" / "packs" / "tiny")
SHIPPED = shipped_pack()
SCORER = Scorer(SHIPPED)
QUESTIONS = SHIPPED.questions


@st.composite
def said(draw: st.DrawFn, question: str) -> Answer:
    """Anything that can be said to a question of the shipped quiz."""
    options: list[OptionId | None] = [o.id for o in SHIPPED.question(question).options]
    return Answer(question, draw(st.sampled_from([None, *options])), draw(st.booleans()))


@st.composite
def sheets(draw: st.DrawFn) -> Responses:
    """A sheet of the shipped quiz, with skips and marks."""
    answers = [draw(said(question.id)) for question in QUESTIONS]
    return with_answers(SHIPPED, Responses({}, respondent="p07"), answers)


@st.composite
def edits(draw: st.DrawFn) -> list[Answer]:
    """Other answers to a few questions, each once."""
    ids = draw(st.lists(st.sampled_from([q.id for q in QUESTIONS]), max_size=5, unique=True))
    return [draw(said(id)) for id in ids]


@given(sheets(), edits(), st.randoms())
def test_changes_that_are_taken_back_leave_no_trace(
    sheet: Responses, changes: list[Answer], random: object
) -> None:
    """Put back in any order, the answers and the result are the same, byte by byte."""
    back = [answer_to(sheet, change.question) for change in changes]
    random.shuffle(back)  # type: ignore[attr-defined]
    changed = with_answers(SHIPPED, sheet, changes)
    again = with_answers(SHIPPED, changed, back)
    assert to_json(again, SHIPPED) == to_json(sheet, SHIPPED)
    assert result_json(SCORER.result(again)) == result_json(SCORER.result(sheet))
    assert what_if(SHIPPED, changed, back).after == SCORER.result(sheet)


@given(sheets(), edits())
def test_the_figures_are_those_of_a_file_with_the_changed_answers(
    sheet: Responses, changes: list[Answer]
) -> None:
    """Whoever changes the file by hand and scores it reads the same result."""
    data = json.loads(to_json(sheet, SHIPPED))
    data.setdefault("matters", [])
    for id, option, matters in changes:
        data["answers"][id] = option
        data["matters"] = [m for m in data["matters"] if m != id] + [id] * matters
    by_hand = parse_responses(json.dumps(data), "by-hand.json", SHIPPED)
    found = what_if(SHIPPED, sheet, changes)
    assert result_json(found.after) == result_json(SCORER.result(by_hand))
    assert result_json(found.before) == result_json(SCORER.result(sheet))


@given(sheets(), edits())
def test_what_moves_is_what_differs_between_the_two_results(
    sheet: Responses, changes: list[Answer]
) -> None:
    """A role is listed if its rank or its fit is another, and no other role is."""
    found = what_if(SHIPPED, sheet, changes)
    assume(found.before.roles and found.after.roles)
    for result, end in ((found.before, "before"), (found.after, "after")):
        for rank, role in enumerate(result.roles, start=1):
            if role.role in found.roles:
                place = getattr(found.roles[role.role], end)
                assert place == Place(None if role.fit is None else rank, role.fit)
    unmoved = {role.role for role in found.after.roles} - {*found.roles}
    before = {role.role: (rank, role.fit) for rank, role in enumerate(found.before.roles)}
    after = {role.role: (rank, role.fit) for rank, role in enumerate(found.after.roles)}
    for id in unmoved:
        assert before[id][0] == after[id][0]
        assert before[id][1] == pytest.approx(after[id][1], abs=1e-9)


def test_the_worked_example_with_two_other_answers() -> None:
    """By hand: u is (4 + 0 + 1)/6 on focus and (0 + 2 + 1)/8 on horizon.

    The matches are 5/6 for portfolio manager, whose profile is focus alone, and (5/6 + 3/8)/√2 for
    product manager, who comes first.
    """
    answers: dict[str, OptionId] = {
        "first-hour": "problem",
        "proud": "on-time",
        "meeting": 4,
        "week": "roadmap",
    }
    others = [Answer("meeting", 3), Answer("proud", "growing")]
    found = what_if(TINY, Responses(answers), others)
    assert found.changes == [
        Moved(Answer("proud", "on-time"), Answer("proud", "growing")),
        Moved(Answer("meeting", 4), Answer("meeting", 3)),
    ]
    assert [each.position for each in found.after.dimensions] == pytest.approx([5 / 6, 3 / 8])
    fit = 50 + 50 * (5 / 6 + 3 / 8) / sqrt(2) / hypot(5 / 6, 3 / 8)
    assert found.roles["product-manager"].after.fit == pytest.approx(fit)
    ranks = {role: (each.before.rank, each.after.rank) for role, each in found.roles.items()}
    assert list(ranks.items())[:2] == [("product-manager", (2, 1)), ("portfolio-manager", (1, 2))]


def test_a_role_that_no_answer_says_anything_about_has_no_rank() -> None:
    """It gets one as soon as a question about it is answered."""
    pack = make_pack(
        [choice("q", {"d": 1.0}, {"d": -1.0}), choice("r", {"e": 1.0}, {"e": -1.0})],
        {"one": {"d": 1.0}, "two": {"d": -1.0}, "three": {"e": 1.0}},
    )
    moved = what_if(pack, Responses({"q": "q-a"}), [Answer("r", "r-a")]).roles["three"]
    assert (moved.before, moved.after.rank) == (Place(None, None), 2)


def test_a_mark_on_a_skipped_question_is_no_change() -> None:
    """It has no effect, so that nothing is listed."""
    found = what_if(TINY, Responses({"proud": "growing"}), [Answer("week", None, True)])
    assert (found.changes, found.roles, found.verdict, found.stability) == ([], {}, None, None)
