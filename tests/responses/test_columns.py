"""Tests of rolequiz.responses.columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reading import NOTHING, PACK
from rolequiz.model import Pack
from rolequiz.render.csv import FIGURES
from rolequiz.responses.columns import AnswerMap, Column, HeaderReader, Personal, column_errors

PROUD = PACK.question("proud").text
WEEK = PACK.question("week").text


def use(header: str, known: AnswerMap = NOTHING, pack: Pack = PACK) -> tuple[str, tuple[str, ...]]:
    """Return what a column with this header holds."""
    (column,) = HeaderReader(pack, known).columns([header])
    return column.use, column.candidates


def wrong(*headers: str, known: AnswerMap = NOTHING) -> list[tuple[str, str]]:
    """Return the code and message of each fault of a header."""
    found = column_errors(HeaderReader(PACK, known).columns(headers), PACK, known)
    return [(each.fault.code, each.fault.message) for each in found]


@pytest.mark.parametrize(
    "header",
    [
        *("proud", " Proud", PROUD, PROUD.upper(), PROUD.replace(" ", "\u00a0"), f"{PROUD} *"),
        *(f"2. {PROUD}", f"Q2) {PROUD}:", PROUD.replace(" a ", "  a\n")),
    ],
)
def test_a_question_is_named_by_its_id_or_text(header: str) -> None:
    """Case, white space, a numbering and the mark of a required question do not count."""
    assert use(header) == ("question", ("proud",))


@pytest.mark.parametrize("name", ["respondent", "Role", " MATTERS "])
def test_columns_about_the_person_have_fixed_names(name: str) -> None:
    """Respondent, role and matters are not questions."""
    assert use(name) == (name.strip().lower(), ())


@pytest.mark.parametrize(
    "header",
    [
        *("Timestamp", "Email Address", "Start time", "#", "Submit Date (UTC)", "", "Network ID"),
        *("Respondent ID", "Zeitstempel", "Points - Anything"),
    ],
)
def test_what_form_tools_add_is_foreign(header: str) -> None:
    """Columns that every export has are not a mistake."""
    assert use(header) == ("foreign", ())


@pytest.mark.parametrize("header", ["prout", PROUD[:15], "What makes you proud?", "1", "proud 2"])
def test_anything_else_is_unknown(header: str) -> None:
    """A header that is nearly a question is not one."""
    assert use(header) == ("unknown", ())


def test_a_header_that_fits_two_questions_is_ambiguous() -> None:
    """Two questions with the same text, or one's text that is another's id, can't be told apart."""
    questions = (replace(PACK.questions[0], text=PROUD), *PACK.questions[1:])
    twice = replace(PACK, questions=questions)
    assert use(PROUD, pack=twice) == ("ambiguous", ("first-hour", "proud"))
    assert use("proud", pack=twice) == ("question", ("proud",))
    questions = (replace(PACK.questions[0], id="respondent"), *PACK.questions[1:])
    assert use("respondent", pack=replace(PACK, questions=questions))[0] == "ambiguous"
    (error,) = list(column_errors(HeaderReader(twice, NOTHING).columns([PROUD]), twice, NOTHING))
    assert error.fault.code == "ambiguous-column"
    assert "“first-hour” and “proud”" in error.fault.message


def test_a_header_cut_short_is_the_question_that_it_fits_alone() -> None:
    """A text cut off where two questions still read the same is neither of them."""
    begins = "What would make you proudest at the end of a long "
    texts = f"{begins}week?", f"{begins}year?", *(each.text for each in PACK.questions[2:])
    questions = tuple(map(lambda q, text: replace(q, text=text), PACK.questions, texts))
    alike = replace(PACK, questions=questions)
    assert use(f"{begins}w", pack=alike) == ("question", (PACK.questions[0].id,))
    assert use(begins.strip(), pack=alike) == ("unknown", ())


