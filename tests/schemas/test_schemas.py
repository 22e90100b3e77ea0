"""Tests of rolequiz.schemas, the published JSON Schemas."""

from __future__ import annotations

import json

import jsonschema
import pytest

from rolequiz.schemas import schema_text

OURS = ("questions", "roles", "answers")


@pytest.mark.parametrize("name", OURS)
def test_schema_is_valid_json_schema(name: str) -> None:
    """Each schema is itself valid JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", OURS)
def test_schema_explains_every_key(name: str) -> None:
    """Every key of a file has a description for the editor to show."""
    schema = json.loads(schema_text(name))
    objects = [schema, *(each for each in schema.get("$defs", {}).values())]
    keys = [(key, each) for part in objects for key, each in part.get("properties", {}).items()]
    resolved = [
        (
            key,
            each.get("description") or schema["$defs"][each["$ref"].split("/")[-1]]["description"],
        )
        for key, each in keys
    ]
    assert all(text.endswith((".", "…", "poles.")) for _, text in resolved), resolved


@pytest.mark.parametrize("name", ["nonsense", "../questions", ""])
def test_unknown_schema_is_refused(name: str) -> None:
    """Only the published names can be read."""
    with pytest.raises(KeyError):
        schema_text(name)
