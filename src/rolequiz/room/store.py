"""The people of a room: FILE.jsonl, which `score` and `report` read, and the journal beside it.

Every answer is in FILE.jsonl.journal, on the disk, before anybody is told that it is kept. FILE has
a line for each person who has begun. It is written anew, whole or not at all, when somebody
finishes (once a second at most), at the start and at the end.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

from rolequiz.disk import write_whole
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses import to_json_line
from rolequiz.responses.json_records import jsonl_rows
from rolequiz.responses.lines import Lines
from rolequiz.room.journal import Entry, ForeignError, InUseError, Journal
from rolequiz.room.sheet import Sheet, checked, fresh, secret, typed
from rolequiz.sanitise import visible
from rolequiz.spelling import fold

MOST_PEOPLE = 1_000
ENDINGS = {".jsonl", ".ndjson"}
LONGEST_NAME = 60
RESUME_SIGNS = 6  # 30 bits: among 1,000 people a guess is right once in a million
_BETWEEN_WRITES = 1.0  # seconds


class StoreError(Exception):
    """The file can't be used for a room; the message is for people."""


class FullError(Exception):
    """As many people have joined as a room takes."""


class Counts(NamedTuple):
    """How many people have joined, of these begun, and of these finished."""

    joined: int
    begun: int
    finished: int


class Carried(NamedTuple):
    """A line of FILE that is nobody's in this journal: it stays as it is."""

    line: str
    responses: Responses


