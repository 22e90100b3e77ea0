"""Counts who was read from files of many people, and says what was wrong with the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from rolequiz.cli.options import Source, read_quiz
from rolequiz.cli.progress import Progress
from rolequiz.cli.streams import BAD_ANSWERS, UnwritableError, check_once, fail, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import Problem, describe, quote
from rolequiz.responses.answer_map import AnswerMap, read_map
from rolequiz.responses.batch import Notice, Person, Read, Refused, source_of
from rolequiz.responses.repeated import Names
from rolequiz.sanitise import visible
from rolequiz.spelling import fold
from rolequiz.wording import counted, listing

PROBLEMS_SHOWN = 20
MOST_LISTED = 3
MOST_SHARED = 1_000
"""Things wrong that are told apart."""
BETWEEN_LOOKS = 64  # people, from one look at the clock to the next


class Tally:
    """Counts what comes by: `people` passes the good answers on, `tell` says what was not good."""

    def __init__(self, errors: TextIO | None = None, progress: Progress | None = None) -> None:
        self.good = 0
        """People whose answers were passed on."""
        self.wrong = Wrong()
        self._bad_rows = self._bad_files = self._unread = 0
        self._errors, self._progress = errors, progress
        self._names = Names()
        self._codes: list[str] = []
        """The names of files that were taken for those of people."""

    def people(self, reads: Iterable[Read]) -> Iterator[Responses]:
        """Yield the answers of one person after the other, and count all else."""
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
        """Say who was there twice, and how that counted, and what is wrong with what was not used.

        Where it is not named, only how many these are.
        """
        self.end_progress()
        self._tell_repeated(named, counted_as)
        for line in self.wrong.told(dimmed=self._progress is not None and self._progress.dims):
            say(line)
        if self.wrong.count > PROBLEMS_SHOWN and self._errors is None:
            say("--errors FILE keeps them all.")
        if self._unread:
            say(f"Counted as not answered: {counted(self._unread, 'cell')} that could not be read.")
        if self._bad_rows or self._bad_files:
            rows = [counted(self._bad_rows, "row")] if self._bad_rows else []
            files = [counted(self._bad_files, "file")] if self._bad_files else []
            rest = f", or what was left of {'it' if self._bad_files == 1 else 'them'}"
            scored = counted(self.good, "person")
            left_out = f"{' and '.join(rows + files)}{rest if files else ''}"
            say(f"Left out: {left_out}. Scored: {scored}.")

    def end_progress(self) -> None:
        """Take away the line that shows how far it is, before anything else is said."""
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
        self.wrong.add(problems)
        try:
            if self._errors is not None:
                self._errors.writelines(f"{describe(problem)}\n" for problem in problems)
        except OSError as error:
            message = f"What is wrong with rows can't be written: {error.strerror}."
            raise UnwritableError(message) from None

    def _tell_repeated(self, named: bool, counted_as: str) -> None:
        count, repeated = self._names.repeated()
        if count and not named:
            say(f"Names that stand there more than once: {count:,}; {counted_as}.")
            if any(each.others for each in repeated):
                say("Some of these differ in capital letters only, and count as one person.")
            if len({*self._codes}) < len(self._codes):
                say("Files that are called alike are one person, where no other name is given.")
            return
        for name, times, places, others in repeated:
            rows = [f"{source} row {row}" for source, row in places]
            rows += ["…"] if times > len(rows) else []
            spelled = f" (also spelled {listing([*map(quote, others)])})" if others else ""
            where = ", ".join(rows)
            say(visible(f"{quote(name)}{spelled} is here {times} times, {counted_as}: {where}"))
        if count > len(repeated):
            say(f"… and {counted(count - len(repeated), 'more name')} more than once.")


class Wrong:
    """Counts what is wrong, what several rows share as one thing, and keeps the first."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Problem] = []
        self._rows: dict[tuple[str, str], int] = {}
        """How many rows share what is wrong, for as many things as are told apart."""

    def add(self, problems: Sequence[Problem]) -> None:
        """Note the problems of a row, or of a file."""
        told = set()
        for problem in problems:
            key = problem.source, problem.group
            if problem.group:
                if key in told:
                    continue
                told.add(key)
                if key in self._rows:
                    self._rows[key] += 1
                    continue
                if len(self._rows) < MOST_SHARED:
                    self._rows[key] = 1
            self.count += 1
            if len(self.first) < PROBLEMS_SHOWN:
                self.first.append(problem)

    def told(self, *, dimmed: bool = False) -> Iterator[str]:
        """Yield what is wrong, for people; codes may be `dimmed`."""
        for problem in self.first:
            more = self._rows.get((problem.source, problem.group), 1) - 1
            yield describe(replace(problem, more=more), dimmed=dimmed)
        more = self.count - len(self.first)
        if more:
            yield f"… and {counted(more, 'more problem')}."


def read_source(source: Source, *files: Path) -> tuple[Pack, AnswerMap]:
    """Return the quiz, and what the mapping says; fail if a file is named twice.

    Raises PackError or AnswersError.
    """
    check_once(source.map_file, *files)
    pack = read_quiz(source.pack_folder)
    return pack, read_mapping(source, pack)


def read_mapping(source: Source, pack: Pack) -> AnswerMap:
    """Return what the mapping of other words says, if there is one; raises AnswersError."""
    return read_map(source.map_file, pack) if source.map_file else AnswerMap()


def check_somebody(people: int, files: Sequence[Path], what_for: str) -> None:
    """Fail if nobody's answers were read, so that there is nothing to do that with."""
    if not people:
        read = listing([*map(source_of, files)]) if len(files) <= MOST_LISTED else "what was read"
        said = f"There are no answers in {read}, so there is nothing to {what_for}."
        fail(visible(said), BAD_ANSWERS)
