"""Figures → Result: the reasons behind the figures, and what would change them.

The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import add, attrgetter, getitem, mul, truediv
from typing import NamedTuple

from rolequiz.model import OptionId, Pack, Responses, Role, Verdict
from rolequiz.scoring.design import EPSILON, Vector, largest_first, levelled
from rolequiz.scoring.families import Families, families_of
from rolequiz.scoring.figures import Figures, Standing, contributions, scored

# Small parts are tuples, since each dataclass would add half a millisecond to every start.


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

    Points divide `fit` − 50 by dimension and by answer. `ahead` is how often (0–1) the leader
    would stay ahead of this role, `changes` the fewest changed answers that would put it in front;
    None for the leader and wherever the method has no figure.
    """

    role: str
    fit: float | None
    match: float | None
    ahead: float | None
    changes: tuple[Change, ...] | None
    by_dimension: Mapping[str, float]
    by_answer: Mapping[str, float]

    @property
    def changes_needed(self) -> int | None:
        """How many answers would have to be others for this role to pass the leader."""
        return len(self.changes) if self.changes else None


class Reason(NamedTuple):
    """An answer and the points it adds to the leader's fit (negative: it speaks against)."""

    question: str
    answer: OptionId
    points: float


class Versus(NamedTuple):
    """Why the leader rather than the runner-up: points by question, summing to the fits' gap."""

    role: str
    points: Mapping[str, float]


class Between(NamedTuple):
    """Why one role rather than another: points that sum to the gap between their fits [4].

    A role that the answered questions say nothing of has no fit, and then there are no points.
    """

    role: str
    over: str
    fit: float | None
    over_fit: float | None
    points: Mapping[str, float]
    by_dimension: Mapping[str, float]


class Flip(NamedTuple):
    """The fewest changes that put `role` above the leader, and what comes out then.

    The `leader` that they make is not always the role that they lift.
    """

    role: str
    changes: tuple[Change, ...]
    leader: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """One person's result; `roles` are sorted by match, so the first is the leader."""

    figures: Figures = field(compare=False, repr=False)
    """What the result was worked out from: the responses, and the quiz in `figures.design`."""
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
    versus: Versus | None
    flip: Flip | None
    families: Families

    @property
    def pack(self) -> Pack:
        """The quiz that was answered."""
        return self.figures.design.pack

    @property
    def enough(self) -> bool:
        """Whether enough is answered for a result."""
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
        """The role that comes next, if any can be compared with the answers."""
        return self.pack.role(self.versus.role) if self.versus else None

    @property
    def tied(self) -> list[str]:
        """The ids of the roles whose match equals the leader's, the leader's first."""
        best = self.roles[0].match
        return [
            role.role
            for role in self.roles
            if best is not None and role.match is not None and best - role.match <= EPSILON
        ]

    def moved_by(self, dimension: str) -> dict[str, float]:
        """Return how far each answer moves the position on a dimension, which is their sum [1]."""
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
        one, other = roles[role], roles[over]
        points, by_dimension = (
            {id: each - theirs[id] for id, each in ours.items()} if theirs else {}
            for ours, theirs in (
                (one.by_answer, other.by_answer),
                (one.by_dimension, other.by_dimension),
            )
        )
        return Between(role, over, one.fit, other.fit, points, by_dimension)

    def nearest(self, unsure: Container[str]) -> dict[str, tuple[Change, ...]]:
        """Return the roles that other answers to these questions alone could put ahead.

        With each stand the fewest such answers [6]; the nearest role comes first.
        """
        found, chosen = self.figures, self.figures.chosen
        fewest = {
            rival.role: _fewest_changes(found, chosen, rival, unsure) for rival in found.ranking[1:]
        }
        near = {role: changes for role, changes in fewest.items() if changes}
        return dict(sorted(near.items(), key=lambda each: len(each[1])))

    def shares(self, question: str) -> dict[str, float]:
        """Return, by dimension, what the answer to a question adds to the leader's match [4]."""
        design = self.figures.design
        leader = list(design.directions).index(self.roles[0].role)
        [item] = (item for item in design.items if item.question.id == question)
        added = item.contributions[self.figures.responses.answers[question]]
        return {
            self.pack.dimensions[d].id: contribution * design.gradients[d][leader]
            for d, contribution in zip(item.touched, added, strict=True)
        }


