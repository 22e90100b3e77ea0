"""Figures → Result: the reasons behind the figures, and what would change them.

The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter, mul, sub, truediv
from typing import NamedTuple

from rolequiz.model import OptionId, Pack, Responses, Role, Verdict
from rolequiz.scoring.design import EPSILON, largest_first, levelled
from rolequiz.scoring.figures import (
    Families,
    Figures,
    Standing,
    contributions,
    families_of,
    figures_of,
)

# Small parts are named tuples: each dataclass would add half a millisecond to every start.


class Position(NamedTuple):
    """Where a person stands on a dimension, −1…1; None where no answered question touches it."""

    dimension: str
    position: float | None
    answered: int
    """How many answered questions touch the dimension."""


class Change(NamedTuple):
    """One changed answer."""

    question: str
    from_: OptionId
    to: OptionId


class RoleResult(NamedTuple):
    """How one role fits: `fit` 0–100, `match` −1…1 times the length of the preferences.

    `ahead` is how often (0–1) the leader would stay ahead of this role, `changes` the fewest
    changed answers that would put it in front; None for the leader and wherever the method has no
    figure.
    """

    role: str
    fit: float | None
    match: float | None
    ahead: float | None
    changes: tuple[Change, ...] | None

    @property
    def changes_needed(self) -> int | None:
        """How many answers would have to change for this role to pass the leader."""
        return len(self.changes) if self.changes else None


class Reason(NamedTuple):
    """An answer and the points it adds to the leader's fit (negative: it speaks against)."""

    question: str
    answer: OptionId
    points: float


class Between(NamedTuple):
    """Why one role rather than another: points that sum to the gap between their fits [4].

    A role that the answered questions say nothing about has no fit, and then there are no points.
    """

    role: str
    over: str
    fit: float | None
    over_fit: float | None
    points: Mapping[str, float]
    """By question."""
    by_dimension: Mapping[str, float]


class Flip(NamedTuple):
    """The fewest changes that put `role` above the leader, and the result they lead to.

    The `leader` of that result can be a third role.
    """

    role: str
    changes: tuple[Change, ...]
    leader: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """One person's result; `roles` are sorted by match, so the first is the leader."""

    figures: Figures = field(compare=False, repr=False)
    """What the result was worked out from, with the responses and, in `design`, the quiz."""
    respondent: str | None
    answered: int
    questions: int
    verdict: Verdict
    recommendation: str | None
    contenders: tuple[str, ...]
    stability: float | None
    dimensions: tuple[Position, ...]
    roles: tuple[RoleResult, ...]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    versus: Between | None
    """Why the leader rather than the runner-up."""
    flip: Flip | None
    families: Families

    @property
    def pack(self) -> Pack:
        """The quiz that was answered."""
        return self.figures.design.pack

    @property
    def enough(self) -> bool:
        """Whether enough questions were answered for a recommendation."""
        return self.verdict != "insufficient"

    @property
    def decided(self) -> bool:
        """Whether there is a leader to speak of."""
        return self.verdict in {"clear", "leaning", "close"}

    @property
    def leader(self) -> Role:
        """The role that comes first."""
        return self.pack.role(self.roles[0].role)

    @property
    def runner_up(self) -> Role | None:
        """The role that comes second, if there is one with a fit."""
        return self.pack.role(self.versus.over) if self.versus else None

    @property
    def tied(self) -> list[str]:
        """The ids of the roles whose match equals the leader's, the leader's first."""
        best = self.roles[0].match
        return [
            role.role
            for role in self.roles
            if best is not None and role.match is not None and best - role.match <= EPSILON
        ]

    def by_dimension(self, role: str) -> dict[str, float]:
        """Return what each dimension adds to a role's fit, from 50; nothing if it has none [4]."""
        return points_by_dimension(self.figures, role)

    def by_answer(self, role: str) -> dict[str, float]:
        """Return what each answer adds to a role's fit, from 50; nothing if it has none [4]."""
        return points_by_answer(self.figures, [role])[role]

    def moved_by(self, dimension: str) -> dict[str, float]:
        """Return how far each answer moves the position on a dimension; these add up to it [1]."""
        design = self.figures.design
        d = [each.id for each in self.pack.dimensions].index(dimension)
        answers = self.figures.responses.answers
        return {
            item.question.id: contribution / design.scale[d]
            for item in design.items
            for place, contribution in zip(
                item.touched, item.contributions[answers[item.question.id]], strict=True
            )
            if place == d
        }

    def between(self, role: str, over: str) -> Between:
        """Return what sets one role apart from another; raises KeyError for one that is unknown."""
        roles = {each.role: each for each in self.roles}
        points = points_by_answer(self.figures, (role, over))
        return _between(self.figures, roles[role], roles[over], points)

    def nearest(self, unsure: Container[str]) -> dict[str, tuple[Change, ...]]:
        """Return the roles that could come first if only the answers to these questions changed.

        Each with the fewest such changes [6]; the role that needs fewest comes first.
        """
        figures, chosen = self.figures, self.figures.chosen
        fewest = {
            rival.role: _fewest_changes(figures, chosen, rival, unsure)
            for rival in figures.ranking[1:]
        }
        near = {role: changes for role, changes in fewest.items() if changes}
        return dict(sorted(near.items(), key=lambda each: len(each[1])))

    def shares(self, question: str) -> dict[str, float]:
        """Return, by dimension, what the answer to a question adds to the leader's match [4]."""
        design = self.figures.design
        leader = design.directions[self.roles[0].role]
        [item] = (item for item in design.items if item.question.id == question)
        added = item.contributions[self.figures.responses.answers[question]]
        return {
            design.dimensions[d]: contribution * (leader[d] / design.scale[d])
            for d, contribution in zip(item.touched, added, strict=True)
        }


