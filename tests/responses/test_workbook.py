"""Tests of rolequiz.responses.workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest

from reading import answers, codes, people, problems, read, stream
from rolequiz.problems import AnswersError
from rolequiz.responses import workbook
from rolequiz.responses.workbook import sheets
from workbooks import Rows, Value, ods, ods_of, packed, xlsx, xlsx_of

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cells(content: bytes, source: str = "people.xlsx") -> Mapping[str, Sequence[Sequence[str]]]:
    """Return the cells of every sheet of a workbook."""
    found = sheets(source, stream(content))
    return {sheet.name: list(csv.reader(sheet.lines)) for sheet in found}


def refusal(content: bytes, source: str = "people.xlsx") -> tuple[str, str, str]:
    """Return the code, the message and the hint of the one problem that a workbook has."""
    with pytest.raises(AnswersError) as caught:
        cells(content, source)
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
        [
            "é “x”\u2028\x85<&>",
            4.0,
            -3,
            0.1 + 0.2,
            1e15,
            2.5,
            True,
            False,
            date(2026, 1, 5),
            None,
            "z",
        ],
    ]
    (found,) = cells(written({"S": rows})).values()
    assert [[*row][:3] for row in found[:2]] == [["", "week", "n"], []]
    assert found[2] == [
        *("é “x”\u2028\x85<&>", "4", "-3", "0.3", "1000000000000000", "2.5"),
        *("TRUE", "FALSE", "2026-01-05", "", "z"),
    ]


ERROR = '<c r="B2" t="e"><v>{}</v></c>'
PERCENT = '<c r="B2" s="1"><v>{}</v></c>'
FORMULA = '<c r="B2" s="1"><f>A1/4</f><v>{}</v></c>'
HEADED = '<row r="1"><c r="B1" t="inlineStr"><is><t>meeting</t></is></c></row><row r="2">{}</row>'


@pytest.mark.parametrize("number_format", ["9", "10", "170"])
@pytest.mark.parametrize(
    ("cell", "value", "shown"),
    [
        *((ERROR, error, error) for error in ("#N/A", "#DIV/0!", "#REF!")),
        (ERROR.replace("><v", "><f>1/0</f><v"), "#DIV/0!", "#DIV/0!"),
        (PERCENT, "0.5", "50%"),
        (PERCENT, "1", "100%"),
        (PERCENT.replace('s="1"', 't="n" s="1"'), "0.125", "12.5%"),
        (FORMULA, "0.07", "7%"),
    ],
)
def test_errors_and_percentages_are_told_and_answer_nothing(
    cell: str, value: str, shown: str, number_format: str
) -> None:
    """An error is not a skipped question, and 100 % is not the first answer."""
    styles = (
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>'
        f'<xf numFmtId="{number_format}"/></cellXfs></styleSheet>'
    )
    with zipfile.ZipFile(io.BytesIO(xlsx_of({"S": HEADED.format(cell.format(value))}))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    content = packed({**parts, "xl/styles.xml": styles})
    assert cells(content)["S"][1] == ["", shown]
    (problem,) = problems(content, "x.xlsx")
    assert (problem.line, problem.code) == (2, "unknown-answer")
    assert f"B “meeting”: “{shown}” is not an answer" in problem.message


ODS = "<table:table-row>{}</table:table-row>"
ODS_FORMULA = '<table:table-cell table:formula="of:=A1" office:value-type='


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (f'{ODS_FORMULA}"string" office:string-value="" calcext:value-type="error">', "#N/A"),
        (f'{ODS_FORMULA}"float" office:value="0" calcext:value-type="error">', "#DIV/0!"),
        (f'{ODS_FORMULA}"float" office:value="0">', "#REF!"),  # of programs without calcext
        (f'{ODS_FORMULA}"float" office:value="0">', "Err:504"),
        ('<table:table-cell office:value-type="percentage" office:value="1">', "100%"),
        (
            f'{ODS_FORMULA}"percentage" office:value="0.125" calcext:value-type="percentage">',
            "12.5 %",
        ),
    ],
)
def test_libreoffice_s_errors_and_percentages_answer_nothing_either(cell: str, shown: str) -> None:
    """They are reported as they are shown, and not read as 0, 1 or nothing."""
    said = f"{cell}<text:p>{shown}</text:p></table:table-cell>"
    header = (
        '<table:table-cell office:value-type="string"><text:p>meeting</text:p></table:table-cell>'
    )
    content = ods_of({"S": ODS.format(header) + ODS.format(said)})
    assert cells(content) == {"S": [["meeting"], [shown]]}
    (problem,) = problems(content, "x.ods")
    assert (problem.line, problem.code) == (2, "unknown-answer")
    assert f"A “meeting”: “{shown}” is not an answer" in problem.message


def test_libreoffice_s_numbers_and_texts_stay() -> None:
    """A text that looks like an error is what somebody wrote, and a sum that shows one its sum."""
    sum_of = f'{ODS_FORMULA}"float" office:value="4"><text:p>4</text:p></table:table-cell>'
    text = '<table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>'
    assert cells(ods_of({"S": ODS.format(sum_of + text)})) == {"S": [["4", "#N/A"]]}


def test_a_sheet_that_begins_further_in_keeps_its_rows_and_columns() -> None:
    """Rows and columns are numbered as the spreadsheet does it."""
    assert cells(xlsx({"S": [[], [None, "a"], [None, "b", "c"]]})) == {
        "S": [[], ["", "a", ""], ["", "b", "c"]]
    }


def test_times_have_seconds_and_dates_have_none() -> None:
    """A moment is written as in ISO 8601, with a space."""
    moments = [datetime(2026, 11, 28, 16, 45, 5), datetime(2026, 11, 28)]
    assert cells(xlsx({"S": [moments]})) == {"S": [["2026-11-28 16:45:05", "2026-11-28"]]}


def test_an_old_workbook_is_read() -> None:
    """A file of Excel 97."""
    (rows,) = cells((EXPORTS / "old-excel.xls").read_bytes(), "old.xls").values()
    assert rows[0][:2] == ["respondent", "first-hour"]


BIFF_ERROR = bytes.fromhex("0502 0800 0100 0200 0f00 2a 01")
BIFF_FORMULA = bytes.fromhex("0600 1b00 0100 0200 0f00 0200 0700 0000 ffff 0000")
BIFF_OWN_PERCENT = bytes.fromhex("1e04 0900 a400 0400 00") + b"0.0%"
BIFF_PERCENT = bytes.fromhex("e000 1400 0000 0900 0100 2000")


@pytest.mark.parametrize("record", [BIFF_ERROR, BIFF_FORMULA, BIFF_PERCENT, BIFF_OWN_PERCENT])
def test_an_old_workbook_with_errors_or_percentages_is_refused(record: bytes) -> None:
    """Nothing and a plain number would be read for them; the hint says what to save instead."""
    old = (EXPORTS / "old-excel.xls").read_bytes()
    code, message, hint = refusal(old + record)
    assert (code, hint) == ("not-text", "Save it as .xlsx or CSV, and use that.")
    assert "errors such as #N/A, or percentages" in message
    false, plain = (
        bytes.fromhex("0502 0800 0100 0200 0f00 00 00"),
        BIFF_PERCENT.replace(b"\t", b"\0"),
    )
    assert cells(old + false + plain, "old.xls") == cells(old, "old.xls")


def test_sheets_come_in_order() -> None:
    """Their cells are read no sooner than they are asked for."""
    content = xlsx({"b": [["1"]], "secret": [["2"]], "a": [], "c": [["3"]]}, hidden=["secret"])
    assert cells(content) == {"b": [["1"]], "secret": [["2"]], "a": [], "c": [["3"]]}


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
    """The message says what is wrong, and how to get the table out."""
    code, message, hint = refusal(content)
    assert code == "not-text"
    assert said in message
    assert "CSV" in hint


def test_a_workbook_cut_anywhere_is_a_problem_and_no_crash(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Wherever a download ended, and whichever byte of it is wrong; nothing else is said."""
    for whole in (xlsx({"S": [["week"], ["x"]]}), (EXPORTS / "old-excel.xls").read_bytes()):
        for end in range(8, len(whole), len(whole) // 8):
            for content in (whole[:end], whole[:end] + b"\xff" + whole[end + 1 :]):
                with suppress(AnswersError):
                    cells(content)
    assert capfd.readouterr() == ("", "")


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'
ODS_CELL = '<table:table-cell office:value-type="float" office:value="1" {}/>'


@pytest.mark.parametrize(
    "content",
    [
        xlsx_of({"S": FAR.format(1048576, "XFD")}),
        xlsx_of({"S": FAR.format(99999999999, "A")}),
        xlsx_of({"S": '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'}),
        xlsx_of({"S": FAR.format(9000000, "C").replace('<c r="C9000000">', "<c>")}),
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
    """A stray cell in the last corner would take gigabytes, and kill the program."""
    code, message, hint = refusal(content)
    assert code == "not-text"
    assert "far more than a table of answers" in message
    assert "far away from the table" in hint


def test_what_unpacks_to_far_too_much_is_refused() -> None:
    """A small file can hold a thousand times its size."""
    content = packed({"xl/workbook.xml": "", "xl/sharedStrings.xml": bytes(64 << 20)})
    assert "far more than a table" in refusal(content)[1]


def test_a_large_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not read to its end."""
    monkeypatch.setattr(workbook, "MAX_FILE", 1 << 20)
    code, message, _ = refusal(xlsx({"S": [["a"]]}) + bytes(1 << 20))
    assert (code, message) == ("too-large", "this workbook is larger than 1 MiB")


# --- As a table of answers ------------------------------------------------------------------------

HEADER = ["ID", "Start time", "Name", "respondent", "first-hour", "proud", "meeting", "week"]


def form(*answers: Value, header: Sequence[Value] = HEADER) -> Rows:
    """Return a sheet with one person's answers."""
    return [header, [1, datetime(2026, 11, 28, 9, 5), "anonymous", "p1", *answers]]


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv", "standard input", "people.json"])
@pytest.mark.parametrize("written", [xlsx, ods])
def test_a_workbook_is_known_by_its_first_bytes(
    name: str, written: Callable[[Mapping[str, Rows]], bytes]
) -> None:
    """Its name may say something else, or nothing."""
    content = written({"Form1": form("The problem\nbehind it", "growing", 4, "b")})
    (person,) = people(content, name)
    assert person.respondent == "p1"
    assert person.answers == answers("problem", "growing", 4, "schedule")


def test_a_table_in_text_may_be_called_a_workbook() -> None:
    """Many programs call CSV .xls, so that a spreadsheet opens it."""
    (person,) = people("week\troadmap\n".replace("\t", "\n"), "people.xls")
    assert person.answers == {"week": "roadmap"}


def test_what_is_called_a_workbook_and_is_none_is_told() -> None:
    """Bytes that are not text."""
    assert codes(b"\x09\x08\x04\0" + bytes(99), "old.xls") == [("not-text", None)]


def test_the_sheet_with_the_questions_is_found() -> None:
    """Wherever it is; a notice names the sheets that were passed over."""
    others: Rows = [["Notes"], ["week"]]
    content = xlsx({"About": others, "Answers": form("a", "a", 1, "a"), "Sum": [["proud", "week"]]})
    rows = read(content, "x.xlsx")
    assert [row.responses is not None for row in rows] == [False, True]
    assert rows[0].notices == ("x.xlsx: read the sheet “Answers”; ignored “About”, “Sum”.",)


def test_a_hidden_sheet_gives_way() -> None:
    """Copies are often hidden rather than deleted, and may hold more."""
    sheets = {"old": form("b", "b", 1, "b"), "new": form("a", "a", 1, header=HEADER[:-1])}
    (person,) = people(xlsx(sheets, hidden=["old"]))
    assert person.answers == answers("problem", "growing", 1)
    assert people(xlsx({"only": form("a", "a", 1, "a")}, hidden=["only"]))


def test_two_sheets_with_the_questions_are_not_chosen_between() -> None:
    """The people in the other one would be lost."""
    (problem,) = problems(
        xlsx({"a": form("a", "a", 1, "a"), "b": form("b", "b", 1, "b")}), "x.xlsx"
    )
    assert problem.message == "the sheets “a” and “b” each hold the questions"
    assert "Hide or delete" in problem.hint


@pytest.mark.parametrize("content", [xlsx({"a": []}), xlsx({"a": [[""], []]}), ods({"a": []})])
def test_an_empty_workbook_is_told(content: bytes) -> None:
    """It has sheets, but nothing is in them."""
    assert codes(content, "x.xlsx") == [("empty-file", None)]


def test_a_date_that_was_an_answer_is_told_in_its_place() -> None:
    """Spreadsheets make a date of “1-5”; what the answer was, nobody can know."""
    rows = [*form("a", "a", date(2026, 1, 5), "a"), [], [2, None, "", "p2", "a", "a", 5, "a"]]
    good, bad = (
        [row.responses for row in read(xlsx({"a": rows}))][::-1][0],
        problems(xlsx({"a": rows})),
    )
    assert good is not None
    (problem,) = bad
    assert (problem.line, problem.code) == (2, "unknown-answer")
    assert problem.message == "G “meeting”: “2026-01-05” is not an answer to “meeting”"
    assert "turned an answer such as 1-5 into a date" in problem.hint


@pytest.mark.parametrize("cell", ["5-Jan", "05. Jan", "1/5/2026", "5.1.26", "Mai-05", "2026-01-05"])
def test_dates_are_known_in_tables_of_text_too(cell: str) -> None:
    """A spreadsheet that saves CSV writes them as it shows them."""
    (problem,) = problems(f"meeting\n{cell}\n")
    assert "into a date" in problem.hint


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    """Blank rows are counted; line breaks within cells are not."""
    rows: Rows = [["respondent", "Which page of the wall\r\ndo you update first?"]]
    rows = [*rows, ["p\n1", "roadmap"], [], [None, None], ["p2", "nowhere"]]
    content = xlsx({"a": rows})
    assert codes(content) == [("unknown-answer", 5)]
