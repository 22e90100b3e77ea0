"""A pile of paper sheets, typed in: FILE.jsonl, to which each is added once it is complete."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

from rolequiz.disk import append, sync_folder
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses import to_json_line
from rolequiz.responses.json_records import jsonl_rows
from rolequiz.responses.lines import Lines
from rolequiz.room.journal import locked
from rolequiz.spelling import fold

_BINARY = getattr(os, "O_BINARY", 0)
_OPEN = os.O_RDWR | os.O_CREAT | _BINARY


class Pile:
    """The file, open and locked until it is closed; a context manager.

    The lock is that of a room's journal, FILE.jsonl.journal, so that neither a room nor a second
    pile writes into the file meanwhile; an empty one goes at the end.
    """

    def __init__(self, path: Path, pack: Pack) -> None:
        """Go on with what the file holds, or begin it.

        A last line that was cut short is taken away, and `mended` tells. Raises InUseError of
        journal.py, OSError, and AnswersError where the file holds anything else than answers to
        this quiz.
        """
        self.path, self._pack = path, pack
        self.sheets = 0
        """How many people's answers the file holds."""
        self.mended = False
        self._codes: set[str] = set()
        self._lock, self._file = -1, -1
        try:
            self._lock = locked(_journal(path))
            self._file = os.open(path, _OPEN | os.O_APPEND, 0o600)
            if not stat.S_ISREG(os.fstat(self._file).st_mode):
                raise OSError(errno.EINVAL, "it is no ordinary file")
            self._read()
            if sys.platform != "win32":
                os.fchmod(self._file, 0o600)
            sync_folder(path.parent)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
        if self._lock >= 0:
            _release(self._lock, _journal(self.path))
        self._lock, self._file = -1, -1

    def holds(self, code: str) -> bool:
        """Return whether somebody in the file has this code, as codes are compared."""
        return fold(code) in self._codes

    def next_code(self) -> str:
        """Return a number for a sheet without a code, which nobody in the file has."""
        number = self.sheets + 1
        while self.holds(str(number)):
            number += 1
        return str(number)

    def keep(self, responses: Responses) -> None:
        """Add a sheet, and wait until it is on the disk; raises OSError if it can't be kept.

        Then the file is as it was.
        """
        here = os.fstat(self._file)
        if not os.path.samestat(here, self.path.stat()):
            raise OSError(errno.ESTALE, "another program has put a new file in its place")
        data = to_json_line(responses, self._pack).encode()
        append(self._file, data, after=here.st_size)
        self._add(responses)

    def _add(self, responses: Responses) -> None:
        self.sheets += 1
        self._codes.add(fold(responses.respondent or ""))

    def _read(self) -> None:
        with open(self._file, "rb", closefd=False) as stream:
            data = stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        torn = data[len(whole) :]
        self._take(whole)
        if torn.strip() and not torn.lstrip().startswith(b"{"):
            self._take(torn)  # which says why it is none of ours
        elif torn.strip():
            try:
                self._take(torn)
                os.write(self._file, b"\n")  # an editor has left it out
            except AnswersError:
                os.ftruncate(self._file, len(whole))
                self.mended = True

    def _take(self, data: bytes) -> None:
        lines = Lines(str(self.path), io.BufferedReader(io.BytesIO(data)))
        for row in jsonl_rows(lines, self._pack):
            if row.responses is None:
                raise AnswersError(row.problems)
            self._add(row.responses)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}.journal")


def _release(file: int, path: Path) -> None:
    """Let go of a lock; its file goes if it is empty, while it is held where that can be."""
    empty = not os.fstat(file).st_size
    if sys.platform == "win32":
        os.close(file)
    if empty:
        with suppress(OSError):
            path.unlink()
    if sys.platform != "win32":
        os.close(file)
