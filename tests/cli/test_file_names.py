"""Names of files that are made after people, and of people that are known by their files."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.cli.each import safe_name
from rolequiz.model import Responses
from rolequiz.problems import Problem, fault
from rolequiz.responses.lines import Row
from rolequiz.responses.people import code_of, named_after

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\s]')


@pytest.mark.parametrize(
    ("respondent", "name"),
    [
        ("Robin", "0001-Robin"),
        ("Ana María López-Sáez", "0001-Ana-María-López-Sáez"),
        ("王小明", "0001-王小明"),
        ("r17", "0001-r17"),
        (None, "0001"),
        ("", "0001"),
        ("...", "0001"),
        ("../../x", "0001-x"),
        ("CON", "0001-CON"),
        ("nul.txt", "0001-nul-txt"),
        ("a/b\\c", "0001-a-b-c"),
        ("x. . ", "0001-x"),
        ("\x1b[31mred\u202egnp", "0001-31mred-gnp"),
        ("👩\u200d👩\u200d👧 Kim", "0001-Kim"),
        ("=HYPERLINK(1)", "0001-HYPERLINK-1"),
        ("\ud800half", "0001-half"),
        ("n" * 300, "0001-" + "n" * 40),
    ],
)
def test_a_file_is_named_after_a_person(respondent: str | None, name: str) -> None:
    """A plain name stays readable, and nothing else gets through."""
    assert safe_name(respondent, 1) == name


def test_a_name_that_is_cut_ends_in_no_dash() -> None:
    """Where the cut falls between two words, the dash between them goes too."""
    assert safe_name(f"{'n' * 38} more", 1) == f"0001-{'n' * 38}-m"
    assert safe_name(f"{'n' * 39} more", 1) == f"0001-{'n' * 39}"


@given(st.text() | st.none(), st.integers(1, 99_999))
def test_any_name_is_safe_in_any_folder(respondent: str | None, number: int) -> None:
    """No separator, no reserved or hidden name, no dot or space at the end, never too long."""
    name = safe_name(respondent, number)
    assert not FORBIDDEN.search(name)
    assert name[:4].isdigit()
    assert name[-1] not in ". -"
    assert len(f"{name}.markdown".encode()) <= 255
    assert Path("folder", name).parent == Path("folder")


@given(st.text() | st.none(), st.text() | st.none())
def test_no_two_people_share_a_file(one: str | None, other: str | None) -> None:
    """Not even where letter case and accents make no difference."""
    assert safe_name(one, 1).casefold() != safe_name(other, 2).casefold()


NOBODY = Row(1, notices=("passed over",))
NAMELESS, NAMED = Row(1, Responses({})), Row(1, Responses({}, respondent="r1"))
BLANK = Row(1, Responses({}, respondent=" \u200b"))
WRONG = Row(2, problems=(Problem("x", fault("bad-json", reason="?")),))


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([NAMELESS], ["p07"]),
        ([BLANK], ["p07"]),
        ([NAMED], ["r1"]),
        ([NOBODY, NAMELESS, NOBODY], ["p07"]),
        ([NAMELESS, NAMELESS], [None, None]),
        ([NAMELESS, NAMED], [None, "r1"]),
        ([NAMED, NAMELESS], ["r1", None]),
        ([NAMELESS, WRONG], [None]),
        ([WRONG, NAMELESS], [None]),
        ([NOBODY], []),
        ([], []),
    ],
)
def test_only_who_is_alone_in_a_file_is_called_as_it_is(
    rows: Sequence[Row], names: list[str | None]
) -> None:
    """A file of several people is nobody's, whatever is wrong with the others."""
    found = list(named_after("p07", iter(rows)))
    assert len(found) == len(rows)
    assert [row.responses.respondent for row, _ in found if row.responses] == names
    assert [by_file for row, by_file in found if row.responses] == [n == "p07" for n in names]


def test_the_code_is_the_name_without_folder_and_ending(tmp_path: Path) -> None:
    """Pipes and what is not there have no names of their own."""
    for name in ("p07.json", "p07.2.json", "Zoë Lee.csv", "plain"):
        (tmp_path / name).touch()
    assert code_of(tmp_path / "p07.json") == "p07"
    assert code_of(tmp_path / "p07.2.json") == "p07.2"
    assert code_of(tmp_path / "Zoë Lee.csv") == "Zoë Lee"
    assert code_of(tmp_path / "plain") == "plain"
    assert code_of(tmp_path / "none.json") == code_of(Path("-")) == code_of(tmp_path) == ""
    pipe, end = os.pipe()
    assert code_of(Path(f"/dev/fd/{pipe}")) == ""
    os.close(pipe)
    os.close(end)