def result_of(found: Figures) -> Result:
    """Return the whole result of one person."""
    design = found.design
    chosen = found.chosen
    changes = {rival.role: _fewest_changes(found, chosen, rival) for rival in found.ranking[1:]}
    effects = _effects(found)
    results = tuple(
        _role_result(found, role, changes.get(role.role), effects[role.role])
        for role in found.ranking
    )
    return Result(
        figures=found,
        respondent=found.responses.respondent,
        answered=len(design.items),
        questions=len(design.pack.questions),
        verdict=found.verdict,
        recommendation=found.recommendation,
        contenders=found.contenders,
        stability=found.stability,
        dimensions=tuple(
            Position(dimension.id, position, asked)
            for dimension, position, asked in zip(
                design.pack.dimensions, found.stands, design.asked, strict=True
            )
        ),
        roles=results + _unranked(found),
        reasons_for=_reasons(chosen, results, sign=1),
        reasons_against=_reasons(chosen, results, sign=-1),
        versus=_versus(results),
        flip=_flip(found, changes),
        families=families_of(found),
    )


# --- Fit and points ---------------------------------------------------------------------------


def _role_result(
    found: Figures, role: Standing, changes: tuple[Change, ...] | None, effects: Vector
) -> RoleResult:
    """Return a role's fit [3], and its points by dimension and, from effects, by answer [4]."""
    design, per_match = found.design, found.per_match
    by_dimension = zip(
        design.pack.dimensions,
        design.asked,
        found.positions,
        design.directions[role.role],
        strict=True,
    )
    return RoleResult(
        role=role.role,
        fit=found.fit(role),
        match=role.match,
        ahead=role.ahead,
        changes=changes,
        by_dimension={d.id: per_match * u * to + 0.0 for d, asked, u, to in by_dimension if asked},
        by_answer=_points(found, effects),
    )


def points_by_answer(found: Figures, roles: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return, for each of some roles that have a fit, the points that every answer adds [4].

    They are those of the whole result, worked out for these roles alone.
    """
    design = found.design
    pattern, answered = design.pattern, found.responses.answers.keys()
    cells = contributions(design, found.responses.answers)
    points = {}
    for role in roles:
        gradient = pattern.on_cells(list(map(truediv, design.directions[role], design.scale)))
        effects = pattern.by_question(list(map(mul, cells, gradient)))
        by_question = zip(pattern.ids, effects, strict=True)
        points[role] = _points(found, [effect for id, effect in by_question if id in answered])
    return points


def _points(found: Figures, effects: Vector) -> dict[str, float]:
    points = map(mul, repeat(found.per_match), effects)
    # + 0.0 turns −0.0, which JSON would show, into 0.0
    return dict(zip(found.design.answered, map(add, repeat(0.0), points), strict=False))


def _effects(found: Figures) -> dict[str, Vector]:
    """Return, for each role, what every answer adds to its match."""
    rows = map(getitem, found.design.effects, found.chosen)
    return dict(zip(found.design.directions, zip(*rows, strict=True), strict=False))


def _unranked(found: Figures) -> tuple[RoleResult, ...]:
    return tuple(
        RoleResult(role.id, None, None, None, None, {}, {})
        for role in found.design.pack.roles
        if role.id not in found.design.directions
    )


def _reasons(
    chosen: Sequence[OptionId], results: Sequence[RoleResult], sign: int
) -> tuple[Reason, ...]:
    """Return the answers whose points for the leader have this sign, the weightiest first."""
    points = results[0].by_answer if results else {}
    every = map(Reason, points, chosen, points.values())
    reasons = [reason for reason in every if sign * reason.points > EPSILON]
    order = largest_first([sign * reason.points for reason in reasons])
    return tuple(map(reasons.__getitem__, order))


def _versus(results: Sequence[RoleResult]) -> Versus | None:
    if len(results) < 2:
        return None
    leader, runner_up = results[:2]
    points = {id: each - runner_up.by_answer[id] for id, each in leader.by_answer.items()}
    return Versus(runner_up.role, points)


# --- What would change it ---------------------------------------------------------------------


def _fewest_changes(
    found: Figures,
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
    possible = found.design.swaps(found.ranking[0].role, rival.role)
    swaps = (swap for swap in possible if chosen[swap.at] == swap.answer)
    if among is not None:
        swaps = (swap for swap in swaps if found.design.answered[swap.at] in among)
    gap = max(found.ranking[0].match - rival.match, 0.0)  # a tie within EPSILON is a tie
    changes = []
    for swap in levelled(swaps, attrgetter("gain")):
        if swap.gain <= EPSILON:
            return None
        changes.append(Change(found.design.answered[swap.at], swap.answer, swap.to))
        gap -= swap.gain
        if gap < -EPSILON:
            return tuple(changes)
    return None


def _flip(found: Figures, changes: dict[str, tuple[Change, ...] | None]) -> Flip | None:
    """Return what it takes for the runner-up to pass the leader, and who would lead then."""
    if len(found.ranking) < 2:
        return None
    runner_up = found.ranking[1].role
    changed = changes[runner_up]
    if changed is None:
        return None
    answers = {**found.responses.answers, **{change.question: change.to for change in changed}}
    after = scored(found.design, Responses(answers), enough=True)
    return Flip(runner_up, changed, after.ranking[0].role, after.verdict)
