"""What is kept of each person, and of what sets their contenders apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple, Self

from rolequiz.group.model import Pair
from rolequiz.model import OptionId, Pack, Responses, Result, Verdict
from rolequiz.scoring import EPSILON
from rolequiz.spelling import fold


class Person(NamedTuple):
    """One person: figures by dimension, question or role, where there are any."""

    respondent: str | None
    place: int | None
    verdict: Verdict
    leader: str | None
    contenders: tuple[str, ...]
    answers: Mapping[str, OptionId]
    positions: Mapping[str, float]
    fits: Mapping[str, float]
    key: str = ""
    """The name as it is compared with others; empty where there is none."""

    @classmethod
    def of(cls, responses: Responses, result: Result) -> Self:
        """Return what is kept of one person."""
        return cls(
            result.respondent,
            responses.place,
            result.verdict,
            result.recommendation,
            result.contenders,
            responses.answers,
            {d.dimension: d.position for d in result.dimensions if d.position is not None},
            {each.role: each.fit for each in result.roles if each.fit is not None},
            fold(result.respondent or ""),
        )


class Points:
    """For each pair of contenders: how far each answer sets them apart, summed over people."""

    def __init__(self) -> None:
        self._people: Counter[frozenset[str]] = Counter()
        self._counts: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
        self._sums: defaultdict[frozenset[str], defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )

    def add(self, result: Result) -> Result:
        """Take a result into account, and return it."""
        points = {role.role: role.by_answer for role in result.roles}
        for one, other in combinations(result.contenders, 2):
            pair = frozenset((one, other))
            self._people[pair] += 1
            self._counts[pair].update(points[one].keys())
            for question in points[one]:
                self._sums[pair][question] += abs(points[one][question] - points[other][question])
        return result

    def people(self, pair: Pair) -> int:
        """Return for how many people both roles contend."""
        return self._people[frozenset(pair)]

    def deciding(self, pair: Pair, pack: Pack, least: int) -> tuple[str, ...]:
        """Return the questions that set a pair apart for enough people, the furthest first."""
        sums, counts = self._sums[frozenset(pair)], self._counts[frozenset(pair)]
        means = {q.id: sums[q.id] / counts[q.id] for q in pack.questions if counts[q.id] >= least}
        telling = [question for question in means if means[question] > EPSILON]
        return tuple(sorted(telling, key=lambda question: -round(means[question], 9)))
