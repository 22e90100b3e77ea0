"""Role cards as a page: a list, one whole, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolequiz.model import Pack, Role
from rolequiz.render import Medium
from rolequiz.render.cards import HEADINGS, parts
from rolequiz.render.html.page import (
    document,
    element,
    heading,
    items,
    paragraphs,
    table,
    text,
)

MOST_COLUMNS = 3


def roles(pack: Pack, roles: Sequence[Role], medium: Medium) -> str:
    """Return the list of all roles, one card whole, or several cards to compare."""
    if len(roles) == 1:
        return document(roles[0].name, _card(pack, roles[0]))
    if roles:
        title = " or ".join(role.name for role in roles)
        return document(title, [heading(1, title), compared(pack, roles)])
    listed = (heading(2, role.name) + paragraphs([role.summary]) for role in pack.roles)
    return document("Roles", [heading(1, "Roles"), *listed])


def compared(pack: Pack, roles: Sequence[Role]) -> str:
    """Return cards side by side, or one below the other where columns would be too narrow."""
    cards = [dict(parts(pack, role, roles)) for role in roles]
    rows = [_cells([paragraphs([role.summary]) for role in roles], roles)]
    for title in HEADINGS.values():
        if any(title in card for card in cards):
            rows.append([element("th", text(title), colspan=str(len(roles)), scope="rowgroup")])
            rows.append(_cells([items(card.get(title, ())) for card in cards], roles))
    stacked = " stacked" if len(roles) > MOST_COLUMNS else ""
    return table([role.name for role in roles], rows, class_=f"cards{stacked}")


def _card(pack: Pack, role: Role) -> Iterator[str]:
    yield heading(1, role.name)
    yield element("div", paragraphs([role.summary]), class_="lead")
    for title, texts in parts(pack, role):
        yield heading(2, title) + items(texts)


def _cells(cells: Sequence[str], roles: Sequence[Role]) -> list[str]:
    shown = zip(cells, roles, strict=True)
    return [element("td", cell, data_role=text(role.name)) for cell, role in shown]
