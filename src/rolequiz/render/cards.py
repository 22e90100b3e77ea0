"""What a role card shows, in order: the same parts for every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rolequiz.model import Pack, Role

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


def parts(
    pack: Pack, role: Role, compared: Sequence[Role] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield heading and texts for every part of a role's card that holds any.

    Beside other roles a card is shorter: it says only how the work of those differs, and leaves
    its sources to the card shown whole.
    """
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
