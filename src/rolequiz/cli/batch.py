"""Many people's answers from files: what is good is passed on, what is wrong is told at the end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TextIO, cast

from rolequiz.cli.file_names import code_of, named_after
from rolequiz.cli.options import read_quiz
from rolequiz.cli.progress import Progress
from rolequiz.cli.streams import BAD_ANSWERS, WRONG_USAGE, check_once, fail, input_errors_told, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import Problem, describe, quote
from rolequiz.responses.answer_map import AnswerMap, read_map
from rolequiz.responses.batch import is_read_twice, read_rows
from rolequiz.responses.repeated import Names
from rolequiz.responses.rows import Row
from rolequiz.sanitise import visible
from rolequiz.schemas.document import unreadable
from rolequiz.spelling import fold
from rolequiz.wording import counted, listing

PROBLEMS_SHOWN = 20
MOST_LISTED = 3
AT_ONCE = 1 << 20
"""Bytes of a pipe that are copied at once."""
MOST_SHARED = 1_000
"""Things wrong that are told apart."""
STANDARD_INPUT = "standard input"
BETWEEN_LOOKS = 64  # people, from one look at the clock to the next


def read_quiz_and_map(
    pack_folder: Path | None, map_file: Path | None, *files: Path
) -> tuple[Pack, AnswerMap]:
    """Return the quiz, and what the mapping of other words says; fail if either is wrong.

    Fails, too, if a file is named twice.
    """
    check_once(map_file, *files)
    with input_errors_told():
        pack = read_quiz(pack_folder)
    return pack, read_mapping(map_file, pack)


def read_mapping(map_file: Path | None, pack: Pack) -> AnswerMap:
    """Return what the mapping of other words says, if there is one; fail if it is wrong."""
    with input_errors_told():
        return read_map(map_file, pack) if map_file else AnswerMap()


class Batch:
    """Reads files; `people` yields the good answers, `tell` says on standard error what was not."""

    def __init__(
        self,
        files: Sequence[Path],
        pack: Pack,
        mapping: AnswerMap,
        errors: TextIO | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.pack = pack
        self.good = 0
        """People whose answers were passed on."""
        self.bad_rows = 0
        self.bad_files = 0
        """Files that could not be read, or not to their end."""
        self.unread = 0
        """Cells that could not be read, and counted as not answered."""
        self._files, self._mapping = files, mapping
        self._errors, self._progress = errors, progress
        self.wrong = Wrong()
        self._names = Names()
        self._codes: list[str] = []
        """The names of files that were taken for those of people."""

    def people(self) -> Iterator[Responses]:
        """Yield the answers of one person after the other, as they stand in the files.

        White space around a name is not part of it, or one person would be two. Whoever is alone in
        a file and gave no name is called as the file is.
        """
        for path in self._files:
            source, rows = source_of(path), rows_of(path, self.pack, self._mapping)
            code = code_of(path)
            for row in named_after(code, rows, self._codes) if code else rows:
                for notice in row.notices:
                    self.end_progress()
                    say(visible(notice))
                if row.problems:
                    self._note(row)
                if row.responses is not None:
                    self.good += 1
                    if self._progress and self.good % BETWEEN_LOOKS == 0:
                        self._progress(counted(self.good, "person"))
                    given = (row.responses.respondent or "").strip()
                    name = given if fold(given) else None
                    if name is not None:
                        self._names.add(name, source, row.number)
                    place = self.good + self.bad_rows
                    yield replace(row.responses, respondent=name, place=place)

    def tell(self, *, named: bool = True, counted_as: str = "each scored") -> None:
        """Say who was there twice, and how that counted, and what is wrong with what was not used.

        Where it is not named, only how many these are.
        """
        self.end_progress()
        self._tell_repeated(named, counted_as)
        for line in self.wrong.told():
            say(line)
        if self.wrong.count > PROBLEMS_SHOWN and self._errors is None:
            say("--errors FILE keeps them all.")
        if self.unread:
            say(f"Counted as not answered: {counted(self.unread, 'cell')} that could not be read.")
        if self.bad_rows or self.bad_files:
            rows = [counted(self.bad_rows, "row")] if self.bad_rows else []
            files = [counted(self.bad_files, "file")] if self.bad_files else []
            rest = (
                f", or what was left of {'it' if self.bad_files == 1 else 'them'}" if files else ""
            )
            scored = counted(self.good, "person")
            say(f"Left out: {' and '.join(rows + files)}{rest}. Scored: {scored}.")

    def check_somebody(self, what_for: str) -> None:
        """Fail if nobody's answers were passed on, so that there is nothing to do that with."""
        if not self.good:
            fail(nobody(self._files, what_for), BAD_ANSWERS)

    def _note(self, row: Row) -> None:
        if row.responses is not None:
            self.unread += len(row.problems)
        else:
            self.bad_rows += row.number > 0
        self.bad_files += row.number == 0
        self.wrong.add(row.problems)
        try:
            if self._errors is not None:
                self._errors.writelines(f"{describe(problem)}\n" for problem in row.problems)
        except OSError as error:
            fail(f"What is wrong with rows can't be written: {error.strerror}.", WRONG_USAGE)

    def end_progress(self) -> None:
        """Take away the line that shows how far it is, before anything else is said."""
        if self._progress:
            self._progress.clear()

    def _tell_repeated(self, named: bool, counted_as: str) -> None:
        count, repeated = self._names.repeated()
        if count and not named:
            say(f"Names that stand there more than once: {count:,}; {counted_as}.")
            if any(each.others for each in repeated):
                say("Some of these differ in capital letters only, and count as one person.")
            if len(set(map(fold, self._codes))) < len(self._codes):
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

    def without(self, row: Row) -> bool:
        """Note the problems of a row; return whether it holds answers without any."""
        self.add(row.problems)
        return row.responses is not None

    def told(self) -> Iterator[str]:
        """Yield what is wrong, for people."""
        for problem in self.first:
            more = self._rows.get((problem.source, problem.group), 1) - 1
            yield describe(replace(problem, more=more))
        more = self.count - len(self.first)
        if more:
            yield f"… and {counted(more, 'more problem')}."


