"""Role cards: a list of all, one card whole, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolequiz.model import Pack, Role
from rolequiz.pages.parts import Comparison, Items, Page, Scale, Scales, Section
from rolequiz.pages.sentences import side

HEADINGS = {
    "accountable_for": "Responsible for",
    "success_measures": "Measured by",
    "horizon": "Looks ahead",
    "artefacts": "Makes and keeps",
    "week": "A usual week",
    "suits": "Suits you if",
    "leavers_dislike": "What people who left it complained about",
    "confused_with": "Often confused with",
    "try_next": "What to try next",
    "pay": "Pay",
    "sources": "Sources",
}
"""Field of a Card → its heading on a page."""


def roles_page(
    pack: Pack, roles: Sequence[Role], positions: Sequence[float | None] | None = None
) -> Page:
    """Return a page of role cards: a list of all if none is given, one card whole, or several.

    Two stand on the scales between poles, with somebody's positions (−1…1) beside them if given.
    """
    if not roles:
        listed = (Section(role.name, (role.summary, role.id)) for role in pack.roles)
        first, second = (role.id for role in pack.roles[:2])
        note = f"One whole: rolequiz roles {first}. Two to compare: rolequiz roles {first} {second}"
        return Page("Roles", sections=tuple(listed), note=note, headed=False)
    if len(roles) == 1:
        parts = (Section(heading, (Items(texts),)) for heading, texts in _parts(pack, roles[0]))
        return Page(roles[0].name, (roles[0].summary,), tuple(parts))
    title = " or ".join(role.name for role in roles)
    beside = [Section("", (comparison(pack, roles),))]
    if len(roles) == 2:
        scales = _scales(pack, roles, positions)
        beside.append(Section("Where people who like the work stand", (scales,)))
    return Page(title, sections=tuple(beside), headed=False)


def _scales(pack: Pack, roles: Sequence[Role], positions: Sequence[float | None] | None) -> Scales:
    """Draw two profiles between the poles."""
    scales = []
    for number, dimension in enumerate(pack.dimensions):
        one, other = (role.profile.get(dimension.id, 0.0) / 2 for role in roles)
        you = positions[number] if positions else None
        words = "" if positions is None else "no answer" if you is None else side(dimension, you)
        poles = dimension.low, dimension.high
        towards = side(dimension, one), side(dimension, other)
        scales.append(Scale(*poles, you, one or None, words, towards[0], other or None, towards[1]))
    return Scales(tuple(scales), *(role.name for role in roles))


def comparison(pack: Pack, roles: Sequence[Role]) -> Comparison:
    """Put cards side by side.

    They are shorter than a whole one: each says only how the work of the others differs, and
    leaves its sources out.
    """
    cards = [dict(_parts(pack, role, roles)) for role in roles]
    return Comparison(
        names=tuple(role.name for role in roles),
        leads=tuple(role.summary for role in roles),
        rows=tuple(
            (heading, tuple(card.get(heading, ()) for card in cards))
            for heading in HEADINGS.values()
            if any(heading in card for card in cards)
        ),
    )


def _parts(
    pack: Pack, role: Role, compared: Sequence[Role] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the heading and texts of every part of a role's card that isn't empty."""
    for field, heading in HEADINGS.items():
        if compared and field == "sources":
            continue
        texts = getattr(role.card, field)
        if isinstance(texts, Mapping):
            others = {other.id for other in compared} or set(texts)
            texts = tuple(
                f"{pack.role(other).name}: {texts[other]}" for other in texts if other in others
            )
        if texts:
            yield heading, texts
