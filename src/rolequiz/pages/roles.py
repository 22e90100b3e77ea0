"""Role cards: a list of all, one card whole, or several side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolequiz.model import Pack, Role
from rolequiz.pages.parts import Comparison, Items, Page, Section

HEADINGS = {
    "accountable_for": "Answers for",
    "success_measures": "Measured by",
    "horizon": "Looks ahead",
    "artefacts": "Makes and keeps",
    "week": "A usual week",
    "suits": "Suits you if",
    "leavers_dislike": "What people who leave it dislike",
    "confused_with": "Often confused with",
    "try_next": "What to try next",
    "pay": "Pay",
    "sources": "Sources",
}
"""Field of a Card → its heading on a page."""


def roles_page(pack: Pack, roles: Sequence[Role]) -> Page:
    """Return a page of role cards: none asked for lists all, one is shown whole."""
    if not roles:
        listed = (Section(role.name, (role.summary,)) for role in pack.roles)
        return Page("Roles", sections=tuple(listed), headed=False)
    if len(roles) > 1:
        title = " or ".join(role.name for role in roles)
        beside = (Section("", (comparison(pack, roles),)),)
        return Page(title, sections=beside, headed=False)
    [role] = roles
    parts = (Section(heading, (Items(texts),)) for heading, texts in _parts(pack, role))
    return Page(role.name, (role.summary,), tuple(parts))


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
    """Yield heading and texts for every part of a role's card that holds any."""
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
