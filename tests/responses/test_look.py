"""Tests of rolequiz.responses.cells: numbers are positions only where nothing speaks against it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reading import LIKERT, NOTHING, YES_NO, stream
from rolequiz.model import Option, OptionId, Pack, Question
from rolequiz.responses.cells import MOST_SEEN
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.lines import Row
from rolequiz.responses.mapping import read_map
from rolequiz.responses.people import read_rows

CODINGS: dict[str, Callable[[int, int], int]] = {
    "from zero": lambda place, size: place - 1,
    "around zero": lambda place, size: place - 1 - size // 2,
    "from one": lambda place, size: place,
    "backwards from zero": lambda place, size: size - place,
    "from ten": lambda place, size: 9 + place,
}


def question(number: int, size: int, scale: bool) -> Question:
    """Return a question with so many options, or steps."""
    ids: list[OptionId] = [n if scale else f"o{n}" for n in range(1, size + 1)]
    return Question(f"q{number}", f"{number}?", tuple(Option(id, f"t{id}!", {}) for id in ids))


def quiz(*questions: tuple[int, bool]) -> Pack:
    """Return a quiz of questions with these numbers of options, scales or not."""
    asked = (question(n, size, scale) for n, (size, scale) in enumerate(questions))
    return replace(LIKERT, questions=tuple(asked))


def rows(text: str, pack: Pack, mapping: AnswerMap = NOTHING) -> list[Row]:
    """Return the rows of a table that are people, or that something is wrong with."""
    found = read_rows("x.csv", stream(text), pack, mapping)
    return [row for row in found if row.responses or row.problems]


Places = list[list[int | None]]
"""What people chose: for each of them and each question the position from 1; None for nothing."""


def chosen(pack: Pack, places: Places) -> list[dict[str, OptionId]]:
    """Return the answers that these positions are."""
    return [
        {
            asked.id: asked.options[place - 1].id
            for asked, place in zip(pack.questions, person, strict=True)
            if place
        }
        for person in places
    ]


def table(pack: Pack, places: Places, cell: Callable[[int, Question], str]) -> str:
    """Write what people chose as a table, a cell for each position."""
    header = ",".join(["respondent", *(asked.id for asked in pack.questions)])
    lines = [
        ",".join(
            [f"p{n}"]
            + [cell(p, q) if p else "" for q, p in zip(pack.questions, person, strict=True)]
        )
        for n, person in enumerate(places)
    ]
    return "\n".join([header, *lines, ""])


@st.composite
def answered(draw: st.DrawFn) -> tuple[Pack, Places]:
    """Return a quiz, and what some people chose."""
    pack = quiz(
        *draw(st.lists(st.tuples(st.integers(2, 7), st.booleans()), min_size=1, max_size=4))
    )
    person = st.tuples(
        *(st.none() | st.integers(1, len(asked.options)) for asked in pack.questions)
    ).map(list)
    return pack, draw(st.lists(person, min_size=1, max_size=6))


@given(answered(), st.sampled_from(list(CODINGS)), st.sampled_from(["{}", "{}.0", "({})", " {} "]))
def test_nobody_answers_otherwise_than_they_did_whatever_the_coding(
    given_by: tuple[Pack, Places], coding: str, spelled: str
) -> None:
    """Numbers are read as they were meant, or refused, if the file can tell.

    It can't where more than two can be chosen and nobody's number is outside 1…n.
    """
    pack, places = given_by

    def number(place: int, asked: Question) -> int:
        return CODINGS[coding](place, len(asked.options))

    if coding != "from one":
        used = [
            (len(asked.options), number(place, asked))
            for person in places
            for asked, place in zip(pack.questions, person, strict=True)
            if place
        ]
        sizes = {size for size, _ in used}
        telling = {size for size, each in used if not 1 <= each <= size}
        assume(sizes - telling <= {2})
        if coding == "backwards from zero":  # 1 alone, for two: all chose the first
            assume(2 in telling or all(each != size for size, each in used) or 2 not in sizes)
    text = table(pack, places, lambda place, asked: spelled.format(number(place, asked)))
    for row, meant in zip(rows(text, pack), chosen(pack, places), strict=True):
        assert row.responses is None or row.responses.answers == meant


@given(answered())
def test_numbers_from_one_are_read(given_by: tuple[Pack, Places]) -> None:
    """If somebody gave the last of two, 1 and 2 are read too; other numbers are read anyway."""
    pack, places = given_by
    last = [len(asked.options) for asked in pack.questions]
    text = table(pack, [*places, list(last)], lambda place, asked: str(place))
    found = [row.responses.answers for row in rows(text, pack) if row.responses]
    assert found == chosen(pack, [*places, list(last)])


@given(answered(), st.sampled_from(["{text}", "{place}) {text}", "{zero} - {text}", "“{text}”."]))
def test_labels_are_read(given_by: tuple[Pack, Places], spelled: str) -> None:
    """Texts are, alone and behind numbers; behind numbers from zero they are, or are refused."""
    pack, places = given_by

    def cell(place: int, asked: Question) -> str:
        text = asked.options[place - 1].text
        return spelled.format(text=text, place=place, zero=place - 1)

    found = rows(table(pack, places, cell), pack)
    for row, meant in zip(found, chosen(pack, places), strict=True):
        assert row.responses is None or row.responses.answers == meant
        assert row.responses or "zero" in spelled


@given(answered(), st.sampled_from(list(CODINGS)))
def test_a_map_says_what_numbers_mean(given_by: tuple[Pack, Places], coding: str) -> None:
    """Whatever they are, in any order; the map comes first."""
    pack, places = given_by
    cells = {
        asked.id: {
            str(CODINGS[coding](place, len(asked.options))): option.id
            for place, option in enumerate(reversed(asked.options), start=1)
        }
        for asked in pack.questions
    }
    text = table(
        pack,
        places,
        lambda place, q: str(CODINGS[coding](len(q.options) + 1 - place, len(q.options))),
    )
    found = rows(text, pack, AnswerMap(cells=cells))
    assert [row.responses and row.responses.answers for row in found] == chosen(pack, places)


@pytest.mark.parametrize("coding", ["from zero", "around zero", "from one"])
@pytest.mark.parametrize(
    "sizes",
    [[(2, False)], [(5, True)], [(5, True), (5, False)], [(4, True), (7, True), (3, False)]],
)
def test_the_lines_of_the_hint_are_the_map_that_is_needed(
    coding: str, sizes: list[tuple[int, bool]], tmp_path: Path
) -> None:
    """Copied unchanged, they let a refused table be read."""
    pack = quiz(*sizes)
    most = max(size for size, _ in sizes)
    places: Places = [[min(n, size) for size, _ in sizes] for n in range(1, most + 1)]
    text = table(pack, places, lambda place, q: str(CODINGS[coding](place, len(q.options))))
    refused = {problem.hint for row in rows(text, pack) for problem in row.problems}
    assert bool(refused) == (coding != "from one")
    lines = [line for hint in sorted(refused) for line in hint.splitlines()[1:]]
    mapping = tmp_path / "map.yaml"
    options = [line.removeprefix("options: {")[:-1] for line in lines if "options" in line]
    scales = [line for line in lines if "scales" in line]
    mapping.write_text("\n".join([*scales, f"options: {{{', '.join(options)}}}"]))
    found = rows(text, pack, read_map(mapping, pack))
    assert [row.responses and row.responses.answers for row in found] == chosen(pack, places)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("q1,q2,q3,q4\n1,2,3,4\n1,2,3,7\n", 2),  # a slip, or another coding: who knows
        ("q1,q2,q3,q4\n1,2,3,4\n1,2,3,2.5\n", 2),
        ("q1,q2,q3,q4\nAgree,Agree,Agree,Agree\n1,2,3,0\n", 1),
        ("q1,q2,q3,q4\nA,D,D,A\nSA,N,D,SD\n", 2),
        ("q1,q2,q3,q4\na,d,d,a\nb,c,e,\n", 0),
        ("q1,q2,q3,q4\nAgree,Agree,x,Agree\n4,4,4,4\n", 1),
        ("q1,q2,q3,q4\n99999999999999999999,1,1,1\n5,5,5,5\n", 2),
    ],
)
def test_evidence_is_that_of_the_whole_file(text: str, refused: int) -> None:
    """One number outside 1…n makes all numbers unclear, and words stay words."""
    found = rows(text, LIKERT)
    assert sum(bool(row.problems) for row in found) == refused


def test_evidence_far_down_and_behind_much_else_counts() -> None:
    """However many different cells a column has, no number is forgotten."""
    many = "".join(f"text {n},1,1,1\n" for n in range(MOST_SEEN + 50))
    found = rows(f"q1,q2,q3,q4\n1,1,1,1\n{many}0,1,1,1\n", LIKERT)
    assert not any(row.responses for row in found)
    assert f"“0” in A “q1”, row {MOST_SEEN + 53}" in found[0].problems[0].message


def test_columns_with_other_numbers_of_options_are_not_concerned() -> None:
    """Evidence about five steps says nothing about three options."""
    pack = quiz((5, True), (3, False))
    found = rows("q0,q1\n,3\n0,\n", pack)
    assert [row.responses and row.responses.answers for row in found] == [{"q1": "o3"}, None]


def test_ones_alone_are_unclear_where_two_can_be_chosen() -> None:
    """Form tools write yes as 1: the answers of somebody who always said yes would be reversed."""
    found = rows("noise,speed\n1,1\n", YES_NO)
    assert [problem.code for row in found for problem in row.problems] == ["unclear-numbers"] * 2
    assert [bool(row.responses) for row in rows("noise,speed\n1,2\n", YES_NO)] == [True]
    assert [bool(row.responses) for row in rows("noise,speed\nyes,no\n", YES_NO)] == [True]
    both = quiz((2, False), (4, True))
    assert [bool(row.responses) for row in rows("q0,q1\n1,4\n", both)] == [True]


@pytest.mark.parametrize(("skipped", "read"), [({"0"}, True), (set(), False)])
def test_numbers_that_a_map_skips_are_no_evidence(skipped: set[str], read: bool) -> None:
    """Zero for no answer does not change what one to five mean."""
    cells: dict[str, dict[str, OptionId | None]] = {
        asked.id: dict.fromkeys(skipped) for asked in LIKERT.questions
    }
    found = rows("q1,q2,q3,q4\n0,1,4,5\n", LIKERT, AnswerMap(cells=cells))
    assert bool(found[0].responses) == read


def test_numbers_that_a_map_gives_another_meaning_make_the_others_unclear() -> None:
    """Somebody who maps 1 to the last step has not counted from the first."""
    cells: dict[str, dict[str, OptionId | None]] = {q.id: {"1": 5} for q in LIKERT.questions}
    found = rows("q1,q2,q3,q4\n1,1,1,1\n1,2,1,1\n", LIKERT, AnswerMap(cells=cells))
    assert [bool(row.responses) for row in found] == [True, False]


@given(
    answered(),
    st.sampled_from([*CODINGS, "backwards from one"]),
    st.sampled_from(["{n} - {text}", "({n}) {text}", "{n} {text}", "{text} ({n})", "{text} [{n}]"]),
    st.booleans(),
)
def test_numbers_beside_the_texts_of_the_ends_tell_how_the_others_count(
    given_by: tuple[Pack, Places], coding: str, spelled: str, known: bool
) -> None:
    """Form tools name the ends of a scale alone; what is between is a bare number."""
    pack, places = given_by
    places = [*places, [1 for _ in pack.questions], [len(q.options) for q in pack.questions]]

    def cell(place: int, asked: Question) -> str:
        size = len(asked.options)
        number = size + 1 - place if coding == "backwards from one" else 0
        number = number or CODINGS.get(coding, CODINGS["from one"])(place, size)
        text = asked.options[place - 1].text if known else "Utterly!"
        return spelled.format(n=number, text=text) if place in {1, size} else str(number)

    assume(known or coding != "backwards from one")  # which texts of their own can't tell
    found = rows(table(pack, places, cell), pack)
    for row, meant in zip(found, chosen(pack, places), strict=True):
        assert row.responses is None or row.responses.answers == meant


def test_a_number_beside_the_text_of_another_answer_is_told() -> None:
    """The bare numbers of the whole file are unclear; a map that reverses them reads all cells."""
    text = "q1,q2,q3,q4\n2,2,1 - Strongly agree,2\n5 - Strongly disagree,4,4,4\n2,2,2,2\n"
    found = rows(text, LIKERT)
    assert not any(row.responses for row in found)
    wrong = found[2].problems[0]
    assert "“1 - Strongly agree” in C “q3”, row 2, is not the answer at that place" in wrong.message
    assert '"1": …, "2": …' in wrong.hint  # they run from 1, so nobody knows which way
    reversed_: dict[str, OptionId | None] = {str(n): 6 - n for n in range(1, 6)}
    mapping = AnswerMap(cells={asked.id: reversed_ for asked in LIKERT.questions})
    assert [
        list(row.responses.answers.values()) for row in rows(text, LIKERT, mapping) if row.responses
    ] == [
        [4, 4, 5, 4],
        [1, 2, 2, 2],
        [4, 4, 4, 4],
    ]


@pytest.mark.parametrize("spelled", ["'{}", "'{}'", '="{}"', "={}", '"{}"'])
def test_numbers_that_are_kept_from_being_formulas_are_numbers(spelled: str) -> None:
    """Programs put a sign before −1 so that no spreadsheet runs it; that is evidence, too."""

    def text(*numbers: str) -> str:
        cells = [spelled.format(n).replace('"', '""') for n in numbers]
        return "q1,q2,q3,q4\n1,2,2,1\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"

    assert not any(row.responses for row in rows(text("-1", "-2", "-2", "-1"), LIKERT))
    read = [
        row.responses.answers for row in rows(text("3", "4", "5.0", "1"), LIKERT) if row.responses
    ]
    assert [list(each.values()) for each in read] == [[1, 2, 2, 1], [3, 4, 5, 1]]


def test_a_date_and_a_range_are_no_evidence() -> None:
    """They are answers that can't be read, and do not change what other numbers mean."""
    found = rows("q1,q2,q3,q4\n12-Jan,10-15 hours,2026-01-05,12.1.26\n1,2,3,4\n", LIKERT)
    assert [bool(row.responses) for row in found] == [False, True]


