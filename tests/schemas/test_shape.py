"""Tests of rolequiz.schemas: reading by a schema."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rolequiz.schemas import read_shape, schema_text
from rolequiz.schemas.document import MAX_PROBLEMS, Document
from rolequiz.schemas.yaml_nodes import parse_yaml

QUESTIONS = {
    "title": "A quiz",
    "version": 1,
    "intro": "Hello.",
    "dimensions": {"focus": {"low": "Doing", "high": "Planning", "about": "What you like."}},
    "questions": [
        {
            "id": "first",
            "text": "What first?",
            "weight": 2,
            "type": "choice",
            "options": [
                {"id": "a", "text": "This", "scores": {"focus": 1.5}},
                {"id": "b", "text": "That"},
            ],
        },
        {
            "id": "s",
            "text": "So?",
            "type": "scale",
            "steps": ["No", "Yes"],
            "scores": {"focus": -1},
        },
    ],
}
ROLES = {
    "roles": {
        "one": {
            "name": "One",
            "summary": "Does one.",
            "profile": {"focus": 2},
            "week": ["Mondays", "Fridays"],
            "pay": "Some",
            "confused_with": {"two": "Does two."},
        },
        "two": {"name": "Two", "summary": "Does two.", "profile": {}},
    }
}
ANSWERS = {"respondent": "r1", "answers": {"first": "a", "s": 2, "t": None}, "matters": ["s"]}
VALID: dict[str, dict[str, Any]] = {"questions": QUESTIONS, "roles": ROLES, "answers": ANSWERS}

VALUES = [None, "", " ", "no", "12", "scale", "choice", "Ä b", 0, 1, -2.5, 2, 9, True]
THINGS: list[Any] = [
    *VALUES,
    [],
    {},
    ["x"],
    ["x", "x"],
    [1, None],
    {"focus": 1},
    {"id": "x", "text": "y"},
]
KEYS = [
    "id",
    "text",
    "type",
    "options",
    "scores",
    "steps",
    "weight",
    "nonsense",
    "12",
    "week",
    "role",
]


def read(text: str, schema: str) -> tuple[Any, list[str]]:
    """Return the data and the problem codes of a YAML text."""
    document = Document("file", text)
    parse_yaml(document)
    data = read_shape(document, schema)
    return data, [problem.code for problem in document.problems]


@cache
def validator(schema: str) -> jsonschema.Draft7Validator:
    """Return the independent judge of a schema."""
    return jsonschema.Draft7Validator(json.loads(schema_text(schema)))


def containers(data: Any) -> Iterator[Any]:
    """Yield every list and dict inside the data."""
    if isinstance(data, (dict, list)):
        yield data
        for each in data.values() if isinstance(data, dict) else data:
            yield from containers(each)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw one of the valid files with up to three places changed, added or removed."""
    schema = draw(st.sampled_from(sorted(VALID)))
    data = copy.deepcopy(VALID[schema])
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from(list(containers(data))))
        thing = copy.deepcopy(draw(st.sampled_from(THINGS)))
        if isinstance(place, dict):
            key = draw(st.sampled_from([*place, *KEYS]))
            if draw(st.booleans()):
                place[key] = thing
            else:
                place.pop(key, None)
        elif place and draw(st.booleans()):
            place.pop()
        else:
            place.append(thing)
    return schema, data


@given(mutated())
def test_what_the_schema_accepts_is_accepted(case: tuple[str, Any]) -> None:
    """A file that jsonschema finds valid has no problem of shape, and reads as what it says."""
    schema, data = case
    read_data, problems = read(yaml.safe_dump(data, sort_keys=False), schema)
    if validator(schema).is_valid(data):
        assert not problems
        assert read_data == data


@given(mutated())
def test_what_is_accepted_satisfies_the_schema(case: tuple[str, Any]) -> None:
    """Where no problem of shape is found, jsonschema finds the data as read valid."""
    schema, data = case
    read_data, problems = read(yaml.safe_dump(data, sort_keys=False), schema)
    assert problems or validator(schema).is_valid(read_data)


