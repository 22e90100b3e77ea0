"""Responses → Result: docs/method.md in code.

One linear model gives the ranking, the reasons, the stability and what would change it. Pure
functions over the data of model.py; the numbers in brackets are those of docs/method.md, "Figures".

Differences of at most `EPSILON` are zero in every comparison, so that the last bits of floating
point never decide between roles; wherever figures are equal, the order of the pack decides.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import erfc, hypot, sqrt
from operator import itemgetter
from typing import NamedTuple, TypeVar

from rolequiz.model import (
    Change,
    Flip,
    Option,
    Pack,
    Position,
    Question,
    Reason,
    Responses,
    Result,
    Role,
    RoleResult,
    Verdict,
    Versus,
)

EPSILON = 1e-9
LEAST_ANSWERED = 2 / 3
"""The share of the quiz's weight that must be answered for a recommendation."""
CLOSE_BELOW = 0.50
CLEAR_FROM = 0.80
"""The stability of a clear verdict; a role that the leader is ahead of less often contends."""

Vector = Mapping[str, float]
"""Dimension id → figure, for the dimensions that an answered question touches, in pack order."""

T = TypeVar("T")


# What follows are tuples, since each dataclass would add half a millisecond to every start.
class Answer(NamedTuple):
    """An answered question, the option chosen, and the weight after "this matters to me"."""

    question: Question
    chosen: Option
    weight: float
    most: Vector
    """w · max over options |loading|, the most it could add, where the question touches."""

    def adds(self, dimension: str) -> float:
        """Return w · loading of the chosen option: the answer's part of a position's sum."""
        return self.weight * self.chosen.loadings.get(dimension, 0.0)


class Preferences(NamedTuple):
    """What a person's answers say: where they stand on every dimension that was asked about."""

    answers: tuple[Answer, ...]
    scale: Vector
    """Σ w · max over options |loading|: the most that all answers together could add."""
    positions: Vector
    """u, −1…1."""
    length: float
    """‖u‖."""

    @property
    def per_match(self) -> float:
        """Points of fit that one unit of match is worth: 50/‖u‖, or 0 without a direction."""
        return 50 / self.length if self.length > EPSILON else 0.0


class Standing(NamedTuple):
    """A role's place in the ranking: the unit vector of its profile, and its match with u."""

    role: str
    direction: Vector
    match: float


class Rival(NamedTuple):
    """How safely the leader is ahead of a role, and the fewest changes that would reverse it."""

    ahead: float
    changes: tuple[Change, ...] | None


def score(pack: Pack, responses: Responses) -> Result:
    """Return the result of one person's responses, which must be valid for the pack.

    Raises KeyError where an answer names an option that its question does not have.
    """
    preferences = prefer(pack, responses)
    ranking = rank(pack.roles, preferences)
    rivals: dict[str, Rival] = {}
    stability = None
    enough = answered_enough(pack.questions, responses.answers)
    if ranking and enough:
        errors = _errors(preferences)
        rivals = {r.role: _rival(preferences, errors, ranking[0], r) for r in ranking[1:]}
        stability = 1 / (1 + sum((1 - rival.ahead) / rival.ahead for rival in rivals.values()))
    tied = len(ranking) > 1 and ranking[0].match - ranking[1].match <= EPSILON
    verdict = _verdict(preferences, tied, stability) if enough else "insufficient"
    results = tuple(_role_result(preferences, role, rivals.get(role.role)) for role in ranking)
    return Result(
        respondent=responses.respondent,
        answered=len(preferences.answers),
        questions=len(pack.questions),
        verdict=verdict,
        recommendation=_recommendation(ranking, verdict, tied),
        contenders=_contenders(ranking, verdict, rivals),
        stability=stability,
        dimensions=tuple(_position(preferences, dimension.id) for dimension in pack.dimensions),
        roles=results + _unranked(pack, ranking),
        reasons_for=_reasons(preferences, results, sign=1),
        reasons_against=_reasons(preferences, results, sign=-1),
        versus=_versus(results),
        flip=_flip(pack, responses, ranking, rivals),
    )


# --- Positions and ranking --------------------------------------------------------------------


def prefer(pack: Pack, responses: Responses) -> Preferences:
    """Return where the answers put a person on each dimension that they touch [1]."""
    answers = tuple(
        _answer(pack, question, responses)
        for question in pack.questions
        if question.id in responses.answers
    )
    sums = {d.id: sum(answer.most.get(d.id, 0) for answer in answers) for d in pack.dimensions}
    scale = {d: most for d, most in sums.items() if most > 0}
    positions = {d: sum(answer.adds(d) for answer in answers) / scale[d] for d in scale}
    return Preferences(answers, scale, positions, hypot(*positions.values()))


