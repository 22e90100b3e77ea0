"""The quiz and its journal together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rolequiz.ask.session import Session
from rolequiz.ask.state import Back, Choose, Forward, Matter, Move, Skip
from rolequiz.model import Pack

Quiz = Callable[..., Pack]


def begun(pack: Pack, folder: Path) -> Session:
    """Return a session that keeps its answers."""
    session = Session(pack, folder)
    assert session.begin() is None
    return session


def lines(folder: Path) -> list[dict[str, object]]:
    """Return what the only journal in a folder holds after its header."""
    (path,) = folder.iterdir()
    return [json.loads(line) for line in path.read_text().splitlines()[1:]]


def test_each_change_is_kept_once(quiz: Quiz, tmp_path: Path) -> None:
    """Answers, skips and marks are lines; looking around is none."""
    session = begun(quiz(), tmp_path)
    for event in (Move(-2), Matter(), Choose(), Back(), Forward(), Back(), Choose(), Skip()):
        assert session.do(event) is None
    assert lines(tmp_path) == [
        {"question": "q0", "matters": True},
        {"question": "q0", "answer": "o1", "matters": True},
        {"question": "q1", "answer": None, "matters": False},
    ]
    session.close()


def test_a_cut_short_run_is_gone_on_with(quiz: Quiz, tmp_path: Path) -> None:
    """The same file goes on, from the first question that was neither answered nor skipped."""
    first = begun(quiz(), tmp_path)
    first.do(Choose(2))
    first.close()
    second = Session(quiz(), tmp_path)
    assert second.resume() is not None
    assert (second.state.at, second.state.answered) == (1, 1)
    second.do(Choose(0))
    assert len(lines(tmp_path)) == 2
    second.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_an_answer_leaves_nothing(quiz: Quiz, tmp_path: Path) -> None:
    """Looking at the first question and leaving, or only skipping, is nothing to go on with."""
    session = begun(quiz(), tmp_path)
    session.do(Skip())
    assert session.kept == (None, 0)
    session.close()
    assert list(tmp_path.iterdir()) == []
    assert Session(quiz(), tmp_path).resume() is None


def test_starting_anew_lets_go_of_the_old_run_with_the_first_answer(
    quiz: Quiz, tmp_path: Path
) -> None:
    """Until the new run holds an answer the old one stays, and is what a later run finds."""
    old = begun(quiz(), tmp_path)
    old.do(Choose(2))
    old.close()

    left = Session(quiz(), tmp_path)
    left.resume()
    left.begin()
    left.do(Skip())
    left.close()

    new = Session(quiz(), tmp_path)
    new.resume()
    assert dict(new.state.answers) == {"q0": "o2"}
    new.begin()
    new.do(Choose(1))
    assert [line["answer"] for line in lines(tmp_path)] == ["o1"]
    new.close()


def test_no_folder_is_said_once(quiz: Quiz) -> None:
    """Without a place for the journal the quiz goes on, and counts what would be lost."""
    session = Session(quiz(), None)
    assert "closing it before the end loses the answers" in (session.begin() or "")
    assert session.folder is None
    assert session.do(Choose(0)) is None
    assert session.kept == (None, 1)
    session.finish()
    session.close()


def test_an_unwritable_folder_is_said_once(quiz: Quiz, tmp_path: Path) -> None:
    """Where no folder can be made, the reason is said and the quiz goes on."""
    (tmp_path / "file").write_text("")
    session = Session(quiz(), tmp_path / "file")
    assert session.resume() is None
    assert "File exists" in (session.begin() or "")
    assert session.do(Choose(0)) is None


def test_a_disk_that_fills_up_is_said_once(
    quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before stays, and is what is counted; what comes after goes on in memory."""
    session = begun(quiz(), tmp_path)
    session.do(Choose(0))
    with monkeypatch.context() as patch:
        patch.setattr("rolequiz.ask.journal.os.write", lambda file, data: len(data) - 1)
        assert "No space left" in (session.do(Choose(0)) or "")
    assert session.do(Choose(0)) is None
    path, answers = session.kept
    assert (path is not None, answers, session.state.done) == (True, 1, True)
    session.close()
    assert len(lines(tmp_path)) == 1
