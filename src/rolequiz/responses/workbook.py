"""Spreadsheets' own files (.xlsx, .xls, .ods) as sheets of text cells, read by python-calamine."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from rolequiz.model import Pack
from rolequiz.problems import AnswersError, Fault, Problem, fault, quote
from rolequiz.responses.columns import AnswerMap, Finder
from rolequiz.responses.lines import Lines
from rolequiz.schemas.document import unreadable

MAX_FILE = 32 << 20
"""Bytes of a workbook: 100,000 people who answered 33 questions take about half of that."""
MEMORY, MEMORY_EACH = 256 << 20, 40
"""Bytes that reading may take, and how many more for each byte of the file."""
SECONDS, SECONDS_EACH_MIB = 4, 3
"""Of computing time; where the system can't count it, ten times as much may pass."""
FIRST_ROWS = 20
"""Among which the header is, for the sheet with the questions to be found."""

_CHILD = """
import sys
sys.path[:] = sys.argv[1:]
from rolequiz.responses.workbook import write_sheets
write_sheets()
"""
_LOCKED = 3  # how it ends where there is a password
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(
    rb"(<(?:\w+:)?c\b)([^>]*)"
    rb"(>\s*(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>)([^<]*)"
)
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*%[^>]*>")
_FORMAT_ID = re.compile(rb'\bnumFmtId="([0-9]+)"')
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
# the start of a cell, and that of an error that it shows, as LibreOffice and Excel write them
_ODS_CELL = re.compile(
    rb"(<table:table-cell\b[^>]*[^>/])>(?:\s*<text:p>(#[A-Z/0]+[!?]?|Err:[0-9]+)</text:p>)?"
)
_ODS_ERROR = re.compile(rb':value-type="error"')
_ODS_VALUE = re.compile(rb'\s(?:office|calcext):(?:value-type|value|string-value)="[^"]*"')
# records of .xls: an error, a formula whose value is one, a cell's format that is a percentage, and
# a format with a percent sign that the workbook defines
_XLS_UNSHOWN = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00.\x00.{6}\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00{3}\xff\xff"
    rb"|\xe0\x00\x14\x00..[\x09\x0a]\x00[\x00-\x03\x08-\x0b]"
    rb"|\x1e\x04.\x00...\x00\x00[ -~]{0,40}%",
    re.DOTALL,
)
_BREAK = re.compile(r"[\r\n]+")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Value = float | str | bool | date | time | timedelta  # a datetime is a date


class Sheet(NamedTuple):
    """A sheet of a workbook: its rows are lines of CSV, an empty one a blank line."""

    name: str
    hidden: bool
    lines: Sequence[str]


def read_sheet(
    source: str, stream: io.BufferedReader, pack: Pack, mapping: AnswerMap
) -> Callable[[], Lines]:
    """Return what reads the rows of the sheet that holds the questions, a line of CSV for each.

    That is the sheet with the most questions in one of its first rows. Raises AnswersError if no
    sheet has rows, or if several hold as many questions.
    """
    columns_of = Finder(pack, mapping).columns
    ranked = []
    for each in sheets(source, stream):
        if rows := list(islice(filter(any, csv.reader(each.lines)), FIRST_ROWS)):
            headers = map(columns_of, rows)
            questions = max(sum(column.answers for column in columns) for columns in headers)
            ranked.append(((questions > 0, not each.hidden, questions), each))
    if not ranked:
        raise _refused(source, fault("empty-file.workbook"))
    best, sheet = max(ranked, key=itemgetter(0))
    alike = [each.name for rank, each in ranked if rank == best]
    if best[0] and len(alike) > 1:
        raise _refused(source, fault("duplicate-column.sheets", sheets=alike))
    others = ", ".join(quote(each.name) for _, each in ranked if each is not sheet)
    notice = f"{source}: read the sheet {quote(sheet.name)}; ignored {others}."
    return lambda: Lines(source, sheet.lines, sheet.name, [notice] if others else [])


def sheets(source: str, stream: io.BufferedReader) -> list[Sheet]:
    """Return the sheets of a workbook in their order.

    Raises AnswersError if it is too large, damaged or protected by a password; or if it is an .xls
    file with errors or percentages, which calamine leaves out and reads as plain numbers.
    """
    try:
        content = stream.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise _refused(source, unreadable(error)) from None
    if len(content) > MAX_FILE:
        raise _refused(source, fault("too-large.workbook", most=MAX_FILE >> 20))
    if _is_locked(source, content):
        raise _locked(source)
    if content.startswith(_OLE) and _XLS_UNSHOWN.search(content):
        raise _refused(source, fault("not-text.unshown"))
    lines = _converted(source, content).split("\n")
    every, at = [], 0
    while lines[at]:
        name, hidden, count = json.loads(lines[at])
        every.append(Sheet(name, hidden, lines[at + 1 : at + 1 + count]))
        at += 1 + count
    return every


