"""The quiz and its journal together."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolequiz.ask.journal import Run
from rolequiz.ask.session import Earlier, Session
from rolequiz.ask.state import Action, Choose, Move
from rolequiz.model import OptionId, Pack

Quiz = Callable[..., Pack]


def begun(pack: Pack, folder: Path, run: Run | None = None) -> Session:
    """Return a session that keeps its answers."""
    session = Session(pack, folder, run)
    assert session.begin() is None
    return session


def left_behind(pack: Pack, folder: Path, run: Run | None = None, rows: str = "2") -> None:
    """Leave an unfinished run that chose these rows, one question after the other."""
    session = begun(pack, folder, run)
    for row in rows:
        session.do(Choose(int(row)))
    session.close()


def resumed(session: Session) -> Earlier | None:
    """Continue the first run that is offered; None if there is none."""
    return next(session.earlier(), None)


def owned(pack: Pack, *owner: str) -> Run:
    """Return a run of this owner."""
    return Run(pack.hash, "", owner)


def lines(folder: Path) -> list[dict[str, object]]:
    """Return what the only journal in a folder holds after its header, without wordings."""
    (path,) = folder.iterdir()
    entries = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    return [{key: entry[key] for key in entry if key != "wording"} for entry in entries]


def test_each_change_is_kept_once(quiz: Quiz, tmp_path: Path) -> None:
    """Answers, skips and marks are one line each; moving around writes nothing."""
    session = begun(quiz(), tmp_path)
    for event in (
        Move(-2),
        Action.MATTER,
        Choose(),
        Action.BACK,
        Action.FORWARD,
        Action.BACK,
        Choose(),
        Action.SKIP,
    ):
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
    assert resumed(second) is not None
    assert (second.state.at, second.state.answered) == (1, 1)
    second.do(Choose(0))
    assert len(lines(tmp_path)) == 2
    second.finish()
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_an_answer_leaves_nothing(quiz: Quiz, tmp_path: Path) -> None:
    """A run that only looked at the first question, or only skipped, can't be continued."""
    session = begun(quiz(), tmp_path)
    session.do(Action.SKIP)
    assert session.kept == (None, 0)
    session.close()
    assert list(tmp_path.iterdir()) == []
    assert resumed(Session(quiz(), tmp_path)) is None


def test_starting_anew_costs_no_answer(quiz: Quiz, tmp_path: Path) -> None:
    """A declined run stays as it is, and later runs of its owner are offered it."""
    left_behind(quiz(), tmp_path)
    for row in (0, 1):
        session = Session(quiz(), tmp_path)
        assert [dict(each.state.answers) for each in session.earlier()] == [{"q0": "o2"}]
        session.begin()
        session.do(Choose(row))
        session.finish()
        session.close()
    left = Session(quiz(), tmp_path)
    assert resumed(left) is not None
    left.begin()
    left.do(Action.SKIP)
    left.close()
    assert [line["answer"] for line in lines(tmp_path)] == ["o2"]


def test_all_runs_of_one_owner_can_be_gone_on_with(quiz: Quiz, tmp_path: Path) -> None:
    """Declining the last used one leads to the one before it, whose file then goes on."""
    for rows in ("0", "11"):
        left_behind(quiz(), tmp_path, rows=rows)
    session = Session(quiz(), tmp_path)
    offers = session.earlier()
    next(offers)
    older = next(offers).state
    assert session.state == older
    session.do(Choose(0))
    session.close()
    left = sorted(path.read_text().count("question") for path in tmp_path.iterdir())
    assert left in ([2, 2], [1, 3])  # two may be equally old


OWNERS = [
    (),
    ("--respondent", "p01"),
    ("--respondent", "p02"),
    ("--save", "/p01.json"),
    ("--respondent", "p01", "--save", "/p01.json"),
    ("-o", "/p01.json"),
]


@pytest.mark.parametrize("owner", OWNERS)
def test_a_run_is_offered_to_its_owner_alone(
    quiz: Quiz, tmp_path: Path, owner: tuple[str, ...]
) -> None:
    """Another code or file is somebody else, whose runs are mentioned but not offered."""
    pack = quiz()
    left_behind(pack, tmp_path, owned(pack, *owner))
    for other in OWNERS:
        session = Session(pack, tmp_path, owned(pack, *other))
        offered = [each.journal.run.owner for each in session.earlier()]
        told = [each.journal.run.owner for each in session.others]
        assert (offered, told) == (([owner], []) if other == owner else ([], [owner]))
        session.begin()
        session.close()
    assert resumed(Session(pack, tmp_path, owned(pack, *owner))) is not None


