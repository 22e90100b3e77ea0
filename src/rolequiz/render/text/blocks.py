"""Pages made of blocks, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from rolequiz.render import Medium
from rolequiz.render.blocks import Block, Heading, Items, Quote, Say, Table
from rolequiz.render.text.sheet import Sheet

if TYPE_CHECKING:
    from rolequiz.render.check_page import Checked


def check(checked: Checked, medium: Medium) -> str:
    """Return what was found out about a quiz."""
    from rolequiz.render.check_page import check_page  # noqa: PLC0415 - other pages need no audit

    sheet = Sheet(medium)
    before: Block | None = None
    for block in check_page(checked):
        if isinstance(block, Say) and not isinstance(before, Heading):
            sheet.blank()
        _write(sheet, block)
        before = block
    return str(sheet)


def _write(sheet: Sheet, block: Block) -> None:
    match block:
        case Heading(text):
            sheet.heading(text)
        case Say(text):
            sheet.say(text)
        case Items(texts):
            sheet.items(texts)
        case Quote(lines):
            sheet.put(Text(), [sheet.sign(line) for line in lines])
        case Table(head, rows):
            sheet.table(head, rows)