@pytest.mark.parametrize("lowest", [0, 1])
@pytest.mark.parametrize("absent", [["9"], ["99"], ["-9"], ["7", "99"], ["9 - No idea"]])
def test_numbers_for_no_answer_are_said_to_be_that(
    lowest: int, absent: list[str], tmp_path: Path
) -> None:
    """Copied unchanged, the lines of the hint let a refused table be read."""
    steps = [str(lowest + step) for step in range(5)]
    cells = [*steps, *absent]
    text = "q1,q2,q3,q4\n" + "".join(f"{cell},{cell},{steps[2]},{cell}\n" for cell in cells)
    refused = {problem.hint for row in rows(text, LIKERT) for problem in row.problems}
    hint = next(hint for hint in refused if "--map" in hint)
    (tmp_path / "map.yaml").write_text(hint.partition("\n")[2])
    found = rows(text, LIKERT, read_map(tmp_path / "map.yaml", LIKERT))
    assert [row.responses and row.responses.answers.get("q1") for row in found] == [
        *range(1, 6),
        *(None for _ in absent),
    ]
    assert all(row.responses for row in found)


def test_many_numbers_beyond_the_last_are_another_coding() -> None:
    """That of a longer scale: nobody can tell what they mean, and the lines are to be filled in."""
    found = rows("q1,q2,q3,q4\n1,2,3,4\n6,7,8,10\n", LIKERT)
    assert '"10": …' in found[0].problems[0].hint


