"""What figures rest on before anybody's answers are looked at.

What hangs only on the pack is worked out once, in a LoadingPattern; what hangs on which questions
were answered and marked, in a Design, which those share who answered the same. Vectors run over the
pack's dimensions, in its order; a dimension that is left out is 0 in all of them. The numbers in
brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import combinations_with_replacement, count
from math import fsum, hypot, inf, sqrt
from operator import itemgetter, mul, sub, truediv
from typing import NamedTuple, TypeAlias

from rolequiz.model import OptionId, Pack, Question, Responses, Role

EPSILON = 1e-9
TINIEST = 1e-300
"""Sums of scores up to here count as none: floats get no smaller without losing digits."""
LEAST_ANSWERED = 2 / 3
"""The share of the quiz's weight that must be answered for a recommendation."""
MOST_KEPT = 100
"""How many designs are kept for people to come: 84 KiB each at most with eight roles."""

Vector = Sequence[float]


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors."""
    return fsum(map(mul, one, other))  # `sum` of floats differs from Python 3.11 to 3.12


def total(vectors: Iterable[Vector], size: int) -> list[float]:
    """Return the sum of vectors of this size; of none it is 0."""
    return list(map(fsum, zip(*vectors, strict=True))) or [0.0] * size


def largest_first(figures: Sequence[float]) -> Iterator[int]:
    """Yield indices by figure; those within EPSILON of the largest of them in their own order."""
    level: list[int] = []  # those within EPSILON of the first of them
    for index in sorted(range(len(figures)), key=figures.__getitem__, reverse=True):
        if level and figures[level[0]] - figures[index] > EPSILON:
            yield from sorted(level)
            level = []
        level.append(index)
    yield from sorted(level)


def largest(figures: Sequence[float]) -> int:
    """Return the index of the first figure within EPSILON of the largest."""
    least = max(figures) - EPSILON
    return next(index for index, figure in enumerate(figures) if figure >= least)


def answered_enough(questions: Iterable[Question], answered: Container[str]) -> bool:
    """Return whether the questions answered carry enough weight for a recommendation [7]."""
    weights = {question.id: question.weight for question in questions}
    carried = fsum(weight for id, weight in weights.items() if id in answered)
    return carried >= (LEAST_ANSWERED - EPSILON) * fsum(weights.values())


# What follows are no dataclasses, since each would add half a millisecond to every start.
class Item(NamedTuple):
    """A question at its weight, and what each of its options contributes to positions.

    A question that was skipped has no weight, and one option, None, which contributes nothing.
    """

    question: Question
    weight: float
    """After "this matters to me"."""
    contributions: Mapping[OptionId | None, Vector]
    """Option → w · loading: its part of the sum that makes a position."""
    most: Vector
    """w · max over options |loading|."""
    spread: Vector
    """The standard deviation over options of w · loading."""
    touches: Sequence[bool]
    """Whether any of its options loads on each dimension."""

    @property
    def touched(self) -> list[int]:
        """The dimensions, by index, that any of its options loads on."""
        return [d for d, touches in enumerate(self.touches) if touches]


def make_item(pack: Pack, question: Question, weight: float) -> Item:
    """Work out a question of a pack at a weight; 0 if it was skipped."""
    size = len(pack.dimensions)
    if not weight:
        return Item(question, 0.0, {None: [0.0] * size}, [0.0] * size, [0.0] * size, [False] * size)
    contributions: dict[OptionId | None, Vector] = {
        option.id: [weight * option.loadings.get(d.id, 0.0) for d in pack.dimensions]
        for option in question.options
    }
    columns = list(zip(*contributions.values(), strict=True))
    most = [max(map(abs, column)) for column in columns]
    touches = [value > 0 for value in most]
    return Item(question, weight, contributions, most, list(map(_spread, columns)), touches)


def _spread(figures: Sequence[float]) -> float:
    """Return the standard deviation, which unlike its square is never too small for a float."""
    if not any(figures):
        return 0.0  # most columns, at every start
    mean = fsum(figures) / len(figures)
    return hypot(*(figure - mean for figure in figures)) / sqrt(len(figures))


class LoadingPattern:
    """What hangs on a pack alone, and on which of its dimensions were asked about.

    A covariance of positions is a vector over pairs of dimensions: each with itself, in the pack's
    order, then those that some question touches together.
    """

    def __init__(self, pack: Pack, asked: Sequence[bool]) -> None:
        self.pack, self._asked = pack, asked
        self.directions = _directions(pack, asked)
        """Role → its profile on the dimensions asked about, of length 1 [2]."""
        self.columns = _columns(pack)
        self.column_pairs = list(combinations_with_replacement(range(len(self.columns)), 2))
        """Which columns are multiplied with each other, one after the other."""
        cells = _cells(self.columns, self.column_pairs, len(pack.dimensions))
        self.pairs = list(cells)
        nothing = len(self.column_pairs) * len(pack.questions)  # where a 0 is, twice: for a tuple
        self.gathers = [itemgetter(*cell, nothing, nothing) for cell in cells.values()]
        """For each pair, what takes its products out of all of them."""
        self._gap_variances: dict[str, dict[str, Vector]] = {}

    def gap_variances(self, leader: str) -> Mapping[str, Vector]:
        """Return by what a covariance is multiplied to give the variance of a gap in match.

        For every rival of a leader: the products of how the directions of the two differ.
        """
        if leader not in self._gap_variances:
            self._gap_variances[leader] = {
                rival: self._products(list(map(sub, self.directions[leader], direction)))
                for rival, direction in self.directions.items()
            }
        return self._gap_variances[leader]

    @cached_property
    def families(self) -> LoadingPattern:
        """The same for the quiz whose roles are this one's families [docs/method.md, Families]."""
        return LoadingPattern(families_as_roles(self.pack, self.directions), self._asked)

    def _products(self, vector: Vector) -> Vector:
        return [vector[d] * vector[e] * (1 if d == e else 2) for d, e in self.pairs]


