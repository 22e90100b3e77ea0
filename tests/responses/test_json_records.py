"""Tests of rolequiz.responses.json_records."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import answers, codes, people, read
from rolequiz.model import Responses
from rolequiz.responses.json_records import LEAST_READ
from rolequiz.responses.lines import MAX_LINE

ONE = {"respondent": "r1", "answers": {"meeting": 4}}
R1 = Responses(answers(None, None, 4), respondent="r1")


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        (json.dumps(ONE), "x.json", 1),
        (json.dumps(ONE, indent=2), "x.json", 1),
        (json.dumps(ONE, indent=2), "standard input", 1),
        (json.dumps([ONE] * 3), "x.json", 3),
        (json.dumps([ONE] * 3, indent=1), "standard input", 3),
        ("[]", "x.json", 0),
        (f"{json.dumps(ONE)}\n\n{json.dumps(ONE)}", "x.jsonl", 2),
        (f"\ufeff{json.dumps(ONE)}\r\n{json.dumps(ONE)}\r\n", "standard input", 2),
        (json.dumps(ONE), "x.NDJSON", 1),
        (json.dumps([ONE] * 5000), "x.json", 5000),
    ],
)
def test_objects_lists_and_lines_are_people(text: str, name: str, count: int) -> None:
    """The ending of the name says what a file holds, or else its beginning."""
    assert people(text, name) == [R1] * count


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    """What spreadsheets and editors write is still JSON."""
    text = json.dumps({**ONE, "respondent": "Zoë"}, ensure_ascii=False)
    (one,) = people(text.encode(encoding), "standard input")
    assert one.respondent == "Zoë"


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ('{"answers": {"meeting": 9}}\n{"answers": {}}', "x.jsonl", [("bad-step", 1)]),
        ('{"answers": {}}\n\n{"answers": {\n', "x.jsonl", [("bad-json", 3)]),
        ('{"answers": {}}\n[]\n3\n', "x.jsonl", [("wrong-type", 2), ("wrong-type", 3)]),
        ('[{"answers": {}},\n{"answers":\n{"x": 1}}]', "x.json", [("unknown-question", 2)]),
        ('[{"answers": {}},\n{"answers": {}}', "x.json", [("bad-json", 2)]),
        ('[{"answers": {}},\n\n{"answers": {]]', "x.json", [("bad-json", 3)]),
        ('[{"answers": {}}\n{"answers": {}}]', "x.json", [("bad-json", 2)]),
        ('{"answers": {}}\n{"answers": {}}', "x.json", [("bad-json", 2)]),
        ('[{"answers": {}}]\n{"answers": {}}', "x.json", [("bad-json", 2)]),
        ('[{"answers": {}}]\n]', "x.json", [("bad-json", 2)]),
        ('[{"answers": {}},\n]', "x.json", [("bad-json", 2)]),
        ('[,{"answers": {}}]', "x.json", [("bad-json", 1)]),
        ("[]", "x.json", []),
        ("[[", "x.json", [("bad-json", 1)]),
        ("[" * 100_000, "x.json", [("bad-json", 1)]),
        ("[" * 100_000, "x.jsonl", [("bad-json", 1)]),
        ('{"a":' * 100_000, "x.jsonl", [("too-deep", 1)]),
        ("", "x.json", [("empty-file", None)]),
        (" \n", "x.jsonl", []),
        (b'{"answers": {}, "respondent": "\xfc"}', "x.json", [("not-utf-8", 1)]),
    ],
)
def test_a_mistake_is_one_problem_at_its_line(
    text: str | bytes, name: str, found: list[tuple[str, int | None]]
) -> None:
    """A wrong record does not affect the others, as long as what follows is JSON."""
    assert codes(text, name) == found


def test_a_mistake_deep_in_a_record_is_told_at_its_own_line() -> None:
    """Not at the line where the record begins."""
    text = '[\n  {"answers": {"meeting": 4}},\n  {"answers": {"meeting": 4,\n    "meeting": 5}}\n]'
    assert codes(text, "x.json") == [("duplicate-key", 4)]


def test_a_number_of_any_length_is_a_problem_like_any_other() -> None:
    """Python refuses to read more than 4,300 digits, and says so with an error of another kind."""
    for text, name in (("[%s]", "x.json"), ("%s", "x.jsonl")):
        record = '{"answers": {"meeting": %s}}' % ("1" * 5000)
        assert len(codes(text % record, name)) == 1


def test_json_over_several_lines_is_not_read_line_by_line() -> None:
    """A wrong ending is one problem, not one a line."""
    for text in (
        json.dumps(ONE, indent=2),
        json.dumps([ONE, ONE], indent=2),
        json.dumps([ONE, ONE]),
        f"[{json.dumps(ONE)},\n{json.dumps(ONE)}]",
    ):
        assert codes(text, "x.jsonl") == [("bad-json", 1)]


def test_a_broken_first_line_spoils_no_other() -> None:
    """Also on standard input, where no ending says that these are lines."""
    whole = json.dumps(ONE)
    for first in (
        '{"respondent": "r0", "answers": {"mee',
        whole[:-1],
        whole[:-2],
        "{",
        whole + ",",
    ):
        for between, name in product(("\n", "\n\n"), ("x.jsonl", "standard input")):
            rows = read(first + between + f"{whole}\n" * 2, name)
            assert [row.responses for row in rows] == [None, R1, R1], (first, name)
            assert rows[0].problems[0].line == 1
    rows = read(f"{whole[:-1]}\n{whole[:-3]}\n{whole}\n", "x.jsonl")
    assert [row.responses for row in rows] == [None, None, R1]


@pytest.mark.parametrize(
    "text",
    [
        f"[\n{json.dumps(ONE)}\n]\n",
        f"[\n{json.dumps(ONE)}\n,{{}}]\n",
        f"[{json.dumps(ONE)},\n{json.dumps(ONE)}]",
        '{"respondent": "r1", "answers":\n{"meeting": 4}\n}',
    ],
)
def test_json_of_any_layout_is_read_from_standard_input(text: str) -> None:
    """A line of it may well be an object of its own."""
    rows = read(text, "standard input")
    assert rows[0].responses == R1


def test_all_broken_lines_at_the_top_are_told_at_their_lines() -> None:
    """Blank lines between them count, and what follows is read."""
    text = '{"answers": {"meeting" 4}}\n\n\n{"answers": {]}}\n' + f"{json.dumps(ONE)}\n"
    assert codes(text, "x.jsonl") == [("bad-json", 1), ("bad-json", 4)]
    assert [row.responses for row in read(text, "x.jsonl")] == [None, None, R1]


def test_a_list_that_is_cut_short_is_called_that() -> None:
    """Nothing follows the last value there."""
    for end, message in (
        ("", "a list is not closed"),
        (', {"resp', "a text starts here and never ends"),
    ):
        rows = read(f"[{json.dumps(ONE)}{end}", "x.json")
        (problem,) = [problem for row in rows for problem in row.problems]
        assert (problem.message, "cut short" in problem.hint) == (message, True)


def test_good_records_before_a_mistake_are_read() -> None:
    """Also in a list that breaks off far from its beginning."""
    text = ",\n".join([f"[{json.dumps(ONE)}", *[json.dumps(ONE)] * 9_998])
    for rest in (f',\n"{"x" * 3 * LEAST_READ}', ',\n{"a": b}]', "\n;"):
        *good, last = read(text + rest, "x.json")
        assert [row.responses for row in good] == [R1] * 9_999
        (problem,) = last.problems
        assert (last.number, problem.code, problem.line) == (0, "bad-json", 10_000)


def test_a_value_that_is_far_too_large_is_not_read_to_its_end() -> None:
    """It is reported at its line, and what comes before it is read."""
    huge = '{"answers": {' + ",".join(f'"q{number}": 1' for number in range(500_000)) + "}}"
    good, last = read(f"[{json.dumps(ONE)},\n{huge}]", "x.json")
    assert good.responses == R1
    (problem,) = last.problems
    assert (last.number, problem.code, problem.line) == (0, "too-large", 2)


def test_a_list_on_one_long_line_is_read_in_pieces() -> None:
    """Wherever a piece ends, within a name or a number, the same people are in it."""
    names = [f"{'x' * 997} {number}" for number in range(1500)]
    text = json.dumps([{"respondent": name, "answers": {}} for name in names])
    assert len(text) > MAX_LINE
    assert [each.respondent for each in people(text, "x.json")] == names


spaces = st.text(" \n\t\r", max_size=3)


@given(st.lists(st.tuples(spaces, st.text(max_size=5), spaces)), spaces)
def test_white_space_between_values_means_nothing(
    items: list[tuple[str, str, str]], around: str
) -> None:
    """However a list is laid out, the same people are in it, in their order."""
    values = [
        f"{before}{json.dumps({'answers': {}, 'respondent': name})}{after}"
        for before, name, after in items
    ]
    text = f"{around}[{around}{','.join(values)}]{around}"
    names = [each.respondent for each in people(text, "x.json")]
    assert names == [name for _, name, _ in items]
