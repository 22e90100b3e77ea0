"""How far a long run is, shown on a terminal."""

from __future__ import annotations

import io

import pytest

from rolequiz.cli import batch
from rolequiz.cli.batch import Progress, people


def test_progress_shows_after_a_second_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line is rewritten, not more often than can be read, and is empty at the end."""
    now = [0.0]
    monkeypatch.setattr(batch, "monotonic", lambda: now[0])
    stream = io.StringIO()
    progress = Progress(stream)
    for tenth in range(20):
        now[0] = tenth / 10
        progress(1000 * tenth)
    assert stream.getvalue().split("\r")[1:] == [
        f"{1000 * tenth:,} people so far" for tenth in (10, 12, 14, 16, 18)
    ]
    progress.clear()
    *_, last, end = stream.getvalue().split("\r")
    assert (last.strip(), len(last), end) == ("", len("18,000 people so far"), "")


def test_a_short_run_shows_none() -> None:
    """Nothing is written for what takes no time."""
    stream = io.StringIO()
    progress = Progress(stream)
    progress(5)
    progress.clear()
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 people"), (1, "1 person"), (1000000, "1,000,000 people")]
)
def test_people_are_counted_in_words(count: int, said: str) -> None:
    """Large numbers can be read."""
    assert people(count) == said
