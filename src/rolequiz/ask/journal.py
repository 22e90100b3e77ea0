"""The answers so far, on disk before the next question shows: one file a run, one line an answer.

The first line names the quiz and when the run began; every later one is the entry of a question,
and the last entry for a question counts. Whoever asks holds a lock on the file as long as it runs.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

_OPEN = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(slots=True)
class Journal:
    """One run's file, open and locked; `entries` are those it held when it was opened."""

    path: Path
    started: datetime
    _file: int | None
    entries: Sequence[Mapping[str, object]] = field(default_factory=tuple)

    def append(self, entry: Mapping[str, object]) -> None:
        """Write one entry and wait until it is on the disk; raises OSError if it can't be."""
        assert self._file is not None, "the journal is closed"
        line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
        if os.write(self._file, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._file)

    def close(self) -> None:
        """Let go of the file and its lock; it stays, to be gone on with."""
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def finish(self) -> None:
        """Remove the file: the quiz is done, or there is nothing in it worth keeping."""
        if sys.platform == "win32":
            self.close()  # Windows removes no open file; elsewhere the lock is held to the end
        with suppress(OSError):
            self.path.unlink()
        self.close()


def create(folder: Path, pack_hash: str) -> Journal:
    """Begin a new journal, making the folder if need be; raises OSError if it can't be kept."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{_prefix(pack_hash)}{os.urandom(6).hex()}.jsonl"
    started = datetime.now(UTC)
    file = os.open(path, _OPEN | os.O_CREAT | os.O_EXCL, 0o600)
    journal = Journal(path, started, file)
    try:
        _lock(file, wait=True)
        journal.append({"rolequiz": 1, "pack": pack_hash, "started": started.isoformat()})
        _sync_folder(folder)
    except BaseException:
        journal.finish()
        raise
    return journal


def unfinished(folder: Path, pack_hash: str) -> Iterator[Journal]:
    """Yield the journals left behind by earlier runs of this quiz, the last used one first.

    Each comes open and locked, for the caller to go on with or to close. Those of a run still
    going, of another quiz, or not readable are passed over.
    """
    found: list[tuple[int, Path]] = []
    with suppress(OSError):
        for path in folder.glob(f"{_prefix(pack_hash)}*.jsonl"):
            with suppress(OSError):
                found.append((path.lstat().st_mtime_ns, path))
    for _, path in sorted(found, reverse=True):
        if journal := _reopen(path, pack_hash):
            yield journal


def state_folder() -> Path | None:
    """Return where this system keeps such files; None where it names no place for them."""
    home = _home()
    match sys.platform:
        case "win32":
            base = _absolute("LOCALAPPDATA")
        case "darwin":
            base = home and home / "Library" / "Application Support"
        case _:
            base = _absolute("XDG_STATE_HOME") or (home and home / ".local" / "state")
    return base and base / "rolequiz"


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # no HOME and no entry in the list of users
        return None


def _absolute(variable: str) -> Path | None:
    path = Path(os.environ.get(variable, ""))
    return path if path.is_absolute() else None  # XDG: a relative one is to be ignored


def _prefix(pack_hash: str) -> str:
    return pack_hash.removeprefix("sha256:")[:16] + "-"


def _reopen(path: Path, pack_hash: str) -> Journal | None:
    try:
        file = os.open(path, _OPEN | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    try:
        journal = _load(path, file, pack_hash)
    except OSError:  # above all: another run holds the lock
        journal = None
    if journal is None:
        os.close(file)
    return journal


def _load(path: Path, file: int, pack_hash: str) -> Journal | None:
    if not stat.S_ISREG(os.fstat(file).st_mode):
        return None
    _lock(file, wait=False)
    if os.fstat(file).st_nlink == 0:  # finished between the opening and the lock
        return None
    with open(file, "rb", closefd=False) as stream:
        data = stream.read()
    whole = data[: data.rfind(b"\n") + 1]
    header, *entries = [_object(line) for line in whole.split(b"\n")]
    started = _began(header)
    if started is None or header.get("pack") != pack_hash:
        return None
    if len(whole) < len(data):
        os.ftruncate(file, len(whole))  # or the next line would be joined to the torn one
    return Journal(path, started, file, entries)


def _object(line: bytes) -> dict[str, object]:
    """Return the object in a line; an empty one for anything else, which then says nothing."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _began(header: Mapping[str, object]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(header.get("started")))
    except ValueError:
        return None


def _sync_folder(folder: Path) -> None:
    """Make sure that the new file's name is on the disk too; Windows knows no such thing."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, wait: bool) -> None:
        os.lseek(
            file, 1 << 30, os.SEEK_SET
        )  # past the text: Windows forbids to read what is locked
        msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
