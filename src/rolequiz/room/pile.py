"""A pile of paper sheets, typed in: FILE.jsonl, to which each is added once it is complete."""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from rolequiz.disk import append, remove_open, sync_folder, whole_lines
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses import to_json_line
from rolequiz.responses.lines import Lines
from rolequiz.room.carried import responses_in
from rolequiz.room.journal import journal_of, locked
from rolequiz.spelling import fold

_OPEN = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Pile:
    """The file, open and locked until it is closed; a context manager.

    The lock is that of a room's journal, FILE.jsonl.journal, so that neither a room nor a second
    pile writes to the file meanwhile; an empty journal is removed at the end.
    """

    def __init__(self, path: Path, pack: Pack) -> None:
        """Continue a file, or begin it; a last line that was cut short is removed (`mended`).

        Raises InUseError, OSError, and AnswersError if it holds anything but answers to this quiz.
        """
        self.path, self._pack = path, pack
        self.sheets = 0
        """How many people's answers the file holds."""
        self.mended = False
        self._codes: set[str] = set()
        with ExitStack() as opened:
            opened.callback(_release, locked(journal_of(path)), journal_of(path))
            self._file = os.open(path, _OPEN, 0o600)
            opened.callback(os.close, self._file)
            if not stat.S_ISREG(os.fstat(self._file).st_mode):
                raise OSError(errno.EINVAL, "it is no ordinary file")
            self._read()
            if sys.platform != "win32":
                os.fchmod(self._file, 0o600)
            sync_folder(path.parent)
            self._opened = opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def holds(self, code: str) -> bool:
        """Return whether somebody in the file has this code, however it is spelled."""
        return fold(code) in self._codes

    def next_code(self) -> str:
        """Return a number that nobody in the file has, for a sheet without a code."""
        number = self.sheets + 1
        while self.holds(str(number)):
            number += 1
        return str(number)

    def keep(self, responses: Responses) -> None:
        """Add a sheet, and wait until it is on the disk; OSError leaves the file as it was."""
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
        lines, torn = whole_lines(self._file)
        self._take(lines)
        if torn.strip() and not torn.lstrip().startswith(b"{"):
            self._take(torn)  # which raises what is wrong with it
        elif torn.strip():
            try:
                self._take(torn)
                os.write(self._file, b"\n")  # an editor has left it out
            except AnswersError:
                os.ftruncate(self._file, len(lines))
                self.mended = True

    def _take(self, data: bytes) -> None:
        lines = Lines(str(self.path), io.BufferedReader(io.BytesIO(data)))
        for responses in responses_in(lines, self._pack):
            self._add(responses)


def _release(lock: int, path: Path) -> None:
    """Release a lock, and remove its file if that is empty."""
    if os.fstat(lock).st_size:
        os.close(lock)
    else:
        remove_open(path, lock)
