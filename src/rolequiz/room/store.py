"""The people of a room: FILE.jsonl, which `score` and `report` read, and the journal beside it.

Every answer is in FILE.jsonl.journal, on the disk, before anybody is told that it is kept. FILE has
a line for each person who has begun. It is replaced, whole or not at all, when somebody finishes
(at most once a second), at the start and at the end.
"""

from __future__ import annotations

import errno
import os
import secrets
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, Self

from rolequiz.disk import write_whole
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses import to_json_line
from rolequiz.responses.code import plain
from rolequiz.room.carried import Carried, read_lines, why_unusable
from rolequiz.room.journal import Entry, ForeignError, InUseError, Journal, journal_of
from rolequiz.room.releases import Releases, Shown, Wait, wait_for, without
from rolequiz.room.respondent import Respondent, checked, new_code, random_code
from rolequiz.scoring import Scorer, answered_enough
from rolequiz.spelling import fold
from rolequiz.text import visible

MOST_PEOPLE = 1_000
LONGEST_NAME = 60
ROOM_SIGNS = 4
RESUME_SIGNS = 6  # 30 bits: among 1,000 people a guess is right once in a million
_BETWEEN_WRITES = 1.0  # seconds


class StoreError(Exception):
    """The file can't be used for a room; the message is for people."""


class FullError(Exception):
    """The room takes no more people."""


class Counts(NamedTuple):
    """How many people have joined; how many of them have begun, and have finished."""

    joined: int
    begun: int
    finished: int


class Forgotten(NamedTuple):
    """What was removed of somebody."""

    code: str
    answers: int
    finished: bool
    reports: int
    """How many reports that were shown have counted them."""