def in_words(data: Any, schema: str) -> Any:
    """Return the data with numbers, true and false as their YAML texts wherever text is wanted."""
    data = {"file": data}
    for error in validator(schema).iter_errors(data["file"]):
        wanted = error.schema.get("type", ()) if isinstance(error.schema, dict) else ()
        if "string" in wanted and isinstance(error.instance, (int, float)):
            way: list[Any] = ["file", *error.absolute_path]
            place: Any = data
            for step in way[:-1]:
                place = place[step]
            place[way[-1]] = yaml.safe_dump(error.instance).split()[0]
    return data["file"]


@settings(max_examples=500)
@given(mutated())
def test_editors_and_we_agree(case: tuple[str, Any]) -> None:
    """A file has a problem of shape just where jsonschema finds one.

    The one difference is ours on purpose: a text may look like a number, or be `true` or `no`.
    """
    schema, data = case
    problems = read(yaml.safe_dump(data, sort_keys=False), schema)[1]
    assert validator(schema).is_valid(in_words(data, schema)) is not bool(problems)


def title(yaml_value: str) -> Any:
    """Return the title as read from a questions.yaml."""
    data, problems = read(f"title: {yaml_value}\n", "questions")
    assert "empty" not in problems
    return data["title"]


@pytest.mark.parametrize(
    "text", ["no", "12:30", "010", "0x1F", "1_000", "2024-05-01", ".nan", "true", "1e3", "'~'"]
)
def test_text_stays_what_was_written(text: str) -> None:
    """Where text is wanted, what YAML takes for something else stays the text it is."""
    assert title(text) == text.strip("'")


@pytest.mark.parametrize("text", ["", "~", "null", "''", "'  '"])
def test_empty_text_is_said_to_be_empty(text: str) -> None:
    """Nothing where text is wanted is called empty, not a wrong type."""
    assert read(f"title: {text}\n", "questions")[1][0] == "empty"


def weight(yaml_value: str) -> Any:
    """Return the weight read from a question, or the code of its problem."""
    text = yaml.safe_dump(QUESTIONS, sort_keys=False).replace("weight: 2", f"weight: {yaml_value}")
    data, problems = read(text, "questions")
    return problems[0] if problems else data["questions"][0]["weight"]


@pytest.mark.parametrize(
    ("text", "number"), [("1", 1.0), ("+2", 2.0), ("0.50", 0.5), ("10", 10.0), ("1.", None)]
)
def test_plain_decimals_are_numbers(text: str, number: float | None) -> None:
    """Plain decimal numbers are read as floats."""
    read_number = weight(text)
    assert read_number == (number or "wrong-type")
    assert number is None or isinstance(read_number, float)


@pytest.mark.parametrize(
    "text", ["010", "'1'", ".nan", ".inf", "1_000", "0x1", "1:30", "no", "9" * 5000, "[1]", "1e3"]
)
def test_other_numbers_are_refused(text: str) -> None:
    """What YAML might take for a number by surprise is refused where a number is wanted."""
    assert weight(text) == "wrong-type"


@pytest.mark.parametrize("text", ["0", "-1", "-0"])
def test_weight_must_be_more_than_nothing(text: str) -> None:
    """A weight of nothing or less is out of range."""
    assert weight(text) == "out-of-range"


def test_version_is_a_number_or_a_text() -> None:
    """A version of digits is a whole number, any other a text, as is one in quotes."""
    versions = [
        read(f"version: {each}\n", "questions")[0]["version"] for each in ("2", "1.10", "'2'")
    ]
    assert versions == [2, "1.10", "2"]


def test_half_a_character_is_refused() -> None:
    """A lone surrogate, which no terminal or file can show, is a problem."""
    document = Document("file", 'title: "\\ud800"\n')
    parse_yaml(document, loader=yaml.SafeLoader)
    read_shape(document, "questions")
    assert "bad-text" in [problem.code for problem in document.problems]


