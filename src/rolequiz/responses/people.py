"""Files of many people's answers → people, and what could not be read.

A further format is a module beside this one.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BufferedReader, RawIOBase
from itertools import islice
from pathlib import Path, PurePath
from typing import NamedTuple, TypeAlias, cast

from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem
from rolequiz.responses.code import are_codes, code_rows
from rolequiz.responses.columns import AnswerMap
from rolequiz.responses.json_records import are_lines, json_rows, jsonl_rows
from rolequiz.responses.lines import Lines, Row
from rolequiz.responses.table import Table
from rolequiz.schemas.document import unreadable
from rolequiz.spelling import fold

_READERS: dict[str, Callable[[Lines, Pack], Iterator[Row]]] = {
    ".json": json_rows,
    ".jsonl": jsonl_rows,
    ".ndjson": jsonl_rows,
}
_TABLES = (".csv", ".tsv", ".tab")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_IN_CODES = frozenset(',;|"')
FIRST_BYTES = 512
"""Bytes at the start of a file that show whether it is a workbook."""
FIRST_ROWS = 9
"""Rows that are read to see whether a file holds several people's answers."""
AT_ONCE = 1 << 20
"""Bytes of a pipe that are copied at once."""


class Person(NamedTuple):
    """Somebody's answers, and the row of the file that holds them."""

    responses: Responses
    source: str
    row: int
    unread: tuple[Problem, ...] = ()
    """The cells that can't be read, if these count as not answered."""
    named_by_file: bool = False
    """Whether this person gave no name, and gets that of the file."""


class Refused(NamedTuple):
    """What is wrong with a row; or with a file, if it can't be read further."""

    problems: tuple[Problem, ...]
    file: bool


class Notice(NamedTuple):
    """A whole sentence for people, about what is not wrong but good to know."""

    text: str


Reading: TypeAlias = Person | Refused | Notice


def read_people(files: Sequence[Path], pack: Pack, mapping: AnswerMap) -> Iterator[Reading]:
    """Yield what is in some files, or in standard input for "-", in constant memory.

    White space around a name is not part of it, or one person would be two. Someone who is alone
    in a file and gave no name gets the name of the file.
    """
    place = 0
    for path in files:
        for row, named_by_file in named_after(code_of(path), _rows_of(path, pack, mapping)):
            yield from map(Notice, row.notices)
            place += row.number > 0 and bool(row.responses or row.problems)
            if row.responses is not None:
                name = (row.responses.respondent or "").strip()
                respondent = name if fold(name) else None
                person = replace(row.responses, respondent=respondent, place=place)
                yield Person(person, source_of(path), row.number, row.problems, named_by_file)
            elif row.problems:
                yield Refused(row.problems, file=row.number == 0)


def source_of(path: Path) -> str:
    """Return the name of a file in messages."""
    return "standard input" if str(path) == "-" else str(path)


def code_of(file: Path) -> str:
    """Return the name of a file without folder and ending: answers in p07.json are those of p07.

    What is no file, as a pipe, has none.
    """
    return os.fsencode(file.stem).decode("utf-8", "replace") if os.path.isfile(file) else ""


def named_after(code: str, rows: Iterator[Row]) -> Iterator[tuple[Row, bool]]:
    """Yield the rows of a file, and whether they got this code as a name.

    They get it if they are one person without a name, and there is a code.
    """
    first: Row | None = None
    people = 0
    for row in rows:
        if row.responses or row.problems:
            people += 1
            if first:
                yield first, False
                first = None
            if code and people == 1 and row.responses and not fold(row.responses.respondent or ""):
                first = row
                continue
        yield row, False
    if first and first.responses:
        yield first._replace(responses=replace(first.responses, respondent=code)), True


def _rows_of(path: Path, pack: Pack, mapping: AnswerMap) -> Iterator[Row]:
    try:
        stream = open_answers(path)
    except (OSError, ValueError) as error:
        yield Row(0, problems=(Problem(source_of(path), unreadable(error)),))
        return
    with stream:
        yield from read_rows(source_of(path), stream, pack, mapping)