def _answer(pack: Pack, question: Question, responses: Responses) -> Answer:
    weight = question.weight * (2 if question.id in responses.matters else 1)
    most = {
        d.id: weight * max(abs(option.loadings.get(d.id, 0.0)) for option in question.options)
        for d in pack.dimensions
    }
    touched = {d: value for d, value in most.items() if value > 0}
    return Answer(question, question.option(responses.answers[question.id]), weight, touched)


def rank(roles: Iterable[Role], preferences: Preferences) -> tuple[Standing, ...]:
    """Return the roles by match with the preferences, best first [2].

    A role whose profile has nothing on the dimensions asked about has no direction and no place.
    """
    standings = []
    for role in roles:
        profile = {d: role.profile.get(d, 0.0) for d in preferences.positions}
        length = hypot(*profile.values())
        if length > EPSILON:
            direction = {d: value / length for d, value in profile.items()}
            standings.append(Standing(role.id, direction, dot(preferences.positions, direction)))
    return tuple(_largest_first(standings, lambda standing: standing.match))


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors over the same dimensions."""
    return sum(one[d] * other[d] for d in one)


def _minus(one: Vector, other: Vector) -> dict[str, float]:
    return {key: one[key] - other[key] for key in one}


def _largest_first(items: Iterable[T], figure: Callable[[T], float]) -> Iterator[T]:
    """Yield by figure; those within EPSILON of the largest left come in the order they have."""
    left = list(items)
    figures = [figure(item) for item in left]
    while left:
        first = _largest(figures)
        del figures[first]
        yield left.pop(first)


def _largest(figures: Sequence[float]) -> int:
    """Return the index of the first figure within EPSILON of the largest."""
    least = max(figures) - EPSILON
    return next(index for index, figure in enumerate(figures) if figure >= least)


# --- Fit and points ---------------------------------------------------------------------------


def _role_result(preferences: Preferences, role: Standing, rival: Rival | None) -> RoleResult:
    """Return a role's fit [3], and its points by dimension and by answer [4]."""
    per_match, toward = preferences.per_match, role.direction
    changes = rival.changes if rival else None
    return RoleResult(
        role=role.role,
        fit=50 + per_match * role.match,
        match=role.match,
        ahead=rival.ahead if rival else None,
        changes_needed=len(changes) if changes else None,
        # + 0.0 turns −0.0, which JSON would show, into 0.0
        by_dimension={d: per_match * u * toward[d] + 0.0 for d, u in preferences.positions.items()},
        by_answer={
            answer.question.id: per_match * sum(shares(preferences, answer, toward).values())
            for answer in preferences.answers
        },
    )


def shares(preferences: Preferences, answer: Answer, toward: Vector) -> dict[str, float]:
    """Return what an answer adds to a role's match by way of each dimension that it touches [4]."""
    return {d: answer.adds(d) / preferences.scale[d] * toward[d] for d in answer.most}


def _unranked(pack: Pack, ranking: Sequence[Standing]) -> tuple[RoleResult, ...]:
    ranked = {standing.role for standing in ranking}
    return tuple(
        RoleResult(role.id, None, None, None, None, {}, {})
        for role in pack.roles
        if role.id not in ranked
    )


def _position(preferences: Preferences, dimension: str) -> Position:
    return Position(
        dimension=dimension,
        position=preferences.positions.get(dimension),
        answered=sum(dimension in answer.most for answer in preferences.answers),
    )


def _reasons(
    preferences: Preferences, results: Sequence[RoleResult], sign: int
) -> tuple[Reason, ...]:
    """Return the answers whose points for the leader have this sign, the weightiest first."""
    points = results[0].by_answer if results else {}
    reasons = [
        Reason(answer.question.id, answer.chosen.id, points[answer.question.id])
        for answer in preferences.answers
        if points and sign * points[answer.question.id] > EPSILON
    ]
    return tuple(_largest_first(reasons, lambda reason: sign * reason.points))


def _versus(results: Sequence[RoleResult]) -> Versus | None:
    if len(results) < 2:
        return None
    leader, runner_up = results[:2]
    return Versus(runner_up.role, _minus(leader.by_answer, runner_up.by_answer))


# --- How sure, and what would change it -------------------------------------------------------


def _rival(
    preferences: Preferences, errors: Sequence[Vector], leader: Standing, rival: Standing
) -> Rival:
    contrast = _minus(leader.direction, rival.direction)
    gap = max(leader.match - rival.match, 0.0)  # a tie within EPSILON is a tie
    return Rival(_ahead(errors, contrast, gap), _fewest_changes(preferences, contrast, gap))


