"""The form of paper as text: sheets of A4, or Letter, from any printer with letters of one width.

A form feed begins each sheet but the first, and no question is broken across two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from rolequiz.pages.form import Asked, Form
from rolequiz.render import RenderOptions
from rolequiz.render.sheet import Sheet

WIDTH, LINES = 80, 60
"""Of a sheet, its head included: at 10 points, that is 17 × 25 cm."""
BOX = "[ ]"
_GAP = "  "
_INDENT = len("999. ")

Block = list[str]
"""Lines that stay together."""


def write(form: Form, options: RenderOptions) -> str:
    """Return the form; it is as wide as paper, whatever it is written to."""
    sheet = Sheet(RenderOptions(WIDTH, unicode=options.unicode))
    sheets = paged(list(_blocks(form, sheet)), LINES - 2)
    heads = [_head(form, f"Page {number} of {len(sheets)}") for number in range(1, len(sheets) + 1)]
    return "\f".join(
        "\n".join([head, "", *lines]) + "\n" for head, lines in zip(heads, sheets, strict=True)
    )


def paged(blocks: Sequence[Block], room: int, first: int | None = None) -> list[list[str]]:
    """Return the lines of each page, an empty line between two blocks; the first may hold fewer.

    A block goes to the next page whole; one that is taller than a page is cut.
    """
    pages: list[list[str]] = [[]]
    for block in blocks:
        most = room if len(pages) > 1 or first is None else first
        if pages[-1] and len(pages[-1]) + 1 + len(block) > most:
            pages.append([])
        pages[-1] += ([""] if pages[-1] else []) + block
        while len(pages[-1]) > room:
            pages[-1:] = [pages[-1][:room], pages[-1][room:]]
    return pages


def _head(form: Form, number: str) -> str:
    return f"{form.code}: {'_' * 24}".ljust(WIDTH - len(number)) + number


def _blocks(form: Form, sheet: Sheet) -> Iterator[Block]:
    for text in (form.title, *form.intro):
        yield _wrapped(sheet, text)
    yield [line for text in form.how for line in _wrapped(sheet, text, "• ")]
    yield _wrapped(sheet, form.note)
    for question in form.questions:
        yield _question(question, form, sheet)


def _question(question: Asked, form: Form, sheet: Sheet) -> Block:
    number = f"{question.number}. ".rjust(_INDENT)
    mark = f"{BOX} {form.matters}"
    width = WIDTH - len(number) - len(_GAP) - len(mark)
    first, *others = sheet.wrapped(question.text, width)
    first.pad_right(width - first.cell_len)
    indent = " " * len(number)
    lines = [f"{number}{first.plain}{_GAP}{mark}", *(indent + line.plain for line in others)]
    return [line.rstrip() for line in (*lines, *_choices(question, indent, sheet))]


def _choices(question: Asked, indent: str, sheet: Sheet) -> Iterator[str]:
    widest = max(len(choice.label) for choice in question.choices)
    signs = [f"{BOX} {choice.label.rjust(widest)}  " for choice in question.choices]
    if question.scale and (rows := _beside(signs, question, sheet)):
        yield from (indent + row for row in rows)
        return
    for sign, (_, text) in zip(signs, question.choices, strict=True):
        before = indent + sign
        for line in sheet.wrapped(text, WIDTH - len(before)):
            yield before + line.plain
            before = " " * len(before)


def _beside(signs: Sequence[str], question: Asked, sheet: Sheet) -> list[str]:
    """Return the steps of a scale side by side, in rows as even as can be; none if too wide."""
    texts = [sheet.safe(choice.text) for choice in question.choices]
    width = max(len(signs[0]) + text.cell_len for text in texts) + len(_GAP)
    most = (WIDTH - _INDENT + len(_GAP)) // width
    if most < 2:
        return []
    rows = ceil(len(texts) / most)
    each = ceil(len(texts) / rows)
    cells = [
        sign + text.plain + " " * (width - len(sign) - text.cell_len)
        for sign, text in zip(signs, texts, strict=True)
    ]
    return ["".join(cells[at : at + each]).rstrip() for at in range(0, len(cells), each)]


def _wrapped(sheet: Sheet, text: str, mark: str = "") -> Block:
    first = sheet.sign(mark).plain
    lines = [line.plain.rstrip() for line in sheet.wrapped(text, WIDTH - len(mark))]
    return [(" " * len(first) if at else first) + line for at, line in enumerate(lines)]
