"""What an audit of a quiz found, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, NamedTuple

from rolequiz.model import Pack
from rolequiz.scoring import EPSILON


class Estimate(NamedTuple):
    """A figure and its standard error, which is 0 where nothing was drawn by chance."""

    value: float
    error: float = 0.0


def proportion(hits: int, of: int) -> Estimate:
    """Return a share, 0–1, with its binomial standard error; 0 of 0 is 0."""
    share = hits / of if of else 0.0
    return Estimate(share, sqrt(share * (1 - share) / of) if of else 0.0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of docs/method.md beside what a good quiz reaches.

    `estimate` is None where there was nothing to measure, which never passes. `causes` are
    sentences that name the questions or roles behind a miss, and what to do.
    """

    name: str
    about: str
    estimate: Estimate | None
    bound: Literal["at least", "at most", "below"]
    target: float
    causes: tuple[str, ...] = ()
    digits: int = 3
    """How many decimals mean something; 0 for a count."""

    @property
    def passed(self) -> bool:
        """Whether the figure keeps to its target."""
        if self.estimate is None:
            return False
        match self.bound:
            case "at least":
                return self.estimate.value >= self.target - EPSILON
            case "at most":
                return self.estimate.value <= self.target + EPSILON
            case "below":
                return self.estimate.value < self.target - EPSILON


class QuestionAudit(NamedTuple):
    """How far the answers to one question can move the gap in match between two roles."""

    question: str
    separates: Mapping[tuple[str, str], float]
    """Pair of roles in pack order → the gap between the best option for the one and the other."""

    @property
    def mean(self) -> float:
        """The mean over all pairs."""
        return sum(self.separates.values()) / max(len(self.separates), 1)

    @property
    def separated(self) -> int:
        """How many pairs it separates at all."""
        return sum(gap > EPSILON for gap in self.separates.values())

    @property
    def widest(self) -> tuple[str, str] | None:
        """The pair that it separates most."""
        return max(self.separates, key=self.separates.__getitem__, default=None)


class RoleAudit(NamedTuple):
    """How one role fares with random answers and with its own simulated respondents."""

    role: str
    chance: Estimate
    """The share of random answer sheets that it leads."""
    first: Estimate
    """The share of its respondents whose leader it is."""
    first_two: Estimate
    """The same for the first two places."""
    mistaken: str | None
    """The role that leads most often in its stead, and how often."""
    mistaken_share: Estimate


@dataclass(frozen=True, slots=True)
class Audit:
    """What is measured of a quiz; `respondents` were simulated for every role."""

    pack: Pack
    respondents: int
    figures: Sequence[Figure]
    roles: Sequence[RoleAudit]
    questions: Sequence[QuestionAudit]

    @property
    def passed(self) -> bool:
        """Whether every figure keeps to its target."""
        return all(figure.passed for figure in self.figures)
