"""Tests of rolequiz.responses.table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reading import NOTHING, PACK, answers, codes, people, problems, read, stream
from rolequiz.model import Responses
from rolequiz.responses.people import read_rows

HEADER = "respondent,first-hour,proud,meeting,week\n"
ROW = "r1,problem,on-time,4,roadmap\n"
R1 = Responses(answers("problem", "on-time", 4, "roadmap"), respondent="r1")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(delimiter: str, end: str) -> None:
    """With any delimiter, and the line endings of any system, the table is the same."""
    text = (HEADER + ROW).replace(",", delimiter).replace("\n", end)
    assert people(text) == [R1]


def test_the_delimiter_is_the_one_that_makes_questions() -> None:
    """Delimiters inside headers do not mislead, and Excel's own sep= line counts."""
    texts = (
        "respondent;a, b, c, d, e, f;first-hour;proud;meeting;week\nr1;x;problem;on-time;4;roadmap"
    )
    assert people(texts) == [R1]
    for sign in ";\t|":
        assert people(f"sep={sign}\r\n" + (HEADER + ROW).replace(",", sign)) == [R1]


def test_line_breaks_in_quotes_belong_to_a_cell() -> None:
    """In headers as in cells; what follows has the right line and row."""
    text = 'first-hour,"What makes you\n  prouder a year\n later?",meeting,week\n'
    text += '"The problem\nbehind it",growing,4,roadmap\nbad,growing,4,roadmap\n'
    rows = read(text)
    assert rows[1].responses == Responses(answers("problem", "growing", 4, "roadmap"))
    (problem,) = rows[2].problems
    assert (rows[2].number, problem.line) == (3, 6)
    assert problem.message.startswith("row 3, A “first-hour”: “bad”")


def test_a_quotation_mark_within_a_header_is_only_a_sign() -> None:
    """It swallows no rows, and headers may hold any signs that end a line elsewhere."""
    text = 'first-hour,5" screen,week\u2028,proud,meeting\n' + "problem,x,roadmap,on-time,4\n" * 3
    assert len(people(text.replace("week\u2028", "week"))) == 3
    assert [code for code, _ in codes(text)] == []
    misleading = 'first-hour;proud;meeting;week;a,"b\n' + "problem;on-time;4;roadmap;x\n" * 3
    assert len(people(misleading)) == 3  # with commas, the rows would be the header's last cell


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ('r1,problem,"on-time,4,roadmap\n' + ROW, 2, "never closed, so lines 2 to 3 are lost"),
        (ROW + '"r2,problem,on-time,4,roadmap', 3, "a quotation mark in this row is never closed"),
        (
            'r1,problem,on-time,"4,roadmap\n' + 'r1,problem,on-time,4,"road"\n' + ROW,
            2,
            "text follows a closing quotation mark in this row, so lines 2 to 3 are lost",
        ),
    ],
)
def test_a_stray_quotation_mark_swallows_nobody_silently(rows: str, row: int, said: str) -> None:
    """The swallowed rows are reported; the rows before and after are read."""
    found = read(HEADER + rows)
    bad = [each for each in found if each.problems]
    assert [(each.number, each.problems[0].code, each.problems[0].line) for each in bad] == [
        (row, "bad-table", row)
    ]
    assert said in bad[0].problems[0].message
    assert sum(each.responses is not None for each in found) == (HEADER + rows).count(ROW) - (
        "never closed, so" in said
    )


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    """Blank lines are counted, before the header and between rows."""
    numbers = [each.number for each in read("\n\n" + HEADER + ROW + "\n" + ROW) if each.responses]
    assert numbers == [4, 6]
    assert problems("\n" + HEADER + "\nr1,x,on-time,4,roadmap\n")[0].line == 4


@pytest.mark.parametrize(
    "row",
    ['"r1","problem" ,"on-time","4" ,"roadmap"\n', 'r1,problem,on-time,4,"roadmap', ROW],
)
def test_odd_quotation_marks_that_take_nothing_along_do_no_harm(row: str) -> None:
    """White space behind a quoted cell, or a quotation mark that opens nothing."""
    assert people(HEADER + ROW + row) == [R1, R1]
    assert people(HEADER.replace("proud,meeting", '"proud" ,"meeting"') + row) == [R1]


def test_rows_inside_a_cell_are_no_comment() -> None:
    """A mark that opens by mistake may find another that closes; a real comment may hold commas."""
    header = HEADER.replace("\n", ",Comment\n")
    row = ROW.replace("\n", ",fine\n")
    stray = ROW.replace("\n", ',"great\n') + row * 2 + ROW.replace("\n", ',15"\n')
    (bad,) = [each for each in read(header + row + stray + row) if each.problems]
    assert (bad.number, bad.problems[0].code, bad.problems[0].line) == (3, "bad-table", 3)
    assert "3 more rows" in bad.problems[0].message
    for note in ("one,\ntwo, three, and, so, on\n", "Times:\n9,1,1,3,1,2", "\na,b,a,d,a,f"):
        assert len(people(header + ROW.replace("\n", f',"{note}"\n'))) == 1
    long = '"x\n,""' + "y" * 100_000 + '"'
    assert len(people(header.replace("C", "D,C") + ROW.replace("\n", f",{long},{long}\n"))) == 1


def test_rows_inside_a_cell_are_found_in_any_coding() -> None:
    """Six letters or figures in the columns of questions are no note by chance."""
    pack = replace(
        PACK,
        questions=tuple(replace(PACK.questions[0], id=f"q{n}", text=f"{n}?") for n in range(6)),
    )
    header = ",".join(["name", *(f"q{n}" for n in range(6))]) + "\n"
    for row in ("A,B,C,A,B,C", "1,2,3,1,2,3", " b) ,A,A,A,A,A"):
        stray = f'p1,{row}\n"p2,{row}\np3,{row}\n"p4",{row}\n'
        text = header.replace("name", "respondent") + stray
        rows = list(read_rows("x.csv", stream(text), pack, NOTHING))
        assert sum(bool(row.problems) for row in rows) == 1
        assert sum(row.responses is not None for row in rows) <= 2


