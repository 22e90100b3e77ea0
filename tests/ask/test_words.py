"""What is said around the questions."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rolequiz.ask import words
from rolequiz.ask.journal import Journal, Run
from rolequiz.ask.session import Earlier
from rolequiz.ask.state import State
from rolequiz.model import Pack


@pytest.mark.parametrize(
    ("questions", "expected"),
    [(1, "1 question, about 1 minute."), (32, "32 questions, about 8 minutes.")],
)
def test_how_long_it_takes(quiz: Callable[..., Pack], questions: int, expected: str) -> None:
    """A question takes about a quarter of a minute."""
    assert expected in list(words.welcome(quiz(questions), None))


def test_where_answers_are_kept(
    quiz: Callable[..., Pack], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The home folder is shown as ~, and that nothing is sent is said either way."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    kept = " ".join(words.welcome(quiz(), tmp_path / "state"))
    assert f"in {Path('~/state')}, where only you can read them" in kept
    assert "saved" not in " ".join(words.welcome(quiz(), None))
    assert all("Nothing is sent" in " ".join(words.welcome(quiz(), at)) for at in (None, tmp_path))


def test_it_is_for_exploration(quiz: Callable[..., Pack]) -> None:
    """Nobody is told what they are good at, and is told so."""
    assert "never what you are good at" in " ".join(words.welcome(quiz(), None))


def test_a_cut_short_run_is_offered_with_its_date(quiz: Callable[..., Pack]) -> None:
    """The date is in the words and the time zone of the person."""
    state = State(quiz(32).questions, {"q0": "o1", "q1": None})
    began = datetime(2026, 11, 21, 14, 5, tzinfo=UTC).astimezone()
    entries = [{"question": id, "answer": answer} for id, answer in state.answers.items()]
    journal = Journal(Path("journal"), Run("sha256:1"), began, None, entries)
    offer = words.unfinished(Earlier(journal, state, changed=False))
    assert f"on {began.day} November 2026 at {began:%H:%M} and answered 1 of 32." in offer
    assert "changed" not in offer


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (1, "1 of these is still the same."),
        (2, "the questions that you answered have not."),
    ],
)
def test_a_changed_quiz_is_said(quiz: Callable[..., Pack], kept: int, expected: str) -> None:
    """Who began before a quiz was changed is told how many of the answers still count."""
    entries = [{"question": f"q{i}", "answer": "o1"} for i in range(2)]
    journal = Journal(Path("journal"), Run("sha256:1"), datetime.now(UTC), None, entries)
    state = State(quiz(3).questions, dict.fromkeys(("q0", "q1")[:kept], "o1"))
    offer = words.unfinished(Earlier(journal, state, changed=True))
    assert "answered 2 questions. The quiz has changed since then; " in offer
    assert expected in offer
    assert "offers them again" in offer
    again = words.unfinished(Earlier(journal, state, changed=True, declined=1))
    assert "you are not asked about them any more. [Y/n]" in again


def test_a_command_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the current folder have their short names; what a shell would read is quoted."""
    monkeypatch.chdir(tmp_path)
    here, there = os.path.realpath("my p01.json"), os.path.join(os.sep, "elsewhere", "p01.json")
    if os.name != "nt":
        options = ("--respondent", "O'Hara", "--save", here, "-o", there)
        said = words.command(options)
        assert said == "rolequiz take " + shlex.join(
            ["--respondent", "O'Hara", "--save", "my p01.json", "-o", there]
        )
    assert words.command(()) == "rolequiz take"


def test_control_characters_are_harmless(quiz: Callable[..., Pack]) -> None:
    """Neither a folder's name nor a reason from the system steers the terminal."""
    said = [*words.welcome(quiz(), Path("/tmp/\x1b[2J")), words.not_kept("\x1b[2J")]
    assert "\x1b" not in "".join(said)


def test_an_intro_cannot_steer_the_terminal(quiz: Callable[..., Pack]) -> None:
    """What the author of a quiz wrote is shown as text, before the first question too."""
    hostile = replace(quiz(1), intro="Hello\x1b[2J there")
    assert "Hello\N{REPLACEMENT CHARACTER}[2J there" in list(words.welcome(hostile, None))


def test_many_ways_on_are_cut_short() -> None:
    """A machine that many have used fills no screen with commands."""
    runs = [Run("sha256:1", options=("--respondent", f"p{n % 7}")) for n in range(14)]
    now = datetime.now(UTC)
    others = [Earlier(Journal(Path("x"), run, now, None), State(()), changed=False) for run in runs]
    assert words.ways_on(others[:2]) == [f"rolequiz take --respondent p{n}" for n in (0, 1)]
    assert words.ways_on(others)[4:] == ["rolequiz take --respondent p4", "… and 2 more"]
