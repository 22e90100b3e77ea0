"""What would move, and what has moved: the pages and the JSON of two results of one person."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from rolequiz.model import Responses
from rolequiz.pack import shipped_pack
from rolequiz.pages.diff import diff_page
from rolequiz.pages.what_if import STOPPED_EARLY, facts, what_if_page
from rolequiz.render import RenderOptions, write_difference, write_what_if
from rolequiz.responses import read_responses
from rolequiz.schemas import schema_text
from rolequiz.scoring import score
from rolequiz.scoring.changes import Answer, what_if
from rolequiz.scoring.difference import compare

PACK = shipped_pack()
ROBIN = read_responses(Path(__file__).parents[2] / "docs" / "example-answers.json", PACK)
OTHER = Responses({question.id: question.options[0].id for question in PACK.questions})
NONE = replace(ROBIN, answers={})


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
@pytest.mark.parametrize("plain", [False, True])
def test_a_difference_is_told_in_every_format(format: str, plain: bool) -> None:
    """Of two unlike sheets, of one twice, with a preference named, and with questions lost."""
    options = RenderOptions(plain=plain)
    unlike = write_difference(compare(PACK, (ROBIN, OTHER)), format, options)
    assert "Product manager" in unlike
    same = write_difference(compare(PACK, (ROBIN, ROBIN)), format, options)
    assert same != unlike
    named = compare(PACK, (ROBIN, OTHER), about="focus", lost=("gone",))
    assert "gone" in write_difference(named, format, options)
    assert write_difference(compare(PACK, (NONE, ROBIN)), format, options)


def test_too_few_answers_are_on_no_side() -> None:
    """That is not the same as neither side, which only enough answers can tell."""
    few = replace(ROBIN, answers=dict(list(ROBIN.answers.items())[:5]))
    text = write_difference(compare(PACK, (ROBIN, few)), "text", RenderOptions())
    assert "Too few answers to recommend a role. Before: Product manager" in text
    assert "Product or project" not in text
    flat = Responses({question.id: question.options[0].id for question in PACK.questions})
    assert score(PACK, flat).families.side is None
    moved = write_difference(compare(PACK, (ROBIN, flat)), "text", RenderOptions())
    assert "Product or project  Neither. Before: Product." in moved


def test_of_many_lost_questions_five_are_named_and_the_others_counted() -> None:
    """Six or more; five are all named."""
    for count, told in ((5, "q0, q1, q2, q3 and q4, or"), (6, "q4 and 1 more, or")):
        lost = tuple(f"q{number}" for number in range(count))
        page = diff_page(compare(PACK, (ROBIN, OTHER), lost=lost))
        assert told in (page.note or "")


def test_how_sure_it_was_is_told_only_where_a_role_led_then_and_now() -> None:
    """Of a flat result there is nothing to say."""
    flat = Responses({question.id: question.options[0].id for question in PACK.questions})
    for days in ((ROBIN, flat), (flat, ROBIN)):
        movement = compare(PACK, days).movement
        assert "How sure" not in {fact.label for fact in facts(movement).facts}
    told = dict(facts(what_if(PACK, ROBIN, [Answer("handover", "finish")])).facts)
    assert told["How sure"].endswith("(about 9 in 10). Before: 19 in 20 or more.")


def test_a_what_if_of_somebody_who_stopped_early_says_why_there_is_no_result() -> None:
    """So few answers are enough only where the quiz would have offered to stop."""
    early = replace(ROBIN, answers=dict(list(ROBIN.answers.items())[:12]), stopped=True)
    assert score(PACK, early).verdict == "clear"
    found = what_if(PACK, early, [Answer("handover", "finish")])
    assert found.after.verdict == "insufficient"
    assert STOPPED_EARLY in what_if_page(found).lead
    assert STOPPED_EARLY not in what_if_page(what_if(PACK, early, [])).lead


def test_the_json_of_a_difference_is_as_published() -> None:
    """By its schema, and equal sheets have changed nothing."""
    schema = json.loads(schema_text("diff"))
    for sheets, changed in (((ROBIN, OTHER), True), ((ROBIN, ROBIN), False)):
        data = json.loads(write_difference(compare(PACK, sheets), "json", RenderOptions()))
        jsonschema.validate(data, schema)
        assert data["changed"] is changed


def test_a_what_if_is_told_in_every_format_and_as_published() -> None:
    """One other answer, one skipped, one marked."""
    first, second, third = PACK.questions[:3]
    answers = [
        Answer(first.id, first.options[0].id),
        Answer(second.id, None),
        Answer(third.id, ROBIN.answers[third.id], matters=third.id not in ROBIN.matters),
    ]
    found = what_if(PACK, ROBIN, answers)
    for format in ("text", "markdown", "html"):
        assert "What if" in write_what_if(found, format, RenderOptions())
    data = json.loads(write_what_if(found, "json", RenderOptions()))
    jsonschema.validate(data, json.loads(schema_text("what-if")))
    assert [each["question"] for each in data["changes"]] == [first.id, second.id, third.id]
    nothing = what_if(PACK, ROBIN, [])
    assert "Nothing that a result shows" in write_what_if(nothing, "text", RenderOptions())