def nobody(files: Sequence[Path], what_for: str) -> str:
    """Return the message that there is nothing to do in files that hold no answers."""
    read = listing([*map(source_of, files)]) if len(files) <= MOST_LISTED else "what was read"
    return visible(f"There are no answers in {read}, so there is nothing to {what_for}.")


def source_of(path: Path) -> str:
    """Return the name of a file in messages."""
    return STANDARD_INPUT if str(path) == "-" else str(path)


def rows_of(path: Path, pack: Pack, mapping: AnswerMap) -> Iterator[Row]:
    """Yield what is in a file, or in standard input for "-"; a row of problems if it can't be."""
    source = source_of(path)
    try:
        stream = opened(path)
    except (OSError, ValueError) as error:
        yield Row(0, problems=(Problem(source, unreadable(error)),))
        return
    with stream:
        yield from read_rows(source, stream, pack, mapping)


def opened(path: Path) -> BufferedReader:
    """Open a file of answers, or standard input for "-"; raises OSError or ValueError.

    A table that comes through a pipe is kept in a temporary file that only its owner can read,
    since it is read twice.
    """
    if str(path) != "-":
        stream: BufferedReader = path.open("rb")
    elif sys.stdin is None:
        return open(os.devnull, "rb")
    else:
        stream = cast(BufferedReader, sys.stdin.buffer)
    if stream.seekable() or not is_read_twice(source_of(path), stream):
        return stream
    with stream:
        return _kept(stream)


def _kept(stream: BufferedReader) -> BufferedReader:
    """Return what is left of a stream, in a file without a name, gone once it is closed."""
    import tempfile  # noqa: PLC0415 - only pipes pay for it

    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - whoever reads it closes it
    try:
        while piece := stream.read(AT_ONCE):
            try:
                while piece:
                    piece = piece[file.write(piece) :]
            except OSError as error:
                reason = f"a temporary copy of it can't be written ({error.strerror})"
                raise OSError(error.errno, reason) from None
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return BufferedReader(cast(RawIOBase, file))
