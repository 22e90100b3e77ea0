"""Role cards in a terminal: a list, one whole, or several side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from rolequiz.model import Pack, Role
from rolequiz.render import Medium
from rolequiz.render.cards import HEADINGS, parts
from rolequiz.render.text.sheet import GAP, HEADING, Sheet

NARROWEST_COLUMN = 24


def roles(pack: Pack, roles: Sequence[Role], medium: Medium) -> str:
    """Return the list of all roles, one card whole, or several cards to compare."""
    sheet = Sheet(medium)
    if not roles:
        _list(sheet, pack)
    elif len(roles) == 1:
        _card(sheet, pack, roles[0])
    else:
        write_compared(sheet, pack, roles)
    return str(sheet)


def write_compared(sheet: Sheet, pack: Pack, roles: Sequence[Role]) -> None:
    """Write cards side by side, or one below the other where columns would be too narrow."""
    width = (sheet.width - len(GAP) * (len(roles) - 1)) // len(roles)
    if sheet.plain or width < NARROWEST_COLUMN:
        for role in roles:
            _card(sheet, pack, role, roles)
        return
    sheet.columns([sheet.wrapped(role.name, width, HEADING) for role in roles], width)
    sheet.columns([sheet.wrapped(role.summary, width) for role in roles], width)
    cards = [dict(parts(pack, role, roles)) for role in roles]
    for heading in HEADINGS.values():
        if not any(heading in card for card in cards):
            continue
        sheet.heading(heading)
        texts = [card.get(heading, ()) for card in cards]
        sheet.columns([_list_of(sheet, cell, width) for cell in texts], width)


def _list_of(sheet: Sheet, texts: Sequence[str], width: int) -> list[Text]:
    """Return the lines of a list in a column."""
    lines = []
    for text in texts:
        mark = sheet.sign("•")
        for line in sheet.wrapped(text, width - 2):
            lines.append(Text.assemble(mark, " ", line))
            mark = Text(" ")
    return lines


def _list(sheet: Sheet, pack: Pack) -> None:
    for role in pack.roles:
        sheet.heading(role.name)
        sheet.say(role.summary)


def _card(sheet: Sheet, pack: Pack, role: Role, compared: Sequence[Role] = ()) -> None:
    sheet.heading(role.name)
    sheet.say(role.summary)
    for heading, texts in parts(pack, role, compared):
        sheet.heading(heading)
        sheet.items(texts)
