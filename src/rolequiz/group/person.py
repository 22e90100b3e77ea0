"""What is kept of each person, and of what sets their contenders apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, Self

from rolequiz.group.model import Pair
from rolequiz.model import OptionId, Pack, Verdict
from rolequiz.scoring import EPSILON, Figures, points_by_answer, side_of
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
    side: str | None = None
    """The family of roles on whose side they stand."""

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Return what is kept of one person."""
        responses, dimensions = figures.responses, figures.design.pack.dimensions
        stands = zip(dimensions, figures.stands, strict=True)
        return cls(
            responses.respondent,
            responses.place,
            figures.verdict,
            figures.recommendation,
            figures.contenders,
            responses.answers,
            {dimension.id: at for dimension, at in stands if at is not None},
            {standing.role: figures.fit(standing.match) for standing in figures.ranking},
            fold(responses.respondent or ""),
            side_of(figures),
        )


class PairPoints:
    """For each pair of contenders: how far each answer sets them apart, summed over people."""

    def __init__(self) -> None:
        self._people: Counter[frozenset[str]] = Counter()
        self._counts: defaultdict[frozenset[str], Counter[str]] = defaultdict(Counter)
        self._sums: defaultdict[frozenset[str], defaultdict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )

    def add(self, figures: Figures) -> None:
        """Take somebody into account."""
        several = figures.contenders if len(figures.contenders) > 1 else ()
        points = points_by_answer(figures, several)
        for one, other in self.count(figures.contenders):
            pair = frozenset((one, other))
            self._counts[pair].update(points[one].keys())
            for question in points[one]:
                self._sums[pair][question] += abs(points[one][question] - points[other][question])

    def count(self, contenders: Sequence[str]) -> list[Pair]:
        """Count somebody's pairs of contenders, and return them."""
        pairs = list(combinations(contenders, 2))
        self._people.update(map(frozenset, pairs))
        return pairs

    def people(self, pair: Pair) -> int:
        """Return for how many people both roles contend."""
        return self._people[frozenset(pair)]

    def deciding(self, pair: Pair, pack: Pack, least: int) -> tuple[str, ...]:
        """Return the questions that set a pair apart for enough people, the furthest first."""
        sums, counts = self._sums[frozenset(pair)], self._counts[frozenset(pair)]
        asked = [question.id for question in pack.questions if counts[question.id] >= least]
        means = {id: sums[id] / counts[id] for id in asked}
        deciding = [id for id in asked if means[id] > EPSILON]
        return tuple(sorted(deciding, key=lambda id: -round(means[id], 9)))


class GroupData(NamedTuple):
    """What is kept of many people."""

    people: list[Person]
    points: PairPoints

    @classmethod
    def of(cls, people: Iterable[Figures]) -> Self:
        """Return what is kept of people with these figures."""
        group = cls([], PairPoints())
        for figures in people:
            group.people.append(Person.of(figures))
            group.points.add(figures)
        return group