class Store:
    """A room's people, open and locked until it is closed; a context manager. Thread-safe."""

    def __init__(self, file: Path, pack: Pack) -> None:
        """Continue what FILE and its journal hold, or begin both.

        Raises StoreError, and AnswersError if FILE holds anything but answers to this quiz.
        """
        self.path = Path(os.path.realpath(file))
        self.pack = pack
        self.problem = ""
        """Why FILE could not be written the last time; the journal has the answers."""
        self.refused = ""
        """Why the last answer could not be kept."""
        self._people: dict[str, Respondent] = {}
        self._tokens: dict[str, str] = {}
        self._resumes: dict[str, str] = {}
        self.room = ""
        """The code to join with; it stays the same as long as the journal exists."""
        self._taken: set[str] = set()
        self._carried: dict[str, Carried] = {}
        self._written: tuple[int, ...] | None = None
        """The version of FILE that was last written or read."""
        self._scorer = Scorer(pack)
        self._releases = Releases()
        self._lock, self._filing = threading.RLock(), threading.RLock()
        self._stale, self._closing = threading.Event(), threading.Event()
        if reason := why_unusable(self.path):
            raise StoreError(reason)
        self._journal = self._open_journal()
        give_up = self._journal.close if self._journal.entries else self._journal.remove
        try:
            self._load()
            self._write_file()
        except BaseException as error:
            give_up()
            if isinstance(error, OSError):
                raise StoreError(_unwritable(self.path, error)) from None
            raise
        self._behind = threading.Thread(target=self._write_behind, daemon=True)
        self._behind.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write FILE and close it; `problem` says if it could not be written."""
        self._closing.set()
        self._stale.set()
        self._behind.join()
        self._journal.seal()  # or an answer could be acknowledged that FILE lacks
        self.flush()
        if self._people or self._releases.shown:
            self._journal.close()
        else:
            self._journal.remove()

    # --- People -------------------------------------------------------------------------------

    def join(self, name: str | None = None) -> Respondent:
        """Add somebody, and return them once they are on the disk; raises FullError or OSError."""
        name = visible(name or "")[:LONGEST_NAME].strip()
        with self._lock:
            if len(self._taken) >= MOST_PEOPLE:
                raise FullError
            code = new_code(self._taken | {line.name for line in self._carried.values()})
            self._taken.add(code)
            resume = random_code(RESUME_SIGNS)
            while resume in self._resumes:
                resume = random_code(RESUME_SIGNS)
        full_code = f"{name} {code}" if name else code
        entry = {"join": full_code, "token": secrets.token_hex(16), "resume": resume}
        try:
            self._append(entry)
        except OSError:
            with self._lock:
                self._taken.discard(code)
            raise
        return self._people[full_code]

    def keep(self, code: str, entry: Entry) -> None:
        """Keep an answer, as `rolequiz.ask.state.entry` makes it; the last to a question counts.

        Raises KeyError where nobody has the code, ValueError where the quiz has no such question or
        option, and OSError where it can't be kept.
        """
        self.respondent(code)
        # even if nothing seems to change: another answer may be on its way to the disk
        self._append({"of": code, **checked(entry, self.pack)})
        self.respondent(code)  # or they were forgotten meanwhile

    def finish(self, code: str, *, stopped: bool = False) -> None:
        """Keep that somebody has finished, or stopped early; raises KeyError or OSError."""
        self.respondent(code)
        self._append({"finish": code, "stopped": stopped})
        self.respondent(code)

    def _append(self, entry: Entry) -> None:
        try:
            self._journal.append(entry)
        except OSError as error:
            self.refused = _unwritable(self._journal.path, error)
            raise
        self.refused = ""

    def respondent(self, code: str) -> Respondent:
        """Return what is known of somebody; raises KeyError."""
        return self._people[code]

    def holder(self, token: str) -> Respondent:
        """Return whose token this is; raises KeyError."""
        return self._people[self._tokens[token]]

    def resumed(self, code: str) -> Respondent | None:
        """Return who resumes with this code, however it was typed."""
        return self._people.get(self._resumes.get(plain(code), ""))

    def people(self) -> list[Respondent]:
        """Return everybody who has joined, in the order of joining."""
        with self._lock:
            return [*self._people.values()]

    def carried(self) -> list[Carried]:
        """Return the lines of FILE from elsewhere, such as an earlier session without a journal."""
        with self._lock:
            return [*self._carried.values()]

    def counts(self) -> Counts:
        """Count the people of the journal.

        Finished are those who count in a report: it tells nobody how many answered too little.
        """
        people = self.people()
        begun = sum(person.begun or person.finished for person in people)
        finished = sum(person.finished and self._counts(person.code) for person in people)
        return Counts(len(people), begun, finished)

    # --- Reports ------------------------------------------------------------------------------

    @property
    def last_report(self) -> Shown | None:
        """The report that was shown last."""
        shown = self._releases.shown
        return shown[-1].shown if shown else None

    def wait(self) -> Wait | None:
        """Return what the next report has to wait for; None if it can be made now."""
        return wait_for(self._finished(), self._releases.shown)

    def report(self, make: Callable[[Iterable[Responses]], Shown]) -> Shown | None:
        """Make and keep a new report about all who have finished; raises OSError.

        None if it would reveal somebody, as `wait` says.
        """
        with self._filing:
            people = self._finished()
            if wait_for(people, self._releases.shown):
                return None
            self._journal.append({"count": sorted(people)})
            shown = make(self._releases.counting.values())
            self._journal.append({"release": shown._asdict()})
            return shown

    def forget(self, code: str) -> Forgotten | None:
        """Remove somebody from FILE and journal; None if nobody has the code. Raises OSError.

        Reports that were shown stay: they are about five people or more, and have been seen.
        """
        with self._filing:  # a report either counts them or does not
            self._take_over()
            keys = self._keys(code)
            if not keys:
                return None
            answers = [responses for key in keys if (responses := self._responses(key))]
            removed = Forgotten(
                answers[-1].respondent or "",
                max(len(responses.answers) for responses in answers),
                any(key in self._carried or self._people[key].finished for key in keys),
                sum(not release.members.isdisjoint(keys) for release in self._releases.shown),
            )
            self._stale.set()  # if the journal can't be written, FILE has them again in a second
            # FILE first: after a crash, a line that only FILE has would count as from elsewhere
            self._write_file(keys)
            self._journal.rewrite(lambda entries: without(entries, keys), partial(self._drop, keys))
            return removed

    def _drop(self, keys: frozenset[str]) -> None:
        with self._lock:
            for key in keys:
                if gone := self._people.pop(key, None):
                    del self._tokens[gone.token], self._resumes[gone.resume]
                self._carried.pop(key, None)
                self._taken.discard(key.rpartition(" ")[2])
            self._releases.forget(keys)

    def _keys(self, code: str) -> frozenset[str]:
        """Return the keys of somebody: more than one if several lines of FILE have their name.

        People are also found by their code to resume, the only one that a kiosk shows them.
        """
        name, typed = fold(code), plain(code)
        with self._lock:
            people = [
                key
                for key, person in self._people.items()
                if typed in {person.resume, key.rpartition(" ")[2]} or fold(key) == name
            ]
            elsewhere = self._carried.items()
            lines = [key for key, line in elsewhere if fold(line.name) == name != ""]
        return frozenset([*people, *lines])

    def _finished(self) -> frozenset[str]:
        """Return the keys of all who count in a report: those who finished with enough answers."""
        with self._lock:
            elsewhere = self._carried.items()
            named = {fold(line.name) or key: key for key, line in elsewhere}  # the last of a name
        finished = (person.code for person in self.people() if person.finished)
        return frozenset(filter(self._counts, [*finished, *named.values()]))

    def _counts(self, key: str) -> bool:
        if key in self._releases.counted:
            return True
        responses = self._responses(key)
        if responses is None:
            return False
        enough = answered_enough(self.pack.questions, responses.answers)
        return enough or (responses.stopped and self._scorer.may_stop(responses))

    def _responses(self, key: str) -> Responses | None:
        """Return somebody's answers as they are now."""
        if key in self._carried:
            return self._carried[key].responses
        return self._people[key].responses(self.pack) if key in self._people else None

    # --- The files ----------------------------------------------------------------------------

    def _open_journal(self) -> Journal:
        path = journal_of(self.path)
        try:
            return Journal(path, self._apply, self._wanted)
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
                "of this one. Name that quiz with --pack, use the rolequiz that it was begun with, "
                "or name another file."
            )
        for entry in entries:
            self._apply(entry)
        self._journal.entries = ()  # they take more memory than what they tell
        self._stale.clear()
        self._read_file()
        if not self.room:
            self._journal.append({"room": random_code(ROOM_SIGNS)})
        if self._people and not self.path.exists():
            raise StoreError(
                f"{visible(self.path.name)} is gone, but its journal still holds the answers of "
                f"{len(self._people)} people. To go on with them, make an empty file of that name. "
                f"To begin anew, delete {visible(self._journal.path.name)}."
            )

    def _apply(self, entry: Entry) -> None:
        """Take in an entry that is on the disk; one that makes no sense is ignored."""
        with self._lock:
            match entry:
                case {"join": str(code), "token": str(token), "resume": str(resume)}:
                    self._people[code] = Respondent(code, token, resume)
                    self._tokens[token] = self._resumes[resume] = code
                    self._taken.add(code.rpartition(" ")[2])
                case {"room": str(room)}:
                    self.room = room
                case {"of": str(code)} if code in self._people:
                    with suppress(ValueError):
                        self._put(self._people[code].with_entry(checked(entry, self.pack)))
                case {"finish": str(code), "stopped": bool(stopped)} if code in self._people:
                    self._put(replace(self._people[code], finished=True, stopped=stopped))
                case _:
                    self._releases.apply(entry, self._responses)

    def _wanted(self, entry: Entry) -> bool:
        """Return False for an entry of somebody who was forgotten while it was on its way."""
        code = entry.get("of", entry.get("finish"))
        return code is None or code in self._people

    def _put(self, respondent: Respondent) -> None:
        self._people[respondent.code] = respondent
        if respondent.finished:
            self._stale.set()

    def _write_behind(self) -> None:
        while True:
            self._stale.wait()
            if self._closing.is_set():
                return
            self.flush()
            self._closing.wait(_BETWEEN_WRITES)

    def flush(self) -> None:
        """Write FILE now; `problem` says why if that fails."""
        self._stale.clear()
        try:
            self._write_file()
            self.problem = ""
        except OSError as error:
            self.problem = _unwritable(self.path, error)
            self._stale.set()  # in a second there may be room again

    def _write_file(self, forgotten: frozenset[str] = frozenset()) -> None:
        """Write FILE: lines from elsewhere, then people by code, which does not tell who is new."""
        with self._filing:
            self._take_over()
            people = [person for person in self.people() if person.code not in forgotten]
            begun = [person for person in people if person.begun]
            begun.sort(key=lambda person: person.code)
            with self._lock:
                elsewhere = [*self._carried.items()]
            lines = [line.text for key, line in elsewhere if key not in forgotten]
            lines += [to_json_line(person.responses(self.pack), self.pack) for person in begun]
            write_whole(self.path, "".join(lines).encode())
            self._written = _version(self.path)

    def _take_over(self) -> None:
        """Take over what another program has added to FILE; raises OSError."""
        try:
            self._read_file()
        except AnswersError:
            raise OSError(errno.ESTALE, "another program has put something else there") from None

    def _read_file(self) -> None:
        """Take over the lines of FILE from elsewhere, if it has changed."""
        if self._written == (now := _version(self.path)):
            return
        lines = dict(read_lines(self.path, self.pack))
        ours = {fold(code) for code in self._people}
        new = {key: line for key, line in lines.items() if fold(line.name) not in ours}
        with self._lock:
            self._carried |= new
        self._written = now


def _version(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is written; None if there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _unwritable(path: Path, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{visible(str(path))} can't be written: {reason}."
