"""Tests of rolequiz.responses.people: files of every kind, and the laws of reading them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import NOTHING, PACK, answers, people, problems, read
from rolequiz.model import Option, Question, Responses
from rolequiz.pack import shipped_pack
from rolequiz.responses.cells import answers_to
from rolequiz.responses.columns import HeaderReader
from rolequiz.responses.mapping import read_map
from rolequiz.responses.one_person import to_json
from rolequiz.responses.people import Person, read_people

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
GIVEN = [
    answers("problem", "on-time", 4, "roadmap"),
    answers("date", "growing", 2, "schedule"),
    answers("people", "on-time", None, "roadmap"),
    answers("problem", "growing", 5, "roadmap"),
]
"""What the four people in every export answered."""


def export(name: str) -> tuple[bytes, str]:
    """Return the content of an export, and its name."""
    return (EXPORTS / name).read_bytes(), name


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("google-forms.csv", None, None),
        ("microsoft-forms.csv", None, None),
        ("surveymonkey.csv", None, None),
        ("typeform.csv", None, None),
        ("excel-unicode-text.txt", "Anna", "Дмитрий"),
        ("excel-german.csv", "Jürgen Weiß", "Anaïs – die zweite"),
    ],
)
def test_exports_need_no_mapping(name: str, first: str | None, last: str | None) -> None:
    """Where headers are questions and cells are options, every form tool's export goes through."""
    found = people(*export(name))
    assert [each.answers for each in found] == GIVEN
    assert (found[0].respondent, found[-1].respondent) == (first, last)


def test_an_export_in_other_words_needs_a_mapping() -> None:
    """Without one every foreign column and cell is reported; with one it is as good as any."""
    content, name = export("decorated.csv")
    assert {each.code for each in problems(content, name)} == {"unknown-column"}
    renamed = content.replace(b"How do you begin?", b"first-hour")
    assert [(each.line, each.code) for each in problems(renamed, name)] == [
        (line, "unknown-answer") for line in (2, 3, 4, 5)
    ]
    found = people(content, name, read_map(EXPORTS / "decorated.yaml", PACK))
    assert [each.answers for each in found] == GIVEN
    assert [each.respondent for each in found] == ["Anna", "Ben", "Cleo", "Dan"]


def test_whoever_gave_no_name_is_known_by_the_number_of_their_row(tmp_path: Path) -> None:
    """Rows are counted through all files, those that can't be read too, and blank ones not."""
    files = [tmp_path / name for name in ("a.csv", "b.csv")]
    files[0].write_text("proud\non-time\nnonsense\n\ngrowing\n")
    files[1].write_text("proud\non-time\ngrowing\n")
    found = [each for each in read_people(files, PACK, NOTHING) if isinstance(each, Person)]
    assert [each.responses.place for each in found] == [1, 3, 4, 5]


def test_an_export_that_spreads_its_answers_is_refused() -> None:
    """It would be read as answers to the first options only."""
    assert [each.code for each in problems(*export("surveymonkey-expanded.csv"))] == [
        "spread-answers"
    ]


def test_our_own_quiz_is_understood_in_its_own_words() -> None:
    """No text of a question or an option of the shipped quiz can be taken for another one."""
    pack = shipped_pack()
    headers = [question.text for question in pack.questions]
    found = HeaderReader(pack, NOTHING).columns(headers)
    assert [column.question for column in found] == [question.id for question in pack.questions]
    for question in pack.questions:
        known = answers_to(question, {})
        for option in question.options:
            assert known[option.text] == known[str(option.id)] == option.id


# --- Laws -------------------------------------------------------------------------------------


names = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1).map(
    str.strip
).filter(bool)  # white space around a cell is not part of a name
ids = [question.id for question in PACK.questions]
persons = st.builds(
    Responses,
    st.fixed_dictionaries(
        {},
        optional={
            each.id: st.sampled_from([option.id for option in each.options])
            for each in PACK.questions
        },
    ),
    st.frozensets(st.sampled_from(ids)),
    names,
    st.none() | st.sampled_from([role.id for role in PACK.roles]),
)
groups = st.lists(persons, max_size=6)
COLUMNS = ["respondent", "role", "matters", *ids]


def table(group: list[Responses], columns: list[str], delimiter: str = ",") -> str:
    """Write people as a table, its columns in this order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for each in group:
        about = {
            "respondent": each.respondent,
            "role": each.role,
            "matters": " ".join(each.matters),
        }
        writer.writerow({**about, **each.answers})
    return text.getvalue()


def objects(group: list[Responses]) -> list[Any]:
    """Return people as the objects that `take --save` writes."""
    return [json.loads(to_json(each, PACK)) for each in group]


@given(
    groups, st.permutations(COLUMNS), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-16"])
)
def test_the_order_of_columns_the_delimiter_and_the_encoding_mean_nothing(
    group: list[Responses], columns: list[str], delimiter: str, encoding: str
) -> None:
    """However a table is written, the same people are in it, in the order of its rows.

    A row without any entry is nobody.
    """
    somebody = [each for each in group if each != Responses({})]
    assert people(table(group, columns, delimiter).encode(encoding)) == somebody


@given(groups)
def test_every_format_holds_the_same(group: list[Responses]) -> None:
    """A table, a list and lines of JSON are three ways to write the same answers."""
    assert people(json.dumps(objects(group)), "x.json") == group
    lines = "".join(f"{json.dumps(each)}\n" for each in objects(group))
    assert (people(lines, "x.jsonl") if group else []) == group


@given(groups, groups)
def test_two_files_hold_what_one_would(one: list[Responses], other: list[Responses]) -> None:
    """Rows are read without regard to those before them."""
    parts = [people(table(part, COLUMNS)) for part in (one, other)]
    assert parts[0] + parts[1] == people(table(one + other, COLUMNS))


def spelled(question: Question, option: Option) -> st.SearchStrategy[str]:
    """Return the ways to name an option in a cell."""
    position = question.options.index(option)
    return st.sampled_from(
        [
            *(str(option.id), option.text, option.text.upper(), f"  {option.text} "),
            *(str(position + 1), "abcdefg"[position], f"{'ABCDEFG'[position]})"),
        ]
    )


@given(st.data())
def test_every_spelling_of_an_answer_is_that_answer(data: st.DataObject) -> None:
    """Id, text, position and letter of any option, in any case, mean the same."""
    for question in PACK.questions:
        option = data.draw(st.sampled_from(question.options))
        cell = data.draw(spelled(question, option))
        last = len(question.options)  # somebody gives the last: numbers count from 1
        one, _ = people(f'{question.id},role\n"{cell}",\n{last},\n')
        assert one.answers == {question.id: option.id}


@given(
    st.binary() | st.text().map(str.encode),
    st.sampled_from(["", "respondent,meeting\n", "meeting;week\n", "[", '{"answers": {}}\n']),
    st.sampled_from(["x.csv", "x.json", "x.jsonl", "standard input"]),
)
def test_any_content_is_rows_or_problems(content: bytes, before: str, name: str) -> None:
    """Whatever a file holds, each row is answers, or problems that can be told."""
    for row in read(before.encode() + content, name):
        assert bool(row.problems) + (row.responses is not None) + bool(row.notices) <= 1
