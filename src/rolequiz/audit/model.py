"""The figures of an audit, as frozen data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf, sqrt
from typing import Literal, NamedTuple

from rolequiz.model import Pack
from rolequiz.scoring import EPSILON, Standing
from rolequiz.scoring.design import largest


class Estimate(NamedTuple):
    """A figure and its standard error, which is 0 where nothing was drawn by chance."""

    value: float
    error: float = 0.0


def proportion(hits: int, of: int) -> Estimate:
    """Return a share of one or more, 0–1, with its standard error as Agresti and Coull have it.

    The error is that of two hits and two misses more: none of ten is less sure than none of 1,000.
    """
    near = (hits + 2) / (of + 4)
    return Estimate(hits / of, sqrt(near * (1 - near) / (of + 4)))


def rate(hits: Sequence[bool]) -> Estimate | None:
    """Return the share of hits; None if there are no cases."""
    return proportion(sum(hits), len(hits)) if hits else None


def among_first(ranking: Sequence[Standing], places: int) -> set[str]:
    """Return the roles that are among the first `places`, however ties are broken."""
    rest = ranking[places].match if len(ranking) > places else -inf
    return {standing.role for standing in ranking[:places] if standing.match - rest > EPSILON}


def leader(ranking: Sequence[Standing]) -> str | None:
    """Return the role that leads; a tie has no leader."""
    return next(iter(among_first(ranking, 1)), None)


class Cause(NamedTuple):
    """Why a figure misses its target: a code, and the ids and numbers that go with it.

    `pole` is a dimension and a number whose sign says which of its poles.
    """

    code: str
    values: Mapping[str, str | float | tuple[str, ...] | tuple[str, float]]


def cause(code: str, **values: str | float | tuple[str, ...] | tuple[str, float]) -> Cause:
    """Return a cause; rolequiz.pages.check has a sentence for each code."""
    return Cause(code, values)


NO_RIVALS = cause("no rivals")
"""Nothing could be measured, since there is no other role to be mistaken for."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of docs/method.md beside what a good quiz reaches.

    `estimate` is None where there was nothing to measure, which never passes. `causes` name the
    questions or roles behind a miss; rolequiz.pages.check says them in words.
    """

    name: str
    estimate: Estimate | None
    bound: Literal["at least", "at most", "below"]
    target: float
    causes: tuple[Cause, ...] = ()
    digits: int = 3
    """How many decimals mean something; 0 for a count."""

    @property
    def passed(self) -> bool:
        """Whether the figure meets its target."""
        if self.estimate is None:
            return False
        match self.bound:
            case "at least":
                return self.estimate.value >= self.target - EPSILON
            case "at most":
                return self.estimate.value <= self.target + EPSILON
            case "below":
                return self.estimate.value < self.target - EPSILON


class DimensionAudit(NamedTuple):
    """How one dimension is asked about."""

    dimension: str
    chance_position: float | None
    """The mean position, −1…1, of random answers; None where no question touches it."""
    questions: int
    """How many questions touch it."""
    low_keyed: int
    """How many of them have an option that speaks for its low pole."""
    high_keyed: int


class QuestionAudit(NamedTuple):
    """How far the answers to one question can move the gap in match between two roles."""

    question: str
    separates: Mapping[tuple[str, str], float]
    """Pair of roles in pack order → the gap between the best option for the one and the other."""

    @property
    def mean(self) -> float:
        """The mean over all pairs."""
        return fsum(self.separates.values()) / max(len(self.separates), 1)

    @property
    def separated(self) -> int:
        """How many pairs it separates at all."""
        return sum(gap > EPSILON for gap in self.separates.values())

    @property
    def widest(self) -> tuple[str, str] | None:
        """The pair that it separates most, the first of several."""
        pairs, gaps = list(self.separates), list(self.separates.values())
        return pairs[largest(gaps)] if pairs else None


class RoleAudit(NamedTuple):
    """How one role fares with random answers and with its own simulated respondents."""

    role: str
    chance: Estimate
    """The share of random responses in which it leads."""
    first: Estimate
    """The share of its respondents whose leader it is."""
    first_two: Estimate
    """The same for the first two places."""
    tied: Estimate
    """The share of its respondents whom no role leads."""
    mistaken: str | None
    """The role that leads most often instead; `mistaken_share` says how often."""
    mistaken_share: Estimate


class FamilyAudit(NamedTuple):
    """How the simulated respondents of one family's roles fare."""

    family: str
    told: Estimate
    """The share of them who are told a side at all."""
    right: Estimate | None
    """The share of these whose own side it is; None where nobody is told one."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What is measured of a quiz; `respondents` were simulated for every role."""

    pack: Pack
    respondents: int
    figures: Sequence[Figure]
    dimensions: Sequence[DimensionAudit]
    roles: Sequence[RoleAudit]
    """Empty if the quiz has no two roles to tell apart."""
    questions: Sequence[QuestionAudit]
    families: Sequence[FamilyAudit] = ()
    """Empty if the quiz has no two families to tell apart."""

    @property
    def passed(self) -> bool:
        """Whether every figure meets its target."""
        return all(figure.passed for figure in self.figures)
