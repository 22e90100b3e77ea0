"""The JSON that scripts rely on."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from reading import answers
from rolequiz import __version__
from rolequiz.model import Responses
from rolequiz.pack import read_pack
from rolequiz.render import RenderOptions, record_format
from rolequiz.render.json import result_json, roles_json, what_if_json
from rolequiz.schemas import schema_text
from rolequiz.scoring import Result, Scorer, score
from rolequiz.scoring.changes import Answer, what_if

DATA = Path(__file__).parents[1] / "data/packs/tiny"
PACK = read_pack(DATA)
ANSWERS = json.loads((DATA / "answers.json").read_text(encoding="utf-8"))
SCHEMA = json.loads(schema_text("result"))


def tiny() -> Result:
    """The worked example of docs/method.md."""
    responses = Responses(ANSWERS["answers"], respondent=ANSWERS["respondent"])
    return score(PACK, responses)


def rounded(value: object) -> object:
    """The same data with its figures rounded as the documentation shows them."""
    match value:
        case float():
            return round(value, 4) if abs(value) <= 1 else round(value, 2)
        case dict():
            return {key: rounded(item) for key, item in value.items()}
        case list():
            return [rounded(item) for item in value]
        case _:
            return value


def test_the_worked_example_comes_out_as_documented() -> None:
    """Keys, their order and the figures are those that the interface and the method publish."""
    data = json.loads(result_json(tiny()))
    roles, reasons = data.pop("roles"), data.pop("reasons")
    assert list(json.loads(result_json(tiny()))) == SCHEMA["required"]
    assert rounded(data) == {
        "schema_version": 1,
        "tool_version": __version__,
        "pack": {"title": PACK.title, "version": 1, "hash": PACK.hash},
        "respondent": "r1",
        "answers": ANSWERS["answers"],
        "matters": [],
        "stopped": False,
        "answered": 4,
        "questions": 4,
        "verdict": "clear",
        "recommendation": "portfolio-manager",
        "contenders": ["portfolio-manager"],
        "stability": 0.9361,
        "side": None,
        "families": [],
        "dimensions": [
            {
                "id": "focus",
                "low": "Execution",
                "high": "Strategy",
                "position": 0.9167,
                "answered": 3,
            },
            {
                "id": "horizon",
                "low": "Deadlines",
                "high": "Lifecycle",
                "position": -0.125,
                "answered": 3,
            },
        ],
        "flip": {
            "role": "product-manager",
            "changes": [
                {"question": "proud", "from": "on-time", "to": "growing"},
                {"question": "first-hour", "from": "problem", "to": "people"},
            ],
            "leader": "product-manager",
        },
    }
    assert rounded(roles[0]) == {
        "id": "portfolio-manager",
        "name": "Portfolio manager",
        "fit": 99.54,
        "match": 0.9167,
        "ahead": None,
        "changes_needed": None,
        "by_dimension": {"focus": 49.54, "horizon": 0.0},
        "by_answer": {"first-hour": 36.03, "proud": 0.0, "meeting": 4.5, "week": 9.01},
    }
    assert list(reasons) == ["for", "against", "versus"]
    assert rounded(reasons["for"][0]) == {
        "question": "first-hour",
        "answer": "problem",
        "points": 36.03,
    }
    assert reasons["for"][-1]["answer"] == 4  # a step of a scale is a number
    assert list(reasons["versus"]) == ["role", "points"]


@pytest.mark.parametrize("verdict", ["clear", "leaning", "close", "flat", "insufficient"])
def test_every_verdict_matches_the_published_schema(
    results: dict[str, Result], verdict: str
) -> None:
    """Whatever the verdict, the JSON is what `rolequiz schema result` promises."""
    Draft7Validator.check_schema(SCHEMA)
    data = json.loads(result_json(results[verdict]))
    assert data["verdict"] == verdict
    Draft7Validator(SCHEMA).validate(data)


def test_the_schema_refuses_what_is_not_a_result(results: dict[str, Result]) -> None:
    """A schema that let everything pass would promise nothing."""
    data = json.loads(result_json(results["clear"]))
    valid = Draft7Validator(SCHEMA).is_valid
    assert not valid({**data, "verdict": "certain"})
    assert not valid({**data, "stability": 1.5})
    assert not valid({**data, "flip": {"role": "x"}})
    assert not valid({key: data[key] for key in data if key != "roles"})


def test_nothing_answered_is_still_a_result(results: dict[str, Result]) -> None:
    """Nulls, empty lists and roles without figures match the schema too."""
    pack = results["clear"].pack
    found = score(pack, Responses({}))
    Draft7Validator(SCHEMA).validate(json.loads(result_json(found)))


def test_it_is_ascii_with_one_newline_at_the_end_and_equal_bytes() -> None:
    """No byte of it can steer a terminal, and equal input gives equal bytes."""
    hostile = replace(tiny(), respondent="é\x1b[31m\ud800")
    out = result_json(hostile)
    assert out == result_json(hostile)
    assert out.isascii()
    assert "\x1b" not in out
    assert out.endswith("}\n")
    assert json.loads(out)["respondent"] == "é\x1b[31m\ud800"


def test_roles_have_the_keys_of_the_yaml(results: dict[str, Result]) -> None:
    """Roles come with profile and card, under the keys that a pack's author writes."""
    pack = results["clear"].pack
    everything = json.loads(roles_json(pack, []))["roles"]
    assert [role["id"] for role in everything] == [role.id for role in pack.roles]
    [one] = json.loads(roles_json(pack, [pack.roles[1]]))["roles"]
    assert one == everything[1]
    assert one["profile"] == {"a": 2, "b": 2}
    assert one["try"] == list(pack.roles[1].card.try_next)
    assert set(one) - {"id"} == set(
        json.loads(schema_text("roles"))["definitions"]["role"]["properties"]
    )


def test_a_change_names_the_mark_only_where_that_differs() -> None:
    """Null says that the question counts as much as before."""
    responses = Responses(ANSWERS["answers"], frozenset({"week"}))
    others = [Answer("proud", "growing"), Answer("meeting", 4, matters=True), Answer("week", None)]
    data = json.loads(what_if_json(what_if(PACK, responses, others)))
    assert {each["question"]: each["matters"] for each in data["changes"]} == {
        "proud": None,
        "meeting": {"from": False, "to": True},
        "week": {"from": True, "to": False},
    }


def test_json_never_waits_for_rich() -> None:
    """A script that asks for JSON imports no Rich, here or in anything that is imported."""
    code = (
        "import sys; import rolequiz.render.json;"
        "print([name for name in sys.modules if name.split('.')[0] in {'rich', 'typer'}])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"


def test_a_line_is_the_json_of_one_person() -> None:
    """Each line holds the data that `rolequiz take --json` gives, in ASCII and without spaces."""
    everyone = [
        Responses(answers("problem", "on-time", 4, "roadmap"), respondent="Zoë\x1b[2J\n"),
        Responses({}),
    ]
    people = map(Scorer(PACK).figures, everyone)
    lines = list(record_format("jsonl").batch(PACK, people, RenderOptions()))
    assert record_format("json") == record_format("jsonl")
    for line, each in zip(lines, everyone, strict=True):
        assert json.loads(line) == json.loads(result_json(score(PACK, each)))
        assert line.isascii()
        assert line.count("\n") == 1
        assert "\x1b" not in line
