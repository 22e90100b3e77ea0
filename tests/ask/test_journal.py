"""What is on disk when a run is cut short, and what a later run makes of it."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rolequiz.ask.journal import KEPT_DAYS, Journal, Run, create, state_folder, unfinished
from room.disk import full_disk

HASH = "sha256:" + "1" * 64
RUN = Run(HASH, "/quiz", ("--save", "/p01.json"))
OTHER = Run("sha256:" + "1" * 63 + "2", "/other")  # the same name on disk, another quiz
ONE = {"question": "q0", "answer": "o1", "matters": False}
TWO = {"question": "q1", "answer": None, "matters": True}


def left_behind(folder: Path, *entries: dict[str, object]) -> Path:
    """Leave a journal behind, as a run that was cut short does."""
    run = create(folder, RUN)
    for entry in entries:
        run.append(entry)
    run.close()
    return run.path


def found(folder: Path, run: Run = RUN) -> list[Journal]:
    """Return all journals that a new run finds, closed again."""
    journals = list(unfinished(folder, run))
    for one in journals:
        one.close()
    return journals


def test_entries_come_back(tmp_path: Path) -> None:
    """A later run finds the entries in their order, and when the run began."""
    run = create(tmp_path, RUN)
    run.append(ONE)
    run.append(TWO)
    run.close()
    (again,) = found(tmp_path)
    assert (again.path, again.run, again.started) == (run.path, RUN, run.started)
    assert [entry for entry in again.entries if entry] == [ONE, TWO]


def test_an_entry_is_on_disk_before_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is written in one go and then synced."""
    run = create(tmp_path / "new", RUN)
    synced: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(run.path.read_bytes()))
    run.append(ONE)
    run.close()
    assert json.loads(synced[0].splitlines()[-1]) == ONE


def test_an_answer_that_a_full_disk_has_torn_spoils_no_other(tmp_path: Path) -> None:
    """What did not fit is removed again, so that the next answer has its own line."""
    path = left_behind(tmp_path, ONE)
    run = next(unfinished(tmp_path, RUN))
    with full_disk(path.stat().st_size + 5), pytest.raises(OSError, match=r"large|space"):
        run.append({"question": "q2", "answer": "o2"})
    run.append({"question": "q3", "answer": "o3"})
    run.close()
    (again,) = found(tmp_path)
    assert again.entries[:2] == [ONE, {"question": "q3", "answer": "o3"}]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    """The folder is made for its owner alone, and so is each file."""
    path = left_behind(tmp_path / "state" / "rolequiz")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "torn", [b'{"question": "q1", "ans', b'{"question": "q1", "answer": "o1"}']
)
def test_a_torn_last_line_is_dropped(tmp_path: Path, torn: bytes) -> None:
    """A last line without its end is dropped, whole JSON or not; the next is not joined to it."""
    path = left_behind(tmp_path, ONE)
    with path.open("ab") as stream:
        stream.write(torn)
    (again,) = unfinished(tmp_path, RUN)
    again.append(TWO)
    again.close()
    assert [json.loads(line) for line in path.read_bytes().splitlines()[1:]] == [ONE, TWO]
    assert [entry for entry in again.entries if entry] == [ONE]


@pytest.mark.parametrize("garbage", [b"\0\xff\n", b"[1]\n", b"[" * 30_000 + b"\n", b"12\n", b"\n"])
def test_garbage_says_nothing(tmp_path: Path, garbage: bytes) -> None:
    """A line that is not an object is ignored, and the others count."""
    path = left_behind(tmp_path, ONE)
    with path.open("ab") as stream:
        stream.write(garbage)
    (again,) = found(tmp_path)
    assert [entry for entry in again.entries if entry] == [ONE]


def test_another_quiz_has_another_journal(tmp_path: Path) -> None:
    """A journal is never loaded for another quiz, however alike the hashes begin."""
    left_behind(tmp_path, ONE)
    assert found(tmp_path, OTHER) == []