SITTINGS = st.tuples(
    st.sampled_from(OWNERS[:4]),
    st.sampled_from(["go on", "decline"]),
    st.text("012s", max_size=4),
)
"""Who sits down, what they say to an earlier run of theirs, and which rows they choose."""


@settings(max_examples=60)
@given(sittings=st.lists(SITTINGS, max_size=12))
def test_whoever_sits_down_finds_their_own_answers(
    quiz: Quiz, sittings: list[tuple[tuple[str, ...], str, str]]
) -> None:
    """In whatever order people stop, go on, decline or finish, each finds only their own runs."""
    pack = quiz(4)
    unfinished: dict[tuple[str, ...], list[dict[str, OptionId]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        for owner, wish, rows in sittings:
            session = Session(pack, Path(name), owned(pack, *owner))
            found = [dict(each.state.responses().answers) for each in session.earlier()]
            assert sorted(map(str, found)) == sorted(map(str, unfinished[owner]))
            if wish == "go on" and (earlier := resumed(session)):
                unfinished[owner].remove(dict(earlier.state.responses().answers))
            else:
                assert session.begin() is None
            for row in rows:
                session.do(Action.SKIP if row == "s" else Choose(int(row)))
            if session.state.done:
                session.finish()
            elif session.state.answered:
                unfinished[owner].append(dict(session.state.responses().answers))
            session.close()


def reworded(pack: Pack, *changed: int, hash: str = "sha256:" + "b" * 64) -> Pack:
    """Return the next version of a quiz, with another text for the questions of these numbers."""
    questions = list(pack.questions)
    for index in changed:
        questions[index] = replace(questions[index], text="What else?")
    return replace(pack, questions=tuple(questions), hash=hash)


@pytest.mark.parametrize("changed", [(), (0,), (1,), (2,), (0, 2), (0, 1, 2)])
def test_a_changed_quiz_keeps_the_answers_to_unchanged_questions(
    quiz: Quiz, tmp_path: Path, changed: tuple[int, ...]
) -> None:
    """Whichever questions have changed, the others keep their answers, in later versions too."""
    pack = quiz()
    left_behind(pack, tmp_path, rows="012")
    mended = reworded(pack, *changed)
    session = Session(mended, tmp_path)
    (earlier,) = session.earlier()
    left = {f"q{i}": f"o{i}" for i in range(3) if i not in changed}
    assert (dict(earlier.state.answers), earlier.changed) == (left, True)
    assert earlier.journal.answered == 3
    session.close()
    if len(changed) < 3:
        session = Session(mended, tmp_path)
        assert resumed(session) is not None
        while not session.state.done:
            session.do(Action.FORWARD if session.state.settled else Choose(1))
        session.close()
        again = Session(reworded(pack, *changed, hash="sha256:c"), tmp_path)
        assert resumed(again) is not None
        assert dict(again.state.answers) == {**dict.fromkeys(("q0", "q1", "q2"), "o1"), **left}
        again.close()


def test_a_run_that_a_changed_quiz_asks_nothing_of_is_left_alone(
    quiz: Quiz, tmp_path: Path
) -> None:
    """Its answers fit nothing, but they are not this run's to delete."""
    left_behind(quiz(), tmp_path)
    session = Session(reworded(quiz(), 0, 1, 2), tmp_path)
    assert [each.state.answered for each in session.earlier()] == [0]
    session.close()
    assert [line["answer"] for line in lines(tmp_path)] == ["o2"]


def test_an_option_in_other_words_is_another_question(quiz: Quiz, tmp_path: Path) -> None:
    """What somebody chose must still say what it said when they chose it."""
    pack = quiz()
    left_behind(pack, tmp_path)
    options = pack.questions[0].options
    other = replace(options[2], text="Something else")
    question = replace(pack.questions[0], options=(*options[:2], other))
    mended = replace(pack, questions=(question, *pack.questions[1:]), hash="sha256:b")
    assert [each.state.answered for each in Session(mended, tmp_path).earlier()] == [0]


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
    """If no folder can be made, the person is told why, and the quiz goes on."""
    (tmp_path / "file").write_text("")
    session = Session(quiz(), tmp_path / "file")
    assert resumed(session) is None
    assert "File exists" in (session.begin() or "")
    assert session.do(Choose(0)) is None


def test_a_disk_that_fills_up_is_said_once(
    quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before stays and is counted; later answers stay in memory."""
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
