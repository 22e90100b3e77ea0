"""Tables as form tools, programs and people lay them out, each of which holds the same answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reading import LIKERT, NOTHING, PACK, YES_NO, read, stream
from rolequiz.model import OptionId, Pack
from rolequiz.pack import read_pack
from rolequiz.responses.lines import Row
from rolequiz.responses.people import read_rows

ROOT = Path(__file__).parents[2]
EXPORTS = ROOT / "tests" / "data" / "exports"

A: dict[str, OptionId] = {"q1": 4, "q2": 2, "q3": 4, "q4": 3}
B: dict[str, OptionId] = {"q1": 1, "q2": 5, "q3": 2, "q4": 5}
NOISE, SPEED, CROWDS, RACES = (question.text for question in LIKERT.questions)
WORDS = "Agree,Disagree,Agree,Neither"
OTHER_WORDS = "Strongly disagree,Strongly agree,Disagree,Strongly agree"
NUMBERS = "4,2,4,3\n1,5,2,5\n"
BOTH = f"{WORDS}\n{OTHER_WORDS}\n"
TEXTS = f"{NOISE},{SPEED},{CROWDS},{RACES}"


def given(rows: list[Row]) -> list[dict[str, OptionId]]:
    """Return what the people in rows answered; nobody is left out."""
    assert [problem.message for row in rows for problem in row.problems] == []
    return [dict(row.responses.answers) for row in rows if row.responses is not None]


def notices(rows: list[Row]) -> str:
    """Return all notices and problems of a table."""
    return "\n".join(notice for row in rows for notice in row.notices)


QUALTRICS = (
    "StartDate,ResponseId,Q7,Q8,Q9_1,Q9_2\n"
    f'Start Date,Response ID,{NOISE},{SPEED},"How do you like:\n- {CROWDS}",How? - {RACES}\n'
    '"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""_recordId""}",'
    '"{""ImportId"":""QID7""}","{""ImportId"":""QID8""}","{""ImportId"":""QID9_1""}",'
    '"{""ImportId"":""QID9_2""}"\n'
)
MARKDOWN = (
    f"| Name | {NOISE} | {SPEED} | {CROWDS} | {RACES} |\n|---|:--|---:|:-:|---|\n"
    f"| a | {' | '.join(WORDS.split(','))} |\n| b | {' | '.join(OTHER_WORDS.split(','))} |\n"
)
LAYOUTS = {
    "ids and numbers": "q1,q2,q3,q4\n" + NUMBERS,
    "ids in capitals, columns turned round": "Q4,Q3,Q2,Q1\n3,4,2,4\n5,2,5,1\n",
    "texts and words": f"{TEXTS}\n{BOTH}",
    "bars between cells": (f"{TEXTS}\n{BOTH}").replace(",", "|"),
    "a table of Markdown": MARKDOWN,
    "spaces behind commas": f"{TEXTS}\n{BOTH}".replace(",", ", "),
    "quotes behind spaces": f"{TEXTS}\n{BOTH}".replace(",", '", "')
    .replace("\n", '"\n"')
    .rpartition('"')[0]
    .join(['"', ""]),
    "tabs": f"{TEXTS}\n{BOTH}".replace(",", "\t"),
    "semicolons and Excel's line": "sep=;\r\n" + f"{TEXTS}\n{BOTH}".replace(",", ";"),
    "Qualtrics, three rows of headers": QUALTRICS + f"x,R_1,{WORDS}\nx,R_2,{OTHER_WORDS}\n",
    "Qualtrics, its third row deleted": QUALTRICS.partition('"{')[0]
    + f"x,R_1,{WORDS}\nx,R_2,{OTHER_WORDS}\n",
    "Qualtrics, ids as codes": f"q1,q2,q3,q4\n{TEXTS}\n" + NUMBERS,
    "SurveyMonkey, a matrix": "Respondent ID,Rate these:,,,\n"
    f",{TEXTS}\n1,{WORDS}\n2,{OTHER_WORDS}\n",
    "SurveyMonkey, a question and a matrix": f"Respondent ID,{NOISE},Rate:,,\n"
    f",Response,{SPEED},{CROWDS},{RACES}\n1,{WORDS}\n2,{OTHER_WORDS}\n",
    "SurveyMonkey, other second rows": f"Respondent ID,{TEXTS},\n"
    f",Response,(no label),Response,Open-Ended Response,Comment\n1,{WORDS},\n2,{OTHER_WORDS},x\n",
    "SurveyMonkey in German": f"ID,{TEXTS}\n,Antwort,Antwort,Antwort,Antwort\n"
    f"1,{WORDS}\n2,{OTHER_WORDS}\n",
    "LimeSurvey, title and row": f"id,{','.join(f'Rate these [{t}]' for t in TEXTS.split(','))}\n"
    f"1,{WORDS}\n2,{OTHER_WORDS}\n",
    "Google's grid in several lines": ",".join(f'"Rate\nthese [{t}]"' for t in TEXTS.split(","))
    + f"\n{BOTH}",
    "title >> row": ",".join(f"Rate these >> {t}" for t in TEXTS.split(",")) + f"\n{BOTH}",
    "LimeSurvey, code and text": ",".join(
        f"G01Q0{n}. {t}" for n, t in enumerate(TEXTS.split(","), start=1)
    )
    + f"\n{BOTH}",
    "code, dash and text": ",".join(f"Q{n} - {t}" for n, t in enumerate(TEXTS.split(","), start=3))
    + f"\n{BOTH}",
    "code in brackets": ",".join(f"[Q{n}_1] {t}" for n, t in enumerate(TEXTS.split(","), start=3))
    + f"\n{BOTH}",
    "Kobo, groups": "start,g/q1,g/q2,g/sub_b/q3,g/q4,_uuid\n"
    + "".join(f"x,{row},u\n" for row in NUMBERS.split()),
    "ODK, groups with colons": "start,g:q1,g:q2,g:q3,g:q4\n"
    + "".join(f"x,{row}\n" for row in NUMBERS.split()),
    "HTML in headers": ",".join(f"<p>{t.replace(' ', '&nbsp;')}</p>" for t in TEXTS.split(","))
    + f"\n{BOTH}",
    "a title above": f"Workshop 25 November,,,\n{TEXTS}\n{BOTH}",
    "a title, a date and a blank row above": f"Workshop\n25 November,Room 5\n\n{TEXTS}\n{BOTH}",
    "a long title above": f"{'How we like to work, all of us '},x\n{TEXTS}\n{BOTH}",
    "blank lines before and between": f"\n\n{TEXTS}\n{WORDS}\n\n{OTHER_WORDS}\n\n",
    "a respondent above the texts": f"respondent,,,,\n,{TEXTS}\na,{WORDS}\nb,{OTHER_WORDS}\n",
    "pandas' numbers": "q1,q2,q3,q4\n4.0,2.0,4.0,3.0\n1.0,5.0,2.0,5.0\n",
    "numbers with commas": "q1;q2;q3;q4\n4,0;2,0;4,00;3,0\n1,0;5,0;2,0;5,0\n",
    "numbers of many spellings": "q1,q2,q3,q4\n+4,(2),4.,03\n1),5.00,2),+5.0\n",
    "number and text": "q1,q2,q3,q4\n4 - Agree,2: Disagree,4) Agree,3. Neither\n"
    "1 Strongly disagree,5 = Strongly agree,(2) Disagree,5 – Strongly agree\n",
    "letter and text": "q1,q2,q3,q4\nd) Agree,b. Disagree,(d) Agree,c - Neither\n"
    "a) Strongly disagree,e: Strongly agree,B) disagree,E) strongly agree.\n",
    "numbers from zero beside texts": "q1,q2,q3,q4\n3 - Agree,1 - Disagree,3 - Agree,2 - Neither\n"
    "0 - Strongly disagree,4 - Strongly agree,1 - Disagree,4 - Strongly agree\n",
    "full stops behind texts": f"{TEXTS}\n{BOTH}".replace(",Dis", ".,Dis").replace("er\n", "er.\n"),
    "cells in quotes of their own": f"{TEXTS}\n{BOTH}".replace("Agree", "“Agree”"),
    "entities in cells": f"{TEXTS}\n{BOTH}".replace("Strongly ", "Strongly&nbsp;"),
    "sections": f"{TEXTS},{NOISE}\n,Disagree,Agree,Neither,Agree\n{OTHER_WORDS},\n",
    "sections as pandas names them": f"{TEXTS},{NOISE}.1\n,Disagree,Agree,Neither,Agree\n"
    f"{OTHER_WORDS},\n",
    "sections that agree": f"q1,{TEXTS}\n4,{WORDS}\n,{OTHER_WORDS}\n",
    "rows without empty cells at their ends": f"{TEXTS},Remarks,More\n{BOTH}",
    "rows with empty cells too many": f"{TEXTS}\n{WORDS},,\n{OTHER_WORDS},, ,\n",
    "headers with empty cells too many": f"{TEXTS},,\n{WORDS},,\n{OTHER_WORDS}\n",
    "a role that is a job": f"Role,{TEXTS}\nTeam lead,{WORDS}\nBoss,{OTHER_WORDS}\n",
    "other questions, the same answers": f"{TEXTS},I like tea.\n{WORDS},Agree\n{OTHER_WORDS},\n",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_layout_holds_the_same_answers(layout: str, encoding: str, end: str) -> None:
    """However headers, rows and cells are laid out, the answers are those that were given."""
    text = LAYOUTS[layout].replace("\n", end)
    assert given(read(text.encode(encoding), pack=LIKERT)) == [A, B]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_from_any_delimiter_that_it_holds_nowhere(layout: str) -> None:
    """A table of commas is the same with tabs between its cells, and is read as often as wanted."""
    text = LAYOUTS[layout]
    if "\t" not in text and ";" not in text and "|" not in text and '"' not in text:
        assert given(read(text.replace(",", "\t"), pack=LIKERT)) == [A, B]


@pytest.mark.parametrize(
    ("name", "pack", "expected"),
    [
        ("column-called-role.csv", LIKERT, [A]),
        ("google-or-limesurvey-grid.csv", LIKERT, [A]),
        ("google-sections-same-question-twice.csv", LIKERT, [A, A]),
        ("kobo-group-prefix.csv", LIKERT, [A]),
        ("pandas-floats.csv", LIKERT, [A]),
        (
            "qualtrics-codes-shifted.csv",
            LIKERT,
            [{"q1": 5, "q2": 1, "q3": 5, "q4": 1}, {"q1": 1, "q2": 5, "q3": 1, "q4": 5}],
        ),
        ("surveymonkey-response-row-mixed.csv", LIKERT, [A]),
        ("title-line-above-header.csv", LIKERT, [A]),
    ],
)
def test_exports_that_were_misread_or_refused_are_read(
    name: str, pack: Pack, expected: list[dict[str, OptionId]]
) -> None:
    """These were found by trying the program with real and made-up tables."""
    assert given(read((EXPORTS / name).read_bytes(), name, pack=pack)) == expected


@pytest.mark.parametrize(
    ("name", "pack", "people", "said"),
    [
        ("minus2-to-2.csv", LIKERT, 3, "scales: {-2: 1, -1: 2, 0: 3, 1: 4, 2: 5}"),
        ("zero-based.csv", LIKERT, 3, "scales: {0: 1, 1: 2, 2: 3, 3: 4, 4: 5}"),
        (
            "typeform-yes-no-1-0.csv",
            YES_NO,
            3,
            'options: {"noise": {0: "no", 1: "yes"}, "speed": {0: "no", 1: "yes"}}',
        ),
    ],
)
def test_numbers_that_do_not_count_from_one_are_refused(
    name: str, pack: Pack, people: int, said: str
) -> None:
    """Every one of them, with the lines that a map would need."""
    rows = [row for row in read((EXPORTS / name).read_bytes(), name, pack=pack) if row.problems]
    assert len(rows) == people
    problems = [problem for row in rows for problem in row.problems]
    assert {(each.code, each.group) for each in problems} == {
        ("unclear-numbers", f"numbers of {2 if pack is YES_NO else 5}")
    }
    assert said in problems[0].hint


def library(folder: Path) -> Pack:
    """Return the small quiz of docs/authoring.md."""
    text = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    for name in ("questions.yaml", "roles.yaml"):
        found = re.search(rf"```yaml my-quiz/{name}\n(.*?)```", text, re.DOTALL)
        assert found is not None
        (folder / name).write_text(found[1], encoding="utf-8")
    return read_pack(folder)


def test_rows_that_excel_cuts_short_are_whole(tmp_path: Path) -> None:
    """What is missing at the end is empty, and a notice says so."""
    rows = read((EXPORTS / "short-rows.csv").read_bytes(), "short.csv", pack=library(tmp_path))
    assert given(rows) == [
        {"saturday": "desk", "proud": "club", "guests-or-books": 1, "open-day": 4},
        {"saturday": "course", "proud": "help", "guests-or-books": 2, "open-day": 2},
        {"saturday": "boxes", "proud": "finds", "guests-or-books": 4, "open-day": 5},
    ]
    assert "short.csv: 2 rows ended before the last column" in notices(rows)


def test_whole_numbers_with_a_fraction_of_nothing_are_steps(tmp_path: Path) -> None:
    """A column of whole numbers is written so as soon as one person skipped."""
    rows = read((EXPORTS / "whole-floats.csv").read_bytes(), "floats.csv", pack=library(tmp_path))
    assert given(rows) == [
        {"saturday": "desk", "proud": "club", "guests-or-books": 1, "open-day": 4},
        {"saturday": "course", "proud": "help", "open-day": 2},
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{TEXTS},{NOISE}\n{WORDS},Disagree\n", ["duplicate-column"]),
        (f"{TEXTS}\n{WORDS},more\n", ["ragged-row"]),
        (f"{TEXTS}\n1 - Agree,Disagree,b) Agree,Neither\n", ["ambiguous-answer"] * 2),
        (f"{TEXTS}\n{WORDS}\nAgree,\0Agree,,\n{OTHER_WORDS}\n", ["not-text"]),
        (f"{TEXTS}\n4 - Often,5/5,A or B,half\n", ["unknown-answer"] * 4),
        (f"{TEXTS}\n3.5,1,1,1\n", ["unclear-numbers"] * 4),
        (f"q1,q2,q3,q4,{NOISE[:-3]}\n{NUMBERS}", ["unknown-column"]),
    ],
)
def test_what_is_no_sound_layout_stays_a_problem(text: str, codes: list[str]) -> None:
    """Two answers to one question, a filled cell too many, two options in a cell, and the like."""
    if codes == ["unknown-column"]:
        text = text.replace("q1,", "")
    found = [problem.code for row in read(text, pack=LIKERT) for problem in row.problems]
    assert found == codes


def test_a_null_character_costs_its_row_alone() -> None:
    """So does a byte that is not a letter in any encoding; the rows below are read."""
    for odd in (b"\0", b"\x81"):
        content = f"{TEXTS}\n{WORDS}\n".encode() + b"Agree," + odd + f",,\n{OTHER_WORDS}\n".encode()
        rows = read(content, pack=LIKERT)
        assert [(row.number, row.problems[0].line) for row in rows if row.problems] == [(3, 3)]
        assert [row.responses.answers for row in rows if row.responses] == [A, B]


def test_a_cell_without_end_costs_its_row_alone() -> None:
    """One of more characters than a cell can have, on a line of its own."""
    for cell in ("x" * 140_000, '"' + "x" * 140_000 + '"', '"' + "x" * 140_000):
        rows = read(f"{TEXTS},Note\n{WORDS},\n{WORDS},{cell}\n{OTHER_WORDS},\n", pack=LIKERT)
        assert [row.number for row in rows if row.problems][:1] == [3]
        if cell.count('"') != 1:
            assert [row.responses.answers for row in rows if row.responses] == [A, B]


def test_a_header_cut_short_is_the_one_question_that_begins_so() -> None:
    """A notice says so, since it is a guess; a text that two questions begin with is not taken."""
    whole = PACK.question("meeting").text
    for cut in (whole[:20], whole[:-2], whole[:12] + "…", f"Q3. {whole[:30]}..."):
        rows = list(read_rows("x.csv", stream(f'"{cut}"\nAgree\n'), PACK, NOTHING))
        assert given(rows) == [{"meeting": 4}]
        assert "whose text begins like that" in notices(rows)
    rows = read("I like,q2,q3\nAgree,Agree,Agree\n", pack=LIKERT)
    assert given(rows) == [{"q2": 4, "q3": 4}]
    assert "ignored column A “I like”" in notices(rows)


def test_a_code_never_wins_over_the_text_below_it() -> None:
    """Form tools number their own questions, whatever ours are called."""
    text = f"q1,q2,q3,q4\nWhat is your age?,{NOISE},Your team?,{SPEED}\n4,5,3,1\n"
    assert given(read(text, pack=LIKERT)) == [{"q1": 5, "q2": 1}]


@pytest.mark.parametrize("codes", ["q1,q2,q3,q4", "Q2,Q3,Q4,Q1", "q1,x,q2,y"])
def test_codes_of_another_survey_are_no_questions_of_ours(codes: str) -> None:
    """Where Qualtrics marks the end of the header, texts count even if none of them is ours."""
    marks = '"{""ImportId"":""QID1""}",' * 3 + '"{""ImportId"":""QID4""}"'
    text = f"{codes}\nYour age?,A dog?,A cat?,A car?\n{marks}\n{NUMBERS}"
    found = [problem.code for row in read(text, pack=LIKERT) for problem in row.problems]
    assert found == ["no-questions"]


def test_answers_above_the_header_are_told() -> None:
    """Whoever sorts the rows may move the header below somebody."""
    for moved in (1, 2):
        rows = read("\n".join([WORDS] * moved + [TEXTS, OTHER_WORDS]), pack=LIKERT)
        assert given(rows) == [B]
        assert f"ignored {moved} row{'s' * (moved > 1)} above the header" in notices(rows)


def test_a_row_that_only_marks_a_question_is_no_header() -> None:
    """Someone who skipped everything may still say what matters."""
    rows = read("respondent,matters,week,proud\n,week,,\n,week,roadmap,\n")
    assert [row.responses.matters for row in rows if row.responses] == [{"week"}] * 2


def test_an_unknown_column_with_answers_to_a_missing_question_is_refused() -> None:
    """Its header may be the question in other words; columns with other cells are passed over."""
    text = "respondent,How do you begin?,Team,proud,meeting,week\n"
    rows = read(text + "a,The problem behind it,Blue,growing,4,roadmap\n")
    (problem,) = [problem for row in rows for problem in row.problems]
    assert problem.code == "unknown-column"
    assert 'questions: {"How do you begin?": first-hour}' in problem.hint
    rows = read(text + "a,Early,Blue,growing,4,roadmap\n")
    assert given(rows) == [{"proud": "growing", "meeting": 4, "week": "roadmap"}]
    assert "no column for “first-hour”" in notices(rows)


@pytest.mark.parametrize("above", ["ResponseId", "Name"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_texts_below_codes_win_without_any_mark_of_qualtrics(above: str, sign: str) -> None:
    """A survey whose questions are numbered as ours are is not ours, though its numbers fit."""
    own = "Response ID" if above == "ResponseId" else ""
    text = f"{above},Q1,Q2,Q3,Q4\n{own},Your age?,A dog?,A cat?,A car?\nR_1,,,,\nR_2,3,5,1,5\n"
    found = [each for row in read(text.replace(",", sign), pack=LIKERT) for each in row.problems]
    assert [each.code for each in found] == ["no-questions"]
    assert "“Your age?”" in found[0].message


def test_cells_that_cannot_be_read_are_no_texts_of_questions() -> None:
    """The first person may have written something else everywhere, and others answer below."""
    for cells in ("Often,Often,Rarely,Never", "Often,Rarely,Never,4", "A lot,,Much,No"):
        rows = read(f"q1,q2,q3,q4\n{cells}\n{NUMBERS}", pack=LIKERT)
        assert [row.responses.answers for row in rows if row.responses] == [A, B]
        assert {row.number for row in rows if row.problems} == {2}


@pytest.mark.parametrize(
    "header",
    [
        "G01Q0{n}[SQ00{n}]. {text}",
        "G01Q01[SQ00{n}]. {text}",
        "G01Q0{n}[SQ001][1]. {text}",
        "G03Q07[SQ00{n}]. How do you like these? [{text}]",
        "Q1[{n}]: {text}",
    ],
)
def test_codes_of_sub_questions_stand_before_a_text(header: str) -> None:
    """LimeSurvey writes them so, where it exports codes and texts."""
    headers = [header.format(n=n, text=text) for n, text in enumerate(TEXTS.split(","), start=1)]
    assert given(read(f"id,{','.join(headers)}\n1,{WORDS}\n", pack=LIKERT)) == [A]


@pytest.mark.parametrize(
    "footer", ["Total", "26 responses", "Responses: 26", "n = 26", "2 Antworten", "Grand total:"]
)
def test_a_line_that_counts_the_rows_is_nobody(footer: str) -> None:
    """It is passed over with a notice; someone who skipped everything, or answered, is a person."""
    people = f"Total,{WORDS}\nanna,,,,\n"
    rows = read(f"respondent,{TEXTS}\n{people}{footer},,,,\n", pack=LIKERT)
    assert given(rows) == [A, {}]
    assert notices(rows) == f"people.csv: ignored row 4, “{footer}”, which names nobody."