@pytest.mark.parametrize("run", [Run(OTHER.pack, RUN.quiz), Run(HASH, OTHER.quiz)])
def test_a_quiz_is_known_by_its_folder_or_its_text(tmp_path: Path, run: Run) -> None:
    """A quiz whose text has changed is the same in its folder, and a folder may have moved."""
    left_behind(tmp_path, ONE)
    (again,) = found(tmp_path, run)
    assert (again.run, again.answered) == (RUN, 1)


@pytest.mark.parametrize(
    "text", ["", "[]", json.dumps({"pack": HASH}), json.dumps({"pack": HASH, "started": 1})]
)
def test_a_file_without_a_header_is_no_journal(tmp_path: Path, text: str) -> None:
    """A file that does not say which quiz it is for, and when it began, is ignored and kept."""
    path = tmp_path / left_behind(tmp_path).name
    path.write_text(text + "\n")
    assert found(tmp_path) == []
    assert path.read_text() == text + "\n"


def test_a_running_journal_is_not_found(tmp_path: Path) -> None:
    """Two runs at once have a journal each, and neither goes on with the other's."""
    first, second = create(tmp_path, RUN), create(tmp_path, RUN)
    first.append(ONE)
    assert first.path != second.path
    assert found(tmp_path) == []
    first.close()
    assert [one.path for one in found(tmp_path)] == [first.path]
    second.close()


def test_one_found_is_locked_until_let_go(tmp_path: Path) -> None:
    """A run that continues a journal locks it as the first run did."""
    left_behind(tmp_path, ONE)
    (mine,) = unfinished(tmp_path, RUN)
    assert found(tmp_path) == []
    mine.close()
    assert len(found(tmp_path)) == 1


def test_the_last_used_comes_first(tmp_path: Path) -> None:
    """Of several unfinished runs, the one used last is offered first."""
    paths = [left_behind(tmp_path, ONE) for _ in range(3)]
    for path, seconds in zip(paths, (20, 10, 30), strict=True):
        os.utime(path, (time.time() - seconds,) * 2)
    assert [one.path for one in found(tmp_path)] == [paths[1], paths[0], paths[2]]


def test_a_finished_journal_is_gone(tmp_path: Path) -> None:
    """When the quiz is done nothing stays on the disk."""
    run = create(tmp_path, RUN)
    run.finish()
    assert list(tmp_path.iterdir()) == []
    run.finish()


@pytest.mark.parametrize("entries", [[], [TWO], [ONE, {**ONE, "answer": None}]])
def test_a_journal_without_an_answer_is_removed(
    tmp_path: Path, entries: list[dict[str, object]]
) -> None:
    """Skips and marks are not answers; a run that is still going keeps its file anyway."""
    left_behind(tmp_path, *entries)
    running = create(tmp_path, RUN)
    assert found(tmp_path, OTHER) == []
    assert list(tmp_path.iterdir()) == [running.path]
    running.close()


@pytest.mark.parametrize("days", [KEPT_DAYS - 1, KEPT_DAYS + 1])
def test_old_runs_are_removed(tmp_path: Path, days: int) -> None:
    """In any quiz, a run is removed so many days after its last answer, unless it is going on."""
    path, running = left_behind(tmp_path, ONE), create(tmp_path, RUN)
    running.append(ONE)
    for each in (path, running.path):
        os.utime(each, (time.time() - days * 24 * 60 * 60,) * 2)
    assert next(unfinished(tmp_path, OTHER), None) is None
    assert path.exists() is (days < KEPT_DAYS)
    assert running.path.exists()
    running.close()


