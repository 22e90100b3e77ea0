"""A pile of sheets in FILE.jsonl: each on the disk before the next, whatever happens."""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz.model import Responses
from rolequiz.pack import read_pack
from rolequiz.problems import AnswersError
from rolequiz.room.journal import InUseError
from rolequiz.room.pile import Pile
from rolequiz.room.store import Store, StoreError
from rooms import PORTFOLIO

PACK = read_pack(TINY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return the name of a file that is not there yet."""
    return tmp_path / "room.jsonl"


def sheet(code: str) -> Responses:
    """Somebody's answers."""
    return Responses(PORTFOLIO, frozenset({"proud"}), code)


def codes(file: Path) -> list[str]:
    """Whose sheets a file holds."""
    return [json.loads(line)["respondent"] for line in file.read_text().splitlines()]


def test_each_sheet_is_kept_before_the_next(file: Path) -> None:
    """Each sheet is a line that only the owner can read, and that `score` and `report` accept."""
    with Pile(file, PACK) as pile:
        for number, code in enumerate(["p01", "p02"], start=1):
            pile.keep(sheet(code))
            assert len(codes(file)) == pile.sheets == number
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [*file.parent.iterdir()] == [file]
    assert run("score", file, "--pack", TINY).code == 0
    assert run("report", file, "--pack", TINY).code == 0


def test_an_existing_file_is_continued(file: Path) -> None:
    """Earlier sheets stay; numbers for sheets without a code go on, past those that are taken."""
    file.write_text('{"respondent": "3", "answers": {}}\n{"respondent": "P01", "answers": {}}\n')
    file.chmod(0o644)
    with Pile(file, PACK) as pile:
        assert (pile.sheets, pile.next_code()) == (2, "4")
        assert pile.holds("p01")
        pile.keep(sheet("p02"))
    assert codes(file) == ["3", "P01", "p02"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_torn_last_line_is_mended(file: Path) -> None:
    """A half-written sheet is removed; a whole one without its line break stays."""
    with Pile(file, PACK) as pile:
        pile.keep(sheet("p01"))
        pile.keep(sheet("p02"))
    whole = file.read_bytes()
    for cut in range(whole.index(b"\n") + 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        with Pile(file, PACK) as pile:
            assert (pile.mended, pile.sheets) == (True, 1)
        assert codes(file) == ["p01"]
    file.write_bytes(whole[:-1])
    with Pile(file, PACK) as pile:
        assert (pile.mended, pile.sheets) == (False, 2)
        pile.keep(sheet("p03"))
    assert codes(file) == ["p01", "p02", "p03"]


@pytest.mark.parametrize(
    "text",
    [
        *("hello", "hello\n", "respondent,q1\np01,a\n", '[\n{"answers": {}}\n]\n'),
        *('{"answers": 1}\n', '{"answers": {"of-another-quiz": "a"}}\n'),
    ],
)
def test_a_file_of_something_else_stays_as_it_is(file: Path, text: str) -> None:
    """A file that is not a pile of this quiz is refused and stays unchanged."""
    file.write_text(text)
    with pytest.raises(AnswersError):
        Pile(file, PACK)
    assert file.read_text() == text
    assert [*file.parent.iterdir()] == [file]


def test_one_at_a_time(file: Path) -> None:
    """Neither a second pile nor a room takes a file that is being typed into, nor the reverse."""
    with Pile(file, PACK):
        with pytest.raises(InUseError):
            Pile(file, PACK)
        with pytest.raises(StoreError):
            Store(file, PACK)
    with Store(file, PACK), pytest.raises(InUseError):
        Pile(file, PACK)
    with Pile(file, PACK) as pile:
        pile.keep(sheet("p01"))
    with Store(file, PACK) as store:
        assert [each.responses.respondent for each in store.carried()] == ["p01"]


def test_an_obstacle_to_the_lock_is_named(file: Path) -> None:
    """A folder or a pipe beside the file is an error with its name, not somebody else's lock."""
    lock = file.with_name("room.jsonl.journal")
    os.mkfifo(lock)
    with pytest.raises(OSError, match="journal beside it is not an ordinary file"):
        Pile(file, PACK)
    assert lock.is_fifo()
    lock.unlink()
    lock.mkdir()
    with pytest.raises(IsADirectoryError):
        Pile(file, PACK)


def test_nothing_is_added_to_a_file_that_was_replaced(file: Path) -> None:
    """If another program has replaced the file, a sheet is not kept in the old one."""
    with Pile(file, PACK) as pile:
        file.rename(file.with_suffix(".old"))
        with pytest.raises(OSError, match="No such file"):
            pile.keep(sheet("p01"))
        file.write_text("")
        with pytest.raises(OSError, match="in its place"):
            pile.keep(sheet("p01"))


def test_a_sheet_is_kept_only_once_it_is_on_the_disk(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole line is written and synced; if that fails, nothing of it stays."""
    waited: list[int] = []
    with Pile(file, PACK) as pile:
        monkeypatch.setattr(os, "fsync", lambda _: waited.append(file.stat().st_size))
        pile.keep(sheet("p01"))
        assert waited == [file.stat().st_size]

        def fail(_: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            pile.keep(sheet("p02"))
        assert pile.sheets == 1
    assert codes(file) == ["p01"]