@pytest.mark.parametrize(("yes", "no"), [("TRUE", "FALSE"), ("true", "false"), ("Wahr", "Falsch")])
def test_true_and_false_are_told_with_the_lines_of_a_map(yes: str, no: str, tmp_path: Path) -> None:
    """Spreadsheets make them of ticked boxes; with the lines of the hint, the table can be read."""
    text = f"noise,speed\n{yes},{no}\n{no},{no}\n"
    refused = [problem for row in rows(text, YES_NO) for problem in row.problems]
    assert {(each.code, each.group) for each in refused} == {("unknown-answer", "truths of 2")}
    (tmp_path / "map.yaml").write_text(refused[0].hint.partition("\n")[2])
    found = rows(text, YES_NO, read_map(tmp_path / "map.yaml", YES_NO))
    assert [row.responses and row.responses.answers for row in found] == [
        {"noise": "yes", "speed": "no"},
        {"noise": "no", "speed": "no"},
    ]


def test_true_and_false_are_to_be_filled_in_where_there_are_more_than_two_options() -> None:
    """Nobody can tell which of five steps a tick is."""
    (problem,) = [each for row in rows("q1,q2\nTRUE,4\n", LIKERT) for each in row.problems]
    assert problem.hint.endswith('with answers for …:\nscales: {"TRUE": …}')