# --- Opened ---------------------------------------------------------------------------------------


def open_answers(path: Path) -> BufferedReader:
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
    if stream.seekable() or not _is_read_twice(source_of(path), stream):
        return stream
    with stream:
        return _temporary_copy(stream)


def _is_read_twice(source: str, stream: BufferedReader) -> bool:
    """Return whether a stream holds a table, by its name and how it begins."""
    ending = PurePath(source).suffix.lower()
    if ending in _READERS or ending in _TABLES:
        return ending in _TABLES
    start = stream.peek()
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not _is_json(start.decode("utf-16" if utf_16 else "utf-8", "replace"))


def _temporary_copy(stream: BufferedReader) -> BufferedReader:
    """Return the rest of a stream, in a file without a name that goes once it is closed."""
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


# --- Read -----------------------------------------------------------------------------------------


class Records(NamedTuple):
    """The rows of a file that is no table, and its kind, such as JSON."""

    kind: str
    rows: Iterator[Row]


def read_rows(source: str, stream: BufferedReader, pack: Pack, mapping: AnswerMap) -> Iterator[Row]:
    """Yield the rows of one file.

    What is wrong with a row comes in its place; if the file can't be read further, that is the
    last row.
    """
    try:
        content = open_rows(source, stream, pack, mapping)
        yield from content.rows() if isinstance(content, Table) else content.rows
    except AnswersError as error:
        yield Row(0, problems=error.problems)


def open_rows(
    source: str, stream: BufferedReader, pack: Pack, mapping: AnswerMap
) -> Table | Records:
    """Return a table with its header read, or the rows of another file; raises AnswersError.

    The ending of the source's name says what the file holds, or else its beginning does.
    """
    if _is_workbook(source, stream):
        from rolequiz.responses.workbook import read_sheet  # noqa: PLC0415 - few are workbooks

        return Table(read_sheet(source, stream, pack, mapping), pack, mapping)
    ending = PurePath(source).suffix.lower()
    if ending in _READERS:
        return Records("JSON", _READERS[ending](Lines(source, stream), pack))
    start = stream.tell() if stream.seekable() else 0
    lines = Lines(source, stream)
    first = lines.first()
    if _NOT_IN_CODES.isdisjoint(first) and are_codes(first, pack):
        return Records("answer codes", code_rows(lines, pack))
    if ending in _TABLES or not _is_json(first):

        def reopen() -> Lines:
            stream.seek(start)
            return Lines(source, stream)

        return Table(reopen, pack, mapping)
    rows_of = jsonl_rows if are_lines(*lines.first_two()) else json_rows
    return Records("JSON", rows_of(lines, pack))


def several_people_in(path: Path, content: bytes, pack: Pack) -> str:
    """Return what a file with several people's answers is, as "a table"; "" for another file.

    `content` is that of standard input, if the path is "-".
    """
    source = source_of(path)
    try:
        raw = io.BytesIO(content) if str(path) == "-" else path.open("rb", buffering=0)
        with cast(BufferedReader, io.BufferedReader(cast(RawIOBase, raw))) as stream:
            if _is_workbook(source, stream):
                return "a workbook"
            answers = open_rows(source, stream, pack, AnswerMap())
            if isinstance(answers, Table):
                return "a table" if len(answers.missing) < len(pack.questions) else ""
            rows = [*islice(answers.rows, FIRST_ROWS)]
            several = len(rows) > 1 and any(row.responses for row in rows)
            return "several people's answers" if several else ""
    except (AnswersError, OSError, ValueError):
        return "a table" if path.suffix.lower() in _TABLES and path.is_file() else ""


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def _is_workbook(source: str, stream: BufferedReader) -> bool:
    """Return whether a file is a workbook: by its first bytes, or its name if they are no text."""
    start = stream.peek(FIRST_BYTES)[:FIRST_BYTES]
    named = PurePath(source).suffix.lower() in _WORKBOOKS
    return start.startswith((_ZIP, _OLE)) or (named and b"\0" in start)
