"""Tests of rolequiz.schemas, the published JSON Schemas."""

from __future__ import annotations

import json

import jsonschema
import pytest

from rolequiz.schemas import SCHEMAS, schema_text

OURS = ("questions", "roles", "answers", "mapping")
DIALECT = "http://json-schema.org/draft-07/schema#"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid_json_schema(name: str) -> None:
    """Each schema is itself valid JSON Schema draft-07, the dialect that editors know."""
    schema = json.loads(schema_text(name))
    assert schema["$schema"] == DIALECT
    jsonschema.Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_depends_on_what_stands_beside_a_reference(name: str) -> None:
    """Draft-07 ignores whatever stands beside a $ref, so it may only be a description."""

    def beside(part: object) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(beside, part))
        if not isinstance(part, dict):
            return set()
        return set().union(part if "$ref" in part else (), *map(beside, part.values()))

    assert beside(json.loads(schema_text(name))) <= {"$ref", "description"}


@pytest.mark.parametrize("name", OURS)
def test_schema_explains_every_key(name: str) -> None:
    """Every key of a file has a description for the editor to show."""
    schema = json.loads(schema_text(name))
    objects = [schema, *(each for each in schema.get("definitions", {}).values())]
    keys = [(key, each) for part in objects for key, each in part.get("properties", {}).items()]
    resolved = [
        (
            key,
            each.get("description")
            or schema["definitions"][each["$ref"].split("/")[-1]]["description"],
        )
        for key, each in keys
    ]
    assert all(text.endswith((".", "…", "poles.")) for _, text in resolved), resolved


@pytest.mark.parametrize("name", ["nonsense", "../questions", ""])
def test_unknown_schema_is_refused(name: str) -> None:
    """Only the published names can be read."""
    with pytest.raises(KeyError):
        schema_text(name)


KEYWORDS = {
    *(
        "$schema",
        "$id",
        "$ref",
        "definitions",
        "title",
        "description",
        "type",
        "enum",
        "const",
        "not",
    ),
    *(
        "properties",
        "required",
        "propertyNames",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    ),
    *(
        "items",
        "minItems",
        "maxItems",
        "uniqueItems",
        "pattern",
        "maxLength",
        "allOf",
        "if",
        "then",
    ),
    *("minimum", "maximum", "exclusiveMinimum"),
}
"""What read_shape knows, and what says nothing about shape."""


@pytest.mark.parametrize("name", OURS)
def test_schemas_ask_for_nothing_that_reading_ignores(name: str) -> None:
    """Every keyword in the schemas that files are read by is one that the reader heeds."""

    def keywords(schema: object) -> set[str]:
        if not isinstance(schema, dict):
            return set()
        named = [*schema.get("properties", {}).values(), *schema.get("definitions", {}).values()]
        single = [schema.get(key) for key in ("items", "additionalProperties", "propertyNames")]
        branches = [part for branch in schema.get("allOf", []) for part in branch.values()]
        inner = (keywords(each) for each in [*named, *single, *branches])
        return set(schema).union(*inner)

    assert keywords(json.loads(schema_text(name))) <= KEYWORDS
