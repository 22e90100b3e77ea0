"""The answers so far, on disk before the next question shows: one file a run, one line an answer.

The first line names the quiz, the owner of the run and when it began; every later one is the entry
of a question, and the last entry for a question counts. The program that asks holds a lock on the
file. A file or folder that another user owns or can write to is not used.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from rolequiz import disk

KEPT_DAYS = 30
"""How long an unfinished run stays on the disk after the last answer in it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Which quiz a run is of, and whose it is: nobody else is offered an unfinished one."""

    pack: str
    """The `hash` of its pack."""
    quiz: str = ""
    """The folder of its quiz, which tells a quiz whose text has changed; "" for ours."""
    owner: tuple[str, ...] = ()
    """The options that say where its answers go, and under which code: --save, p01.json."""
    options: tuple[str, ...] = ()
    """Everything to type after `rolequiz take` to continue it."""


@dataclass(slots=True)
class Journal:
    """One run's file, open and locked; `entries` are those it held when it was opened."""

    path: Path
    run: Run
    started: datetime
    """In local time."""
    _file: int | None
    entries: Sequence[Mapping[str, object]] = ()

    @property
    def answered(self) -> int:
        """How many questions these entries answer, whether the quiz still asks them or not."""
        answers = {str(entry.get("question")): entry.get("answer") for entry in self.entries}
        return sum(answer is not None for answer in answers.values())

    def declined(self, pack: str) -> int:
        """Return how often this run was declined in the quiz with this hash."""
        return sum(entry.get("declined") == pack for entry in self.entries)

    def decline(self, pack: str) -> None:
        """Note that it was declined, if that can be written; the file keeps its time."""
        with suppress(OSError):
            used = self.path.stat()
            self.append({"declined": pack})
            os.utime(self.path, ns=(used.st_atime_ns, used.st_mtime_ns))

    def append(self, entry: Mapping[str, object]) -> None:
        """Write one entry and wait until it is on the disk; raises OSError if it can't be."""
        assert self._file is not None, "the journal is closed"
        disk.append(self._file, disk.line_of(entry), after=os.fstat(self._file).st_size)

    def close(self) -> None:
        """Close the file and release its lock; it stays, to be continued."""
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def finish(self) -> None:
        """Remove the file: the quiz is done, or the file holds nothing worth keeping."""
        if self._file is not None:
            disk.remove_open(self.path, self._file)
        self._file = None


def create(folder: Path, run: Run) -> Journal:
    """Begin a new journal, and make the folder if needed; raises OSError if that can't be."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if reason := _unsafe(folder.stat()):
        raise PermissionError(errno.EPERM, reason)
    path = folder / f"{run.pack.removeprefix('sha256:')[:16]}-{os.urandom(6).hex()}.jsonl"
    started = datetime.now(UTC).astimezone()
    file = os.open(path, disk.JOURNAL | os.O_CREAT | os.O_EXCL, 0o600)
    journal = Journal(path, run, started, file)
    try:
        disk.lock(file, wait=True)
        journal.append({"rolequiz": 1, **asdict(run), "started": started.isoformat()})
        disk.sync_folder(folder)
    except BaseException:
        journal.finish()
        raise
    return journal


def unfinished(folder: Path, run: Run) -> Iterator[Journal]:
    """Yield the journals left behind by earlier runs of this quiz, the last used one first.

    Each is open and locked, for the caller to go on with or to close. Those of a run still going,
    of another quiz, or not readable are left out; those without an answer, or not used for
    KEPT_DAYS, are removed.
    """
    outdated = time.time() - KEPT_DAYS * 24 * 60 * 60
    files = sorted(_files(folder), reverse=True)
    for used, path in sorted(files, key=lambda file: file[0] >= outdated):  # the outdated first
        journal = _reopen(path)
        if journal and (used < outdated or not journal.answered):
            journal.finish()
        elif journal and (journal.run.pack == run.pack or journal.run.quiz == run.quiz):
            yield journal
        elif journal:
            journal.close()


def _files(folder: Path) -> Iterator[tuple[float, Path]]:
    """Yield when each journal was last written to, and its path."""
    with suppress(OSError):
        if not _unsafe(folder.stat()):
            for path in folder.glob("*.jsonl"):
                with suppress(OSError):
                    yield path.lstat().st_mtime, path


def state_folder() -> Path | None:
    """Return the folder where this system keeps such files; None if it names none."""
    home = home_folder()
    if sys.platform == "win32":
        base = _absolute("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = home and home / "Library" / "Application Support"
    else:
        base = _absolute("XDG_STATE_HOME") or (home and home / ".local" / "state")
    return base and base / "rolequiz"


def home_folder() -> Path | None:
    """Return the home folder; None where there is none, or only a relative or empty name of one."""
    try:
        home = Path.home()
    except RuntimeError:  # no HOME and no entry in the list of users
        return None
    return home if home.is_absolute() and os.environ.get("HOME") != "" else None


def _absolute(variable: str) -> Path | None:
    path = Path(os.environ.get(variable, ""))
    return path if path.is_absolute() else None  # XDG: a relative one is to be ignored


def _unsafe(status: os.stat_result) -> str:
    """Return why others could change a file or folder; "" if they can't."""
    if sys.platform == "win32":
        return ""  # where profiles are closed to others
    if status.st_uid != os.geteuid():
        return "it belongs to another user"
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return "other users can write there (`chmod go-w` ends that)"
    return ""


def _reopen(path: Path) -> Journal | None:
    try:
        file = os.open(path, disk.JOURNAL | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with suppress(OSError):  # above all: another run holds the lock
        if journal := _load(path, file):
            return journal
    os.close(file)
    return None


def _load(path: Path, file: int) -> Journal | None:
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode) or _unsafe(status):
        return None
    disk.lock(file, wait=False)
    if os.fstat(file).st_nlink == 0:  # finished between the opening and the lock
        return None
    lines, torn = disk.whole_lines(file)
    header, *entries = disk.entries_of(lines) or [{}]
    run, started = _run(header), _began(header, status.st_mtime)
    if run is None or started is None:
        return None
    if torn:
        os.ftruncate(file, len(lines))  # or the next line would be joined to the torn one
    return Journal(path, run, started, file, entries)


def _run(header: Mapping[str, object]) -> Run | None:
    match header:
        case {"pack": str(pack), "quiz": str(quiz), "owner": [*owner], "options": [*options]}:
            return Run(pack, quiz, tuple(map(str, owner)), tuple(map(str, options)))
        case {"pack": str(pack)}:
            return Run(pack, "unknown")
    return None


def _began(header: Mapping[str, object], used: float) -> datetime | None:
    """Return when a run began; if that is no real day, perhaps after an edit, its last use."""
    with suppress(ValueError):
        started = datetime.fromisoformat(str(header.get("started")))
        for moment in (started, datetime.fromtimestamp(used, UTC)):
            with suppress(ValueError, OverflowError, OSError):  # nothing is before the year 1
                return moment.astimezone()
    return None
