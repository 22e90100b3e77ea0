"""Counts the people that a command reads, and says what was wrong with the others."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from time import monotonic
from typing import NamedTuple, TextIO

from rolequiz.cli.options import Source, plain_wanted, read_quiz
from rolequiz.cli.streams import BAD_ANSWERS, UnwritableError, check_once, dims, fail, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import Problem, describe, quote
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.people import Notice, Person, Read, Refused, source_of
from rolequiz.spelling import composed, fold
from rolequiz.text import counted, listing, visible

PROBLEMS_SHOWN = 20
MOST_LISTED = 3
MOST_SHARED = 1_000
"""Groups of problems that are kept apart."""
BETWEEN_LOOKS = 64  # people, from one look at the clock to the next


class Tally:
    """Counts people and problems: `people` passes good answers on, `tell` says what was wrong."""

    def __init__(self, errors: TextIO | None = None, progress: Progress | None = None) -> None:
        self.good = 0
        """People whose answers were passed on."""
        self.problems = Problems()
        self._bad_rows = self._bad_files = self._unread = 0
        self._errors, self._progress = errors, progress
        self._names = Names()
        self._codes: list[str] = []
        """The names of people that are those of their files."""

    def people(self, reads: Iterable[Read]) -> Iterator[Responses]:
        """Yield the answers of one person after the other; count problems, and say notices."""
        for read in reads:
            if isinstance(read, Notice):
                self.end_progress()
                say(visible(read.text))
            elif isinstance(read, Refused):
                self._bad_rows += not read.file
                self._bad_files += read.file
                self._note(read.problems)
            else:
                self._count(read)
                yield read.responses

    def tell(self, *, named: bool = True, counted_as: str = "each scored") -> None:
        """Say whose names occur more than once, and how these count; then what is wrong.

        Unless `named`, only the number of such names is given.
        """
        self.end_progress()
        self._tell_repeated(named, counted_as)
        dimmed = self._progress is not None and self._progress.dims
        for line in self.problems.lines(dimmed=dimmed):
            say(line)
        if self.problems.count > PROBLEMS_SHOWN and self._errors is None:
            say("To keep them all, use --errors FILE.")
        if self._unread:
            say(f"Counted as not answered: {counted(self._unread, 'cell')} that could not be read.")
        if self._bad_rows or self._bad_files:
            bad = {"row": self._bad_rows, "file": self._bad_files}
            left_out = " and ".join(counted(number, what) for what, number in bad.items() if number)
            if self._bad_files:
                left_out += f", or the rest of {'it' if self._bad_files == 1 else 'them'}"
            say(f"Left out: {left_out}. Scored: {counted(self.good, 'person')}.")

    def end_progress(self) -> None:
        """Clear the progress line, before anything else is said."""
        if self._progress:
            self._progress.clear()

    def _count(self, person: Person) -> None:
        self.good += 1
        if self._progress and self.good % BETWEEN_LOOKS == 0:
            self._progress(counted(self.good, "person"))
        name = person.responses.respondent
        if name is not None:
            self._names.add(name, person.source, person.row)
            if person.by_file:
                self._codes.append(fold(name))
        if person.unread:
            self._unread += len(person.unread)
            self._note(person.unread)

    def _note(self, problems: Sequence[Problem]) -> None:
        self.problems.add(problems)
        try:
            if self._errors is not None:
                self._errors.writelines(f"{describe(problem)}\n" for problem in problems)
        except OSError as error:
            message = f"What is wrong with rows can't be written: {error.strerror}."
            raise UnwritableError(message) from None

    def _tell_repeated(self, named: bool, counted_as: str) -> None:
        count, repeated = self._names.repeated()
        if count and not named:
            say(f"Names that occur more than once: {count:,}; {counted_as}.")
            if any(each.others for each in repeated):
                say("Some of these differ only in capital letters, and count as one person.")
            if len({*self._codes}) < len(self._codes):
                say("Files with the same name count as one person if no other name is given.")
            return
        for name, times, places, others in repeated:
            rows = [f"{source} row {row}" for source, row in places]
            rows += ["…"] if times > len(rows) else []
            spelled = f" (also spelled {listing([*map(quote, others)])})" if others else ""
            where = ", ".join(rows)
            say(visible(f"{quote(name)}{spelled} occurs {times} times, {counted_as}: {where}"))
        if count > len(repeated):
            say(f"… and {counted(count - len(repeated), 'more name')} more than once.")


class Problems:
    """Counts problems, those of one group as one, and keeps the first."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Problem] = []
        self._rows: dict[tuple[str, str], int] = {}
        """How many rows share a problem, for each group that is kept apart."""

    def add(self, problems: Sequence[Problem]) -> None:
        """Note the problems of a row, or of a file."""
        groups = set()
        for problem in problems:
            key = problem.source, problem.group
            if problem.group:
                if key in groups:
                    continue
                groups.add(key)
                if key in self._rows:
                    self._rows[key] += 1
                    continue
                if len(self._rows) < MOST_SHARED:
                    self._rows[key] = 1
            self.count += 1
            if len(self.first) < PROBLEMS_SHOWN:
                self.first.append(problem)

    def lines(self, *, dimmed: bool = False) -> Iterator[str]:
        """Yield the first problems for people, and how many more there are."""
        for problem in self.first:
            more = self._rows.get((problem.source, problem.group), 1) - 1
            yield describe(replace(problem, more=more), dimmed=dimmed)
        more = self.count - len(self.first)
        if more:
            yield f"… and {counted(more, 'more problem')}."


