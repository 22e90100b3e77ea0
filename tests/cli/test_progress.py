"""How far a long run is, shown on a terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest

from rolequiz.cli import tally
from rolequiz.cli.tally import Progress


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """Say that somebody looks at it."""
        return True


Look = Callable[[], Screen]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, as the test wants it."""
    time = [0.0]
    monkeypatch.setattr(tally, "monotonic", lambda: time[0])
    return time


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Put a terminal where messages go to; pytest puts its own there before each test begins."""

    def at() -> Screen:
        stream = Screen()
        monkeypatch.setattr(sys, "stderr", stream)
        return stream

    return at


def test_progress_shows_after_a_second_and_leaves_no_trace(now: list[float], look: Look) -> None:
    """One line is rewritten, not more often than can be read, and is empty at the end."""
    screen = look()
    shown = Progress("Scoring", plain=False)
    for tenth in range(20):
        now[0] = tenth / 10
        shown(f"{tenth} of 20")
    assert screen.getvalue().split("\r")[1:] == [
        f"Scoring: {tenth} of 20" for tenth in (10, 12, 14, 16, 18)
    ]
    shown.clear()
    *_, last, end = screen.getvalue().split("\r")
    assert (last.strip(), end) == ("", "")
    assert len(last) >= len("Scoring: 18 of 20")


def test_a_short_run_shows_none(now: list[float], look: Look) -> None:
    """Nothing is written for what takes no time."""
    screen = look()
    shown = Progress("Scoring", plain=False)
    shown("5")
    shown.clear()
    assert screen.getvalue() == ""


def test_plain_progress_is_one_sentence(now: list[float], look: Look) -> None:
    """Where nothing may move, it is said once that it takes a while."""
    screen = look()
    shown = Progress("Scoring", plain=True)
    for now[0] in (0.5, 1.5, 2.5):
        shown("5")
    shown.clear()
    assert screen.getvalue() == "Scoring: this takes a while.\n"


def test_nothing_is_shown_beside_results(now: list[float], look: Look) -> None:
    """Where results come on the same terminal, they show how far it is."""
    screen = look()
    shown = Progress("Scoring", plain=False, quiet=True)
    now[0] = 5
    shown("5")
    assert screen.getvalue() == ""
