"""`rolequiz schema`."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from command import TINY, run

FILES = {
    "questions": TINY / "questions.yaml",
    "roles": TINY / "roles.yaml",
    "answers": TINY / "answers.json",
    "mapping": TINY.parents[1] / "exports" / "decorated.yaml",
}


def schema(name: str) -> Any:
    """Return a schema as the command prints it."""
    ended = run("schema", name)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)


@pytest.mark.parametrize("name", FILES)
def test_files_keep_to_their_schema(name: str) -> None:
    """The schema of each kind of file takes the example, and not one with a key too many."""
    validator = jsonschema.Draft7Validator(schema(name))
    data = yaml.safe_load(FILES[name].read_text(encoding="utf-8"))
    validator.validate(data)
    assert not validator.is_valid({**data, "surprise": 1})


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_results_keep_to_their_schema(count: int) -> None:
    """JSON results, of no answers as of all, are what the schema says."""
    answers = json.loads((TINY / "answers.json").read_text(encoding="utf-8"))
    answers["answers"] = dict(list(answers["answers"].items())[:count])
    ended = run("take", "--pack", TINY, "--answers", "-", "--json", stdin=json.dumps(answers))
    jsonschema.Draft7Validator(schema("result")).validate(json.loads(ended.out))


def test_an_unknown_schema_is_refused() -> None:
    """The likeliest name is offered; without a name the command says what it needs."""
    run("schema", "answer").refused(2, "no schema “answer”", "Did you mean “answers”?")
    run("schema").refused(2, "NAME")