def families_as_roles(pack: Pack, directions: Mapping[str, Vector]) -> Pack:
    """Return a pack whose roles are the families: each has the sum of its roles' directions."""
    ids = [dimension.id for dimension in pack.dimensions]
    roles = []
    for family in pack.families:
        mine = [
            directions[r.id] for r in pack.roles if r.family == family.id and r.id in directions
        ]
        profile = dict(zip(ids, total(mine, len(ids)), strict=True))
        roles.append(Role(family.id, family.name, family.about, profile))
    return replace(pack, roles=tuple(roles), families=())


def _cells(
    columns: Sequence[Sequence[int]], column_pairs: Iterable[tuple[int, int]], dimensions: int
) -> dict[tuple[int, int], list[int]]:
    """Return the pairs of dimensions, and where in the products of columns theirs are."""
    cells: dict[tuple[int, int], list[int]] = {(d, d): [] for d in range(dimensions)}
    place = count()
    for one, other in column_pairs:
        for d, e in zip(columns[one], columns[other], strict=True):
            at = next(place)
            if d >= 0 and e >= 0:
                cells.setdefault((min(d, e), max(d, e)), []).append(at)
    return cells


def _directions(pack: Pack, asked: Sequence[bool]) -> dict[str, Vector]:
    """Return the roles' directions; a role whose profile has nothing left has none."""
    directions: dict[str, Vector] = {}
    for role in pack.roles:
        profile = [
            role.profile.get(dimension.id, 0.0) if counts else 0.0
            for dimension, counts in zip(pack.dimensions, asked, strict=True)
        ]
        length = hypot(*profile)
        if length > EPSILON:
            directions[role.id] = [value / length for value in profile]
    return directions


def _columns(pack: Pack) -> list[tuple[int, ...]]:
    """Return the first dimension that each question touches, the second of each, and so on.

    Errors are reckoned column by column, which is several times as fast as answer by answer. A
    question that touches fewer dimensions than others has −1 there, for none.
    """
    touched = [
        [
            index
            for index, dimension in enumerate(pack.dimensions)
            if any(option.loadings.get(dimension.id) for option in question.options)
        ]
        for question in pack.questions
    ]
    width = max(map(len, touched), default=0)
    return list(zip(*(each + [-1] * (width - len(each)) for each in touched), strict=True))


class Contrast(NamedTuple):
    """The gap in match between a leader and a rival, as the sum of an effect of each answer [6]."""

    effects: Sequence[Mapping[OptionId | None, float]]
    """Answered question by question: option → its effect on the gap."""
    reversals: Sequence[OptionId]
    """Answered question by question: the first option that closes the gap most."""
    gains: Sequence[Mapping[OptionId | None, float]]
    """Answered question by question: option → what the gap loses when it is reversed."""


