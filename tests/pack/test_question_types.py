"""Tests of rolequiz.pack.question_types."""

from __future__ import annotations

import json

import pytest

from rolequiz.model import Option
from rolequiz.pack.question_types import OPTIONS_OF, choice, scale
from rolequiz.schemas import schema_text


def test_choice_keeps_its_options() -> None:
    """A choice's options are those written, and scores left out are none."""
    options = [{"id": "a", "text": "This", "scores": {"d": 1.0}}, {"id": "b", "text": "That"}]
    assert choice({"options": options}) == (
        Option("a", "This", {"d": 1.0}),
        Option("b", "That", {}),
    )


def test_scale_has_five_steps_unless_it_names_others() -> None:
    """A scale runs from strong disagreement (minus the scores) to strong agreement (the scores)."""
    steps = scale({"scores": {"d": -2.0}})
    assert [step.id for step in steps] == [1, 2, 3, 4, 5]
    assert [step.text for step in steps][::2] == ["Strongly disagree", "Neither", "Strongly agree"]
    assert [step.loadings["d"] for step in steps] == [2.0, 1.0, 0.0, -1.0, -2.0]
    assert "-0.0" not in repr(steps)


@pytest.mark.parametrize(("n", "loadings"), [(2, [-1, 1]), (4, [-1, -1 / 3, 1 / 3, 1])])
def test_named_steps_divide_the_scale_evenly(n: int, loadings: list[float]) -> None:
    """Step i of n carries the scores times 2(i−1)/(n−1) − 1."""
    steps = scale({"scores": {"d": 1.0}, "steps": list("abcd")[:n]})
    assert [step.text for step in steps] == list("abcd")[:n]
    assert [step.loadings["d"] for step in steps] == pytest.approx(loadings)


def test_every_type_of_the_schema_is_registered() -> None:
    """The registry names the types that questions.json knows."""
    schema = json.loads(schema_text("questions"))
    assert list(OPTIONS_OF) == schema["definitions"]["question"]["properties"]["type"]["enum"]
