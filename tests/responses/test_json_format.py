"""Tests of rolequiz.responses.one_person."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.model import OptionId, Pack, Responses
from rolequiz.pack import shipped_pack
from rolequiz.pack.reader import read_pack
from rolequiz.problems import AnswersError
from rolequiz.responses.one_person import parse_responses, to_json
from rolequiz.schemas import schema_text

DATA = Path(__file__).parents[1] / "data" / "packs" / "tiny"
TINY = read_pack(DATA)
SHIPPED = shipped_pack()


def problems_of(content: bytes | str, pack: Pack = TINY) -> list[tuple[str, str]]:
    """Return the code and path of every problem of some answers."""
    with pytest.raises(AnswersError) as caught:
        parse_responses(content, "stdin", pack)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_example_answers_are_read() -> None:
    """The example's answers come out by question id."""
    read = parse_responses((DATA / "answers.json").read_bytes(), "answers.json", TINY)
    answers: dict[str, OptionId] = {
        "first-hour": "problem",
        "proud": "on-time",
        "meeting": 4,
        "week": "roadmap",
    }
    assert read == Responses(answers, respondent="r1")


@pytest.mark.parametrize(
    "content", ['{"answers": {}}', '{"answers": {"proud": null}, "role": null}']
)
def test_absent_and_null_answers_are_skipped(content: str) -> None:
    """A question left out or answered with null is skipped."""
    assert parse_responses(content, "stdin", TINY) == Responses({})


@pytest.mark.parametrize("number", ["4", "4.0", "4.000", "4e0", "4.0E+0", "0.4e1", "400e-2"])
def test_a_number_without_a_fraction_is_a_whole_one(number: str) -> None:
    """JSON allows it, and pandas and R write it."""
    read = parse_responses(f'{{"answers": {{"meeting": {number}}}}}', "stdin", TINY)
    assert read.answers == {"meeting": 4}
    assert type(read.answers["meeting"]) is int


@given(st.integers(-(10**14), 10**14).map(float) | st.floats(-20, 20), st.sampled_from("rfeg"))
def test_a_number_is_whole_if_our_schema_says_so(number: float, form: str) -> None:
    """However it is written."""
    text = repr(number) if form == "r" else f"{number:{form}}"
    data = {"answers": {"meeting": json.loads(text)}}
    valid = jsonschema.Draft7Validator(json.loads(schema_text("answers"))).is_valid(data)
    content = f'{{"answers": {{"meeting": {text}}}}}'
    found = ""
    try:
        parse_responses(content, "stdin", TINY)
    except AnswersError as error:
        found = error.problems[0].code
    assert valid is (found in {"", "bad-step"})