def _errors(preferences: Preferences) -> list[Vector]:
    """Return the independent errors of the positions: what each answer's choice may have moved [5].

    These are the influences of a weighted mean (jackknife), by question. A dimension that a single
    question touches shows no spread to judge by: its whole range is one more error.
    """
    scale, u = preferences.scale, preferences.positions
    asked = {d: sum(d in answer.most for answer in preferences.answers) for d in scale}
    factor = {d: sqrt(n / (n - 1)) / scale[d] for d, n in asked.items() if n > 1}
    errors: list[Vector] = [{d: 1.0} for d, n in asked.items() if n == 1]
    for answer in preferences.answers:
        touched = ((d, most) for d, most in answer.most.items() if d in factor)
        errors.append({d: (answer.adds(d) - u[d] * most) * factor[d] for d, most in touched})
    return errors


def _ahead(errors: Sequence[Vector], contrast: Vector, gap: float) -> float:
    """Return how often (0–1) the leader stays ahead when other such questions are asked [5]."""
    error = hypot(*(dot(each, contrast) for each in errors))
    if error <= EPSILON:
        return 0.5 if gap <= EPSILON else 1.0
    return erfc(-gap / error / sqrt(2)) / 2


def _fewest_changes(
    preferences: Preferences, contrast: Vector, gap: float
) -> tuple[Change, ...] | None:
    """Return the fewest answers that, changed, put the rival above the leader [6].

    The match is linear in the answers, so taking the largest gains first is exact.
    """
    best = []
    for answer in preferences.answers:
        # what one unit of loading less on a dimension takes from the leader's lead
        worth = {d: answer.weight * contrast[d] / preferences.scale[d] for d in answer.most}
        chosen, options = answer.chosen.loadings, answer.question.options
        gains = [
            sum((chosen.get(d, 0) - option.loadings.get(d, 0)) * worth[d] for d in worth)
            for option in options
        ]
        first = _largest(gains)
        best.append((gains[first], answer, options[first]))
    changes = []
    for gained, answer, option in _largest_first(best, itemgetter(0)):
        if gained <= EPSILON:
            return None
        changes.append(Change(answer.question.id, answer.chosen.id, option.id))
        gap -= gained
        if gap < -EPSILON:
            return tuple(changes)
    return None


def _flip(
    pack: Pack, responses: Responses, ranking: Sequence[Standing], rivals: Mapping[str, Rival]
) -> Flip | None:
    """Return what it takes for the runner-up to pass the leader, and who would lead then."""
    rival = rivals.get(ranking[1].role) if len(ranking) > 1 else None
    if rival is None or rival.changes is None:
        return None
    changed = {change.question: change.to for change in rival.changes}
    after = prefer(pack, replace(responses, answers={**responses.answers, **changed}))
    return Flip(ranking[1].role, rival.changes, rank(pack.roles, after)[0].role)


# --- Verdict ----------------------------------------------------------------------------------


def answered_enough(questions: Iterable[Question], answered: Container[str]) -> bool:
    """Return whether the questions answered carry enough weight for a recommendation [7]."""
    weights = {question.id: question.weight for question in questions}
    carried = sum(weight for id, weight in weights.items() if id in answered)
    return carried >= LEAST_ANSWERED * sum(weights.values()) - EPSILON


def _verdict(preferences: Preferences, tied: bool, stability: float | None) -> Verdict:
    """Return the first verdict that holds, after "insufficient" [7]."""
    if stability is None or preferences.length**2 <= _chance(preferences) + EPSILON:
        return "flat"
    if tied or stability < CLOSE_BELOW - EPSILON:
        return "close"
    return "leaning" if stability < CLEAR_FROM - EPSILON else "clear"


def _chance(preferences: Preferences) -> float:
    """Return the ‖u‖² that random answering of the same questions gives in a balanced pack."""
    return sum(
        (answer.weight / preferences.scale[d]) ** 2
        * _variance([option.loadings.get(d, 0.0) for option in answer.question.options])
        for answer in preferences.answers
        for d in answer.most
    )


def _variance(figures: Sequence[float]) -> float:
    mean = sum(figures) / len(figures)
    return sum((figure - mean) ** 2 for figure in figures) / len(figures)


def _recommendation(ranking: Sequence[Standing], verdict: Verdict, tied: bool) -> str | None:
    return None if tied or verdict in {"flat", "insufficient"} else ranking[0].role


def _contenders(
    ranking: Sequence[Standing], verdict: Verdict, rivals: Mapping[str, Rival]
) -> tuple[str, ...]:
    if verdict in {"flat", "insufficient"}:
        return ()
    near = [role for role, rival in rivals.items() if rival.ahead < CLEAR_FROM - EPSILON]
    return (ranking[0].role, *near)
