"""A group report in a terminal."""

from __future__ import annotations

from rich.text import Text

from rolequiz.group import GroupReport
from rolequiz.render import Medium
from rolequiz.render.briefing import Items, Part, Plot, Row, Table, brief
from rolequiz.render.text.sheet import GAP, HEADING, YOU, Sheet

LONGEST_BAR = 24
SHORTEST_BAR = 8


def report(report: GroupReport, medium: Medium) -> str:
    """Return what a briefing says, as text."""
    said = brief(report)
    sheet = Sheet(medium)
    sheet.say(said.title, style=HEADING)
    for sentence in said.lead:
        sheet.say(sentence)
    for section in said.sections:
        sheet.heading(section.title)
        for number, part in enumerate(section.parts):
            if number and isinstance(part, Table):
                sheet.blank()
            _write(sheet, part)
    sheet.blank()
    sheet.say(said.note)
    return str(sheet)


def _write(sheet: Sheet, part: Part) -> None:
    match part:
        case str():
            sheet.say(part)
        case Items(texts):
            sheet.items(texts)
        case Table():
            _table(sheet, part)
        case Plot():
            _plot(sheet, part)


def _table(sheet: Sheet, table: Table) -> None:
    sheet.say(table.title)
    if table.rows:
        _rows(sheet, table)


def _rows(sheet: Sheet, table: Table) -> None:
    """Write rows with bars; or with several figures; or in words, where there is no room."""
    widths = [
        sheet.widest([head, *(row.cells[at] for row in table.rows)])
        for at, head in enumerate(table.head)
    ]
    room = sheet.width - sum(widths) - len(GAP) * len(widths)
    if sheet.plain or room < 0 or not table.figures:
        for row in table.rows:
            sheet.say(_in_words(table, row))
        return
    if not any(row.bar is not None for row in table.rows):
        _line(sheet, table.head, widths)
    for row in table.rows:
        length = 0 if row.bar is None or room < SHORTEST_BAR else min(room, LONGEST_BAR)
        _line(sheet, row.cells, widths, "━" * round(length * (row.bar or 0)))


def _in_words(table: Table, row: Row) -> str:
    """Say a row: “Clear: 5”, or with the heads where there are several figures."""
    first, *cells = row.cells
    if len(cells) == 1:
        return f"{first}: {cells[0]}"
    named = zip(table.head[1:], cells, strict=True)
    return f"{first}: {', '.join(f'{head.lower()} {cell}' for head, cell in named)}"


def _line(sheet: Sheet, cells: tuple[str, ...], widths: list[int], bar: str = "") -> None:
    """Write cells in columns, figures to the right, and a bar behind them."""
    first, *rest = (sheet.safe(cell) for cell in cells)
    first.pad_right(widths[0] - first.cell_len)
    for cell, width in zip(rest, widths[1:], strict=True):
        cell.pad_left(width - cell.cell_len)
        first.append(GAP).append_text(cell)
    sheet.put(Text(), [first.append(GAP).append_text(sheet.sign(bar, YOU))])


def _plot(sheet: Sheet, plot: Plot) -> None:
    sheet.blank()
    sheet.say(f"{plot.low} – {plot.high}")
    sheet.say(plot.said)
    most = max((strip.people for strip in plot.strips), default=0) or 1
    rows = (Row((each.label, str(each.people)), each.people / most) for each in plot.strips)
    _table(sheet, Table("", ("Between", "People"), tuple(rows)))
