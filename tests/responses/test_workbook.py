"""Tests of rolequiz.responses.workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from reading import stream
from rolequiz.problems import AnswersError
from rolequiz.responses import workbook
from rolequiz.responses.workbook import sheets
from workbooks import Rows, ods, ods_of, packed, xlsx, xlsx_of

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, source: str = "people.xlsx") -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the cells of every sheet of a workbook."""
    return {sheet.name: list(sheet.rows()) for sheet in sheets(source, stream(content))}


def refusal(content: bytes, source: str = "people.xlsx") -> tuple[str, str, str]:
    """Return the code, the message and the hint of the one problem that a workbook has."""
    with pytest.raises(AnswersError) as caught:
        read(content, source)
    (problem,) = caught.value.problems
    assert problem.source == source
    return problem.code, problem.message, problem.hint


@pytest.mark.parametrize("written", [xlsx, ods])
def test_cells_are_text_as_spreadsheets_show_it(
    written: Callable[[Mapping[str, Rows]], bytes],
) -> None:
    """Whole numbers have no point, dates are dates, and rows keep their place from the first."""
    rows: Rows = [
        ["", "week", "n"],
        [],
        ["é “x” <&>", 4.0, -3, 0.1 + 0.2, 1e15, 2.5, True, False, date(2026, 1, 5), None, "z"],
    ]
    (read_rows,) = read(written({"S": rows})).values()
    assert [[*row][:3] for row in read_rows[:2]] == [["", "week", "n"], ["", "", ""]]
    assert read_rows[2] == [
        *("é “x” <&>", "4", "-3", "0.3", "1000000000000000", "2.5"),
        *("TRUE", "FALSE", "2026-01-05", "", "z"),
    ]


def test_a_sheet_that_begins_further_in_keeps_its_rows_and_columns() -> None:
    """Rows and columns are numbered as the spreadsheet does it."""
    assert read(xlsx({"S": [[], [None, "a"], [None, "b", "c"]]})) == {
        "S": [["", "", ""], ["", "a", ""], ["", "b", "c"]]
    }


def test_times_have_seconds_and_dates_have_none() -> None:
    """A moment is written as in ISO 8601, with a space."""
    moments = [datetime(2026, 11, 28, 16, 45, 5), datetime(2026, 11, 28)]
    assert read(xlsx({"S": [moments]})) == {"S": [["2026-11-28 16:45:05", "2026-11-28"]]}


def test_an_old_workbook_is_read() -> None:
    """A file of Excel 97."""
    (rows,) = read((EXPORTS / "old-excel.xls").read_bytes(), "old.xls").values()
    assert rows[0][:2] == ["respondent", "first-hour"]


def test_sheets_come_in_order() -> None:
    """Their cells are read no sooner than they are asked for."""
    content = xlsx({"b": [["1"]], "secret": [["2"]], "a": [], "c": [["3"]]}, hidden=["secret"])
    assert read(content) == {"b": [["1"]], "secret": [["2"]], "a": [], "c": [["3"]]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\3\4" + b"rubbish" * 99, "damaged"),
        (xlsx({"S": [["a"]]})[:700], "damaged"),
        (xlsx({"S": [["a"]]}).replace(b"sheet1.xml", b"sheet9.xml"), "damaged"),
        (OLE + bytes(600), "damaged"),
        (packed({"readme.txt": "x"}), "not a workbook"),
        (packed({"xl/workbook.bin": "x"}), "not a workbook"),
        (OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (ods_of({}, "<manifest:encryption-data/>"), "password"),
    ],
)
def test_what_is_no_sound_workbook_is_one_problem(content: bytes, said: str) -> None:
    """It says what is the matter, and how to get at the table all the same."""
    code, message, hint = refusal(content)
    assert code == "not-text"
    assert said in message
    assert "CSV" in hint


def test_a_workbook_cut_anywhere_is_a_problem_and_no_crash(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Wherever a download ended, and whichever byte of it is wrong; nothing else is said."""
    for whole in (xlsx({"S": [["week"], ["x"]]}), (EXPORTS / "old-excel.xls").read_bytes()):
        for end in range(8, len(whole), max(1, len(whole) // 60)):
            for content in (whole[:end], whole[:end] + b"\xff" + whole[end + 1 :]):
                with suppress(AnswersError):
                    read(content)
    assert capfd.readouterr() == ("", "")


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
ODS_CELL = '<table:table-cell office:value-type="float" office:value="1" {}/>'


@pytest.mark.parametrize(
    "content",
    [
        xlsx_of({"S": FAR.format(1048576, "XFD")}),
        xlsx_of({"S": FAR.format(99999999999, "A")}),
        xlsx_of({"S": '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'}),
        ods_of(
            {
                "S": '<table:table-row table:number-rows-repeated="5000">'
                + ODS_CELL.format('table:number-columns-repeated="16384"')
                + "</table:table-row>"
            }
        ),
        ods_of(
            {
                "S": '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
                "</table:table-row><table:table-row><table:table-cell "
                'table:number-columns-repeated="9999"/>'
                + ODS_CELL.format("")
                + "</table:table-row>"
            }
        ),
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused(content: bytes) -> None:
    """A stray cell in the last corner would take gigabytes, and end the program without a word."""
    code, message, hint = refusal(content)
    assert code == "too-large"
    assert "reaches to row" in message
    assert "far from the table" in hint


def test_what_unpacks_to_far_too_much_is_refused() -> None:
    """A small file can hold a thousand times its size."""
    content = packed({"xl/workbook.xml": "", "xl/sharedStrings.xml": bytes(64 << 20)})
    assert refusal(content)[0] == "too-large"


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(workbook, "MAX_FILE", 1 << 20)
    code, message, _ = refusal(xlsx({"S": [["a"]]}) + bytes(1 << 20))
    assert (code, message) == ("too-large", "this workbook is larger than 1 MiB")
