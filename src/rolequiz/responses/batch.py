"""Files of many people's answers → rows. A further format is a module beside this one."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import PurePath

from rolequiz.model import Pack
from rolequiz.problems import AnswersError
from rolequiz.responses.answer_map import AnswerMap
from rolequiz.responses.json_records import are_lines, json_rows, jsonl_rows
from rolequiz.responses.lines import Lines
from rolequiz.responses.rows import Row
from rolequiz.responses.table import Table

_RECORDS: dict[str, Callable[[Lines, Pack], Iterator[Row]]] = {
    ".json": json_rows,
    ".jsonl": jsonl_rows,
    ".ndjson": jsonl_rows,
}
_TABLES = (".csv", ".tsv", ".tab")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIRST_BYTES = 512
"""By which a workbook is known, whatever its name."""


def read_rows(
    source: str, stream: io.BufferedReader, pack: Pack, mapping: AnswerMap
) -> Iterator[Row]:
    """Yield many people's answers, however many, in constant memory.

    The ending of the source's name says what the file holds, else its beginning does. What is
    wrong with a row comes in its place; where the file can't be read on, that is the last row.
    """
    try:
        read = open_rows(source, stream, pack, mapping)
        yield from read.rows() if isinstance(read, Table) else read
    except AnswersError as error:
        yield Row(0, problems=error.problems)


def open_rows(
    source: str, stream: io.BufferedReader, pack: Pack, mapping: AnswerMap
) -> Table | Iterator[Row]:
    """Return a table with its header read, or the rows of a JSON file; raises AnswersError."""
    if _is_workbook(source, stream.peek(FIRST_BYTES)[:FIRST_BYTES]):
        from rolequiz.responses.workbook import read_sheet  # noqa: PLC0415 - few are workbooks

        return Table(read_sheet(source, stream, pack, mapping), pack, mapping)
    ending = PurePath(source).suffix.lower()
    if ending in _RECORDS:
        return _RECORDS[ending](Lines(source, stream), pack)
    begins = stream.tell() if stream.seekable() else 0
    lines = Lines(source, stream)
    if ending in _TABLES or not _is_json(lines.first()):

        def reopen() -> Lines:
            stream.seek(begins)
            return Lines(source, stream)

        return Table(reopen, pack, mapping)
    return (jsonl_rows if are_lines(*lines.first_two()) else json_rows)(lines, pack)


def is_read_twice(source: str, stream: io.BufferedReader) -> bool:
    """Return whether a stream holds a table, by its name and what it begins with."""
    ending = PurePath(source).suffix.lower()
    if ending in _RECORDS or ending in _TABLES:
        return ending in _TABLES
    start = stream.peek()
    utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return not _is_json(start.decode("utf-16" if utf_16 else "utf-8", "replace"))


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}


def _is_workbook(source: str, start: bytes) -> bool:
    """Return whether a file is a workbook: by its first bytes, or its name if they are no text."""
    named = PurePath(source).suffix.lower() in _WORKBOOKS
    return start.startswith((_ZIP, _OLE)) or (named and b"\0" in start)