def _is_locked(source: str, content: bytes) -> bool:
    """Return whether a password protects a workbook; refuse other ZIP files."""
    if not content.startswith(_ZIP):
        return _ENCRYPTED in content
    manifest = "META-INF/manifest.xml"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise _refused(source, fault("not-text.other"))
            with packed.open(manifest) if manifest in names else io.BytesIO() as file:
                return b":encryption-data" in file.read(MAX_FILE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise _damaged(source) from None  # RuntimeError: a password of the ZIP file's own


# --- In a process of its own: calamine may end it, loop or fill the memory over a damaged file ----


def _converted(source: str, content: bytes) -> str:
    """Return what `write_sheets` writes of a workbook."""
    argv = [sys.executable, "-I", "-c", _CHILD, *sys.path]
    seconds = 10 * _seconds(len(content))
    try:
        ended = subprocess.run(
            argv, input=content, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _damaged(source) from None
    if ended.returncode == _LOCKED:
        raise _locked(source)
    if ended.returncode:
        raise _damaged(source)
    return ended.stdout.decode()


def write_sheets() -> None:
    """Write the sheets of the workbook on standard input, each with its rows as lines of CSV.

    Before them stand its name, whether it is hidden and how many rows there are, as JSON.
    """
    import python_calamine as calamine  # noqa: PLC0415 - few runs need it

    content = sys.stdin.buffer.read()
    _limit(len(content))
    with suppress(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        content = _as_shown(content) if content.startswith(_ZIP) else content
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        sys.exit(_LOCKED)
    out = io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline="")
    for about in book.sheets_metadata:
        if about.typ == calamine.SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(about.name)
            hidden = about.visible != calamine.SheetVisibleEnum.Visible
            before = [""] * (sheet.start or (0, 0))[1]  # it leaves out empty columns on the left
            lines = [_line([*before, *map(shown, values)]) for values in sheet.iter_rows()]
            out.write(json.dumps([about.name, hidden, len(lines)]) + "\n")
            out.writelines(lines)
    out.flush()


def _as_shown(content: bytes) -> bytes:
    """Return an .xlsx or .ods file in which errors and percentages are texts.

    Calamine leaves out errors such as #N/A, or gives 0 for them, and it gives 1 for 100 %, which
    would be another answer.
    """
    changed = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        if "content.xml" in names:
            xml = packed.read("content.xml")
            if (shown := _ODS_CELL.sub(_ods_text, xml)) != xml:
                changed["content.xml"] = shown
        percents = _percents(packed.read("xl/styles.xml")) if "xl/styles.xml" in names else set()
        for name in names if "xl/workbook.xml" in names else ():
            xml = packed.read(name) if name.startswith("xl/worksheets/") else b""
            if percents or b't="e"' in xml:
                changed[name] = _CELL.sub(lambda cell: _text(cell, percents), xml)
        if not any(changed.values()):
            return content
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as file:
            for name in names:
                file.writestr(name, changed.get(name) or packed.read(name))
    return written.getvalue()


def _percents(styles: bytes) -> set[bytes]:
    """Return which styles of cells show percentages."""
    formats = {b"9", b"10"}  # Excel's own
    formats |= {each[1] for tag in _FORMAT.findall(styles) if (each := _FORMAT_ID.search(tag))}
    cells = _CELL_STYLES.search(styles)
    ids = _FORMAT_ID.findall(cells[0]) if cells else []
    return {b"%d" % place for place, id in enumerate(ids) if id in formats}


def _text(cell: re.Match[bytes], percents: set[bytes]) -> bytes:
    start, about, between, value = cell.groups()
    style = _STYLE.search(about)
    if b't="e"' in about:
        about = about.replace(b't="e"', b't="str"')
    elif style and style[1] in percents and (b" t=" not in about or b't="n"' in about):
        with suppress(ValueError):
            value = b"%.15g%%" % (100 * float(value))
            about = about.replace(b't="n"', b"") + b' t="str"'
    return start + about + between + value


def _ods_text(cell: re.Match[bytes]) -> bytes:
    """Return the start of an .ods cell with an error or a percentage: what it shows is its text."""
    about = cell[1]
    wrong = _ODS_ERROR.search(about) or (cell[2] and b":formula=" in about)
    if not wrong and b':value-type="percentage"' not in about:
        return cell[0]
    bare = _ODS_VALUE.sub(b"", about)
    return b'%s office:value-type="string">' % bare + cell[0].removeprefix(about + b">")


def _limit(size: int) -> None:
    """Let this process end if reading takes far more than a workbook of this size needs."""
    if sys.platform != "win32":  # which has no such limits
        import resource  # noqa: PLC0415

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_CPU, (_seconds(size),) * 2)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY + MEMORY_EACH * size,) * 2)


def _seconds(size: int) -> int:
    return SECONDS + SECONDS_EACH_MIB * (size >> 20)


def _line(cells: list[str]) -> str:
    """Return a row as a line of CSV, whatever its cells hold."""
    line = io.StringIO()
    if any(cells):
        csv.writer(line, lineterminator="\n").writerow([_BREAK.sub(" ", cell) for cell in cells])
    return line.getvalue() or "\n"


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


def _refused(source: str, wrong: Fault) -> AnswersError:
    return AnswersError([Problem(source, wrong)])


def _locked(source: str) -> AnswersError:
    return _refused(source, fault("not-text.locked"))


def _damaged(source: str) -> AnswersError:
    return _refused(source, fault("not-text.damaged"))
