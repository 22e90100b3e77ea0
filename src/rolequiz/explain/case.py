"""What the sentences are made from: a result, with the figures that it does not carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolequiz.model import Dimension, Option, Pack, Question, Responses, Result, Role
from rolequiz.scoring import EPSILON, Basis, Scorer


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and by dimension what it adds: towards a pole, and to the leader's match [4]."""

    question: Question
    chosen: Option
    adds: dict[str, float]
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """What the sentences are made from, with the figures that a Result does not carry."""

    pack: Pack
    responses: Responses
    result: Result
    basis: Basis
    """What figures of the same questions, however answered, rest on."""
    positions: dict[str, float]
    """By dimension, of those that an answered question touches."""
    directions: dict[str, dict[str, float]]
    """Role → its profile on these dimensions, of length 1."""
    answers: dict[str, Answer]
    """The answers by question."""

    @property
    def decided(self) -> bool:
        """Whether there is a leader to speak of."""
        return self.result.verdict in {"clear", "leaning", "close"}

    @property
    def leader(self) -> Role:
        """The role that comes first."""
        return self.pack.role(self.result.roles[0].role)

    @property
    def runner_up(self) -> Role | None:
        """The role that comes next, if any can be compared with the answers."""
        return self.pack.role(self.result.versus.role) if self.result.versus else None

    @property
    def tied(self) -> list[str]:
        """The ids of the roles whose match equals the leader's, the leader's first."""
        best = self.result.roles[0].match
        return [
            role.role
            for role in self.result.roles
            if best is not None and role.match is not None and best - role.match <= EPSILON
        ]

    @property
    def contenders(self) -> tuple[str, ...]:
        """The ids of the contenders, with the runner-up where the leader is the only one."""
        contenders = self.result.contenders
        if len(contenders) > 1 or self.runner_up is None:
            return contenders
        return (*contenders, self.runner_up.id)

    def names(self, roles: Iterable[str]) -> list[str]:
        """Return the names of roles, from their ids."""
        return [self.pack.role(role).name for role in roles]

    def separators(self, roles: Sequence[str]) -> list[Dimension]:
        """Return the dimensions in the order in which they separate roles, the widest first."""
        return sorted(self.pack.dimensions, key=lambda dimension: -self.spread(roles, dimension))

    def spread(self, roles: Sequence[str], dimension: Dimension) -> float:
        """Return the distance between roles' unit profiles on a dimension, 0–2."""
        directions = [self.directions.get(role, {}) for role in roles]
        values = [direction.get(dimension.id, 0.0) for direction in directions]
        return max(values, default=0.0) - min(values, default=0.0)


def case_of(pack: Pack, responses: Responses, result: Result) -> Case:
    """Return a case, with the figures worked out once more."""
    found = Scorer(pack).figures(responses)
    basis = found.basis
    ids = [dimension.id for dimension in pack.dimensions]
    asked = [d for d, count in enumerate(basis.asked) if count]
    pull = basis.pulls[found.ranking[0].role] if found.ranking else [0.0] * len(ids)
    answers = {}
    for item in basis.items:
        option = responses.answers[item.question.id]
        adds = {ids[d]: item.adds[option][d] for d in item.touched}
        shares = {ids[d]: item.adds[option][d] * pull[d] for d in item.touched}
        chosen = item.question.option(option)
        answers[item.question.id] = Answer(item.question, chosen, adds, shares)
    directions = {
        role: {ids[d]: direction[d] for d in asked} for role, direction in basis.directions.items()
    }
    positions = {ids[d]: found.positions[d] for d in asked}
    return Case(pack, responses, result, basis, positions, directions, answers)
