"""What figures rest on before anybody's answers are looked at.

Everyone who answered and marked the same questions shares a Basis, so that scoring many people
works it out once. Vectors run over the pack's dimensions, in its order; a dimension that is left
out is 0 in all of them. The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import cached_property
from math import hypot, inf, sqrt
from operator import mul, sub, truediv
from typing import NamedTuple, TypeVar

from rolequiz.model import Option, OptionId, Pack, Question, Responses

EPSILON = 1e-9
LEAST_ANSWERED = 2 / 3
"""The share of the quiz's weight that must be answered for a recommendation."""
MOST_KEPT = 100
"""How many bases are kept for people to come: 84 KiB each at most with eight roles."""

Vector = Sequence[float]

T = TypeVar("T")


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors."""
    return sum(map(mul, one, other), 0.0)


def total(vectors: Iterable[Vector], size: int) -> list[float]:
    """Return the sum of vectors of this size; of none it is 0."""
    return list(map(sum, zip(*vectors, strict=True))) or [0.0] * size


def largest_first(items: Sequence[T], figure: Callable[[T], float]) -> list[T]:
    """Sort by figure; those within EPSILON of the largest of them come in the order they have."""
    figures = list(map(figure, items))
    order = sorted(range(len(items)), key=figures.__getitem__, reverse=True)
    ranked: list[int] = []
    level: list[int] = []  # those within EPSILON of the first of them
    for index in order:
        if level and figures[level[0]] - figures[index] > EPSILON:
            ranked += sorted(level)
            level = []
        level.append(index)
    return [items[index] for index in ranked + sorted(level)]


def largest(figures: Sequence[float]) -> int:
    """Return the index of the first figure within EPSILON of the largest."""
    least = max(figures) - EPSILON
    return next(index for index, figure in enumerate(figures) if figure >= least)


def answered_enough(questions: Iterable[Question], answered: Container[str]) -> bool:
    """Return whether the questions answered carry enough weight for a recommendation [7]."""
    weights = {question.id: question.weight for question in questions}
    carried = sum(weight for id, weight in weights.items() if id in answered)
    return carried >= LEAST_ANSWERED * sum(weights.values()) - EPSILON


# What follows are no dataclasses, since each would add half a millisecond to every start.
class Item(NamedTuple):
    """An answered question at its weight, and what each of its options adds to positions."""

    question: Question
    options: Mapping[OptionId, Option]
    adds: Mapping[OptionId, Vector]
    """Option → w · loading: its part of the sum that makes a position."""
    most: Vector
    """w · max over options |loading|."""
    variance: Vector
    """The variance over options of w · loading."""
    touched: tuple[int, ...]
    """The dimensions, by index, that any of its options loads on."""


def make_item(pack: Pack, question: Question, weight: float) -> Item:
    """Work out a question of a pack at the weight that it has after "this matters to me"."""
    adds = {
        option.id: tuple(weight * option.loadings.get(d.id, 0.0) for d in pack.dimensions)
        for option in question.options
    }
    columns = list(zip(*adds.values(), strict=True))
    most = tuple(max(map(abs, column)) for column in columns)
    return Item(
        question=question,
        options={option.id: option for option in question.options},
        adds=adds,
        most=most,
        variance=tuple(map(_variance, columns)),
        touched=tuple(d for d, value in enumerate(most) if value > 0),
    )


def _variance(figures: Sequence[float]) -> float:
    if not any(figures):
        return 0.0  # most columns, at every start
    mean = sum(figures) / len(figures)
    return sum((figure - mean) ** 2 for figure in figures) / len(figures)


class Basis:
    """What is the same for everyone who answered, and marked, the same questions of a pack."""

    def __init__(self, pack: Pack, items: Sequence[Item]) -> None:
        size = len(pack.dimensions)
        self.pack = pack
        self.items = items
        """The answered questions, in pack order."""
        self.asked = [sum(d in item.touched for item in items) for d in range(size)]
        """How many answered questions touch each dimension."""
        self.scale = [most or inf for most in total((item.most for item in items), size)]
        """Σ w · max over options |loading|, by which a position's sum is divided [1]."""
        variance = total((item.variance for item in items), size)
        self.chance = sum(v / scale**2 for v, scale in zip(variance, self.scale, strict=True))
        """The ‖u‖² that random answers to the same questions give in a balanced pack [7]."""
        self.enough = answered_enough(pack.questions, {item.question.id for item in items})
        self.directions = _directions(pack, self.asked)
        self._contrasts: dict[tuple[str, str], Contrast] = {}

    @cached_property
    def pulls(self) -> dict[str, Vector]:
        """Role → what one w · loading on each dimension adds to its match [4]."""
        return {
            role: list(map(truediv, direction, self.scale))
            for role, direction in self.directions.items()
        }

    def contrast(self, leader: str, rival: str) -> Contrast:
        """Return what comparing two roles needs."""
        pair = leader, rival
        if pair not in self._contrasts:
            self._contrasts[pair] = Contrast(self, leader, rival)
        return self._contrasts[pair]

    @cached_property
    def columns(self) -> list[tuple[int, ...]]:
        """The first dimension that each question touches, the second of each, and so on.

        Errors are reckoned column by column, which is several times as fast as answer by answer.
        A question that touches fewer dimensions than others has −1 there, for none.
        """
        width = max((len(item.touched) for item in self.items), default=0)
        none = (-1,)
        filled = (item.touched + none * (width - len(item.touched)) for item in self.items)
        return list(zip(*filled, strict=True))

    @cached_property
    def most(self) -> list[list[float]]:
        """The most that each answer could add, laid out like `columns`."""
        return [
            [item.most[d] for item, d in zip(self.items, column, strict=True)]
            for column in self.columns
        ]


