"""Reports on a group or on a quiz, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from rolequiz.group import GroupReport
from rolequiz.problems import Problem, excerpt, headline
from rolequiz.render import Medium
from rolequiz.render.briefing import brief
from rolequiz.render.check_briefing import Checked, brief_check
from rolequiz.render.parts import NOBODY, Briefing, Items, Part, Plot, Row, Table
from rolequiz.render.text.sheet import GAP, HEADING, YOU, Sheet

LONGEST_BAR = 24
SHORTEST_BAR = 8


def report(report: GroupReport, medium: Medium) -> str:
    """Return what can be told of a group."""
    return _page(brief(report), medium)


def check(checked: Checked, medium: Medium) -> str:
    """Return what was found out about a quiz."""
    return _page(brief_check(checked), medium)


def _page(said: Briefing, medium: Medium) -> str:
    sheet = Sheet(medium)
    sheet.say(said.title, style=HEADING)
    for sentence in said.lead:
        sheet.say(sentence)
    for section in said.sections:
        sheet.heading(section.title)
        for number, part in enumerate(section.parts):
            if number and not isinstance(part, Items | Problem | Plot):
                sheet.blank()
            _write(sheet, part)
    sheet.blank()
    sheet.say(said.note)
    return str(sheet)


def _write(sheet: Sheet, part: Part) -> None:
    match part:
        case str():
            sheet.say(part)
        case Items(texts, numbered=True):
            for number, text in enumerate(texts, start=1):
                sheet.say(text, f"{number}. ")
        case Items(texts):
            sheet.items(texts)
        case Table():
            _table(sheet, part)
        case Plot():
            _plot(sheet, part)
        case Problem():
            _problem(sheet, part)


def _problem(sheet: Sheet, problem: Problem) -> None:
    """Write a problem; its first line stays one, for programs that look for places in it."""
    lines = [sheet.sign(headline(problem))]
    if pointed := excerpt(problem, sheet.width):
        before, after = map(sheet.sign, pointed)
        caret = Text(" " * before.cell_len + "^")
        lines += [before + after, caret]
    sheet.put(Text(), lines)
    sheet.say(problem.hint, "  ")


def _table(sheet: Sheet, table: Table) -> None:
    sheet.say(table.title)
    if table.rows:
        _rows(sheet, table)


def _rows(sheet: Sheet, table: Table) -> None:
    """Write rows, with bars if there is room; in words, where there is none even for columns."""
    widths = [
        sheet.widest([head, *(row.cells[at] for row in table.rows)])
        for at, head in enumerate(table.head)
    ]
    room = sheet.width - sum(widths) - len(GAP) * len(widths)
    if sheet.plain or room < -len(GAP) or not table.figures:
        for row in table.rows:
            sheet.say(_in_words(table, row), "" if sheet.plain else "• " * (len(row.cells) > 2))
        return
    right = [
        at > 0 and _holds_figures(row.cells[at] for row in table.rows) for at in range(len(widths))
    ]
    columns = list(zip(widths, right, strict=True))
    if not any(row.bar is not None for row in table.rows):
        _line(sheet, table.head, columns, style=HEADING)
    for row in table.rows:
        length = 0 if row.bar is None or room < SHORTEST_BAR else min(room, LONGEST_BAR)
        _line(sheet, row.cells, columns, bar="━" * round(length * (row.bar or 0)))


def _holds_figures(cells: Iterable[str]) -> bool:
    """Return whether what holds digits begins with one, or a sign: then it stands to the right."""
    figures = [cell for cell in cells if any(map(str.isdigit, cell))]
    return bool(figures) and all(cell.lstrip("+−-")[:1].isdigit() for cell in figures)


def _in_words(table: Table, row: Row) -> str:
    """Say a row: “Clear: 5”, or with the heads where there are several figures."""
    first, *cells = row.cells
    if len(cells) == 1:
        return f"{first}: {cells[0]}"
    heads = table.spoken or [head.lower() for head in table.head]
    pairs = zip(heads[1:], cells, strict=True)
    named = (f"{head} {cell}".strip() for head, cell in pairs if cell != NOBODY)
    return f"{first}: {', '.join(named)}"


def _line(
    sheet: Sheet,
    cells: Sequence[str],
    columns: Sequence[tuple[int, bool]],
    *,
    style: str = "",
    bar: str = "",
) -> None:
    """Write cells in columns, so wide and to the right or not, and a bar behind them."""
    line = Text()
    for cell, (width, right) in zip(cells, columns, strict=True):
        text = sheet.safe(cell, style)
        line.append(" " * (width - text.cell_len if right else 0)).append_text(text)
        line.append(" " * (0 if right else width - text.cell_len)).append(GAP)
    sheet.put(Text(), [line.append_text(sheet.sign(bar, YOU))])


def _plot(sheet: Sheet, plot: Plot) -> None:
    sheet.blank()
    sheet.say(f"{plot.low} – {plot.high}")
    sheet.say(plot.said)
    most = max((strip.people for strip in plot.strips), default=0) or 1
    rows = (Row((each.label, str(each.people)), each.people / most) for each in plot.strips)
    _table(sheet, Table("", ("Between", "People"), tuple(rows)))
