"""Tests of rolequiz/browser/code.js: a page's codes are those of rolequiz.responses.code."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import rolequiz
from answer_codes import encode
from javascript import run_script
from random_quizzes import random_quiz, random_sheet
from reading import PACK
from rolequiz.browser.data import quiz_data
from rolequiz.model import Responses

CODES = """sheets => sheets.map(([quiz, sheet]) => {
  try { return encodeAnswers(quiz, sheet); } catch (error) { return error.name; }
})"""


def codes_of(sheets: Sequence[tuple[Any, Any]], folder: Path) -> list[str]:
    """Return what the script makes of sheets, each with its quiz."""
    codes: list[str] = run_script(CODES, sheets, ["code.js"], folder)
    return codes


def as_json(sheet: Responses) -> dict[str, Any]:
    """Return a sheet as the page keeps it."""
    matters = sorted(sheet.matters)
    return {"answers": sheet.answers, "matters": matters, "stopped": sheet.stopped}


def test_a_page_gives_the_code_that_the_command_gives(tmp_path: Path) -> None:
    """For 500 random sheets, of the shipped quiz and of random ones, with marks on skips too."""
    shipped, chance = rolequiz.load_quiz(), random.Random(14)
    quizzes = [shipped if number % 2 else random_quiz(chance) for number in range(500)]
    sheets = [(pack, random_sheet(pack, chance)) for pack in quizzes]
    sheets[-1] = (shipped, Responses({}, frozenset({shipped.questions[0].id})))
    given = [(quiz_data(pack), as_json(sheet)) for pack, sheet in sheets]
    assert codes_of(given, tmp_path) == [encode(pack, sheet) for pack, sheet in sheets]


def test_an_answer_that_is_no_option_has_no_code(tmp_path: Path) -> None:
    """It is an error, rather than a skip that nobody chose."""
    quiz = quiz_data(PACK)
    assert codes_of([(quiz, {"answers": {"proud": "nothing"}})], tmp_path) == ["RangeError"]
    with pytest.raises(KeyError):
        encode(PACK, Responses({"proud": "nothing"}))


def test_a_page_needs_no_more_than_the_answers(tmp_path: Path) -> None:
    """Without marks and an early stop, there are none."""
    assert codes_of([(quiz_data(PACK), {"answers": {}})], tmp_path) == [encode(PACK, Responses({}))]