class Store:
    """A room's people, open and locked until it is closed; a context manager. Thread-safe."""

    def __init__(self, file: Path, pack: Pack) -> None:
        """Go on with what FILE and its journal hold, or begin both.

        Raises StoreError where that can't be, and AnswersError where FILE holds anything else than
        answers to this quiz.
        """
        self.path = Path(os.path.realpath(file))
        self.pack = pack
        self.problem = ""
        """Why FILE could not be written when it was tried last; the journal has the answers."""
        self._people: dict[str, Sheet] = {}
        self._codes: dict[str, str] = {}  # by the token and by the code to resume with
        self._taken: set[str] = set()
        self._carried: list[Carried] = []
        self._lock, self._filing = threading.Lock(), threading.Lock()
        self._stale, self._closing = threading.Event(), threading.Event()
        _check_name(self.path)
        self._journal = self._opened()
        try:
            self._load()
            self._file()
        except OSError as error:
            self._journal.close()
            raise StoreError(_unwritable(self.path, error)) from None
        except BaseException:
            self._journal.close()
            raise
        self._behind = threading.Thread(target=self._write_behind, daemon=True)
        self._behind.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write FILE and let go of it; `problem` says if it could not be written."""
        self._closing.set()
        self._stale.set()
        self._behind.join()
        self.flush()
        self._journal.close()

    # --- People -------------------------------------------------------------------------------

    def join(self, name: str | None = None) -> Sheet:
        """Return somebody new, once they are on the disk; raises FullError or OSError."""
        called = visible(name)[:LONGEST_NAME].strip() if name else ""
        with self._lock:
            if len(self._taken) >= MOST_PEOPLE:
                raise FullError
            code = fresh(self._taken)
            self._taken.add(code)
            resume = secret(RESUME_SIGNS)
            while resume in self._codes:
                resume = secret(RESUME_SIGNS)
        whole = f"{called} {code}" if called else code
        entry = {"join": whole, "token": secrets.token_hex(16), "resume": resume}
        try:
            self._journal.append(entry)
        except OSError:
            with self._lock:
                self._taken.discard(code)
            raise
        return self._people[whole]

    def keep(self, code: str, entry: Entry) -> None:
        """Keep what somebody says of one question, as `rolequiz.ask.state.entry` makes it.

        What is kept already is not written again. Raises KeyError where nobody has the code,
        ValueError where the quiz has no such question or option, and OSError where it can't be
        kept.
        """
        sheet, given = self._people[code], checked(entry, self.pack)
        if sheet.with_entry(given) != sheet:
            self._journal.append({"of": code, **given})

    def finish(self, code: str, *, stopped: bool = False) -> None:
        """Keep that somebody has been through the quiz, or stopped early; may be said again.

        Raises KeyError or OSError.
        """
        sheet = self._people[code]
        if not sheet.finished or sheet.stopped != stopped:
            self._journal.append({"finish": code, "stopped": stopped})

    def sheet(self, code: str) -> Sheet:
        """Return what is known of somebody; raises KeyError."""
        return self._people[code]

    def known(self, secret: str) -> Sheet | None:
        """Return whose token this is, or whose code to resume with, however it was typed."""
        code = self._codes.get(secret) or self._codes.get(typed(secret))
        return self._people.get(code or "")

    def people(self) -> list[Sheet]:
        """Return everybody who has joined, in the order of joining."""
        with self._lock:
            return [*self._people.values()]

    def carried(self) -> list[Carried]:
        """Return what FILE held from elsewhere, such as an earlier session without a journal."""
        return [*self._carried]

    def counts(self) -> Counts:
        """Count the people of the journal."""
        people = self.people()
        begun = sum(sheet.begun or sheet.finished for sheet in people)
        return Counts(len(people), begun, sum(sheet.finished for sheet in people))

    # --- The files ----------------------------------------------------------------------------

    def _opened(self) -> Journal:
        path = self.path.with_name(f"{self.path.name}.journal")
        try:
            return Journal(path, self._apply)
        except InUseError:
            raise StoreError(
                f"{visible(self.path.name)} is in use: another `rolequiz host` or `rolequiz kiosk` "
                "takes answers into it. Close that one first, or name another file."
            ) from None
        except ForeignError:
            raise StoreError(
                f"{visible(path.name)} is not a journal of answers. Move it away, or name another "
                "file."
            ) from None
        except OSError as error:
            raise StoreError(_unwritable(path, error)) from None

    def _load(self) -> None:
        """Take over what the journal and FILE hold; raises StoreError, AnswersError or OSError."""
        entries = self._journal.entries
        if not entries:
            self._journal.append({"rolequiz": 1, "pack": self.pack.hash})
        elif entries[0].get("pack") != self.pack.hash:
            raise StoreError(
                f"{visible(self.path.name)} was begun with another quiz, or with another version "
                "of this one. Go on with that one (--pack), or name another file."
            )
        for entry in entries:
            self._apply(entry)
        if self._people and not self.path.exists():
            raise StoreError(
                f"{visible(self.path.name)} is gone, but its journal still holds the answers of "
                f"{len(self._people)} people. To go on with them, make an empty file of that name. "
                f"To begin anew, delete {visible(self._journal.path.name)}."
            )
        ours = {fold(code) for code in self._people}
        lines = _read(self.path, self.pack)
        self._carried = [
            each for each in lines if fold(each.responses.respondent or "") not in ours
        ]
        self._taken.update(each.responses.respondent or "" for each in self._carried)
        self._stale.clear()

    def _apply(self, entry: Entry) -> None:
        """Take in an entry that is on the disk; one that makes no sense changes nothing."""
        with self._lock:
            match entry:
                case {"join": str(code), "token": str(token), "resume": str(resume)}:
                    self._people[code] = Sheet(code, token, resume)
                    self._codes |= {token: code, resume: code}
                    self._taken.add(code.rpartition(" ")[2])
                case {"of": str(code)} if code in self._people:
                    with suppress(ValueError):
                        given = checked(entry, self.pack)
                        self._people[code] = self._people[code].with_entry(given)
                        self._changed(code)
                case {"finish": str(code), "stopped": bool(stopped)} if code in self._people:
                    sheet = self._people[code]
                    self._people[code] = replace(sheet, finished=True, stopped=stopped)
                    self._changed(code)

    def _changed(self, code: str) -> None:
        if self._people[code].finished:
            self._stale.set()

    def _write_behind(self) -> None:
        while True:
            self._stale.wait()
            if self._closing.is_set():
                return
            self.flush()
            self._closing.wait(_BETWEEN_WRITES)

    def flush(self) -> None:
        """Write FILE now; `problem` says why if it can't be."""
        self._stale.clear()
        try:
            self._file()
            self.problem = ""
        except OSError as error:
            self.problem = _unwritable(self.path, error)
            self._stale.set()  # in a second there may be room again

    def _file(self) -> None:
        """Write FILE: what was carried on, then everybody by code, so as not to tell who is new."""
        with self._filing:
            begun = sorted((s for s in self.people() if s.begun), key=lambda sheet: sheet.code)
            lines = [each.line for each in self._carried]
            lines += [to_json_line(sheet.responses(self.pack), self.pack) for sheet in begun]
            write_whole(self.path, "".join(lines).encode())


def _check_name(path: Path) -> None:
    if path.suffix.lower() not in ENDINGS:
        raise StoreError(
            f"{visible(path.name)} does not end in .jsonl, but answers are kept as JSON Lines. "
            f"Name {visible(path.stem)}.jsonl, for example."
        )
    if path.exists() and not path.is_file():
        raise StoreError(f"{visible(str(path))} is not an ordinary file. Name another one.")


def _read(path: Path, pack: Pack) -> Iterator[Carried]:
    """Yield the lines of a file of many people's answers; raises AnswersError or OSError."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        lines = Lines(str(path), stream)
        for row in jsonl_rows(lines, pack):
            if row.responses is None:
                raise AnswersError(row.problems)
            yield Carried(f"{lines.last.strip()}\n", row.responses)


def _unwritable(path: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{visible(str(path))} can't be written: {reason}."
