"""What `rolequiz check` measures of a quiz, beside what a good one reaches.

docs/method.md, "What the shipped quiz shows without respondents", says what the figures mean:

    model.py       what was found, as data
    exact.py       figures in closed form
    simulation.py  simulated respondents
    chance.py      figures made of what these come to
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import TypeVar

from rolequiz.audit import chance, exact
from rolequiz.audit.model import (
    Audit,
    DimensionAudit,
    Estimate,
    FamilyAudit,
    Figure,
    QuestionAudit,
    RoleAudit,
)
from rolequiz.audit.simulation import simulator
from rolequiz.model import Pack, Responses
from rolequiz.scoring import Scorer

__all__ = [
    "RESPONDENTS",
    "Audit",
    "DimensionAudit",
    "Estimate",
    "FamilyAudit",
    "Figure",
    "QuestionAudit",
    "RoleAudit",
    "audit",
    "quick_respondents",
]

RESPONDENTS = 2000
"""How many people are simulated for each role: standard errors of recovery stay below 0.01."""
QUICK = 200
"""How many where a first look is enough, of a quiz with up to QUICK_ROLES roles."""
QUICK_ROLES = 8
QUICK_LEAST = 20
SEED = 2026

Progress = Callable[[float], None]
T = TypeVar("T")


def quick_respondents(roles: int) -> int:
    """Return how many people a role a first look simulates.

    One person takes longer, the more roles there are, and there are people of each: so many fewer
    are simulated.
    """
    return max(QUICK_LEAST, round(QUICK * min(1, QUICK_ROLES / roles) ** 2))


def audit(
    pack: Pack, respondents: int = RESPONDENTS, progress: Progress = lambda done: None
) -> Audit:
    """Measure a quiz; `progress` hears which share, 0–1, of the simulation is done.

    Equal quizzes give equal figures: the dice are always thrown alike.
    """
    scorer = Scorer(pack)
    design = scorer.design(Responses({q.id: q.options[0].id for q in pack.questions}))
    quiz, dice = simulator(pack), Random(SEED)
    kinds = 3 * len(pack.roles) * respondents
    told = _Told(kinds, progress)
    leads = told(chance.leaders(design, quiz, len(pack.roles) * respondents, dice))
    shares = chance.chance_shares(pack, leads)
    each = respondents if len(design.directions) > 1 else 0  # else there is nobody to be taken for
    outcomes = list(told(chance.outcomes(design, quiz, each, dice)))
    roles = chance.role_audits(pack, shares, outcomes)
    families = chance.family_audits(pack, outcomes)
    dimensions = exact.dimensions(design)
    return Audit(
        pack=pack,
        respondents=respondents,
        figures=(
            exact.chance_position(design, dimensions),
            *chance.chance_share(pack, shares),
            exact.reachable(pack, scorer),
            exact.separation(design),
            *exact.coverage(dimensions),
            *chance.recovery(roles, outcomes),
            *chance.family_recovery(families),
            chance.calibration(told(chance.bets(design, quiz, each, dice))),
            *chance.flips(pack, outcomes),
            exact.careless(pack, scorer),
        ),
        dimensions=dimensions,
        roles=roles,
        questions=exact.questions(design),
        families=families,
    )


class _Told:
    """Passes things on, and tells how many of all there are have come by."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress, self._done = total, progress, 0

    def __call__(self, things: Iterable[T]) -> Iterator[T]:
        for thing in things:
            self._done += 1
            if self._done % 100 == 0:
                self._progress(self._done / self._total)
            yield thing
