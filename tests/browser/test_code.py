"""Tests of rolequiz/browser/code.js: a page's codes are those of rolequiz.responses.code."""

from __future__ import annotations

import random

import pytest

import rolequiz
from answer_codes import encode
from javascript import RunScript, as_json
from random_quizzes import random_quiz, random_sheet
from reading import PACK
from rolequiz.browser import quiz_data
from rolequiz.model import Responses

SCRIPTS = ["code.js"]
CODES = """sheets => sheets.map(([quiz, sheet]) => {
  try { return encodeAnswers(quiz, sheet); } catch (error) { return error.name; }
})"""


def test_a_page_gives_the_code_that_the_command_gives(run_script: RunScript) -> None:
    """For 500 random sheets, of the shipped quiz and of random ones, with marks on skips too."""
    shipped, chance = rolequiz.load_quiz(), random.Random(14)
    quizzes = [shipped if number % 2 else random_quiz(chance) for number in range(500)]
    sheets = [(pack, random_sheet(pack, chance)) for pack in quizzes]
    sheets[-1] = (shipped, Responses({}, frozenset({shipped.questions[0].id})))
    given = [(quiz_data(pack), as_json(sheet)) for pack, sheet in sheets]
    codes = run_script(CODES, given, SCRIPTS)
    assert codes == [encode(pack, sheet) for pack, sheet in sheets]


def test_an_answer_that_is_no_option_has_no_code(run_script: RunScript) -> None:
    """It is an error, not a skip that nobody chose."""
    wrong = (quiz_data(PACK), {"answers": {"proud": "nothing"}})
    assert run_script(CODES, [wrong], SCRIPTS) == ["RangeError"]
    with pytest.raises(KeyError):
        encode(PACK, Responses({"proud": "nothing"}))


def test_a_code_needs_only_answers(run_script: RunScript) -> None:
    """Marks and an early stop may be left out."""
    empty: dict[str, object] = {"answers": {}}
    assert run_script(CODES, [(quiz_data(PACK), empty)], SCRIPTS) == [encode(PACK, Responses({}))]
