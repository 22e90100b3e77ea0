"""Responses → Figures: positions, ranking, stability, verdict and side.

The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from math import erfc, fsum, hypot, sqrt
from operator import getitem, mul, sub, truediv
from typing import NamedTuple

from rolequiz.model import OptionId, Responses, Verdict
from rolequiz.scoring.design import EPSILON, Design, Vector, largest_first

CLOSE_BELOW = 0.50
CLEAR_FROM = 0.80
"""The least stability of a clear verdict; a role that is behind less often than this contends."""
STOP_FROM, STOP_AGAIN_FROM = 12, 22
"""From how many answers on stopping early may be offered, and offered again."""


class Standing(NamedTuple):
    """A role's place in the ranking, and its match with u."""

    role: str
    match: float
    ahead: float | None = None
    """How often (0–1) the leader stays ahead; None for the leader, and after too few answers."""


class Figures(NamedTuple):
    """What one person's answers come to, without the reasons."""

    responses: Responses
    design: Design
    positions: Vector
    """u, −1…1, by the pack's dimensions; 0 for one that no answered question touches."""
    covariance: Vector
    """How positions may have moved together, by LoadingPattern.pairs [5]."""
    length: float
    """‖u‖."""
    ranking: Sequence[Standing]
    """The roles that the answered questions say anything about, best first."""
    stability: float | None
    verdict: Verdict

    @property
    def per_match(self) -> float:
        """How many points of fit a unit of match is worth: 50/‖u‖, or 0 if ‖u‖ is 0 [3]."""
        return 50 / self.length if self.length > EPSILON else 0.0

    def fit(self, match: float) -> float:
        """Return how well a role or a family with this match fits, 0–100 [3]."""
        return 50 + self.per_match * match

    @property
    def chosen(self) -> list[OptionId]:
        """The answers, in pack order."""
        return list(map(self.responses.answers.__getitem__, self.design.answered))

    @property
    def stands(self) -> list[float | None]:
        """The position on each dimension, None where no answered question touches it."""
        pairs = zip(self.positions, self.design.asked, strict=True)
        return [position if asked else None for position, asked in pairs]

    @property
    def recommendation(self) -> str | None:
        """The role recommended, where there is one to recommend."""
        decided = self.verdict not in {"flat", "insufficient"} and not tied(self.ranking)
        return self.ranking[0].role if decided else None

    @property
    def contenders(self) -> tuple[str, ...]:
        """The leader and the roles that it is not safely ahead of; empty if nothing stands out."""
        if self.verdict in {"flat", "insufficient"}:
            return ()
        near = (
            standing.role
            for standing in self.ranking
            if standing.ahead is None or standing.ahead < CLEAR_FROM - EPSILON
        )
        return tuple(near)


def figures_of(design: Design, responses: Responses, *, enough: bool | None = None) -> Figures:
    """Return the figures of one person, whose design this is.

    `enough` says whether the answers are enough for a recommendation. By default they are if they
    carry enough weight [7], or if the person stopped where stopping may be offered. Raises KeyError
    if an answer names an option that its question does not have.
    """
    if enough is None:
        enough = design.enough or (responses.stopped and may_stop(design, responses))
    cells = contributions(design, responses.answers)
    positions = position(design, cells)
    spread = covariance(design, cells, positions)
    length = hypot(*positions)
    order, matches = _order(design, positions)
    ahead: list[float] = []
    stability = None
    if order and enough:
        ahead = _ahead(design, order, matches, spread)
        stability = _stability(ahead)
    ranking = list(map(Standing, order, matches, chain([None], ahead or repeat(None))))
    verdict = _verdict(design, ranking, length, stability) if enough else "insufficient"
    return Figures(responses, design, positions, spread, length, ranking, stability, verdict)


def may_stop(design: Design, responses: Responses) -> bool:
    """Return whether somebody who stops here has a result that more answers would hardly change.

    docs/method.md, "Stopping early".
    """
    options = (option for question in design.pack.questions for option in question.options)
    askable = {d for option in options for d, loading in option.loadings.items() if loading}
    asked = {d.id for d, count in zip(design.pack.dimensions, design.asked, strict=True) if count}
    if len(design.items) < STOP_FROM or not askable <= asked:
        return False
    return figures_of(design, responses, enough=True).verdict == "clear"


def stop_is_due(answered: int, offers: Sequence[int]) -> bool:
    """Return whether to offer stopping, where it may be offered, after `answered` questions.

    `offers` says how many questions were answered at each earlier offer.
    """
    return answered >= STOP_FROM and (not offers or offers[-1] < STOP_AGAIN_FROM <= answered)


def contributions(design: Design, answers: Mapping[str, OptionId]) -> list[float]:
    """Return w · loading of the answers, by cells of the design's pattern."""
    chosen = map(answers.get, design.pattern.ids)
    return list(chain.from_iterable(map(getitem, design.options, chosen)))


def position(design: Design, cells: list[float]) -> list[float]:
    """Return u, −1…1 by the pack's dimensions, from the contributions of the answers [1]."""
    return list(map(truediv, design.pattern.sums(cells), design.scale))