def test_numberings_that_hide_a_difference_make_a_header_ambiguous() -> None:
    """A numbering is ignored only if one question is left."""
    questions = [replace(each, text=f"{n}. Same?") for n, each in enumerate(PACK.questions)]
    pack = replace(PACK, questions=tuple(questions))
    assert use("1. Same?", pack=pack) == ("question", ("proud",))
    assert use("Same?", pack=pack)[0] == "ambiguous"


def test_a_mapping_counts_first() -> None:
    """A mapping gives any column a meaning, or none."""
    known = AnswerMap(
        columns={"timestamp": "proud"}, personal={"week": "respondent"}, ignore=frozenset({"proud"})
    )
    headers = ["Timestamp", "week", "proud", "respondent"]
    found = [(each.use, each.question) for each in HeaderReader(PACK, known).columns(headers)]
    assert found == [("question", "proud"), ("respondent", ""), ("ignored", ""), ("unknown", "")]


def test_two_columns_about_the_person_are_a_fault_that_names_both() -> None:
    """Two foreign columns are not, nor are two of one question: sections may each ask it."""
    ((code, message),) = wrong("proud", "#", "#", "week", "respondent", "Respondent", "x", "x", "")
    assert code == "duplicate-column"
    assert "E “respondent” and F “Respondent”" in message
    assert wrong("proud", "first-hour", "meeting", "week", f"2. {PROUD}") == []


def test_unknown_columns_are_faults_only_if_they_are_nearly_a_missing_question() -> None:
    """A table may lack a question and hold columns of its own; one that lacks most is doubtful."""
    near = wrong("proud", "first-hour", "weak", "wek", "b", WEEK[:-9] + "second?")
    assert [code for code, _ in near] == ["unknown-column"] * 2
    assert wrong("first-hour", "proud", "meeting", "week", "a", "wek") == []
    assert wrong("proud", "week", "a", "b") == []
    assert [code for code, _ in wrong("proud", "a", "b")] == ["unknown-column"] * 2


def test_no_question_at_all_is_a_fault_with_the_first_headers() -> None:
    """A file of something else is not taken for answers."""
    ((code, message),) = wrong("Timestamp", "a", "b", "c", "d")
    assert code == "no-questions"
    assert message.endswith("B “a”, C “b”, D “c”")


def test_a_table_of_results_is_sent_back_for_json() -> None:
    """What score --format csv wrote holds no answers; the hint says which format does."""
    headers = ["respondent", *FIGURES, "fit_a", "position_d"]
    (error,) = column_errors(HeaderReader(PACK, AnswerMap()).columns(headers), PACK, AnswerMap())
    assert error.fault.code == "no-questions"
    assert "--format jsonl" in error.fault.hint


def test_a_mapped_column_that_is_not_there_is_a_fault() -> None:
    """A mapping of another file's columns is not taken silently."""
    known = AnswerMap(columns={"start?": "proud"}, personal={"nick": "respondent"})
    codes = [code for code, _ in wrong("proud", "week", known=known)]
    assert codes == ["missing-column", "missing-column"]


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_columns_are_named_as_spreadsheets_name_them(place: int, name: str) -> None:
    """People find a column faster by its letters than by its number."""
    assert str(Column(place, "", "foreign")) == name


@pytest.mark.parametrize("part", ["1", "a1", "1_", "q1.", "1[a]", "(1", "1a ", "question 1", "> "])
def test_no_header_takes_more_than_a_moment(part: str) -> None:
    """Whatever it repeats, it is soon found to be no question's code or text."""
    for end in ("", "!", " x", "]"):
        header = part * (2000 // len(part)) + end
        (column,) = HeaderReader(PACK, AnswerMap()).columns([header])
        assert column.use == "unknown"


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        *(("Your code or name", "respondent"), ("34. your code or name:", "respondent")),
        ("Which of these questions matter most to you?", "matters"),
    ],
)
def test_what_our_own_forms_ask_needs_no_map(header: str, holds: Personal) -> None:
    """The code and the marks are known by the titles that `rolequiz form` gives them."""
    assert use(header) == (holds, ())
    assert use(header, replace(NOTHING, personal={"other": holds})) == ("unknown", ())
