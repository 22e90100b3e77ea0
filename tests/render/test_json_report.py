"""The group report as JSON."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from rolequiz.group import GroupReport
from rolequiz.render.json_report import report_json
from rolequiz.schemas import schema_text

SCHEMA = json.loads(schema_text("report"))


@pytest.mark.parametrize("kind", ["room", "too few", "nobody", "named", "shown", "moved"])
def test_every_report_matches_the_published_schema(
    kind: str, reports: dict[str, GroupReport]
) -> None:
    """The JSON is what `rolequiz schema report` promises, its keys in that order."""
    Draft202012Validator.check_schema(SCHEMA)
    data = json.loads(report_json(reports[kind]))
    Draft202012Validator(SCHEMA).validate(data)
    assert list(data) == SCHEMA["required"] == list(SCHEMA["properties"])


def test_counts_say_what_they_count(reports: dict[str, GroupReport]) -> None:
    """Counts are under the key of what they tell of; a room too small has none."""
    data = json.loads(report_json(reports["moved"]))
    assert {"verdicts", "people"} == set(data["verdicts"][0])
    assert {"roles", "people"} == set(data["leaders"][0])
    assert {"leaders", "people"} == set(data["moves"]["leaders"][0])
    few = json.loads(report_json(reports["too few"]))
    assert (few["people"], few["roles"], few["debrief"], few["talks"]) == (4, [], [], None)