def rank(design: Design, positions: Vector) -> list[Standing]:
    """Return the roles by match with the positions, best first [2]."""
    return list(map(Standing, *_order(design, positions)))


def _order(design: Design, positions: Vector) -> tuple[list[str], list[float]]:
    """Return the roles, best first, and their matches [2]."""
    matches = [fsum(map(mul, positions, to)) for to in design.directions.values()]
    order = list(largest_first(matches))
    roles = list(design.directions)
    return [roles[at] for at in order], [matches[at] for at in order]


def tied(ranking: Sequence[Standing]) -> bool:
    """Return whether two or more roles share the largest match."""
    return len(ranking) > 1 and ranking[0].match - ranking[1].match <= EPSILON


# --- How sure ---------------------------------------------------------------------------------


def covariance(design: Design, cells: Vector, positions: Vector) -> Vector:
    """Return how positions may have moved together, by LoadingPattern.pairs [5].

    Sums of products of the influences of a weighted mean (jackknife). A dimension that only one
    question touches shows no spread: half its range, 1, is taken for the standard error.
    """
    expected = map(mul, design.pattern.on_cells(positions), design.most)
    influences = map(mul, map(sub, cells, expected), design.influence_scales)
    spread = design.pattern.products(influences)
    for d in design.asked_once:
        spread[d] = 1.0
    return spread


def standard_errors(figures: Figures) -> list[float]:
    """Return the standard error of every position, by the pack's dimensions.

    For a dimension that one question asks about it is the whole range, 2: one answer shows no
    spread, and must never make a change look sure, as the 1 that stability uses could
    [docs/method.md, "Two days"].
    """
    once = {*figures.design.asked_once}
    variances = figures.covariance[: len(figures.positions)]
    return [2.0 if d in once else sqrt(variance) for d, variance in enumerate(variances)]


def _ahead(
    design: Design, order: Sequence[str], matches: Sequence[float], spread: Vector
) -> list[float]:
    """Return how often (0–1) the leader stays ahead of each rival in other such questions [5]."""
    gap_variances = design.profiles.gap_variances(order[0])
    ahead = []
    for role, match in zip(order[1:], matches[1:], strict=True):
        variance = fsum(map(mul, spread, gap_variances[role]))
        gap = max(matches[0] - match, 0.0)  # a tie within EPSILON is a tie
        if variance > EPSILON**2:
            ahead.append(erfc(-gap / sqrt(2 * variance)) / 2)
        else:
            ahead.append(0.5 if gap <= EPSILON else 1.0)
    return ahead


def _stability(ahead: Iterable[float]) -> float:
    """Return how often (0–1) the leader stays ahead of all rivals [5]."""
    return 1 / (1 + fsum([(1 - often) / often for often in ahead]))


# --- Verdict ----------------------------------------------------------------------------------


def _verdict(
    design: Design, ranking: Sequence[Standing], length: float, stability: float | None
) -> Verdict:
    """Return the verdict on answers that are enough: the first rule that holds [7]."""
    if stability is None or length**2 <= design.chance + EPSILON:
        return "flat"
    if tied(ranking) or stability < CLOSE_BELOW - EPSILON:
        return "close"
    return "leaning" if stability < CLEAR_FROM - EPSILON else "clear"


# --- Families of roles ------------------------------------------------------------------------

BAR = 1.96
"""Standard deviations of what random answers give; 5 in 100 random sheets come this far."""


class FamilyResult(NamedTuple):
    """How a family fits, 0–100; `stability` is set only for the side that somebody stands on."""

    family: str
    fit: float
    stability: float | None


class Families(NamedTuple):
    """The families that the answers say anything about, best first, and the side, if there is one.

    A family is scored like a role whose profile is the sum of its roles' directions, so position,
    match, fit and stability mean what they mean for roles [docs/method.md, "Families"].
    """

    ranking: tuple[FamilyResult, ...] = ()
    side: str | None = None


def families_of(figures: Figures) -> Families:
    """Return how the quiz's families fit somebody, and on which side they stand."""
    if not figures.design.pack.families:
        return Families()
    design = figures.design.families
    order, matches = _order(design, figures.positions)
    side = _side(figures, order, matches)
    stability = _stability(_ahead(design, order, matches, figures.covariance)) if side else None
    ranking = (
        FamilyResult(family, figures.fit(match), stability if family == side else None)
        for family, match in zip(order, matches, strict=True)
    )
    return Families(tuple(ranking), side)


def side_of(figures: Figures) -> str | None:
    """Return the family on whose side somebody stands, if any, without how the families fit."""
    if not figures.design.pack.families:
        return None
    return _side(figures, *_order(figures.design.families, figures.positions))


def _side(figures: Figures, order: Sequence[str], matches: Sequence[float]) -> str | None:
    """Return the leading family if the answers lean to it more than random answers would."""
    if figures.verdict == "insufficient" or len(order) < 2:
        return None
    chance = figures.design.families.chance_gap(order[0], order[1])
    stands = (matches[0] - matches[1]) ** 2 > BAR**2 * chance + EPSILON
    return order[0] if stands else None
