"""What `rolequiz check` measures of a quiz, beside its targets.

docs/method.md, "What the shipped quiz shows without respondents", says what the figures mean:

    model.py       the figures, as data
    exact.py       figures in closed form
    simulation.py  simulated respondents
    chance.py      figures from their outcomes
    sheets.py      figures from real people of known roles, for `rolequiz audit`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from random import Random
from typing import TypeVar

from rolequiz.audit import chance, exact
from rolequiz.audit.model import Audit
from rolequiz.audit.simulation import simulator
from rolequiz.model import Pack, Responses
from rolequiz.scoring import Scorer

RESPONDENTS = 2000
"""How many people are simulated for each role: standard errors of recovery stay below 0.01."""
QUICK = 200
"""How many for a first look at a quiz with up to QUICK_ROLES roles."""
QUICK_ROLES = 8
QUICK_LEAST = 20
SEED = 2026

Progress = Callable[[float], None]
T = TypeVar("T")


def quick_respondents(roles: int) -> int:
    """Return how many people a first look simulates for each role.

    The time for one person grows with the number of roles, and each role has people of its own,
    so many roles get far fewer.
    """
    return max(QUICK_LEAST, round(QUICK * min(1, QUICK_ROLES / roles) ** 2))


def audit(
    pack: Pack, respondents: int = RESPONDENTS, progress: Progress = lambda done: None
) -> Audit:
    """Measure a quiz; `progress` is called with the share, 0–1, of the simulation that is done.

    Equal quizzes give equal figures: the dice have a fixed seed.
    """
    scorer = Scorer(pack)
    answers = {question.id: question.options[0].id for question in pack.questions}
    design = scorer.design(Responses(answers))
    quiz, dice = simulator(pack), Random(SEED)
    total, done = 3 * len(pack.roles) * respondents, count(1)

    def counted(people: Iterable[T]) -> Iterator[T]:
        for person in people:
            if (number := next(done)) % 100 == 0:
                progress(number / total)
            yield person

    leads = counted(chance.leaders(design, quiz, len(pack.roles) * respondents, dice))
    shares = chance.chance_shares(pack, leads)
    per_role = respondents if len(design.directions) > 1 else 0  # one role can't be mistaken
    outcomes = list(counted(chance.outcomes(design, quiz, per_role, dice)))
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
            chance.calibration(counted(chance.bets(design, quiz, per_role, dice))),
            *chance.flips(pack, outcomes),
            exact.careless(pack, scorer),
        ),
        dimensions=dimensions,
        roles=roles,
        questions=exact.questions(design),
        families=families,
    )
