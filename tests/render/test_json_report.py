"""The group report as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from packs import choice, make_pack
from rolequiz.audit.model import (
    Audit,
    DimensionAudit,
    Estimate,
    FamilyAudit,
    Figure,
    RoleAudit,
    cause,
)
from rolequiz.audit.sheets import audit_sheets
from rolequiz.group import GroupReport
from rolequiz.model import Family, Responses
from rolequiz.pages.check import Checked
from rolequiz.problems import Problem, fault
from rolequiz.render.json_report import check_json, report_json
from rolequiz.schemas import schema_text

SCHEMA = json.loads(schema_text("report"))
PACK = make_pack([choice("q", {"x": 1}, {"x": -1})], {"high": {"x": 1}, "low": {"x": -1}})


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


def test_what_was_measured_of_a_quiz_keeps_its_errors_and_names() -> None:
    """Every figure is there under its published name; one that is exact has no error."""
    half, most = Estimate(0.5, 0.04), Estimate(0.875, 0.02)
    exact, eighth = Estimate(0.25, 0), Estimate(0.125, 0.01)
    role = RoleAudit("high", half, most, half, exact, "low", eighth)
    families = (FamilyAudit("up", half, most), FamilyAudit("down", half, None))
    audit = Audit(PACK, 1000, (), (DimensionAudit("x", None, 7, 6, 5),), (role,), (), families)
    data = json.loads(check_json(Checked(PACK, (), audit)))["audit"]
    assert data["roles"] == [
        {
            "id": "high",
            "chance": {"value": 0.5, "standard_error": 0.04},
            "first": {"value": 0.875, "standard_error": 0.02},
            "first_two": {"value": 0.5, "standard_error": 0.04},
            "tied": {"value": 0.25, "standard_error": None},
            "mistaken_for": "low",
            "mistaken": {"value": 0.125, "standard_error": 0.01},
        }
    ]
    unmeasured = {"value": None, "standard_error": None}
    assert [each["id"] for each in data["families"]] == ["up", "down"]
    assert data["families"][0]["right"] == {"value": 0.875, "standard_error": 0.02}
    assert data["families"][1]["right"] == unmeasured
    keyed = {"questions": 7, "low_keyed": 6, "high_keyed": 5}
    assert data["dimensions"] == [{"id": "x", "chance_position": None, **keyed}]


def test_only_a_figure_that_misses_its_target_has_causes() -> None:
    """What lies behind a figure is known in any case, but is nothing to mend where it passes."""
    lost = cause("no side", family="up")
    for told, passed in ((0.9, False), (0.97, True)):
        figure = Figure("recovery of family", Estimate(told), "at least", 0.95, (lost,))
        pack = replace(PACK, families=(Family("up", "Upwards"),))
        audit = Audit(pack, 1000, (figure,), (), (), ())
        [data] = json.loads(check_json(Checked(pack, (), audit)))["audit"]["figures"]
        assert (data["passed"], bool(data["causes"])) == (passed, not passed)


def test_people_of_known_roles_are_counted_by_role() -> None:
    """The roles and dimensions of sheets have ids, figures and nothing else."""
    up, down = (option.id for option in PACK.questions[0].options)
    given = [Responses({"q": up}, role="high"), Responses({"q": down}, role="low")]
    data = json.loads(check_json(Checked(PACK, (), None, audit_sheets(PACK, given))))["sheets"]
    assert [list(role) for role in data["roles"]] == [
        ["id", "people", "first", "first_two", "leaders"]
    ] * 2
    assert [role["leaders"] for role in data["roles"]] == [{"high": 1}, {"low": 1}]
    (dimension,) = data["dimensions"]
    assert list(dimension) == ["id", "mean", "between", "within"]
    assert (dimension["id"], dimension["mean"]) == ("x", 0)


@pytest.mark.parametrize(("length", "kept"), [(999, 999), (1000, 1000), (1001, 1000), (9**6, 1000)])
def test_an_excerpt_is_not_longer_than_it_needs_to_be(length: int, kept: int) -> None:
    """A line may be as long as its file, and each of its problems quotes it."""
    problem = Problem(
        "q.yaml", fault("bad-id", text="A", title="an id", about=""), 1, 2, excerpt="x" * length
    )
    (data,) = json.loads(check_json(Checked(None, (problem,))))["problems"]
    assert len(data["excerpt"]) == kept
