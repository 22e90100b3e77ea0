"""A file of any size as lines of text, in whatever encoding form tools and spreadsheets write."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import NamedTuple, NoReturn

from rolequiz.model import Responses
from rolequiz.problems import AnswersError, Fault, Problem, fault
from rolequiz.schemas.document import unreadable

MAX_LINE = 1 << 20
"""Characters of a line, since a file without line breaks could fill the memory."""
MOST_BLANK = 1_000
"""Lines that are read to find the first two that are not blank."""
UTF_8, UTF_16, WINDOWS = "UTF-8", "UTF-16", "Windows-1252"


class Row(NamedTuple):
    """What a reader makes of a row of a table, or of a record of another file.

    `responses` is None if there are problems, unless cells that can't be read count as skipped.
    """

    number: int
    """As a spreadsheet counts, so a table's header is row 1; a record's place in another file.

    It is 0 if the problems keep the whole file, or the rest of it, from being read.
    """
    responses: Responses | None = None
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    """Whole sentences for people, about what is not wrong but good to know."""


class Lines(Iterator[str]):
    """The lines of a stream, or those given, one at a time. `source` names it in messages.

    They are UTF-8, or UTF-16 with a byte order mark; lines that are not UTF-8 are read as
    Windows-1252. Raises AnswersError where the stream can't be read further.
    """

    def __init__(
        self,
        source: str,
        stream: io.BufferedReader | Iterable[str],
        sheet: str = "",
        notices: Sequence[str] = (),
    ) -> None:
        self.source = source
        self.sheet, self.notices = sheet, notices
        """The sheet of a workbook that holds these rows, and what is good to know of it."""
        self.encoding = UTF_8
        """Windows-1252 as soon as a line is."""
        self._utf_8 = self._windows = 0  # lines that are surely one or the other
        self._first_windows = 0
        self.number = 0
        """Of the line read last, from 1."""
        self.last = ""
        """That line."""
        self.whole = False
        """Whether lines must be whole; if not, very long ones come in pieces."""
        self.forgiving = False
        """Whether a line that is not text affects only itself; if not, it ends the reading."""
        self.spoiled = 0
        """The last such line, from 1."""
        self.spoiled_by: Fault
        """What is wrong with it; set once there is such a line."""
        if isinstance(stream, io.BufferedReader):
            self._rest: Iterator[str] = self._lines(stream)
        else:
            self._rest = self._again(stream)

    def __iter__(self) -> Iterator[str]:
        return self._rest

    def __next__(self) -> str:
        return next(self._rest)

    def first(self) -> str:
        """Return the first line that is not blank, or ""; it is still to be read."""
        line = next((line for line in self._rest if line.strip()), "")
        self.put_back([line] if line else [])
        return line

    def first_two(self) -> tuple[str, str]:
        """Return the first two lines that are not blank, or ""; all are still to be read."""
        taken: list[str] = []
        filled: list[str] = []
        for line in islice(self, MOST_BLANK):
            taken.append(line)
            filled += [line] if line.strip() else []
            if len(filled) == 2:
                break
        self.put_back(taken)
        first, second = (*filled, "", "")[:2]
        return first, second

    def put_back(self, lines: Sequence[str]) -> None:
        """Let lines that were read be the next ones."""
        self.number -= len(lines)
        self._rest = chain(self._again(lines), self._rest)

    def _again(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.number += 1
            self.last = line
            yield line

    def problem(self, wrong: Fault, line: int | None = None, group: str = "") -> Problem:
        """Return what is wrong with a line, by default the one read last."""
        return Problem(self.source, wrong, line or self.number or None, group=group)

    def refuse(self, wrong: Fault) -> NoReturn:
        """Stop reading, because of the line read last."""
        raise AnswersError([self.problem(wrong)])

    def windows_notice(self) -> str:
        """Return a sentence for people about what was read as Windows-1252."""
        if not self._utf_8:
            return f"{self.source} is not UTF-8, and was read as {WINDOWS}."
        lines = "line" if self._windows == 1 else f"{self._windows:,} lines, the first of them line"
        return (
            f"{self.source}: {lines} {self._first_windows} not being UTF-8 as the rest is, "
            f"was read as {WINDOWS}: look whether its letters are right."
        )

    def _lines(self, stream: io.BufferedReader) -> Iterator[str]:
        text: io.TextIOWrapper | None = None
        try:
            text = self._text(stream)
            while read := text.readline(MAX_LINE):
                line = read if read.isascii() else self._decoded(read)
                self.number += 1
                if "\0" in line:
                    self._spoil(fault("not-text.null"))
                if len(line) == MAX_LINE and self.whole:
                    self.refuse(fault("too-long.line", most=MAX_LINE))
                self.last = line
                yield line
        except UnicodeError:
            self.number += 1
            self.refuse(fault("not-text"))
        except (OSError, ValueError) as error:
            self.refuse(unreadable(error))
        finally:
            if text is not None:  # or it would close the stream, which may be read once more
                with suppress(OSError, ValueError):
                    text.detach()

    def _spoil(self, wrong: Fault) -> None:
        """Note that the line read last is not text; a table reports that itself."""
        if not self.forgiving:
            self.refuse(wrong.hinted("utf-8") if self.number == 1 else wrong)
        self.spoiled, self.spoiled_by = self.number, wrong

    def _text(self, stream: io.BufferedReader) -> io.TextIOWrapper:
        start = stream.peek(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self.encoding = UTF_16
            return io.TextIOWrapper(stream, "utf-16", newline="")
        return io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")

    def _decoded(self, line: str) -> str:
        """Return a line, read as Windows-1252 if it is not UTF-8."""
        if self.encoding == UTF_16:
            return line
        try:
            line.encode()
        except UnicodeEncodeError:
            self.encoding = WINDOWS
            self._windows += 1
            self._first_windows = self._first_windows or self.number + 1
            return self._from_windows(line.encode("utf-8", "surrogateescape"))
        self._utf_8 += 1
        return line

    def _from_windows(self, line: bytes) -> str:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            if not self.forgiving:
                raise
            self.spoiled, self.spoiled_by = self.number + 1, fault("not-text.letter")
            return line.decode("cp1252", "replace")
