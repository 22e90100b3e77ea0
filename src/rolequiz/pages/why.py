"""Why a role stands where it stands: the answers that set it apart from another [4]."""

from __future__ import annotations

from math import fsum

from rolequiz.model import Role
from rolequiz.pages.parts import Items, Page, Part, Row, Table, sections
from rolequiz.pages.reasons import divided, shown_gap
from rolequiz.pages.result import too_few
from rolequiz.pages.sentences import EXPLORE, adding_up, figure, poles, side, signed
from rolequiz.scoring import EPSILON, Between, Result

DECIDING = "The answers that decide it"
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
    if not result.enough:
        title, lead = f"Too few answers to compare {one.name} and {other.name}", too_few(result)
    elif unknown:
        title = f"{one.name} and {other.name} can't be compared"
        lead = (f"No question that you answered says anything about {' or '.join(unknown)}.",)
    else:
        title, lead = _compared(one, other, between)
        parts = (
            deciding(result, between),
            ("By preference", (_by_dimension(result, between),)),
        )
    differ = tuple(f"{role.name}: {role.summary}" for role in (one, other))
    return Page(
        title,
        lead,
        sections(*parts, ("What they do", (Items(differ),))),
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
        whose=result.respondent,
    )


def deciding(result: Result, between: Between) -> tuple[str, tuple[Part, ...]]:
    """Return a section, title and parts, on the answers that set two roles apart."""
    if not (result.enough and between.points):
        return DECIDING, ()
    one, other = (result.pack.role(role).name for role in (between.role, between.over))
    gap = _gap(between)
    text = f"They speak for {one} (+) or for {other} (−), and add up to {signed(gap)}:"
    return DECIDING, (text, Items(divided(result, between.points, gap, SHOWN, SHOWN)))


def _gap(between: Between) -> float:
    """Return how far two fits are apart as they are shown, 0 where they are equal."""
    equal = abs(fsum(between.points.values())) <= EPSILON
    return 0.0 if equal else shown_gap(between.fit, between.over_fit)


def _compared(one: Role, other: Role, between: Between) -> tuple[str, tuple[str, ...]]:
    """Return title and lead."""
    gap, exact = _gap(between), fsum(between.points.values())
    fits = (
        f"{one.name} fits {figure(between.fit or 0)}, {other.name} {figure(between.over_fit or 0)}"
    )
    if abs(exact) <= EPSILON:
        return f"{one.name} and {other.name} fit equally well", (f"{fits}.",)
    more = "more" if exact > 0 else "less"
    by = f"{figure(abs(gap))} points" if gap else "less than 0.1 points"
    return f"Why {one.name} fits {more} than {other.name}", (f"{fits}: {by} {more}.",)


def _by_dimension(result: Result, between: Between) -> Table:
    """Return the same gap by preference, the widest first, and how the person leans."""
    points = between.by_dimension
    order = sorted(points, key=lambda id: -abs(points[id]))
    figures = adding_up([points[id] for id in order], _gap(between))
    leans = {place.dimension: place.position or 0.0 for place in result.dimensions}
    rows = []
    for id, each in zip(order, figures, strict=True):
        dimension = result.pack.dimension(id)
        rows.append(Row((poles(dimension), signed(each), side(dimension, leans[id]))))
    return Table("", ("Preference", "Points", "You lean"), tuple(rows))
