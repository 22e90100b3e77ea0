"""A sheet of paper typed in: what each key makes of it, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.ask.entering import (
    Sheet,
    answer_of,
    count,
    looks_like_answers,
    pressed,
    refused,
)
from rolequiz.ask.state import State
from rolequiz.model import Option, Pack, Question, Responses
from rolequiz.room.pile import Pile

Quiz = Callable[..., Pack]


def sheet_of(*counts: int, scale: bool = False) -> Sheet:
    """An empty sheet of questions with so many options."""
    type = "scale" if scale else "choice"
    questions = tuple(
        Question(f"q{at}", "?", tuple(Option(i + 1, "", {}) for i in range(count)), type=type)
        for at, count in enumerate(counts)
    )
    return Sheet("p01", State(questions))


def typed(sheet: Sheet, *keys: str) -> Sheet:
    """The sheet after keys that all mean something."""
    for key in keys:
        after = pressed(sheet, key)
        assert after is not None, key
        sheet = after
    return sheet


def answers(sheet: Sheet) -> str:
    """What is on the sheet, in the signs of the screen."""
    return " ".join(answer_of(sheet.state, at) for at in range(len(sheet.state.questions))).strip()


def test_one_key_answers() -> None:
    """A letter or its number chooses and goes on; - and s skip; * marks the one to be answered."""
    sheet = typed(sheet_of(4, 4, 4, 4, 4), "a", "2", "-", "s", "*", "d")
    assert answers(sheet) == "a b - - d"
    assert sheet.state.done
    assert sheet.responses() == Responses({"q0": 1, "q1": 2, "q4": 4}, frozenset({"q4"}), "p01")


@pytest.mark.parametrize("key", ["e", "5", "0", "x", "b ", "²", "up", "tab", "", "enter", "ab"])
def test_a_key_that_is_no_answer_changes_nothing(key: str) -> None:
    """What is no option of the question is refused, with what it takes instead."""
    sheet = sheet_of(4, 4)
    assert pressed(sheet, key) is None
    assert "question 1: type a–d" in refused(sheet, key)


def test_letters_that_are_options_are_not_commands() -> None:
    """Where a question has so many options, s and q are two of them, and - skips."""
    assert answers(typed(sheet_of(20, 20), "s", "-")) == "s -"
    assert answers(typed(sheet_of(20), "q")) == "q"


def test_long_scales_take_numbers_of_two_digits() -> None:
    """A number waits for a second digit where one can follow, else it answers; Enter ends it."""
    scale = sheet_of(12, 12, 12, scale=True)
    assert answers(typed(scale, "1", "2", "3", "1", "enter")) == "12 3 1"
    assert answers(typed(scale, "1", "backspace", "2")) == "2"
    assert pressed(typed(scale, "1"), "3") is None
    assert answers(typed(scale, "l")) == "12"


def test_the_tenth_of_ten_steps_can_be_typed_as_a_number() -> None:
    """A 1 waits, as it may be the start of 10; of nine steps it answers at once."""
    assert answers(typed(sheet_of(10, 10, scale=True), "1", "0", "2")) == "10 2"
    assert answers(typed(sheet_of(9, scale=True), "1")) == "1"


def test_back_returns_to_an_answer_and_enter_to_where_it_was() -> None:
    """← goes back one question; another answer replaces the old one; Enter passes what stands."""
    sheet = typed(sheet_of(4, 4, 4), "a", "b", "left", "backspace", "c", "enter", "d")
    assert answers(sheet) == "c b d"
    assert sheet.state.done
    assert answers(typed(sheet, "b", "a")) == "c b a"
    assert pressed(sheet, "a") is None


@given(st.lists(st.sampled_from(["a", "3", "-", "*", "left", "enter", "x", "b", "s"]), max_size=60))
def test_whatever_is_typed_the_sheet_stays_in_order(keys: list[str]) -> None:
    """Before the current question all are settled, unless it was gone back to."""
    sheet = sheet_of(3, 4, 3, 5)
    for key in keys:
        sheet = pressed(sheet, key) or sheet
        ids = [question.id for question in sheet.state.questions]
        assert all(id in sheet.state.answers for id in ids[: sheet.state.at])
        assert sheet.state.at_first_open().at == len(sheet.state.answers)


def test_the_count_says_what_to_compare(quiz: Quiz, tmp_path: Path) -> None:
    """At the end of a sheet: how many are answered, which are skipped and marked, a code twice."""
    pack = quiz(questions=3)
    sheet = typed(Sheet("p01", State(pack.questions)), "a", "-", "*", "c")
    with Pile(tmp_path / "room.jsonl", pack) as pile:
        counted = "3 questions: 2 answered, 1 skipped (2), 1 marked (3)."
        assert [*count(sheet, pile)] == [counted]
        pile.keep(sheet.responses())
        assert "p01 is in the file already" in [*count(sheet, pile)][1]


@pytest.mark.parametrize(("code", "alike"), [("abcd -*bcd", True), ("p01", False), ("abcd", False)])
def test_answers_in_place_of_a_code_are_noticed(quiz: Quiz, code: str, alike: bool) -> None:
    """Whoever forgets the code is asked before a row of answers is taken for one."""
    assert looks_like_answers(code, quiz(questions=30, options=4)) is alike
