"""Tests of rolequiz.responses.cells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reading import PACK
from rolequiz.model import Option, OptionId, Question
from rolequiz.responses.cells import (
    LONGEST_REMEMBERED,
    MOST_REMEMBERED,
    answers_to,
    is_label,
    marks_of,
    roles_of,
)
from rolequiz.responses.columns import UnreadableError
from rolequiz.spelling import fold

FIRST, MEETING = PACK.question("first-hour"), PACK.question("meeting")


@pytest.mark.parametrize(
    ("cell", "option"),
    [
        *(("date", "date"), ("DATE ", "date"), ("the date it is  due", "date"), ("2", "date")),
        *(("b", "date"), ("B)", "date"), ("(b)", "date"), ("b.", "date")),
        *(("", None), ("  \u00a0", None)),
    ],
)
def test_cell_names_an_option(cell: str, option: str | None) -> None:
    """An option is named by its id, its text, its position or its letter; an empty cell is none."""
    assert answers_to(FIRST, {})[cell] == option


@pytest.mark.parametrize(
    ("cell", "step"), [("4", 4), ("Agree", 4), ("strongly  AGREE", 5), ("d", 4), (" 1", 1)]
)
def test_cell_names_a_step(cell: str, step: int) -> None:
    """A step of a scale is named by its number, its label or its letter."""
    assert answers_to(MEETING, {})[cell] == step


@pytest.mark.parametrize(
    "cell", ["4", "d", "0", "-1", "1.5", "dates", "problem, date", "²1", "Agree (+1)", "9" * 5000]
)
def test_cell_that_fits_nothing_is_refused(cell: str) -> None:
    """A cell that names no option is refused, every time it is looked up."""
    known = answers_to(FIRST, {})
    for _ in range(2):
        with pytest.raises(UnreadableError) as caught:
            known[cell]
        assert caught.value.fault.code == "unknown-answer"
    assert cell not in known


@pytest.mark.parametrize(("cell", "code"), [("SD", True), ("na", False), ("NA", False)])
def test_two_letters_are_a_code_but_not_for_nothing(cell: str, code: bool) -> None:
    """SD stands for a step, whatever the table means by it; NA means that there is no answer."""
    assert is_label(fold(cell)) is code


def question(*texts: str) -> Question:
    """Return a question with these options, called o1, o2 and so on."""
    options = (Option(f"o{n}", text, {}) for n, text in enumerate(texts, start=1))
    return Question("q", "Which?", tuple(options))


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        (question("Same", "same "), "Same"),
        (question("2", "3"), "2"),
        (question("o2", "Other"), "o2"),
    ],
)
def test_cell_that_fits_two_options_is_refused(asked: Question, cell: str) -> None:
    """Two equal texts, or one option's text that is another's id or position, are an error."""
    with pytest.raises(UnreadableError) as caught:
        answers_to(asked, {})[cell]
    assert caught.value.fault.code == "ambiguous-answer"
    assert answers_to(asked, {cell.casefold(): "o1"})[cell] == "o1"


def test_letters_come_last() -> None:
    """A letter is an option's position only if it is nothing else."""
    assert answers_to(question("c", "d", "x"), {})["c"] == "o1"
    assert answers_to(question("c", "d", "x"), {})["b"] == "o2"


def test_a_mapping_counts_first() -> None:
    """What a mapping says of a cell comes first, even that it is no answer."""
    mapped: dict[str, OptionId | None] = {"agree (+1)": 4, "neither": None}
    known = answers_to(MEETING, mapped)
    assert (known["Agree (+1)"], known["Neither"], known["disagree"]) == (4, None, 2)


def test_what_is_remembered_is_bounded() -> None:
    """Endless spellings of an answer, or endless nonsense, do not fill the memory."""
    known = answers_to(FIRST, {})
    for count in range(MOST_REMEMBERED + 5):
        assert known[" " * (count % 50) + "date" + " " * (count // 50)] == "date"
        assert known["date" + " " * (LONGEST_REMEMBERED + count)] == "date"
        with pytest.raises(UnreadableError):
            known[f"nonsense {count}"]
    assert len(known) == MOST_REMEMBERED
    assert max(map(len, known)) <= LONGEST_REMEMBERED
    assert len(known._refused) == MOST_REMEMBERED


def test_roles_are_named_by_id_or_name() -> None:
    """The role that somebody holds may be empty; unknown roles are refused."""
    known = roles_of(PACK)
    assert known["Product  Manager"] == known["product-manager"] == "product-manager"
    assert known[" "] is None
    with pytest.raises(UnreadableError, match="boss"):
        known["boss"]


def test_marks_are_ids_with_signs_between() -> None:
    """The questions that matter are in one cell, separated by spaces, commas or semicolons."""
    known = marks_of(PACK)
    assert known["week, proud;meeting"] == {"week", "proud", "meeting"}
    assert known[""] == frozenset()
    with pytest.raises(UnreadableError, match="weak"):
        known["proud weak"]


def test_long_lists_of_options_have_letters_up_to_z() -> None:
    """The 27th option has no letter, and nothing crashes."""
    asked = replace(FIRST, options=tuple(Option(f"x{n}", f"Text {n}", {}) for n in range(30)))
    assert answers_to(asked, {})["z"] == "x25"


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        (f"{FIRST.text}, {MEETING.text}", {FIRST.id, MEETING.id}),
        (f"{MEETING.text};{FIRST.id};", {FIRST.id, MEETING.id}),
        (f"  {FIRST.text.upper()} ", {FIRST.id}),
    ],
)
def test_marks_are_named_by_texts_too(cell: str, marked: set[str]) -> None:
    """Ticked boxes come as the texts of the questions, separated by commas or semicolons."""
    assert marks_of(PACK)[cell] == marked


def test_part_of_a_text_marks_nothing() -> None:
    """A part of a question's text is refused, not guessed."""
    with pytest.raises(UnreadableError):
        marks_of(PACK)[FIRST.text.rpartition(" ")[0]]
