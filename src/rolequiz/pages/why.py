"""Why a role stands where it stands: the answers that set it apart from another [4]."""

from __future__ import annotations

from math import fsum

from rolequiz.model import Role
from rolequiz.pages.parts import Items, Page, Part, Row, Table, sections
from rolequiz.pages.phrases import EXPLORE, adding_up, figure, poles, side, signed
from rolequiz.pages.reasons import divided, shown_gap
from rolequiz.scoring import EPSILON, Between, Result

SHOWN = 5
"""Answers that are named in each direction."""


def why_page(result: Result, between: Between) -> Page:
    """Return a page on why the first of two roles fits somebody more, or less, than the other."""
    one, other = result.pack.role(between.role), result.pack.role(between.over)
    unknown = [
        role.name
        for role, fit in ((one, between.fit), (other, between.over_fit))
        if fit is None
    ]  # fmt: skip
    parts: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    if unknown:
        title = f"{one.name} and {other.name} can't be compared"
        lead = f"No question that you answered says anything about {' or '.join(unknown)}."
    else:
        title, lead, gap = _compared(one, other, between)
        parts = (
            ("The answers that decide it", _answers(result, between, one, other, gap)),
            ("By preference", (_by_dimension(result, between, gap),)),
        )
    differ = tuple(f"{role.name}: {role.summary}" for role in (one, other))
    return Page(
        title,
        (lead,),
        sections(*parts, ("What they do", (Items(differ),))),
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
        whose=result.respondent,
    )


def _compared(one: Role, other: Role, between: Between) -> tuple[str, str, float]:
    """Return title and lead, and the gap between two fits as they are shown."""
    gap, exact = shown_gap(between.fit, between.over_fit), fsum(between.points.values())
    fits = (
        f"{one.name} fits {figure(between.fit or 0)}, {other.name} {figure(between.over_fit or 0)}"
    )
    if abs(exact) <= EPSILON:
        return f"{one.name} and {other.name} fit alike", f"{fits}.", 0.0
    more = "more" if exact > 0 else "less"
    by = f"{figure(abs(gap))} points" if gap else "less than 0.1 points"
    return f"Why {one.name} fits {more} than {other.name}", f"{fits}: {by} {more}.", gap


def _answers(
    result: Result, between: Between, one: Role, other: Role, gap: float
) -> tuple[Part, ...]:
    told = divided(result, between.points, gap, SHOWN, SHOWN)
    text = (
        f"They speak for {one.name} (+) or for {other.name} (−), and make {signed(gap)} together:"
    )
    return text, Items(told)


def _by_dimension(result: Result, between: Between, gap: float) -> Table:
    """Return the same gap by preference, the widest first, and how the person leans."""
    points = between.by_dimension
    order = sorted(points, key=lambda id: -abs(points[id]))
    figures = adding_up([points[id] for id in order], gap)
    leans = {place.dimension: place.position or 0.0 for place in result.dimensions}
    rows = []
    for id, each in zip(order, figures, strict=True):
        dimension = result.pack.dimension(id)
        rows.append(Row((poles(dimension), signed(each), side(dimension, leans[id]))))
    return Table("", ("Preference", "Points", "You lean"), tuple(rows))
