"""rolequiz as a library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import rolequiz
from command import TINY
from rooms import PORTFOLIO


def test_a_quiz_is_loaded_scored_and_shown() -> None:
    """The worked example of docs/method.md, from a folder to a page."""
    for folder in (TINY, str(TINY)):
        quiz = rolequiz.load_quiz(folder)
        result = rolequiz.score(quiz, rolequiz.Responses(answers=PORTFOLIO, matters=frozenset()))
        assert (result.verdict, result.recommendation) == ("clear", "portfolio-manager")
        assert round(result.stability or 0, 4) == 0.9361
        page = rolequiz.result_page(result)
        assert page.title == "Portfolio manager fits how you like to work best"
        assert rolequiz.write(page).startswith(f"{page.title}\n")
        assert rolequiz.write(page, "markdown").startswith(f"# {page.title}\n")
    many = rolequiz.Scorer(quiz)
    assert many.figures(rolequiz.Responses(PORTFOLIO)).verdict == "clear"


def test_without_a_folder_the_shipped_quiz_is_loaded() -> None:
    """It is the quiz that the command asks."""
    assert len(rolequiz.load_quiz().roles) == 8


def test_a_folder_without_a_quiz_is_an_error(tmp_path: Path) -> None:
    """It says what is missing, as an exception with the problems."""
    with pytest.raises(rolequiz.PackError, match=r"questions\.yaml"):
        rolequiz.load_quiz(tmp_path)


def test_every_name_is_there_and_no_other() -> None:
    """All names in __all__ exist, and a misspelt name is an AttributeError."""
    for name in rolequiz.__all__:
        assert getattr(rolequiz, name) is not None
    with pytest.raises(AttributeError, match="load_quizz"):
        _ = rolequiz.load_quizz  # type: ignore[attr-defined]


def test_importing_it_imports_nothing_else() -> None:
    """Names are looked up when they are used, so that they slow down no start."""
    code = "import rolequiz, sys; print([name for name in sys.modules if 'rolequiz.' in name])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
