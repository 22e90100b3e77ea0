"""A file of JSON objects, one per line, that only grows: what was appended survives any crash.

Only one program holds it at a time. Threads that append at the same time wait for the disk once.
"""

from __future__ import annotations

import errno
import os
import stat
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from rolequiz import disk

Entry: TypeAlias = Mapping[str, Any]

_HELD = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_BEGINS = b'{"rolequiz": '


class InUseError(Exception):
    """Another program holds the file."""


class ForeignError(Exception):
    """The file is not one that this program wrote."""


class _Batch:
    """Entries that are written together, and how that ended."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.done = False
        self.error: OSError | None = None


class Journal:
    """The open file; `entries` are those that it held when it was opened, the header first.

    `applied` is called with each new entry once it is on the disk, in the order of the file. An
    entry is skipped if `wanted`, called just before it is written, returns False.
    """

    def __init__(
        self, path: Path, applied: Callable[[Entry], None], wanted: Callable[[Entry], bool]
    ) -> None:
        """Open and lock the file, new or not; raises InUseError, ForeignError or OSError."""
        self.path = path
        self._applied, self._wanted = applied, wanted
        self._writing, self._gathering = threading.Lock(), threading.Lock()
        self._batch = _Batch()
        self._size = 0
        """How long the file is without a torn last line."""
        self.entries: Sequence[Entry] = ()
        self._file: int | None = None
        self._sealed = False
        self._reopen()
        disk.remove_unfinished(path)

    def append(self, entry: Entry) -> None:
        """Wait until an entry is on the disk; raises OSError if it could not be kept."""
        with self._gathering:
            batch = self._batch
            batch.entries.append(entry)
        with self._writing:
            if not batch.done:  # this thread writes for all that were waiting
                with self._gathering:
                    self._batch = _Batch()
                self._commit(batch)
        if batch.error is not None:
            raise OSError(batch.error.errno, batch.error.strerror)

    def rewrite(
        self, changed: Callable[[Sequence[Entry]], Iterable[Entry]], done: Callable[[], None]
    ) -> None:
        """Replace all entries with what `changed` makes of them, or none if that fails.

        `done` is called once they are on the disk, before anything else is appended. Raises OSError
        or InUseError.
        """
        with self._writing:
            assert self._file is not None, "the journal is closed"
            entries = changed(_load(self._file)[0])
            if os.name == "nt":
                self._close()  # Windows replaces no open file
            try:
                disk.write_whole(self.path, b"".join(map(disk.line_of, entries)))
                done()
            finally:
                self._close()
                self._reopen()
                self.entries = ()

    def seal(self) -> None:
        """Refuse every further entry."""
        with self._writing:
            self._sealed = True

    def close(self) -> None:
        """Close the file; it stays."""
        with self._writing:
            self._close()

    def remove(self) -> None:
        """Delete the file, in which there is nothing worth keeping."""
        with self._writing:
            if self._file is not None:
                disk.remove_open(self.path, self._file)
            self._file = None

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None

    def _commit(self, batch: _Batch) -> None:
        try:
            entries = [*filter(self._wanted, batch.entries)]
            self._write(b"".join(map(disk.line_of, entries)))
            for entry in entries:
                self._applied(entry)
        except OSError as error:
            batch.error = error
        finally:
            batch.done = True

    def _write(self, data: bytes) -> None:
        """Write all of it and wait for the disk, or leave the file as it was."""
        if self._file is None or self._sealed:
            raise OSError(errno.EBADF, "the file has been closed")
        if os.fstat(self._file).st_size != self._size:
            os.ftruncate(self._file, self._size)  # what a crash or a full disk has torn
        disk.append(self._file, data, after=self._size)
        self._size += len(data)

    def _reopen(self) -> None:
        file = locked(self.path)
        try:
            self.entries, self._size = _load(file)
        except BaseException:
            os.close(file)
            raise
        self._file = file


def journal_of(file: Path) -> Path:
    """Return where the journal of a room's file is."""
    return file.with_name(f"{file.name}.journal")


def locked(path: Path) -> int:
    """Open and lock a file, again if it was replaced meanwhile; raises InUseError or OSError."""
    while True:
        file = os.open(path, disk.JOURNAL | os.O_CREAT, 0o600)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise OSError(errno.EINVAL, f"{path.name} beside it is not an ordinary file")
            disk.lock(file, wait=False)
        except BaseException as error:
            os.close(file)
            if isinstance(error, OSError) and error.errno in _HELD:
                raise InUseError from None
            raise
        if os.fstat(file).st_nlink:
            disk.sync_folder(path.parent)
            return file
        os.close(file)


def _load(file: int) -> tuple[Sequence[Entry], int]:
    """Return the entries of a file and their length, without a torn last line."""
    lines, torn = disk.whole_lines(file)
    if not _BEGINS.startswith((lines or torn)[: len(_BEGINS)]):
        raise ForeignError
    return disk.entries_of(lines), len(lines)
