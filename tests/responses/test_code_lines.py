"""Tests of files that hold answer codes: one a line, or in a column of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from answer_codes import encode
from packs import choice, make_pack
from reading import IDS, PACK, answers, codes, people, problems, read
from rolequiz.model import Responses
from rolequiz.responses.code import are_codes
from rolequiz.responses.columns import AnswerMap
from workbooks import Rows, ods, xlsx

ANN = Responses(answers("problem", "growing", 4, "roadmap"), frozenset({"proud"}))
BOB = Responses(answers(None, "on-time", 1), stopped=True)
CODES = [encode(PACK, each) for each in (ANN, BOB)]
OTHER = encode(make_pack([choice("q", *[{}] * 4)] * 25, {}), Responses({}))
NAMES = ("codes.txt", "codes", "codes.csv")


# --- A line each ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lines", ["{0}\n{1}\n", "\ufeff\r\n{0}\r\n\r\n{1}", " {0} \r{1}\r\r"])
def test_each_line_is_a_person(lines: str, name: str) -> None:
    """With any line endings, a byte order mark, empty lines and spaces, whatever the name."""
    assert people(lines.format(*CODES), name) == [ANN, BOB]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_notepad_may_have_saved_it(encoding: str) -> None:
    """In either of its encodings, and however the codes were typed."""
    typed = f"{CODES[0].lower()}\r\n{CODES[1].replace('-', ' – ')}\r\n"
    assert people(typed.encode(encoding), "codes.txt") == [ANN, BOB]


def test_one_code_alone_is_a_list() -> None:
    """Even without dashes and a line break."""
    assert people(CODES[0], "codes.txt") == [ANN]


def test_a_wrong_line_is_named_and_spoils_no_other() -> None:
    """It has its number in the file, counting empty lines."""
    wrong = CODES[0][:-1] + ("0" if CODES[0][-1] != "0" else "1")
    content = f"{CODES[0]}\n\n{wrong}\nwho?\n{CODES[1]}\n{OTHER}\n"
    rows = read(content, "codes.txt")
    assert [row.responses for row in rows] == [ANN, None, None, BOB, None]
    assert codes(content, "codes.txt") == [("bad-code", 3), ("bad-code", 4), ("other-quiz", 6)]


def test_a_list_that_begins_with_a_slip_is_still_one() -> None:
    """A first code that is mistyped or of another quiz is reported as one, if long enough."""
    for first, wrong in (("U" + OTHER[1:], "bad-code"), (OTHER, "other-quiz")):
        assert codes(f"{first}\n{CODES[1]}\n", "codes.txt") == [(wrong, 1)]


def test_codes_of_another_quiz_are_one_thing_to_mend() -> None:
    """They share a group, and so are reported once; mistyped ones are reported one by one."""
    told = [each.group for each in problems(f"{OTHER}\n{OTHER}\n", "codes.txt")]
    assert told[0] == told[1] != ""
    told = [each.group for each in problems(f"{CODES[0]}\nA1\nA2\n", "codes.txt")]
    assert told[0] != told[1]


def test_a_code_that_was_pasted_twice_is_told() -> None:
    """It counts, since two people may agree; if that is likely, there is no notice."""
    pack = make_pack([choice(f"q{n}", {"d": 1}, {"d": -1}) for n in range(12)], {"r": {"d": 1}})
    whole = Responses({f"q{n}": f"q{n}-a" for n in range(12)})
    same = encode(pack, whole)
    short = encode(pack, Responses({"q1": "q1-a"}))
    rows = read("\n".join([same, short, short, "", same.lower()]), "codes.txt", pack=pack)
    assert len(rows) == 4
    assert [notice for row in rows for notice in row.notices] == [
        "codes.txt: line 5 repeats the code of line 1; both count."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Timestamp,What do you reach for first?",
        "Room of 28 November 2026",
        "2026-11-28",
        "2026-Nov-28",
        "first-hour-of-the-day",
        "code",
        "first-hour",
        '{"answers": {}}',
        "",
    ],
)
def test_a_header_or_title_is_no_code(line: str) -> None:
    """Tables are still read as tables."""
    assert not are_codes(line, PACK)


# --- A column ---------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["code", "Code", "Answer code"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_column_of_codes_stands_among_others(header: str, sign: str) -> None:
    """What other columns hold is passed over, or is the person's name."""
    rows = [
        ["Timestamp", "respondent", header, "Team"],
        ["2026-11-28", "Ann", CODES[0], "A; B"],
        ["2026-11-28", "Bob", CODES[1].lower(), ""],
    ]
    content = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    named = [replace(ANN, respondent="Ann"), replace(BOB, respondent="Bob")]
    assert people(content) == named