def read_source(source: Source, *files: Path) -> tuple[Pack, AnswerMap]:
    """Return the quiz and the mapping; fail if a file is named twice.

    Raises PackError or AnswersError.
    """
    check_once(source.map_file, *files)
    pack = read_quiz(source.pack_folder)
    return pack, read_mapping(source, pack)


def read_mapping(source: Source, pack: Pack) -> AnswerMap:
    """Return the mapping, which is empty if there is no file; raises AnswersError."""
    if source.map_file is None:
        return AnswerMap()
    from rolequiz.responses.mapping import read_map  # noqa: PLC0415 - few have a mapping

    return read_map(source.map_file, pack)


def check_somebody(people: int, files: Sequence[Path], what_for: str) -> None:
    """Fail if nobody's answers were read."""
    if not people:
        where = listing([*map(source_of, files)]) if len(files) <= MOST_LISTED else "what was read"
        message = f"There are no answers in {where}, so there is nothing to {what_for}."
        fail(visible(message), BAD_ANSWERS)


# --- How far it is --------------------------------------------------------------------------------

PATIENCE = 1.0
"""Seconds before anything is said: most work is over by then."""
PAUSE = 0.2
"""Seconds between two looks at it."""


class Progress:
    """How far a long piece of work is, for whoever waits at a terminal.

    It is a line that is rewritten; without cursor movement, one sentence. `quiet` is for work whose
    result appears on the same terminal meanwhile.
    """

    def __init__(self, what: str, *, plain: bool, quiet: bool = False) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._what = what
        self._plain = plain_wanted(plain, terminal=terminal)
        self.dims = dims(plain=plain)
        """Whether parts of messages may be dimmed."""
        self._next = monotonic() + PATIENCE if terminal and not quiet else float("inf")
        self._shown = 0

    def __call__(self, done: str) -> None:
        """Show how much is done, at most five times a second."""
        if monotonic() < self._next:
            return
        if self._plain:
            self._next = float("inf")
            say(f"{self._what}: this takes a while.")
            return
        self._next = monotonic() + PAUSE
        line = f"{self._what}: {done}".ljust(self._shown)
        self._shown = len(line)  # first: Ctrl-C may come at any moment
        say("\r" + line, end="")

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self._shown:
            say("\r" + " " * (self._shown + len("^C")) + "\r", end="")
            self._shown = 0


# --- Names that occur more than once --------------------------------------------------------------

AT_ONCE = 1_000
MOST_NAMED = 20
MOST_PLACES = 5
LONGEST = 200
"""Characters of a name that are kept to be shown."""


class Repeated(NamedTuple):
    """A name that occurs more than once; `places` are the first of them: source and row."""

    name: str
    times: int
    places: tuple[tuple[str, int], ...]
    others: tuple[str, ...] = ()
    """Other spellings at these places: with other capital letters."""


class Names:
    """Collects names and their places, in about 30 bytes for a short one.

    Names are the same if `fold` makes them so. Of each an unpredictable hash of 64 bits is kept:
    among a million people, the chance that any two share one is 1 in 30 million.
    """

    def __init__(self) -> None:
        self._hashes = array("q")
        self._rows = array("Q")
        self._sources: list[str] = []
        self._starts: list[int] = []
        """The first name of each source."""
        self._packed: list[bytes] = []
        self._new: list[str] = []

    def add(self, name: str, source: str, row: int) -> None:
        """Note that a person of this name stands in a row."""
        if self._sources[-1:] != [source]:
            self._sources.append(source)
            self._starts.append(len(self._rows))
        self._hashes.append(hash(fold(name)))
        self._rows.append(row)
        self._new.append(name[:LONGEST].replace("\0", " "))
        if len(self._new) == AT_ONCE:
            self._packed.append("\0".join(self._new).encode("utf-8", "surrogatepass"))
            self._new = []

    def repeated(self) -> tuple[int, list[Repeated]]:
        """Return how many names occur more than once, and the first of these."""
        twice = {one for one, other in pairwise(sorted(self._hashes)) if one == other}
        places: dict[int, list[int]] = {}
        times = Counter[int]()
        for at, hashed in enumerate(self._hashes if twice else ()):
            if hashed in twice and (hashed in times or len(times) < MOST_NAMED):
                times[hashed] += 1
                if times[hashed] <= MOST_PLACES:
                    places.setdefault(hashed, []).append(at)
        return len(twice), [self._repeated(times[each], places[each]) for each in places]

    def _repeated(self, times: int, places: Sequence[int]) -> Repeated:
        first, *others = map(self._name, places)
        spelled = dict.fromkeys(map(composed, others))
        spelled.pop(composed(first), None)
        return Repeated(first, times, tuple(map(self._place, places)), tuple(spelled))

    def _name(self, at: int) -> str:
        block, within = divmod(at, AT_ONCE)
        if block == len(self._packed):
            return self._new[within]
        return self._packed[block].decode("utf-8", "surrogatepass").split("\0")[within]

    def _place(self, at: int) -> tuple[str, int]:
        number = bisect_right(self._starts, at) - 1
        return self._sources[number], self._rows[at]