def _directions(pack: Pack, asked: Sequence[int]) -> dict[str, Vector]:
    """Return the roles' profiles on the dimensions asked about, each of length 1 [2].

    A role whose profile has nothing there has no direction.
    """
    directions: dict[str, Vector] = {}
    for role in pack.roles:
        profile = [
            role.profile.get(dimension.id, 0.0) if n else 0.0
            for dimension, n in zip(pack.dimensions, asked, strict=True)
        ]
        length = hypot(*profile)
        if length > EPSILON:
            directions[role.id] = tuple(value / length for value in profile)
    return directions


class Contrast:
    """How the direction of one role differs from another's, and what hangs on that alone."""

    def __init__(self, basis: Basis, leader: str, rival: str) -> None:
        self._basis = basis
        ahead, behind = basis.directions[leader], basis.directions[rival]
        self.difference = list(map(sub, ahead, behind))

    @cached_property
    def columns(self) -> list[list[float]]:
        """What an error of w · loading moves the gap in match by, laid out like Basis.columns [5].

        That of a dimension asked about once is in `alone` instead.
        """
        basis = self._basis
        moves = [
            c * sqrt(n / (n - 1)) / scale if n > 1 else 0.0
            for c, n, scale in zip(self.difference, basis.asked, basis.scale, strict=True)
        ]
        moves.append(0.0)  # for −1
        return [[moves[d] for d in column] for column in basis.columns]

    @cached_property
    def alone(self) -> list[float]:
        """The difference on each dimension that a single question touches [5]."""
        once = zip(self.difference, self._basis.asked, strict=True)
        return [c for c, n in once if n == 1]

    @cached_property
    def leads(self) -> list[dict[OptionId, float]]:
        """Question by question: option → what it adds to the gap in match [6]."""
        worth = list(map(truediv, self.difference, self._basis.scale))
        return [
            {id: dot(adds, worth) for id, adds in item.adds.items()} for item in self._basis.items
        ]

    @cached_property
    def reversals(self) -> list[OptionId]:
        """Question by question: the first option that closes the gap most [6]."""
        return [list(lead)[largest([-gap for gap in lead.values()])] for lead in self.leads]


class Bases:
    """The bases of a pack, each worked out when somebody first needs it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._items: dict[tuple[str, bool], Item] = {}
        self._bases: dict[tuple[frozenset[str], frozenset[str]], Basis] = {}

    def of(self, responses: Responses) -> Basis:
        """Return the basis of somebody's figures."""
        key = frozenset(responses.answers), responses.matters
        basis = self._bases.get(key)
        if basis is None:
            if len(self._bases) >= MOST_KEPT:
                self._bases.clear()
            items = [self._item(q, q.id in key[1]) for q in self.pack.questions if q.id in key[0]]
            basis = self._bases[key] = Basis(self.pack, items)
        return basis

    def _item(self, question: Question, matters: bool) -> Item:
        key = question.id, matters
        if key not in self._items:
            weight = question.weight * (2 if matters else 1)
            self._items[key] = make_item(self.pack, question, weight)
        return self._items[key]