@pytest.mark.parametrize("written", [xlsx, ods])
def test_a_column_of_codes_may_be_in_a_workbook(
    written: Callable[[Mapping[str, Rows]], bytes],
) -> None:
    """The sheet with the codes is found, as one with questions is."""
    rows: Rows = [["Start time", "Answer code"], ["9:00", CODES[0]], ["9:05", CODES[1]]]
    content = written({"Notes": [["Monday"], ["x"]], "Form": rows})
    read_rows = read(content, "codes.xlsx")
    assert [row.responses for row in read_rows if row.responses] == [ANN, BOB]


def test_a_column_of_codes_may_be_all() -> None:
    """Below its header stands one code a row."""
    assert people("code\n" + "\n".join(CODES)) == [ANN, BOB]


def test_no_question_is_missed_where_codes_are() -> None:
    """No notice says that 4 questions have no column, or that other columns are unknown."""
    rows = read(f"code,proudly\n{CODES[0]},x\n")
    said = "".join(notice for row in rows for notice in row.notices)
    assert "no column for" not in said
    assert "ignored column B “proudly”" in said


def test_a_wrong_code_is_named_by_row_and_column() -> None:
    """The other rows are read; with --skip-unreadable that person answered nothing."""
    content = f"name,code\nAnn,{CODES[0]}\nBob,{CODES[1][:-1]}\n"
    assert codes(content) == [("bad-code", 3)]
    assert problems(content)[0].table_column == "B “code”"
    ann, bob = read(content, mapping=AnswerMap(skip_unreadable=True))[1:]
    assert (ann.responses, bob.responses) == (ANN, Responses({}))
    assert bob.problems


def test_the_map_names_a_column_of_codes() -> None:
    """As a form may ask for them in its own words."""
    mapping = AnswerMap(personal={"paste what you were given": "code"})
    assert people(f"Paste what you were given\n{CODES[0]}\n", mapping=mapping) == [ANN]


def test_a_code_fills_in_what_the_columns_leave_empty() -> None:
    """Some answered the form, others sent their code; marks of both count."""
    header = ",".join([*IDS, "matters", "code"])
    content = f"{header}\nproblem,growing,4,roadmap,week,\n,,,,,{CODES[1]}\n,,4,,week,{CODES[0]}\n"
    first = Responses(ANN.answers, frozenset({"week"}))
    assert people(content) == [first, BOB, replace(ANN, matters=frozenset({"proud", "week"}))]


def test_a_code_that_contradicts_its_row_is_refused() -> None:
    """It is unknown which answer was given."""
    content = f"proud,code\ngrowing,{CODES[0]}\non-time,{CODES[0]}\n"
    assert codes(content) == [("duplicate-column", 3)]
    assert "A “proud” does not agree" in problems(content)[0].message


def test_a_column_that_is_only_called_code_is_passed_over() -> None:
    """Beside questions it may hold people's names; a notice says that it is passed over."""
    rows = read("code,proud\np07,growing\nAB-12,on-time\n")
    assert [row.responses for row in rows if row.responses] == [
        Responses(answers(None, "growing")),
        Responses(answers(None, "on-time")),
    ]
    said = "".join(notice for row in rows for notice in row.notices)
    assert "column A “code”, which holds no answer code" in said


def test_codes_of_another_quiz_are_not_passed_over() -> None:
    """Even beside questions, they count as codes."""
    assert codes(f"code,proud\n{OTHER},\n") == [("other-quiz", 2)]


def test_a_question_called_code_stays_one() -> None:
    """A quiz may have such a question; its column holds no answer codes."""
    pack = make_pack([choice("code", {"d": 1}, {"d": -1})], {"r": {"d": 1}})
    rows = read("code\ncode-b\n", pack=pack)
    assert [row.responses for row in rows if row.responses] == [Responses({"code": "code-b"})]
