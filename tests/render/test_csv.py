"""The CSV of many people's results."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import PACK, answers
from rolequiz.model import Responses
from rolequiz.render import RenderOptions, record_format
from rolequiz.render.csv import Entry, defused, index
from rolequiz.scoring import Scorer, score

HEADER = [
    *("respondent", "verdict", "recommendation", "contenders", "stability", "answered"),
    *("fit_product-manager", "fit_project-manager", "fit_portfolio-manager"),
    *("position_focus", "position_horizon", "row"),
]
EVERYTHING = Responses(answers("problem", "on-time", 4, "roadmap"), respondent="r1")


def written(*people: Responses, raw: bool = False) -> str:
    """The CSV of some people."""
    found = map(Scorer(PACK).figures, people)
    return "".join(record_format("csv").batch(PACK, found, RenderOptions(raw=raw)))


def rows(*people: Responses, raw: bool = False) -> list[list[str]]:
    """The cells of that CSV, below the header."""
    header, *below = csv.reader(io.StringIO(written(*people, raw=raw), newline=""))
    assert header == HEADER
    return below


def test_a_row_holds_the_figures_in_full_precision() -> None:
    """Numbers read back as they were; what has no figure is empty."""
    result = score(PACK, EVERYTHING)
    row, empty = rows(EVERYTHING, Responses({}))
    assert row[:4] == ["r1", "clear", "portfolio-manager", "portfolio-manager"]
    *row, _ = row
    fits = {role.role: role.fit for role in result.roles}
    assert list(map(float, row[4:])) == [
        *(result.stability, 4),
        *(fits[role.id] for role in PACK.roles),
        *(place.position for place in result.dimensions),
    ]
    assert empty == ["", "insufficient", "", "", "", "0", *[""] * 6]


def test_the_last_column_is_the_row_that_was_read() -> None:
    """It joins what was scored with what was read, and with the pages, whoever is left out."""
    people = [replace(EVERYTHING, place=place) for place in (1, 4)]
    assert [row[-1] for row in rows(*people)] == ["1", "4"]


def test_an_index_says_whose_result_a_file_holds() -> None:
    """Its names are as harmless as those of the other table, unless they are wanted raw."""
    entries = [
        Entry(3, "=1+1", "0003-1-1.html", "clear", "product-manager"),
        Entry(4, None, "0004.html", "flat", None),
    ]
    header, *below = csv.reader(io.StringIO(index(entries, RenderOptions()), newline=""))
    assert header == ["row", "respondent", "file", "verdict", "recommendation"]
    assert below[0] == ["3", "'=1+1", "0003-1-1.html", "clear", "product-manager"]
    assert below[1] == ["4", "", "0004.html", "flat", ""]
    assert "\n3,=1+1," in index(entries, RenderOptions(raw=True))


def test_contenders_have_spaces_between() -> None:
    """Several roles in one cell are told apart by spaces, which no id holds."""
    two = Responses(answers("problem", "growing", 5, "roadmap"))
    result = score(PACK, two)
    assert len(result.contenders) == 2
    assert rows(two)[0][3] == " ".join(result.contenders)


def test_lines_are_whole_and_without_people_there_is_a_header() -> None:
    """Each piece that comes is a whole line, so that it can stop after any."""
    assert rows() == []
    found = [Scorer(PACK).figures(EVERYTHING)] * 2
    pieces = record_format("csv").batch(PACK, found, RenderOptions())
    assert [piece.count("\n") for piece in pieces] == [1, 1, 1]


@pytest.mark.parametrize(
    "name",
    [
        *('=HYPERLINK("x")', "+1", "-1+2", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", "−1"),
        *("\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "=1\x1b[2J"),
    ],
)
def test_what_a_spreadsheet_would_run_is_defused(name: str) -> None:
    """An apostrophe stands before it, or a sign that makes it no formula; --raw leaves it."""
    person = Responses({}, respondent=name)
    assert rows(person)[0][0][0] in "'\ufffd"
    assert rows(person, raw=True)[0][0] == name


def test_a_name_holds_no_second_cell_with_a_formula() -> None:
    """Where semicolons part cells, a formula may begin within a name."""
    assert defused("x;=1+1|@y;z") == "x;'=1+1|'@y;z"


@pytest.mark.parametrize(
    "name",
    ["r1", "Zoë O'Neill", "李 雷", "1", "a=b", "Anna-Lena", "x" * 300, "👩\u200d🚀", "two  spaces"],
)
def test_other_names_stay_as_they_are(name: str) -> None:
    """A name in any script, however long, is the same name afterwards."""
    if "\u200d" in name:  # the joiner does not print, and stays
        assert defused(name) == name
    assert rows(Responses({}, respondent=name))[0][0] == name


def test_negative_numbers_are_no_formulas() -> None:
    """A position below zero stays a number."""
    (row,) = rows(EVERYTHING)
    assert row[-2].startswith("-0.125")


@given(st.text())
def test_no_name_is_a_formula_or_steers_a_terminal(name: str) -> None:
    """Whatever somebody is called, the cell begins no formula and holds no control character."""
    cell = defused(name)
    assert cell.lstrip()[:1] not in set("=+-@\t\r")
    assert not any(ord(char) < 32 or ord(char) == 127 for char in cell)
    assert defused(cell) == cell
