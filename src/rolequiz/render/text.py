"""Pages for a terminal: colour and drawing where it can show them, words where it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from rich.text import Text

from rolequiz.pages import parts
from rolequiz.pages.parts import Page, Part
from rolequiz.pages.sentences import sentence
from rolequiz.problems import Problem, excerpt, headline
from rolequiz.render import RenderOptions
from rolequiz.render.sheet import BAD, FAINT, GAP, GOOD, HEADING, YOU, Sheet

LONGEST_BAR = 24
SHORTEST_BAR = 8
LONGEST_SCALE = 33
SHORTEST_SCALE = 15
NARROWEST_COLUMN = 24


def write(page: Page, options: RenderOptions) -> str:
    """Return a page as text; at 80 columns the first 24 lines of a result answer alone."""
    sheet = Sheet(options)
    sheet.say(page.title if page.headed else "", style=HEADING)
    for line in page.lead:
        sheet.say(line)
    for section in page.sections:
        sheet.heading(section.title)
        for number, part in enumerate(section.parts):
            if number and not isinstance(part, parts.Items | Problem):
                sheet.blank()
            _write(sheet, part)
    whose = f"Answers of {page.whose}." if page.whose else ""
    if foot := [text for text in (whose, page.recap, page.note) if text]:
        sheet.blank()
        for text in foot:
            sheet.say(text)
    return str(sheet)


def write_all(title: str, pages: Iterable[Page], options: RenderOptions) -> Iterator[str]:
    """Yield many pages; a form feed before all but the first makes printers turn over."""
    for number, page in enumerate(pages):
        yield "\f" * (number > 0) + write(page, options)


def _write(sheet: Sheet, part: Part) -> None:  # noqa: C901, PLR0912 - a branch a part
    match part:
        case str():
            sheet.say(part)
        case parts.Items(texts, numbered):
            sheet.items(texts, numbered=numbered)
        case parts.Fact(label, text):
            sheet.say(f"{label}: {text}")
        case parts.Facts(facts):
            column = sheet.widest(fact.label for fact in facts) + len(GAP)
            for fact in facts:
                sheet.label(fact.label, fact.text, column)
        case parts.Reasons(reasons):
            for reason in reasons:
                _reason(sheet, reason)
        case parts.Table():
            _table(sheet, part)
        case parts.Scales():
            _scales(sheet, part)
        case parts.Histogram():
            _histogram(sheet, part)
        case parts.Comparison():
            _comparison(sheet, part)
        case Problem():
            _problem(sheet, part)
        case _:
            assert_never(part)


def _reason(sheet: Sheet, reason: parts.Reason) -> None:
    if sheet.plain:
        sheet.say(f"{reason.speaks.capitalize()}: {reason.sentence}")
    elif reason.speaks == "for":
        sheet.say(reason.chain, "+ ", mark_style=GOOD)
    else:
        sheet.say(reason.chain, "− ", mark_style=BAD)


def _problem(sheet: Sheet, problem: Problem) -> None:
    """Write a problem; its first line stays one, for programs that look for places in it."""
    place, code, message = headline(problem)
    line = Text.assemble(
        sheet.sign(f"{place} "), sheet.sign(code, FAINT), sheet.sign(f" {message}")
    )
    lines = [line]
    if pointed := excerpt(problem, sheet.width):
        before, after = map(sheet.sign, pointed)
        caret = Text(" " * before.cell_len + "^")
        lines += [before + after, caret]
    sheet.put(Text(), lines)
    sheet.say(problem.hint, "  ")


# --- Tables -----------------------------------------------------------------------------------


def _table(sheet: Sheet, table: parts.Table) -> None:
    """Write rows, with bars if there is room; in words, where there is none even for columns."""
    sheet.say(table.title)
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
    length = min(room, LONGEST_BAR) if room >= SHORTEST_BAR else 0
    others = "" if any(row.marked for row in table.rows) else YOU
    for row in table.rows:
        bar = sheet.sign("━" * round(length * (row.bar or 0)), GOOD if row.marked else others)
        _line(sheet, row.cells, columns, bar=bar)


def _holds_figures(cells: Iterable[str]) -> bool:
    """Return whether what holds digits begins with one, or a sign: then it stands to the right."""
    figures = [cell for cell in cells if any(map(str.isdigit, cell))]
    return bool(figures) and all(cell.lstrip("+−-")[:1].isdigit() for cell in figures)


def _in_words(table: parts.Table, row: parts.Row) -> str:
    """Say a row: “Clear: 5”, or with the heads where there are several figures."""
    first, *cells = row.cells
    if len(cells) == 1:
        return f"{first}: {cells[0]}"
    heads = table.spoken or [head.lower() for head in table.head]
    pairs = zip(heads[1:], cells, strict=True)
    named = (f"{head} {cell}".strip() for head, cell in pairs if cell != parts.NOBODY)
    return f"{first}: {', '.join(named)}"


def _line(
    sheet: Sheet,
    cells: Sequence[str],
    columns: Sequence[tuple[int, bool]],
    *,
    style: str = "",
    bar: Text | None = None,
) -> None:
    """Write cells in columns, so wide and to the right or not, and a bar behind them."""
    line = Text()
    for cell, (width, right) in zip(cells, columns, strict=True):
        text = sheet.safe(cell, style)
        line.append(" " * (width - text.cell_len if right else 0)).append_text(text)
        line.append(" " * (0 if right else width - text.cell_len)).append(GAP)
    sheet.put(Text(), [line.append_text(bar or Text())])


def _histogram(sheet: Sheet, drawn: parts.Histogram) -> None:
    sheet.say(f"{drawn.low} – {drawn.high}")
    sheet.say(drawn.said)
    most = max((bar.people for bar in drawn.bars), default=0) or 1
    rows = tuple(parts.Row((bar.label, str(bar.people)), bar.people / most) for bar in drawn.bars)
    if rows:
        _table(sheet, parts.Table("", ("Between", "People"), rows))


# --- Scales -----------------------------------------------------------------------------------


def _scales(sheet: Sheet, drawn: parts.Scales) -> None:
    if sheet.plain:
        for scale in drawn.scales:
            sheet.say(_said(scale, drawn))
        return
    low = sheet.widest(scale.low for scale in drawn.scales)
    high = sheet.widest(scale.high for scale in drawn.scales)
    room = sheet.width - low - high - 2
    beside = room >= SHORTEST_SCALE
    for scale in drawn.scales:
        line = _scale(sheet, scale, min(room if beside else sheet.width, LONGEST_SCALE))
        if beside:
            left = sheet.safe(scale.low)
            left.pad_left(low - left.cell_len)
            sheet.put(Text(), [Text.assemble(left, " ", line, " ", sheet.safe(scale.high))])
        else:
            sheet.say(f"{scale.low} – {scale.high}")
            sheet.put(Text(), [line])
    you = ["● you"] if any(scale.you_words for scale in drawn.scales) else []
    marks = zip("◆◇", (drawn.marked, drawn.other), strict=True)
    named = [f"{sign} {name}" for sign, name in marks if name]
    both = [f"◈ {'both' if len(you + named) == 2 else 'in one place'}"] * (len(you + named) > 1)
    sheet.say("  ".join([*you, *named, *both]))


def _said(scale: parts.Scale, drawn: parts.Scales) -> str:
    leaning = [(drawn.marked, scale.role_words), (drawn.other, scale.other_words)]
    places = [sentence("role-leans", role=name, lean=words) for name, words in leaning if name]
    if scale.you is not None:
        of = round(abs(scale.you) * 100)
        places.insert(0, sentence("you-lean", lean=scale.you_words, of=of))
    elif scale.you_words:
        places = [scale.you_words]
    return sentence("place", low=scale.low, high=scale.high, places="; ".join(places))


def _scale(sheet: Sheet, scale: parts.Scale, room: int) -> Text:
    """Draw the line between two poles, with the person and the roles marked on it."""
    half = (room - 1) // 2
    signs = dict.fromkeys(range(-half, half + 1), "─") | {0: "┼"}
    if scale.you is None and scale.you_words:
        return Text(scale.you_words.center(2 * half + 1))
    for sign, value in (("◆", scale.role), ("◇", scale.other), ("●", scale.you)):
        if value is not None:
            at = round(value * half)
            signs[at] = sign if signs[at] in "─┼" else "◈"
    line = sheet.sign("".join(signs.values()))
    if scale.you is not None:
        you = round(scale.you * half) + half
        line.stylize(YOU, you, you + 1)
    return line


# --- Things side by side ----------------------------------------------------------------------


def _comparison(sheet: Sheet, shown: parts.Comparison) -> None:
    """Write columns, or one thing below the other where columns would be too narrow."""
    width = (sheet.width - len(GAP) * (len(shown.names) - 1)) // len(shown.names)
    if sheet.plain or width < NARROWEST_COLUMN:
        for at, name in enumerate(shown.names):
            sheet.heading(name)
            sheet.say(shown.leads[at])
            for title, lists in shown.rows:
                if lists[at]:
                    sheet.heading(title)
                    sheet.items(lists[at])
        return
    sheet.columns([sheet.wrapped(name, width, HEADING) for name in shown.names], width)
    sheet.columns([sheet.wrapped(lead, width) for lead in shown.leads], width)
    for title, lists in shown.rows:
        sheet.heading(title)
        sheet.columns([_listed(sheet, texts, width) for texts in lists], width)


def _listed(sheet: Sheet, texts: Sequence[str], width: int) -> list[Text]:
    """Return the lines of a list in a column."""
    lines = []
    for text in texts:
        mark = sheet.sign("•")
        for line in sheet.wrapped(text, width - 2):
            lines.append(Text.assemble(mark, " ", line))
            mark = Text(" ")
    return lines
