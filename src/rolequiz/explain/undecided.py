"""What a page that cannot settle on one role leaves in the hand."""

from __future__ import annotations

from itertools import combinations, cycle
from math import fsum

from rolequiz.explain.case import Case
from rolequiz.model import Role

TALKING_POINTS = (
    "{low} or {high}: which would you miss more in a usual week?",
    "{low} or {high}: when did you last choose one over the other, and were you glad?",
    "{low} or {high}: which do you reach for when there is no time for both?",
)


def talking_points(case: Case) -> tuple[str, ...]:
    """Ask about what sets the roles in question apart; every pack has a dimension to ask about."""
    if case.result.verdict not in {"close", "flat"}:
        return ()
    dimensions = case.separators(_in_question(case))
    return tuple(
        question.format(low=dimension.low, high=dimension.high)
        for question, dimension in zip(TALKING_POINTS, cycle(dimensions), strict=False)
    )


def compared(case: Case) -> tuple[Role, ...]:
    """Return two roles to compare, where no role is safely first."""
    if case.result.verdict not in {"close", "flat"}:
        return ()
    return tuple(case.pack.role(role) for role in _in_question(case)[:2])


def _in_question(case: Case) -> tuple[str, ...]:
    """Return the contenders; where no role stands out, the two that are most unlike."""
    if case.decided:
        return case.contenders
    roles = [role.id for role in case.pack.roles if role.id in case.directions]
    pairs = list(combinations(roles, 2))
    if not pairs:  # nothing was asked about them: any two may be compared
        return tuple(role.id for role in case.pack.roles[:2])
    return min(pairs, key=lambda pair: _likeness(case, *pair))


def _likeness(case: Case, one: str, other: str) -> float:
    """Return the cosine of the angle between two roles' profiles."""
    return fsum(value * case.directions[other][d] for d, value in case.directions[one].items())
