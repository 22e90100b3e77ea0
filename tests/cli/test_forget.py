"""`rolequiz forget`: one person removed everywhere, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import TINY as QUIZ
from command import run
from rolequiz.pack import read_pack
from rolequiz.room.releases import Shown
from rolequiz.room.store import Store

TINY = read_pack(QUIZ)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


def filled(store: Store, people: int) -> list[str]:
    """Let people answer everything; return their codes."""
    codes = []
    for _ in range(people):
        code = store.join().code
        for question in TINY.questions:
            store.keep(code, {"question": question.id, "answer": question.options[0].id})
        store.finish(code)
        codes.append(code)
    return codes


def test_one_person_is_removed_everywhere(file: Path) -> None:
    """Neither FILE nor the journal holds anything of them, and everybody else is as before."""
    with Store(file, TINY) as store:
        gone, *left = filled(store, 3)
        respondent = store.respondent(gone)
    ended = run("forget", gone.lower(), file, "--pack", QUIZ)
    assert ended.code == 0
    assert f"Removed {gone} from room.jsonl and its journal: 4 answers, finished." in ended.err
    for path in file.parent.iterdir():
        text = path.read_text()
        assert not any(secret in text for secret in (gone, respondent.token, respondent.resume))
    with Store(file, TINY) as store:
        assert [each.code for each in store.people()] == left


def test_the_code_to_go_on_removes_its_owner(file: Path) -> None:
    """Whoever has only the code that they wrote down in a kiosk can be removed by it."""
    with Store(file, TINY) as store:
        gone, *left = filled(store, 3)
        resume = store.respondent(gone).resume
    ended = run("forget", f"{resume[:3].lower()}-{resume[3:]}", file, "--pack", QUIZ)
    assert (ended.code, f"Removed {gone}" in ended.err) == (0, True)
    with Store(file, TINY) as store:
        assert [each.code for each in store.people()] == left


def test_a_report_that_counted_them_is_mentioned(file: Path) -> None:
    """The report stays; the command says that a new one has to wait, and it does."""
    with Store(file, TINY) as store:
        gone, *_ = filled(store, 6)
        store.report(lambda people: Shown("the report", ""))
    ended = run("forget", gone, file, "--pack", QUIZ)
    assert "has to wait" in ended.err
    assert gone not in file.with_name("room.jsonl.journal").read_text()
    with Store(file, TINY) as store:
        filled(store, 10)
        waits = store.wait()
        assert waits is not None
        assert waits.forgotten
        assert store.last_report == Shown("the report", "")


def test_lines_from_elsewhere_are_removed_by_name(file: Path) -> None:
    """All lines of a name go, however it is spelled, and no journal is left behind."""
    line = '{"respondent": "%s", "answers": {"proud": "growing"}}\n'
    file.write_text("".join(line % name for name in ("Ann", "Bob", "ANN")))
    ended = run("forget", " ann", file, "--pack", QUIZ)
    assert (ended.code, file.read_text()) == (0, line % "Bob")
    assert [each.name for each in file.parent.iterdir()] == ["room.jsonl"]


def test_an_unknown_code_removes_nobody(file: Path) -> None:
    """It says so, ends with 4, and everything is as it was."""
    with Store(file, TINY) as store:
        filled(store, 1)
    before = file.read_text()
    run("forget", "Z9ZZ", file, "--pack", QUIZ).refused(4, "Nobody in room.jsonl", "“Z9ZZ”")
    run("forget", "", file, "--pack", QUIZ).refused(4, "Nobody in room.jsonl")
    assert file.read_text() == before


def test_a_missing_file_is_not_created(file: Path) -> None:
    """A wrong name is reported, and nothing is written."""
    run("forget", "A1AA", file, "--pack", QUIZ).refused(4, "There is no file")
    assert not [*file.parent.iterdir()]


def test_nobody_is_removed_while_a_room_is_open(file: Path) -> None:
    """An open room must be closed first."""
    with Store(file, TINY) as store:
        code = filled(store, 1)[0]
        run("forget", code, file, "--pack", QUIZ).refused(2, "in use", "Close that one first")
