"""Responses → Figures → Result: docs/method.md in code.

One linear model gives the ranking, the reasons, the stability and what would change it. Pure
functions over the data of model.py, the same for one person and for many:

    design.py     what depends only on which questions were answered
    figures.py     positions, ranking, stability, verdict and side
    result.py      reasons, and what would change the ranking
    changes.py     what other answers would change
    difference.py  what has changed between two days, and whether it is more than noise

Few commands need the last two, so they are imported where they are used.

Differences of at most EPSILON are zero in every comparison, so that the last bits of floating
point never decide between roles; wherever figures are equal, the order of the pack decides.
"""

from __future__ import annotations

from rolequiz.model import Pack, Responses
from rolequiz.scoring.design import (
    EPSILON,
    LEAST_ANSWERED,
    Design,
    Designs,
    Item,
    Vector,
    answered_enough,
    dot,
)
from rolequiz.scoring.figures import (
    Families,
    FamilyResult,
    Figures,
    Standing,
    contributions,
    figures_of,
    may_stop,
    position,
    rank,
    side_of,
    stop_is_due,
)
from rolequiz.scoring.result import (
    Between,
    Change,
    Flip,
    Position,
    Reason,
    Result,
    RoleResult,
    points_by_answer,
    result_of,
)

__all__ = [
    "EPSILON",
    "LEAST_ANSWERED",
    "Between",
    "Change",
    "Design",
    "Families",
    "FamilyResult",
    "Figures",
    "Flip",
    "Item",
    "Position",
    "Reason",
    "Result",
    "RoleResult",
    "Scorer",
    "Standing",
    "Vector",
    "answered_enough",
    "contributions",
    "dot",
    "figures_of",
    "points_by_answer",
    "position",
    "rank",
    "result_of",
    "score",
    "side_of",
    "stop_is_due",
]


class Scorer:
    """Scores many people's responses to one pack, which must be valid for it.

    Both methods raise KeyError where an answer names an option that its question does not have.
    """

    def __init__(self, pack: Pack) -> None:
        self._designs = Designs(pack)

    def design(self, responses: Responses) -> Design:
        """Return what the figures of everyone who answered these questions rest on."""
        return self._designs.of(responses)

    def may_stop(self, responses: Responses) -> bool:
        """Return whether somebody with these answers may stop here and still get a clear result."""
        return may_stop(self.design(responses), responses)

    def figures(self, responses: Responses) -> Figures:
        """Return ranking and verdict without the reasons: a fifth of the work of a whole result."""
        return figures_of(self.design(responses), responses)

    def result(self, responses: Responses) -> Result:
        """Return one person's whole result."""
        return result_of(self.figures(responses))


def score(pack: Pack, responses: Responses) -> Result:
    """Return the result of one person; for many people, Scorer is faster."""
    return Scorer(pack).result(responses)