@pytest.mark.parametrize("before", ["", "é", "\U0001f600\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_bytes_that_are_no_text_are_found_behind_a_byte_order_mark(
    mark: bytes, before: str
) -> None:
    """They are reported at the place that an editor shows, whatever is before them."""
    with pytest.raises(AnswersError) as caught:
        parse_responses(mark + f"{before}12".encode() + b"\xc3", "f", TINY)
    (problem,) = caught.value.problems
    line, column = (before + "12").count("\n") + 1, len(before.rpartition("\n")[2]) + 3
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", line, column)


def test_a_key_that_is_written_again_and_again_is_one_problem() -> None:
    """It says how many times, and where the second is."""
    with pytest.raises(AnswersError) as caught:
        parse_responses('{"answers": {' + ",".join(['"meeting": 4'] * 60_000) + "}}", "f", TINY)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (1, 27)
    assert problem.message == "“meeting” is written 60,000 times"


def test_marks_and_role_are_read() -> None:
    """Marks become a set and the role is kept."""
    content = '\ufeff{"answers": {},\r\n "matters": ["week", "proud"], "role": "product-manager"}'
    read = parse_responses(content.encode(), "stdin", TINY)
    assert read.matters == {"week", "proud"}
    assert read.role == "product-manager"


@pytest.mark.parametrize(
    ("content", "code", "path"),
    [
        ("[]", "wrong-type", ""),
        ("null", "empty", ""),
        ("3", "wrong-type", ""),
        ("NaN", "wrong-type", ""),
        ("{}", "missing-key", ""),
        ('{"answers": []}', "wrong-type", "answers"),
        ('{"answers": null}', "empty", "answers"),
        ('{"answer": {}, "answers": {}}', "unknown-key", "answer"),
        ('{"answers": {"prout": "growing"}}', "unknown-question", "answers.prout"),
        ('{"answers": {"proud": "groing"}}', "unknown-option", "answers.proud"),
        ('{"answers": {"proud": 1}}', "unknown-option", "answers.proud"),
        ('{"answers": {"proud": ""}}', "unknown-option", "answers.proud"),
        ('{"answers": {"proud": ["growing"]}}', "wrong-type", "answers.proud"),
        ('{"answers": {"proud": true}}', "wrong-type", "answers.proud"),
        ('{"answers": {"meeting": 9}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": 0}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": -1}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": "4"}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": 4.5}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": 45e-1}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": 4e999}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": 9.0}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": -0.0}}', "bad-step", "answers.meeting"),
        ('{"answers": {"meeting": "4.0"}}', "bad-step", "answers.meeting"),
        (b'\xef\xbb\xbf{"answers": {}} \xc3', "not-utf-8", ""),
        ('{"answers": {"meeting": NaN}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": -Infinity}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": true}}', "wrong-type", "answers.meeting"),
        ('{"answers": {"meeting": ' + "9" * 5000 + "}}", "wrong-type", "answers.meeting"),
        ('{"answers": {"week": "roadmap", "week": "schedule"}}', "duplicate-key", ""),
        ('{"answers": {}, "matters": "week"}', "wrong-type", "matters"),
        ('{"answers": {}, "matters": ["weak"]}', "unknown-question", "matters[0]"),
        ('{"answers": {}, "matters": [""]}', "unknown-question", "matters[0]"),
        ('{"answers": {}, "matters": ["week", "week"]}', "duplicate-item", "matters[1]"),
        ('{"answers": {}, "matters": [4]}', "wrong-type", "matters[0]"),
        ('{"answers": {}, "role": "boss"}', "unknown-role", "role"),
        ('{"answers": {}, "role": ""}', "unknown-role", "role"),
        ('{"answers": {}, "respondent": 7}', "wrong-type", "respondent"),
        ('{"answers": {}, "respondent": "\\ud800"}', "bad-text", "respondent"),
        ("[" * 100_000, "too-deep", ""),
        ('{"a":' * 100_000, "too-deep", ""),
        ("", "empty-file", ""),
        (" \n", "empty-file", ""),
        (b'{"answers": {"caf\xe9": 1}}', "not-utf-8", ""),
        ('{"answers": {}}'.encode("utf-16"), "not-utf-8", ""),
    ],
)
def test_mistake_is_one_problem_at_its_path(content: bytes | str, code: str, path: str) -> None:
    """A mistake in answers is reported once, with its code and the path to it."""
    assert problems_of(content) == [(code, path)]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{"answers": {"proud"', (1, 21)),
        ('{"answers":\n {"proud": grow}}', (2, 12)),
        ("{'a': 1}", (1, 2)),
    ],
)
def test_torn_json_is_located(content: str, place: tuple[int, int]) -> None:
    """JSON that is torn or not JSON is located by line and column."""
    with pytest.raises(AnswersError) as caught:
        parse_responses(content, "stdin", TINY)
    (problem,) = caught.value.problems
    assert (problem.code, (problem.line, problem.column)) == ("bad-json", place)


def test_hints_say_how_to_mend() -> None:
    """The hint for a misspelt name is the right one; for a wrong step, the steps."""
    content = '{"answers": {"prout": 1, "proud": "soon", "meeting": 9, "week": "roadmaps"}}'
    with pytest.raises(AnswersError) as caught:
        parse_responses(content, "stdin", TINY)
    hints = {problem.path: problem.hint for problem in caught.value.problems}
    assert hints == {
        "answers.prout": "Did you mean “proud”?",
        "answers.proud": "Known: growing, on-time.",
        "answers.meeting": "Give a whole number from 1 to 5, without quotes.",
        "answers.week": "Did you mean “roadmap”?",
    }


answers = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.sampled_from([option.id for option in question.options])
        for question in TINY.questions
    },
)
ids = [question.id for question in TINY.questions]
respondents = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(answers, st.frozensets(st.sampled_from(ids)), respondents)
def test_what_is_written_reads_back(
    given_answers: dict[str, OptionId], matters: frozenset[str], respondent: str | None
) -> None:
    """Written answers are plain ASCII, satisfy the schema, and read back as they were."""
    responses = Responses(given_answers, matters, respondent)
    text = to_json(responses, TINY)
    assert text.isascii()
    assert text.endswith("}\n")
    jsonschema.validate(json.loads(text), json.loads(schema_text("answers")))
    assert parse_responses(text, "saved", TINY) == responses


def test_equal_answers_are_written_as_equal_text() -> None:
    """The order in which questions were answered does not show in what is written."""
    one = to_json(Responses({"week": "roadmap", "meeting": 1}), TINY)
    two = to_json(Responses({"meeting": 1, "week": "roadmap"}), TINY)
    assert one == two
    assert list(json.loads(one)["answers"]) == ["meeting", "week"]


keys = [*ids, "answers", "matters", "role", "nonsense"]
things: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(keys), inner),
    max_leaves=8,
)


@given(st.binary() | st.text() | things.map(json.dumps))
def test_any_content_is_answers_or_an_answers_error(content: bytes | str) -> None:
    """Whatever the content, only AnswersError is raised."""
    with contextlib.suppress(AnswersError):
        parse_responses(content, "stdin", TINY)


def test_answers_of_another_edition_are_one_problem() -> None:
    """Many unknown questions are not slips: the message says how many, and what to do."""
    old: dict[str, object] = {f"old-{number}": "a" for number in range(5)}
    for kept, code in ((10, "other-quiz"), (11, "unknown-question")):
        given = {**old, **{q.id: None for q in SHIPPED.questions[:kept]}}
        with pytest.raises(AnswersError) as refused:
            parse_responses(json.dumps({"answers": given}), "old.json", SHIPPED)
        found = refused.value.problems
        assert (found[0].code, len(found)) == (code, 1 if code == "other-quiz" else 5)
    four = json.dumps({"answers": dict(list(old.items())[:4])})
    with pytest.raises(AnswersError) as refused:
        parse_responses(four, "old.json", SHIPPED)
    assert [problem.code for problem in refused.value.problems] == ["unknown-question"] * 4
