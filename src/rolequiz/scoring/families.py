"""Figures → on which side somebody stands: families of roles, scored as roles are.

A family is scored like a role whose profile is the sum of its roles' directions, so that position,
match, fit and stability mean what they mean for roles [docs/method.md, "Families"].
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rolequiz.scoring.design import EPSILON, Design
from rolequiz.scoring.figures import Figures, Standing, rank, scored

BAR = 1.96
"""Standard deviations of what random answers give; 5 in 100 random sheets come this far."""


class FamilyResult(NamedTuple):
    """How a family fits, 0–100; `stability` is that of the side somebody stands on, else None."""

    family: str
    fit: float
    stability: float | None


class Families(NamedTuple):
    """The families that the answers say anything of, best first, and the side, if any stands."""

    ranking: tuple[FamilyResult, ...] = ()
    side: str | None = None


def families_of(found: Figures) -> Families:
    """Return how the quiz's families fit somebody, and on which side they stand.

    There is no side where too few questions are answered, nor one from which answers given at
    random would hardly differ.
    """
    if not found.design.pack.families:
        return Families()
    design = found.design.families
    enough = found.verdict != "insufficient"
    sided = scored(design, found.responses, enough=enough)
    side = _sided(design, sided.ranking) if enough else None
    ranking = tuple(
        FamilyResult(
            standing.role,
            sided.fit(standing),
            sided.stability if standing.role == side else None,
        )
        for standing in sided.ranking
    )
    return Families(ranking, side)


def side_of(found: Figures) -> str | None:
    """Return the family on whose side somebody stands, if any, without how they fit."""
    if not found.design.pack.families or found.verdict == "insufficient":
        return None
    design = found.design.families
    return _sided(design, rank(design, found.positions))


def _sided(design: Design, ranking: Sequence[Standing]) -> str | None:
    """Return the family on whose side somebody stands, if any, by the design of the families."""
    if len(ranking) < 2:
        return None
    leader, rival = ranking[:2]
    chance = design.chance_gap(leader.role, rival.role)
    stands = (leader.match - rival.match) ** 2 > BAR**2 * chance + EPSILON
    return leader.role if stands else None
