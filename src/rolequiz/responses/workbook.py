"""Spreadsheets' own files (.xlsx, .xls, .ods) as sheets of text cells, read by python-calamine."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from rolequiz.model import Pack
from rolequiz.problems import AnswersError, Problem, quote
from rolequiz.responses.answer_map import AnswerMap
from rolequiz.responses.columns import columns_of
from rolequiz.responses.lines import EMPTY, Lines
from rolequiz.schemas.document import unreadable

MAX_FILE = 32 << 20
"""Bytes of a workbook: 100,000 people who answered 33 questions take about half of that."""
MAX_UNPACKED, MOST_PACKED = 256 << 20, 100
"""Bytes of what is in it, and how many times its own size; what people answer stays below both."""
MAX_CELLS = 5_000_000
"""Of a sheet, up to its last row and column: they are all held in memory, empty or not."""

FIRST_ROWS = 20
"""Among which the header is, for the sheet with the questions to be found."""

_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BREAK = re.compile(r"[\r\n]+")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "Open it in your spreadsheet, save it as .xlsx or CSV, and give that file."
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)([0-9]+)["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["']\s*([0-9]+)""")
_ODS = re.compile(
    rb"""<table:(?:covered-)?table-(row|cell)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(/?)>"""
)
_XLS_EXTENT = re.compile(rb"\x00\x02\x0e\x00.{4}(..[\0\x01]\0)..(.[\0\x01])\0\0", re.DOTALL)

Value = float | str | bool | date | time | timedelta  # a datetime is a date


class Sheet(NamedTuple):
    """A sheet of a workbook: its name, and its rows from the first, each a list of text cells."""

    name: str
    hidden: bool
    rows: Callable[[], Iterator[list[str]]]


def read_sheet(
    source: str, stream: io.BufferedReader, pack: Pack, mapping: AnswerMap
) -> Callable[[], Lines]:
    """Return what reads the rows of the sheet that holds the questions, a line of CSV for each.

    Raises AnswersError where there is no such sheet, or more than one.
    """
    found = [
        (_fitting(rows, pack, mapping), not sheet.hidden, sheet)
        for sheet in sheets(source, stream)
        if (rows := list(islice(filter(any, sheet.rows()), FIRST_ROWS)))
    ]
    if not found:
        raise _refused(source, "empty-file", "this workbook is empty", EMPTY)
    best = max(found, key=itemgetter(0, 1))
    alike = [sheet.name for *rank, sheet in found if rank == list(best[:2])]
    if best[0] and len(alike) > 1:
        message = f"the sheets {' and '.join(map(quote, alike))} all hold the questions"
        hint = "Hide or delete all but one of them, or save each as CSV and give these files."
        raise _refused(source, "duplicate-column", message, hint)
    sheet, notices = best[2], []
    if len(found) > 1:
        others = ", ".join(quote(each.name) for *_, each in found if each is not sheet)
        notices = [f"{source}: read the sheet {quote(sheet.name)}; passed over {others}."]
    return lambda: Lines(source, map(_line, sheet.rows()), sheet.name, notices)


def _fitting(rows: Iterable[Sequence[str]], pack: Pack, mapping: AnswerMap) -> int:
    """Return how many questions the best of these rows names, as a header would."""
    headers = [columns_of(row, pack, mapping) for row in rows]
    return max((sum(bool(column.fits) for column in columns) for columns in headers), default=0)


def _line(cells: list[str]) -> str:
    """Return a row as a line of CSV, whatever its cells hold; an empty one is a blank line."""
    line = io.StringIO()
    if any(cells):
        csv.writer(line).writerow([" ".join(_BREAK.split(cell)) for cell in cells])
    return line.getvalue() or "\n"


def sheets(source: str, stream: io.BufferedReader) -> list[Sheet]:
    """Return the sheets of a workbook in their order.

    Raises AnswersError where it is too large, empty, corrupt or protected by a password.
    """
    try:
        content = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise _refused(source, *unreadable(error)) from None
    if len(content) > MAX_FILE:
        raise _too_large(source, f"this workbook is larger than {MAX_FILE >> 20} MiB")
    if _ENCRYPTED in content and content.startswith(_OLE):
        raise _locked(source)
    _check_size(source, content)
    return _read(source, content)


def _read(source: str, content: bytes) -> list[Sheet]:
    from python_calamine import (  # noqa: PLC0415 - few runs need it
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    with _damage_told(source):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        of_cells = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]

    def rows_of(name: str) -> Iterator[list[str]]:
        with _damage_told(source):
            sheet = book.get_sheet_by_name(name)
        before = [""] * (sheet.start or (0, 0))[1]  # it leaves out empty columns on the left
        for values in sheet.iter_rows():
            yield before + list(map(shown, values))

    return [
        Sheet(each.name, each.visible != SheetVisibleEnum.Visible, partial(rows_of, each.name))
        for each in of_cells
    ]