def test_two_items_that_are_no_text_are_not_called_the_same() -> None:
    """Each is a mistake of its own; only a text that stands there twice is a duplicate."""
    assert read("answers: {}\nmatters: [[], {}]\n", "answers")[1] == ["wrong-type"] * 2
    assert read("answers: {}\nmatters: [a, a]\n", "answers")[1] == ["duplicate-item"]


def test_torn_text_is_recognised() -> None:
    """An unquoted comma inside {…} is named as such, with the text as it should be written."""
    document = Document("file", "dimensions:\n  d: {low: Now, not later, high: Later}\n")
    parse_yaml(document)
    read_shape(document, "questions")
    (torn,) = [problem for problem in document.problems if problem.code == "unquoted-comma"]
    assert (torn.line, torn.column) == (2, 17)
    assert '"Now, not later"' in torn.hint


def test_text_torn_twice_is_one_problem() -> None:
    """It says how to mend the whole text, whatever commas it holds."""
    document = Document("file", "dimensions:\n  d: {low: Now, not later, ever, high: Then, now}\n")
    parse_yaml(document)
    read_shape(document, "questions")
    found = [problem for problem in document.problems if problem.code != "missing-key"]
    assert [(each.code, each.column) for each in found] == [
        ("unquoted-comma", 17),
        ("unquoted-comma", 46),
    ]
    assert [each.hint for each in found] == [
        'Put the whole text in quotes: "Now, not later, ever".',
        'Put the whole text in quotes: "Then, now".',
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{" + ", ".join(f"k{i}" for i in range(20_000)) + "}",
        "dimensions: {" + ", ".join(f"dimension-{i}: {{hihg: x}}" for i in range(8_000)) + "}",
        "questions: [" + ", ".join("{txet: a}" for _ in range(10_000)) + "]",
    ],
)
def test_endless_mistakes_are_not_all_looked_into(text: str) -> None:
    """A file of thousands of mistakes is answered with the first of them."""
    codes = read(text, "questions")[1]
    assert len(codes) == MAX_PROBLEMS
    assert codes[-1] == "too-many"


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("{id: q, text: t, type: sclae, scores: {}}", ["unknown-value"]),
        ("{id: q, text: t, type: scale, options: []}", ["misplaced-key", "missing-key"]),
        ("{id: q, text: t, scores: {}, steps: [a, b]}", ["misplaced-key"] * 2 + ["missing-key"]),
        ("{id: q, text: t, type: choice, options: [{id: a, text: b}]}", ["too-few"]),
        (f"{{id: q, text: t, type: scale, scores: {{}}, steps: [{'a, ' * 21}]}}", ["too-long"]),
    ],
)
def test_choice_and_scale_want_different_keys(question: str, codes: list[str]) -> None:
    """The type of a question decides which of its keys are needed and which have no place."""
    text = (
        f"title: t\nversion: 1\ndimensions: {{d: {{low: a, high: b}}}}\nquestions: [{question}]\n"
    )
    assert read(text, "questions")[1] == codes


@pytest.mark.parametrize(
    ("dimensions", "questions", "codes"),
    [(100, 500, []), (101, 500, ["too-long"]), (100, 501, ["too-long"])],
)
def test_a_quiz_is_no_larger_than_can_be_scored_soon(
    dimensions: int, questions: int, codes: list[str]
) -> None:
    """A hundred preferences and 500 questions are more than anybody asks."""
    named = ", ".join(f"d{i}: {{low: a, high: b}}" for i in range(dimensions))
    asked = "- {id: q, text: t, type: scale, scores: {}}\n" * questions
    text = f"title: t\nversion: 1\ndimensions: {{{named}}}\nquestions:\n{asked}"
    assert read(text, "questions")[1] == codes


def test_an_id_ends_where_it_seems_to() -> None:
    """A line break behind an id is part of it, and has no place there."""
    text = yaml.safe_dump(QUESTIONS, sort_keys=False).replace("id: first", 'id: "first\\n"')
    assert "bad-id" in read(text, "questions")[1]
