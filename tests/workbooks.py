"""Workbooks to read, as small as they can be: .xlsx and .ods written here, part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from rolequiz.responses.columns import letters

Value = str | float | bool | date | None
Rows = Sequence[Sequence[Value]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP file with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return content.getvalue()


def xlsx(sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook as Excel writes it."""
    return xlsx_of({name: _sheet_data(rows) for name, rows in sheets.items()}, hidden)


def xlsx_of(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook whose sheets hold this XML."""
    numbers = {name: number for number, name in enumerate(sheets, start=1)}
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"'
        + (' state="hidden"/>' if name in hidden else "/>")
        for name, number in numbers.items()
    )
    kind = f"{_OFFICE}/worksheet"
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers.values()
    )
    links += f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
            f'Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f"{links}</Relationships>",
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>',
            **{
                f"xl/worksheets/sheet{numbers[name]}.xml": f'<worksheet xmlns="{_MAIN}">'
                f"<sheetData>{data}</sheetData></worksheet>"
                for name, data in sheets.items()
            },
        }
    )


def _sheet_data(rows: Rows) -> str:
    return "".join(
        f'<row r="{number}">'
        + "".join(
            _cell(f"{letters(place)}{number}", value)
            for place, value in enumerate(row)
            if value is not None
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )


def _cell(reference: str, value: Value) -> str:
    match value:
        case str():
            text = escape(value)
            return (
                f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            )
        case bool():
            return f'<c r="{reference}" t="b"><v>{value:d}</v></c>'
        case datetime():
            days = (value - datetime(1899, 12, 30)).total_seconds() / 86400
            return f'<c r="{reference}" s="2"><v>{days!r}</v></c>'
        case date():
            return f'<c r="{reference}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    return f'<c r="{reference}"><v>{value!r}</v></c>'


def ods(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook as LibreOffice writes it, with the empty rows and columns to the edge."""
    edge = '<table:table-cell table:number-columns-repeated="16000"/>'
    last = f'<table:table-row table:number-rows-repeated="1048000">{edge}</table:table-row>'
    return ods_of(
        {
            name: "".join(
                f"<table:table-row>{''.join(map(_ods_cell, row))}{edge}</table:table-row>"
                for row in rows
            )
            + last
            for name, rows in sheets.items()
        }
    )


def ods_of(sheets: Mapping[str, str], manifest: str = "") -> bytes:
    """Return a workbook whose sheets hold this XML."""
    spaces = " ".join(
        f'xmlns:{name}="{_ODF}:{name}:1.0"'
        for name in ("office", "table", "text", "manifest", "calcext")
    )
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"
        for name, rows in sheets.items()
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f"{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _ods_cell(value: Value) -> str:
    match value:
        case None:
            return "<table:table-cell/>"
        case str():
            kind, text = 'office:value-type="string"', escape(value)
        case bool():
            said = str(value).lower()
            kind, text = f'office:value-type="boolean" office:boolean-value="{said}"', said
        case date():
            said = value.isoformat()
            kind, text = f'office:value-type="date" office:date-value="{said}"', said
        case _:
            kind, text = f'office:value-type="float" office:value="{value!r}"', f"{value:.2f}"
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"
