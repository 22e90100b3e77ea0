"""Figures → Result: the reasons behind the figures, and what would change them.

The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rolequiz.model import Change, Flip, Position, Reason, Result, RoleResult, Versus
from rolequiz.scoring.basis import EPSILON, dot, largest_first
from rolequiz.scoring.figures import Figures, Standing, figures


def detail(found: Figures) -> Result:
    """Return the whole result of one person."""
    basis = found.basis
    changes = {rival.role: _fewest_changes(found, rival) for rival in found.ranking[1:]}
    results = tuple(_role_result(found, role, changes.get(role.role)) for role in found.ranking)
    return Result(
        respondent=found.responses.respondent,
        answered=len(basis.items),
        questions=len(basis.pack.questions),
        verdict=found.verdict,
        recommendation=found.recommendation,
        contenders=found.contenders,
        stability=found.stability,
        dimensions=tuple(
            Position(dimension.id, position, asked)
            for dimension, position, asked in zip(
                basis.pack.dimensions, found.stands, basis.asked, strict=True
            )
        ),
        roles=results + _unranked(found),
        reasons_for=_reasons(found, results, sign=1),
        reasons_against=_reasons(found, results, sign=-1),
        versus=_versus(results),
        flip=_flip(found, changes),
    )


# --- Fit and points ---------------------------------------------------------------------------


def _role_result(found: Figures, role: Standing, changes: Sequence[Change] | None) -> RoleResult:
    """Return a role's fit [3], and its points by dimension and by answer [4]."""
    basis, per_match = found.basis, found.per_match
    by_dimension = zip(
        basis.pack.dimensions,
        basis.asked,
        found.positions,
        basis.directions[role.role],
        strict=True,
    )
    pull, answers = basis.pulls[role.role], found.responses.answers
    return RoleResult(
        role=role.role,
        fit=found.fit(role),
        match=role.match,
        ahead=role.ahead,
        changes_needed=len(changes) if changes else None,
        # + 0.0 turns −0.0, which JSON would show, into 0.0
        by_dimension={d.id: per_match * u * to + 0.0 for d, asked, u, to in by_dimension if asked},
        by_answer={
            item.question.id: per_match * dot(item.adds[answers[item.question.id]], pull) + 0.0
            for item in basis.items
        },
    )


def _unranked(found: Figures) -> tuple[RoleResult, ...]:
    return tuple(
        RoleResult(role.id, None, None, None, None, {}, {})
        for role in found.basis.pack.roles
        if role.id not in found.basis.directions
    )


def _reasons(found: Figures, results: Sequence[RoleResult], sign: int) -> tuple[Reason, ...]:
    """Return the answers whose points for the leader have this sign, the weightiest first."""
    points = results[0].by_answer if results else {}
    reasons = [
        Reason(question, found.responses.answers[question], each)
        for question, each in points.items()
        if sign * each > EPSILON
    ]
    return tuple(largest_first(reasons, lambda reason: sign * reason.points))


def _versus(results: Sequence[RoleResult]) -> Versus | None:
    if len(results) < 2:
        return None
    leader, runner_up = results[:2]
    points = {id: each - runner_up.by_answer[id] for id, each in leader.by_answer.items()}
    return Versus(runner_up.role, points)


# --- What would change it ---------------------------------------------------------------------


def _fewest_changes(found: Figures, rival: Standing) -> tuple[Change, ...] | None:
    """Return the fewest answers that, changed, put the rival above the leader [6].

    The match is linear in the answers, so taking the largest gains first is exact.
    """
    if rival.ahead is None:
        return None
    swings = found.basis.swings(found.ranking[0].role, rival.role)
    chosen = [found.responses.answers[item.question.id] for item in found.basis.items]
    best = zip(swings.leads, chosen, swings.reversals, strict=True)
    gains = [lead[id] - lead[reversal] for lead, id, reversal in best]
    gap = max(found.ranking[0].match - rival.match, 0.0)  # a tie within EPSILON is a tie
    changes = []
    for index in largest_first(range(len(gains)), gains.__getitem__):
        if gains[index] <= EPSILON:
            return None
        question = found.basis.items[index].question.id
        changes.append(Change(question, chosen[index], swings.reversals[index]))
        gap -= gains[index]
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
    after = figures(found.basis, replace(found.responses, answers=answers))
    return Flip(runner_up, changed, after.ranking[0].role)