@pytest.mark.parametrize("year", ["0001", "9999"])
@pytest.mark.parametrize("zone", ["XXX-14", "XXX+12"])
def test_an_impossible_date_costs_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: str, zone: str
) -> None:
    """The answers are found even if an editor has left a date that does not exist."""
    path = left_behind(tmp_path, ONE)
    header, entry = path.read_text().splitlines()
    day = {"0001": "01-01T00:00", "9999": "12-31T23:59"}[year]
    edited = {**json.loads(header), "started": f"{year}-{day}:00+00:00"}
    path.write_text(f"{json.dumps(edited)}\n{entry}\n")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        (again,) = found(tmp_path)
    time.tzset()
    assert again.answered == 1
    assert len(f"{again.started:%H:%M}") == 5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_journal_that_others_can_write_is_not_used(tmp_path: Path, mode: int) -> None:
    """Nobody is shown answers that somebody else may have put there; the file is left alone."""
    path = left_behind(tmp_path, ONE)
    path.chmod(mode)
    assert found(tmp_path) == []
    assert path.exists()
    path.chmod(0o640)
    assert len(found(tmp_path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, mode: int) -> None:
    """Nothing is read from such a folder, and nothing is written into it."""
    folder = tmp_path / "state"
    path = left_behind(folder, ONE)
    folder.chmod(mode)
    assert found(folder) == []
    with pytest.raises(PermissionError, match="other users can write there"):
        create(folder, RUN)
    assert list(folder.iterdir()) == [path]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root")
def test_what_belongs_to_another_user_is_not_used(tmp_path: Path) -> None:
    """Another user's journal or folder is never used, whatever its mode."""
    folder = tmp_path / "state"
    os.chown(left_behind(folder, ONE), 12345, -1)
    assert found(folder) == []
    mine = left_behind(folder, ONE)
    assert [one.path for one in found(folder)] == [mine]
    os.chown(folder, 12345, -1)
    assert found(folder) == []
    with pytest.raises(PermissionError, match="belongs to another user"):
        create(folder, RUN)


@pytest.mark.parametrize("failing", ["the folder", "everything"])
def test_a_file_system_that_knows_no_syncing_keeps_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """If a folder, or anything, can't be synced, what was written is still there."""

    def unknown(file: int) -> None:
        if failing == "everything" or stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", unknown)
    left_behind(tmp_path, ONE)
    assert len(found(tmp_path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links and pipes")
def test_links_and_pipes_are_not_followed(tmp_path: Path) -> None:
    """Only a plain file can be a journal: nothing else is opened, nor waited for."""
    path = left_behind(tmp_path / "elsewhere", ONE)
    (tmp_path / path.name).symlink_to(path)
    os.mkfifo(tmp_path / f"{'1' * 16}-pipe.jsonl")
    assert found(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    """If a file is in the way, creating raises OSError and nothing is found."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        create(tmp_path / "file", RUN)
    assert found(tmp_path / "file") == found(tmp_path / "missing") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error() -> None:
    """An entry that finds no room raises OSError."""
    file = os.open("/dev/full", os.O_WRONLY)
    run = Journal(Path("/dev/full"), RUN, datetime.now(UTC), file)
    with pytest.raises(OSError, match="No space"):
        run.append(ONE)
    run.close()


@pytest.mark.skipif(sys.platform == "win32", reason="sets POSIX variables")
@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"HOME": "/h", "XDG_STATE_HOME": "/s"}, "/s/rolequiz"),
        ("linux", {"HOME": "/h", "XDG_STATE_HOME": "relative"}, "/h/.local/state/rolequiz"),
        ("linux", {"HOME": "/h"}, "/h/.local/state/rolequiz"),
        ("darwin", {"HOME": "/h"}, "/h/Library/Application Support/rolequiz"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/rolequiz"),
    ],
)
def test_every_system_has_its_place(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    """Journals go where the system keeps such files; a relative XDG_STATE_HOME is ignored."""
    for name in ("HOME", "XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert state_folder() == Path(expected)


@pytest.mark.parametrize("platform", ["linux", "darwin"])
@pytest.mark.parametrize("where", ["", ".", "relative/home"])
def test_a_home_that_is_nowhere_is_no_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, where: str
) -> None:
    """An empty or relative HOME would put answers wherever the program was started."""
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", where)
    monkeypatch.setattr(sys, "platform", platform)
    assert state_folder() is None


def test_no_home_is_no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom the system doesn't know has no folder, which is not an error."""

    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", homeless)
    assert state_folder() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows syncs no folders")
def test_the_name_of_a_new_journal_is_on_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the file must be found: its folder is synced as well as its content."""
    synced: list[bool] = []
    sync = os.fsync

    def noted(file: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(file).st_mode))
        sync(file)

    monkeypatch.setattr(os, "fsync", noted)
    create(tmp_path, RUN).close()
    assert synced == [False, True]