def result_of(figures: Figures) -> Result:
    """Return the whole result of one person."""
    design, ranking, chosen = figures.design, figures.ranking, figures.chosen
    changes = {rival.role: _fewest_changes(figures, chosen, rival) for rival in ranking[1:]}
    roles = [
        RoleResult(
            each.role, figures.fit(each.match), each.match, each.ahead, changes.get(each.role)
        )
        for each in ranking
    ]
    unranked = (
        RoleResult(role.id, None, None, None, None)
        for role in design.pack.roles
        if role.id not in design.directions
    )
    points = points_by_answer(figures, [role.role for role in roles[:2]])
    reasons = list(
        map(Reason, design.answered, chosen, points[roles[0].role].values() if roles else ())
    )
    return Result(
        figures=figures,
        respondent=figures.responses.respondent,
        answered=len(design.items),
        questions=len(design.pack.questions),
        verdict=figures.verdict,
        recommendation=figures.recommendation,
        contenders=figures.contenders,
        stability=figures.stability,
        dimensions=tuple(map(Position, design.dimensions, figures.stands, design.asked)),
        roles=(*roles, *unranked),
        reasons_for=_weightiest_first([each for each in reasons if each.points > EPSILON]),
        reasons_against=_weightiest_first([each for each in reasons if each.points < -EPSILON]),
        versus=_between(figures, roles[0], roles[1], points) if len(roles) > 1 else None,
        flip=_flip(figures, changes),
        families=families_of(figures),
    )


def _weightiest_first(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    order = largest_first([abs(reason.points) for reason in reasons])
    return tuple(map(reasons.__getitem__, order))


# --- Points -----------------------------------------------------------------------------------


def points_by_dimension(figures: Figures, role: str) -> dict[str, float]:
    """Return what each dimension adds to a role's fit, from 50; nothing if it has none [4]."""
    design = figures.design
    if role not in design.directions:
        return {}
    points = zip(
        design.dimensions, design.asked, figures.positions, design.directions[role], strict=True
    )
    return {id: figures.per_match * u * to + 0.0 for id, asked, u, to in points if asked}


def points_by_answer(figures: Figures, roles: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return what each answer adds to the fit of each role, from 50; nothing if it has none [4]."""
    design, per_match = figures.design, figures.per_match
    pattern, answers = design.pattern, figures.responses.answers
    cells = contributions(design, answers)
    points: dict[str, dict[str, float]] = {}
    for role in roles:
        direction = design.directions.get(role)
        if direction is None:
            points[role] = {}
            continue
        gradient = pattern.on_cells(list(map(truediv, direction, design.scale)))
        effects = pattern.by_question(list(map(mul, cells, gradient)))
        # + 0.0 turns −0.0, which JSON would show, into 0.0
        points[role] = {
            id: per_match * effect + 0.0
            for id, effect in zip(pattern.ids, effects, strict=True)
            if id in answers
        }
    return points


def _between(
    figures: Figures,
    one: RoleResult,
    other: RoleResult,
    points: Mapping[str, Mapping[str, float]],
) -> Between:
    """Return what sets one role apart from another, from the points by answer of both."""
    by_answer = _gaps(points[one.role], points[other.role])
    by_dimension = _gaps(*(points_by_dimension(figures, each.role) for each in (one, other)))
    return Between(one.role, other.role, one.fit, other.fit, by_answer, by_dimension)


def _gaps(ours: Mapping[str, float], theirs: Mapping[str, float]) -> dict[str, float]:
    """Return how far ours are above theirs; nothing where one of the roles has no points."""
    return dict(zip(ours, map(sub, ours.values(), theirs.values()), strict=False))


# --- What would change it ---------------------------------------------------------------------


def _fewest_changes(
    figures: Figures,
    chosen: Sequence[OptionId],
    rival: Standing,
    among: Container[str] | None = None,
) -> tuple[Change, ...] | None:
    """Return the fewest answers that, changed, put the rival above the leader [6].

    The match is linear in the answers, so taking the largest gains first is exact. `among` are the
    questions whose answers may be changed; without it, all are.
    """
    if rival.ahead is None:
        return None
    answered = figures.design.answered
    possible = figures.design.swaps(figures.ranking[0].role, rival.role)
    swaps = (swap for swap in possible if chosen[swap.at] == swap.answer)
    if among is not None:
        swaps = (swap for swap in swaps if answered[swap.at] in among)
    gap = max(figures.ranking[0].match - rival.match, 0.0)  # a tie within EPSILON is a tie
    changes = []
    for swap in levelled(swaps, attrgetter("gain")):
        if swap.gain <= EPSILON:
            return None
        changes.append(Change(answered[swap.at], swap.answer, swap.to))
        gap -= swap.gain
        if gap < -EPSILON:
            return tuple(changes)
    return None


def _flip(figures: Figures, changes: Mapping[str, tuple[Change, ...] | None]) -> Flip | None:
    """Return what it takes for the runner-up to pass the leader, and who would lead then."""
    if len(figures.ranking) < 2:
        return None
    runner_up = figures.ranking[1].role
    changed = changes[runner_up]
    if changed is None:
        return None
    answers = {**figures.responses.answers, **{change.question: change.to for change in changed}}
    after = figures_of(figures.design, Responses(answers), enough=True)
    return Flip(runner_up, changed, after.ranking[0].role, after.verdict)