class Design:
    """What is the same for everyone who answered, and marked, the same questions of a pack."""

    def __init__(self, pack: Pack, rows: Sequence[Item], patterns: LoadingPatterns) -> None:
        size = len(pack.dimensions)
        self.pack = pack
        self.rows = rows
        """Every question of the pack; the skipped ones have no weight and add nothing."""
        self.items = [row for row in rows if row.weight]
        """The answered questions, in pack order."""
        self.answered = [item.question.id for item in self.items]
        """Their ids."""
        self.asked = list(map(int, total((row.touches for row in rows), size)))
        """How many answered questions touch each dimension."""
        mosts = total((row.most for row in rows), size)
        self.scale = [most if most > TINIEST else inf for most in mosts]
        """Σ w · max over options |loading|, by which a position's sum is divided [1]."""
        spreads = (map(truediv, row.spread, self.scale) for row in self.items)
        self.chance = fsum(part * part for parts in spreads for part in parts)
        """The ‖u‖² that random answers to the same questions give in a balanced pack [7]."""
        self.enough = answered_enough(pack.questions, {item.question.id for item in self.items})
        asked = tuple(map(bool, self.asked))
        if asked not in patterns:
            patterns[asked] = LoadingPattern(pack, asked)
        self.pattern = patterns[asked]
        self._asked = asked
        self._gradient_columns: dict[str, Sequence[Vector]] = {}
        self._contrasts: dict[tuple[str, str], Contrast] = {}

    @cached_property
    def families(self) -> Design:
        """The design of the same answers to the quiz whose roles are this one's families."""
        pattern = self.pattern.families
        return Design(pattern.pack, self.rows, {self._asked: pattern})

    @property
    def directions(self) -> dict[str, Vector]:
        """Role → its profile on the dimensions asked about, of length 1 [2]."""
        return self.pattern.directions

    @cached_property
    def asked_once(self) -> list[int]:
        """The dimensions that a single answered question touches [5]."""
        return [d for d, count in enumerate(self.asked) if count == 1]

    @cached_property
    def influence_scales(self) -> list[list[tuple[float, float]]]:
        """The largest contribution an answer could make, and √(n/(n−1))/scale, column by column.

        With these w · (loading − u · max|loading|) becomes the influence of an answer [5]; 0 on
        a dimension that is asked about once.
        """
        factors = [
            sqrt(count / (count - 1)) / scale if count > 1 else 0.0
            for count, scale in zip(self.asked, self.scale, strict=True)
        ]
        factors.append(0.0)  # for −1
        return [
            [(row.most[d], factors[d]) for row, d in zip(self.rows, column, strict=True)]
            for column in self.pattern.columns
        ]

    @cached_property
    def gradients(self) -> dict[str, Vector]:
        """Role → the gradient of its match: what one w · loading on a dimension adds to it [4]."""
        return {
            role: list(map(truediv, direction, self.scale))
            for role, direction in self.directions.items()
        }

    def gradient_columns(self, role: str) -> Sequence[Vector]:
        """Return a role's gradient by LoadingPattern.columns; 0 where there is no dimension."""
        if role not in self._gradient_columns:
            gradient = [*self.gradients[role], 0.0]  # for −1
            self._gradient_columns[role] = [
                [gradient[d] for d in column] for column in self.pattern.columns
            ]
        return self._gradient_columns[role]

    def contrast(self, leader: str, rival: str) -> Contrast:
        """Return the effect of each answer on the gap between two roles."""
        pair = leader, rival
        if pair not in self._contrasts:
            slope = list(map(sub, self.gradients[leader], self.gradients[rival]))
            effects = [
                {id: dot(scores, slope) for id, scores in item.contributions.items()}
                for item in self.items
            ]
            least = [largest([-effect for effect in options.values()]) for options in effects]
            reversals = [
                item.question.options[index].id
                for item, index in zip(self.items, least, strict=True)
            ]
            gains = [
                {id: effect - options[reversal] for id, effect in options.items()}
                for options, reversal in zip(effects, reversals, strict=True)
            ]
            self._contrasts[pair] = Contrast(effects, reversals, gains)
        return self._contrasts[pair]


LoadingPatterns: TypeAlias = dict[tuple[bool, ...], LoadingPattern]
"""Whether each dimension was asked about → the pattern."""


class Designs:
    """The designs of a pack, each worked out when somebody first needs it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._items: dict[tuple[str, int], Item] = {}
        self._patterns: LoadingPatterns = {}
        self._designs: dict[tuple[frozenset[str], frozenset[str]], Design] = {}

    def of(self, responses: Responses) -> Design:
        """Return the design of somebody's figures."""
        answered, marked = key = frozenset(responses.answers), responses.matters
        design = self._designs.get(key)
        if design is None:
            if len(self._designs) >= MOST_KEPT:
                self._designs.clear()
            rows = []
            for question in self.pack.questions:
                id = question.id
                times = (2 if id in marked else 1) if id in answered else 0
                row = self._items.get((id, times))
                if row is None:
                    row = make_item(self.pack, question, times * question.weight)
                    self._items[id, times] = row
                rows.append(row)
            design = self._designs[key] = Design(self.pack, rows, self._patterns)
        return design