def test_an_odd_quotation_mark_in_the_header_takes_no_rows_along() -> None:
    """Lines keep their numbers, too."""
    header = HEADER.replace("week", '"week')
    assert people(header + ROW * 300) == [R1] * 300
    assert codes(header + ROW * 5 + "r1,x,on-time,4,roadmap\n") == [("unknown-answer", 7)]


def test_a_row_may_skip_everything() -> None:
    """Someone who answered nothing is still a person; a row without any entry is not."""
    assert people(HEADER + "r1,,,,\n\n\n,, ,,\n") == [Responses({}, respondent="r1")]
    *_, last = read(HEADER + "r1,,,,\n,,,,\n")
    assert last.notices == ("people.csv: ignored 1 row without any entry.",)


def test_columns_about_the_person_are_read() -> None:
    """Name, role and the questions that matter are read; a blank name is no name."""
    text = "week,Matters,ROLE,respondent\nroadmap,week;proud,Product manager, \n"
    assert people(text) == [
        Responses({"week": "roadmap"}, frozenset({"week", "proud"}), None, "product-manager")
    ]


def test_bad_rows_spoil_no_others() -> None:
    """Every bad cell of a row is reported, with its line; the other rows are read."""
    text = HEADER + ROW + "r2,x,on-time,often,roadmap\n" + "r3,problem,,,,more\n" + ROW
    rows = read(text)
    assert [row.responses is not None for row in rows] == [False, True, False, False, True]
    assert [(row.number, len(row.problems)) for row in rows[2:4]] == [(3, 2), (4, 1)]
    assert codes(text) == [("unknown-answer", 3), ("unknown-answer", 3), ("ragged-row", 4)]
    assert "B “first-hour”: “x” is not an answer" in problems(text)[0].message


def test_a_bad_role_or_mark_is_a_bad_row() -> None:
    """They are checked as in JSON, where the column names any role."""
    found = problems("week,role,matters\nroadmap,boss,weak\nroadmap,Product manager,\n")
    assert [problem.code for problem in found] == ["unknown-role", "unknown-question"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty-file", None),
        ("\n\n", "empty-file", 2),
        ("a,b\n1,2\n", "no-questions", 1),
        ("week,role,role\nroadmap,,\n", "duplicate-column", 1),
        ("proud,wek\non-time,1\n", "unknown-column", 1),
        ('week\nroadmap\n"' + "x\n" * 100_000, "bad-table", 3),
        ("week\0\nroadmap\n", "not-text", 1),
    ],
)
def test_a_table_that_cannot_be_read_on_says_where(text: str, code: str, line: int | None) -> None:
    """The last row of such a file holds the problem, and is nobody's row."""
    *_, last = read(text)
    assert (last.number, last.responses) == (0, None)
    assert [(each.code, each.line) for each in last.problems] == [(code, line)]


def test_a_second_row_of_headers_is_no_person() -> None:
    """Only where a cell of it says “Response” and none is an answer, and only below the header."""
    second = ",Response,,Response,Response\n"
    assert people(HEADER + second + ROW) == [R1]
    assert codes(HEADER + ROW + second) == [("unknown-answer", 3)] * 3
    assert codes(HEADER + ",Response,on-time,,\n") == [("unknown-answer", 2)]


def test_answers_spread_over_columns_are_refused() -> None:
    """A column for each option would be read as answers to the first option only."""
    text = "first-hour,,,week,\nThe problem behind it,The date it is due,The people it touches,"
    text += "The roadmap,The schedule\n,The date it is due,,The roadmap,\n"
    assert codes(text) == [("spread-answers", 2)]
    assert len(people("first-hour,,week\nproblem,something else,roadmap\n")) == 1
    named = "first-hour,Column2,Unnamed: 2,proud,meeting,week\nThe problem behind it,"
    named += "The date it is due,The people it touches,growing,4,The roadmap\n"
    assert codes(named) == [("spread-answers", 2)]
    beside = "first-hour,Comment,,proud,Team,meeting,week\nproblem,2,3,on-time,1,,\n"
    assert len(people(beside)) == 1  # a figure in another column is no option's text
    again = HEADER.replace("\n", ",Again?\n") + "r1,,growing,,,\n"
    assert len(people(again.replace("growing,,,", "growing,,,on-time"))) == 1
    twice = ",It is still growing,It shipped on the day we promised,,\n"
    assert (
        len(people("first-hour,proud,Again,meeting,week\n" + twice)) == 1
    )  # of two options, both stand side by side in many a table


def test_what_is_passed_over_is_said() -> None:
    """Columns that are no questions, questions without a column, and a guessed encoding."""
    text = "first-hour,proud,meeting,week,Straße\nproblem,,,,x\n"
    said = [notice for row in read(text.encode("cp1252")) for notice in row.notices]
    assert said == [
        "people.csv: ignored column E “Straße”, which is not a question of this quiz.",
        "people.csv is not UTF-8, and was read as Windows-1252.",
    ]
    text = "first-hour,,proud,meeting,week,\n,my own,growing,4,roadmap,\nproblem,,,,,\n"
    said = [notice for row in read(text) for notice in row.notices]
    assert said == ["people.csv: ignored 1 cell in columns that have no header: B."]
    said = [notice for row in read("Timestamp,week\n1,roadmap\n") for notice in row.notices]
    assert said == [
        "people.csv: no column for “first-hour”, “proud”, “meeting”: counted as skipped."
    ]