@contextmanager
def _damage_told(source: str) -> Iterator[None]:
    """Turn what calamine raises into a problem; where it panics, it also writes to the terminal."""
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415

    try:
        with _standard_error_closed():
            yield
    except PasswordError:
        raise _locked(source) from None
    except (CalamineError, OSError, ValueError):
        raise _corrupt(source) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # which can't be imported
            raise
        raise _corrupt(source) from None


@contextmanager
def _standard_error_closed() -> Iterator[None]:
    """Let what others write to standard error meanwhile go nowhere."""
    with ExitStack() as after:
        with suppress(OSError):  # there may be no standard error at all
            kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
            after.callback(os.close, kept)
            after.callback(os.dup2, kept, 2)
            os.dup2(nowhere, 2)
            os.close(nowhere)
        yield


def shown(value: Value) -> str:
    """Return a cell as text: 4.0 is “4”, a date “2026-01-05”, true “TRUE”."""
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case float() | int() if value == value // 1:
            return str(int(value))
        case float():
            return f"{value:.15g}"  # as exactly as spreadsheets show
        case datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return str(value)


# --- What would take too much memory, or is no workbook, before calamine opens it ---------------


def _check_size(source: str, content: bytes) -> None:
    """Refuse a file that is no sound workbook, or would unpack to more than we hold in memory."""
    if not content.startswith(_ZIP):
        extents = [
            (int.from_bytes(rows, "little"), int.from_bytes(columns, "little"))
            for rows, columns in _XLS_EXTENT.findall(content)
        ]
        _check_cells(source, extents)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(source, packed, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise _corrupt(source) from None  # RuntimeError: a password of the ZIP file's own


def _check_parts(source: str, packed: zipfile.ZipFile, size: int) -> None:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if not names & {"xl/workbook.xml", "content.xml"}:
        message = "this is a ZIP file or another program's own, not a workbook that we can read"
        raise _refused(source, "not-text", message, _SAVE)
    if sum(part.file_size for part in parts) > min(MAX_UNPACKED, MOST_PACKED * size + (1 << 20)):
        raise _too_large(source, "this workbook unpacks to far more than answers take")
    if "META-INF/manifest.xml" in names and b":encryption-data" in packed.read(
        "META-INF/manifest.xml"
    ):
        raise _locked(source)
    for part in parts:  # reading one whole also checks its sum, so sizes can't be pretended
        text = packed.read(part)
        extent = _ods_extent if part.filename == "content.xml" else _xlsx_extent
        if part.filename.endswith(".xml"):
            _check_cells(source, [extent(text)])


def _check_cells(source: str, extents: Iterable[tuple[int, int]]) -> None:
    for rows, columns in extents:
        if rows * columns > MAX_CELLS:
            message = f"a sheet of this workbook reaches to row {rows:,} and column {columns:,}"
            hint = "Delete what stands far from the table, or save the sheet as CSV."
            raise _refused(source, "too-large", message, hint)


def _xlsx_extent(text: bytes) -> tuple[int, int]:
    """Return the last row and the last column, from 1, that a sheet's cells name."""
    found = _REFERENCE.findall(text)
    columns = max({name for name, _ in found}, key=lambda name: (len(name), name), default=b"")
    rows = max({row for _, row in found}, key=lambda row: (len(row), row), default=b"0")
    number = 0
    for letter in columns.upper()[:9]:
        number = number * 26 + letter - ord("@")
    return int(rows[:9]), number


def _ods_extent(text: bytes) -> tuple[int, int]:
    """Return how many rows and columns hold anything, repeated ones as often as they are."""
    rows = columns = most_rows = 0
    repeated, place, filled = 1, 0, False
    for kind, attributes, empty in _ODS.findall(text):
        times = int((_REPEATED.findall(attributes) or [b"1"])[0][:9])
        if kind == b"cell":
            place += times
            if not empty or b"office:value" in attributes:
                columns, filled = max(columns, place), True
        else:
            most_rows = rows + repeated if filled else most_rows
            rows, repeated, place, filled = rows + repeated, times, 0, False
    return (rows + repeated if filled else most_rows), columns


# --- Why a workbook is refused --------------------------------------------------------------------


def _refused(source: str, code: str, message: str, hint: str) -> AnswersError:
    return AnswersError([Problem(source, code, message, hint)])


def _too_large(source: str, message: str) -> AnswersError:
    return _refused(source, "too-large", message, "Save the sheet with the answers as CSV.")


def _locked(source: str) -> AnswersError:
    message = "this workbook is protected by a password"
    return _refused(source, "not-text", message, "Save it without one, or its sheet as CSV.")


def _corrupt(source: str) -> AnswersError:
    message = "this workbook is damaged, or of a kind that we can't read"
    return _refused(source, "not-text", message, _SAVE)
