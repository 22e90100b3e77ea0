"""Many people's answers or results as JSON: an object, a list, or one object a line (JSONL)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from rolequiz.model import Pack
from rolequiz.problems import AnswersError, Fault, fault
from rolequiz.responses.lines import WINDOWS, Lines, Row
from rolequiz.responses.one_person import parse_responses
from rolequiz.schemas.document import MAX_BYTES

LEAST_READ = 1 << 16
"""Characters."""

_SPACE = " \t\r\n"
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)
"""It only finds the end of a value; a number of 5,000 digits is refused when it is read."""


def are_lines(first: str, second: str) -> bool:
    """Return whether a file that begins with these two lines holds one object a line.

    It does if the first line is an object; or if the second is one, and not a part of what the
    first begins: then the first is broken, and others may be sound.
    """
    return _is_object(first) or (_is_object(second) and _is_broken(first + second))


def _is_object(line: str) -> bool:
    try:
        return isinstance(_DECODER.decode(_unmarked(line)), dict)
    except (ValueError, RecursionError):
        return False


def _is_broken(lines: str) -> bool:
    """Return whether lines can't begin an object, whatever follows on the next line."""
    text = _unmarked(lines).rstrip()
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as error:
        return text.startswith("{") and error.pos < len(text)
    except RecursionError:
        return True
    return False


def _unmarked(line: str) -> str:
    return line.removeprefix("\ufeff").lstrip()


def jsonl_rows(lines: Lines, pack: Pack) -> Iterator[Row]:
    """Yield a row for each line that is not blank; a wrong one does not affect the others."""
    lines.whole = True
    first, second = lines.first_two()
    goes_on = not _is_object(first) and bool(second) and not _is_broken(first + second)
    if _unmarked(first).startswith("[") or goes_on:
        raise AnswersError([lines.problem(fault("bad-json.lines"), lines.number + 1)])
    texts = ((lines.number, line.rstrip()) for line in lines if line.strip())
    return _rows(lines, texts, pack)


def json_rows(lines: Lines, pack: Pack) -> Iterator[Row]:
    """Yield a row for each object in a list, or for the one that is the whole file.

    Raises AnswersError where what follows is no JSON.
    """
    return _rows(lines, _values(lines), pack)


def _rows(lines: Lines, texts: Iterable[tuple[int, str]], pack: Pack) -> Iterator[Row]:
    for number, (line, text) in enumerate(texts, start=1):
        if lines.encoding == WINDOWS:
            lines.refuse(fault("not-utf-8.json"))
        try:
            row = Row(number, parse_responses(text, lines.source, pack))
        except AnswersError as error:
            problems = (
                replace(
                    problem,
                    line=line + (problem.line or 1) - 1,
                    column=problem.column if lines.whole else None,
                )
                for problem in error.problems
            )
            row = Row(number, problems=tuple(problems))
        yield row


def _values(lines: Lines) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of each value in a list, or of the only one."""
    scanner = _Scanner(lines)
    if not scanner.next():
        lines.refuse(fault("empty-file.answers"))
    if scanner.next() == "[":
        scanner.skip()
        if scanner.next() != "]":
            yield scanner.value()
        while scanner.next() == ",":
            scanner.skip()
            yield scanner.value()
        if scanner.next() != "]":
            scanner.refuse(fault("bad-json.follows") if scanner.next() else fault("bad-json.open"))
        scanner.skip()
    else:
        yield scanner.value()
    if scanner.next():
        scanner.refuse(fault("bad-json.follows"))


class _Scanner:
    """Reads a file of JSON value by value; it holds one part of the file at a time."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text, self._at, self._line = "", 0, 1

    def next(self) -> str:
        """Return the next character that is not white space; "" at the end of the file."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._grow():
                return ""

    def skip(self) -> None:
        """Go on after the next character."""
        self._at += 1

    def value(self) -> tuple[int, str]:
        """Return the line and the text of the next value, and go on after it."""
        self.next()
        while True:
            try:
                _, end = _DECODER.raw_decode(self._text, self._at)
                break
            except json.JSONDecodeError as error:
                if error.pos - self._at > MAX_BYTES:
                    self.refuse(fault("too-large.json"))
                if len(self._text) - error.pos > MAX_BYTES or not self._grow():
                    self._at = error.pos
                    if error.msg.startswith("Unterminated string"):
                        self.refuse(fault("bad-json.text").hinted("cut-short"))
                    self.refuse(fault("bad-json", reason=error.msg))
            except RecursionError:
                self.refuse(fault("bad-json.deep"))
        start, self._at = self._at, end
        return self._line_of(start), self._text[start:end]

    def refuse(self, wrong: Fault) -> NoReturn:
        """Stop reading, because of what is wrong here."""
        line = self._line_of(self._at)
        if not self.next():
            wrong = wrong.hinted("cut-short")
        raise AnswersError([self._lines.problem(wrong, line)])

    def _line_of(self, at: int) -> int:
        return self._line + self._text.count("\n", 0, at)

    def _grow(self) -> bool:
        """Read on; return whether there was anything left."""
        rest = self._text[self._at :]
        wanted, pieces = max(LEAST_READ, len(rest)), []
        for piece in self._lines:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        if pieces:
            self._line = self._line_of(self._at)
            self._text, self._at = rest + "".join(pieces), 0
        return bool(pieces)
