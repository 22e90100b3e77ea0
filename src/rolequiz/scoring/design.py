"""What can be worked out before looking at anybody's answers.

A LoadingPattern holds what depends on the pack alone. A Design holds what depends on which
questions were answered and marked; people who answered and marked the same questions share one.
Vectors run over the pack's dimensions, in its order; a dimension that is left out is 0 in all of
them. The numbers in brackets are those of docs/method.md, "Figures".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import (
    accumulate,
    chain,
    combinations_with_replacement,
    count,
    pairwise,
    starmap,
)
from math import fsum, hypot, inf, sqrt
from operator import attrgetter, itemgetter, mul, sub, truediv
from typing import NamedTuple, TypeAlias, TypeVar

from rolequiz.model import OptionId, Pack, Question, Responses, Role

EPSILON = 1e-9
TINIEST = 1e-300
"""Sums of loadings up to here count as 0: smaller floats lose digits."""
LEAST_ANSWERED = 2 / 3
"""The share of the quiz's weight that must be answered for a recommendation."""
MOST_KEPT = 100
"""How many designs are kept for the next people: at most 84 KiB each with eight roles."""

Vector = Sequence[float]
Placed = TypeVar("Placed", int, "Swap")


def dot(one: Vector, other: Vector) -> float:
    """Return the inner product of two vectors."""
    return fsum(map(mul, one, other))  # `sum` of floats differs from Python 3.11 to 3.12


def largest_first(figures: Sequence[float]) -> Iterator[int]:
    """Yield indices by figure; figures within EPSILON of the largest of them count as equal."""
    order = sorted(range(len(figures)), key=figures.__getitem__, reverse=True)
    return levelled(order, figures.__getitem__)


def levelled(ordered: Iterable[Placed], figure: Callable[[Placed], float]) -> Iterator[Placed]:
    """Yield things sorted by figure, largest first, with ties in the order of the things.

    Things tie if their figures are within EPSILON of the first of them.
    """
    level: list[Placed] = []
    highest = inf
    for each in ordered:
        value = figure(each)
        if highest - value > EPSILON:
            level.sort()
            yield from level
            level = []
            highest = value
        level.append(each)
    level.sort()
    yield from level


def largest(figures: Sequence[float]) -> int:
    """Return the index of the first figure within EPSILON of the largest."""
    least = max(figures) - EPSILON
    return next(index for index, figure in enumerate(figures) if figure >= least)


def answered_enough(questions: Iterable[Question], answered: Container[str]) -> bool:
    """Return whether the questions answered carry enough weight for a recommendation [7]."""
    weights = {question.id: question.weight for question in questions}
    carried = fsum(weight for id, weight in weights.items() if id in answered)
    return carried >= (LEAST_ANSWERED - EPSILON) * fsum(weights.values())


# These are not dataclasses: each would add half a millisecond to every start.
class Item(NamedTuple):
    """A question at its weight, and what each of its options contributes to positions.

    Its vectors run over the dimensions that it touches. A question that was skipped has no weight,
    and one option, None, which contributes nothing.
    """

    question: Question
    weight: float
    """After "this matters to me"."""
    touched: Sequence[int]
    """The dimensions, by index, that any of its options loads on."""
    contributions: Mapping[OptionId | None, Vector]
    """Option → w · loading: its part of the sum that makes a position."""
    most: Vector
    """w · max over options |loading|."""
    spread: Vector
    """The standard deviation over options of w · loading."""

    def column(self, dimension: int) -> list[float]:
        """Return what each option contributes to a dimension."""
        if dimension not in self.touched:
            return [0.0] * len(self.contributions)
        at = self.touched.index(dimension)
        return [added[at] for added in self.contributions.values()]


def make_item(pack: Pack, question: Question, weight: float) -> Item:
    """Work out a question of a pack at a weight; 0 if it was skipped."""
    touched = _touched(pack, question)
    if not weight:
        nothing = [0.0] * len(touched)
        return Item(question, 0.0, touched, {None: nothing}, nothing, nothing)
    ids = [pack.dimensions[d].id for d in touched]
    contributions: dict[OptionId | None, Vector] = {
        option.id: [weight * option.loadings.get(id, 0.0) for id in ids]
        for option in question.options
    }
    columns = list(zip(*contributions.values(), strict=True))
    most = [max(map(abs, column)) for column in columns]
    return Item(question, weight, touched, contributions, most, list(map(_spread, columns)))


def _touched(pack: Pack, question: Question) -> list[int]:
    return [
        index
        for index, dimension in enumerate(pack.dimensions)
        if any(option.loadings.get(dimension.id) for option in question.options)
    ]


def _spread(figures: Sequence[float]) -> float:
    """Return the standard deviation, which unlike its square is never too small for a float."""
    mean = fsum(figures) / len(figures)
    return hypot(*(figure - mean for figure in figures)) / sqrt(len(figures))


class LoadingPattern:
    """Which questions of a pack touch which dimensions; most touch two of eight.

    A cell is a question and a dimension that it touches. Sums over answers run over cells, question
    by question: several times as fast as over all dimensions. A covariance of positions is a vector
    over pairs of dimensions: each with itself, in the pack's order, then the pairs that some
    question touches together.
    """

    def __init__(self, pack: Pack) -> None:
        touched = [_touched(pack, question) for question in pack.questions]
        self.ids = [question.id for question in pack.questions]
        cells: list[list[int]] = [[] for _ in pack.dimensions]
        crossed: dict[tuple[int, int], list[tuple[int, int]]] = {
            (d, d): [] for d in range(len(pack.dimensions))
        }
        places = count()
        for dimensions in touched:
            of_question = list(zip(dimensions, places, strict=False))
            for d, place in of_question:
                cells[d].append(place)
            for (d, one), (e, other) in combinations_with_replacement(of_question, 2):
                crossed.setdefault((d, e), []).append((one, other))
        self._of_cells = _getter(chain.from_iterable(touched))
        self._of_questions = _slices(map(len, touched))
        self._on_dimensions = list(map(_getter, cells))
        # pairs with a single product need no sum
        several = [(d, e) for d, e in crossed if d == e or len(crossed[d, e]) > 1]
        self.pairs = several + [pair for pair in crossed if pair not in several]
        factors = [product for pair in self.pairs for product in crossed[pair]]
        self._ones = _getter(one for one, _ in factors)
        self._others = _getter(other for _, other in factors)
        self._several = _slices(len(crossed[pair]) for pair in several)
        self._single = slice(sum(len(crossed[pair]) for pair in several), len(factors))

    def on_cells(self, vector: Vector) -> Vector:
        """Return a vector over dimensions as one over cells."""
        return self._of_cells([*vector, 0.0])

    def sums(self, cells: Vector) -> list[float]:
        """Return the sum on each dimension of a vector over cells."""
        padded = [*cells, 0.0]
        return [fsum(on_dimension(padded)) for on_dimension in self._on_dimensions]

    def by_question(self, cells: Sequence[float]) -> list[float]:
        """Return the sum on each question of a vector over cells."""
        return [fsum(cells[of_question]) for of_question in self._of_questions]

    def products(self, cells: Iterable[float]) -> list[float]:
        """Return the sum, by `pairs`, of the products of what questions have on two dimensions."""
        padded = [*cells, 0.0]
        products = list(map(mul, self._ones(padded), self._others(padded)))
        return [*(fsum(products[pair]) for pair in self._several), *products[self._single]]


def _slices(lengths: Iterable[int]) -> list[slice]:
    return list(starmap(slice, pairwise(accumulate(lengths, initial=0))))


def _getter(places: Iterable[int]) -> Callable[[Vector], tuple[float, ...]]:
    return itemgetter(
        *places, -1, -1
    )  # the last 0, twice: with a single place it would not return a tuple


class Profiles:
    """The roles' profiles on those dimensions of a pack that were asked about."""

    def __init__(self, pack: Pack, asked: Sequence[bool], pairs: Sequence[tuple[int, int]]) -> None:
        self.pack, self._asked = pack, asked
        self.directions = _directions(pack, asked)
        """Role → its profile, of length 1 [2]."""
        self._pairs = pairs
        self._gap_variances: dict[str, dict[str, Vector]] = {}

    def gap_variances(self, leader: str) -> Mapping[str, Vector]:
        """Return what a covariance is multiplied by to give the variance of a gap in match.

        For every rival of a leader: the products of their contrast, by LoadingPattern.pairs.
        """
        if leader not in self._gap_variances:
            self._gap_variances[leader] = {
                rival: self._products(list(map(sub, self.directions[leader], direction)))
                for rival, direction in self.directions.items()
            }
        return self._gap_variances[leader]

    @cached_property
    def families(self) -> Profiles:
        """The same for a quiz whose roles are this one's families [docs/method.md, "Families"]."""
        families = families_as_roles(self.pack, self.directions)
        return Profiles(families, self._asked, self._pairs)

    def _products(self, contrast: Vector) -> Vector:
        return [contrast[d] * contrast[e] * (1 if d == e else 2) for d, e in self._pairs]


def families_as_roles(pack: Pack, directions: Mapping[str, Vector]) -> Pack:
    """Return a pack whose roles are the families, each the sum of its roles' directions."""
    ids = [dimension.id for dimension in pack.dimensions]
    roles = []
    for family in pack.families:
        mine = [
            directions[r.id] for r in pack.roles if r.family == family.id and r.id in directions
        ]
        profile = dict(zip(ids, map(fsum, zip(*mine, strict=True)), strict=False))
        roles.append(Role(family.id, family.name, family.about, profile))
    return replace(pack, roles=tuple(roles), families=())


def _directions(pack: Pack, asked: Sequence[bool]) -> dict[str, Vector]:
    """Return the roles' directions; a role whose profile is 0 where asked has none."""
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


class Swap(NamedTuple):
    """An answered question, by index, and the other answer to it that closes a gap most."""

    at: int
    answer: OptionId
    to: OptionId
    gain: float
    """By how much the gap shrinks."""


class Design:
    """What is the same for everyone who answered and marked the same questions of a pack."""

    def __init__(
        self, pack: Pack, rows: Sequence[Item], pattern: LoadingPattern, known: KnownProfiles
    ) -> None:
        self.pack = pack
        self.pattern = pattern
        self._rows = rows
        self.options = [row.contributions for row in rows]
        """The contributions of every question of the pack; skipped ones add nothing."""
        self.items = [row for row in rows if row.weight]
        """The answered questions, in pack order."""
        self.answered = [item.question.id for item in self.items]
        """Their ids."""
        self.dimensions = [dimension.id for dimension in pack.dimensions]
        """The ids of all dimensions of the pack."""
        self.most = [most for row in rows for most in row.most]
        """The largest contribution, by cells of the pattern."""
        self.asked = list(map(int, pattern.sums([most > 0 for most in self.most])))
        """How many answered questions touch each dimension."""
        mosts = pattern.sums(self.most)
        self.scale = [most if most > TINIEST else inf for most in mosts]
        """Σ w · max over options |loading|: what a position's sum is divided by [1]."""
        spreads = (map(truediv, row.spread, self._on_cells_of(row)) for row in self.items)
        self.chance = fsum(part * part for parts in spreads for part in parts)
        """The mean ‖u‖² of random answers to the same questions, if the pack were balanced [7]."""
        self.enough = answered_enough(pack.questions, set(self.answered))
        self._asked = tuple(map(bool, self.asked))
        if self._asked not in known:
            known[self._asked] = Profiles(pack, self._asked, pattern.pairs)
        self.profiles = known[self._asked]
        self._chance_gaps: dict[tuple[str, str], float] = {}
        self._swaps: dict[tuple[str, str], Sequence[Swap]] = {}

    def _on_cells_of(self, item: Item) -> list[float]:
        return [self.scale[d] for d in item.touched]

    @cached_property
    def families(self) -> Design:
        """The design of the same answers to a quiz whose roles are this one's families."""
        profiles = self.profiles.families
        return Design(profiles.pack, self._rows, self.pattern, {self._asked: profiles})

    @property
    def directions(self) -> dict[str, Vector]:
        """Role → its profile on the dimensions asked about, scaled to length 1 [2]."""
        return self.profiles.directions

    @cached_property
    def asked_once(self) -> list[int]:
        """The dimensions that a single answered question touches [5]."""
        return [d for d, count in enumerate(self.asked) if count == 1]

    @cached_property
    def influence_scales(self) -> Sequence[float]:
        """√(n/(n − 1)) / scale, by cells of the pattern.

        Times this, contribution − u · largest contribution is the influence of an answer [5]; it is
        0 on a dimension that one question asks about.
        """
        scales = [
            sqrt(count / (count - 1)) / scale if count > 1 else 0.0
            for count, scale in zip(self.asked, self.scale, strict=True)
        ]
        return self.pattern.on_cells(scales)

    def contrast(self, leader: str, rival: str) -> list[dict[OptionId, float]]:
        """Return the gap in match between two roles, as the sum of an effect of each answer [4].

        Answered question by question: option → its effect.
        """
        gap = map(sub, self.directions[leader], self.directions[rival])
        gradient = list(map(truediv, gap, self.scale))
        return [
            {
                id: dot(contribution, [gradient[d] for d in item.touched])
                for id, contribution in item.contributions.items()
                if id is not None
            }
            for item in self.items
        ]

    def chance_gap(self, leader: str, rival: str) -> float:
        """Return the mean squared gap in match between two roles if answers are random.

        As for `chance`, the quiz is taken to be balanced [7].
        """
        pair = leader, rival
        if pair not in self._chance_gaps:
            spreads = [_spread(list(effects.values())) for effects in self.contrast(*pair)]
            self._chance_gaps[pair] = dot(spreads, spreads)
        return self._chance_gaps[pair]

    def swaps(self, leader: str, rival: str) -> Sequence[Swap]:
        """Return the best swap for every possible answer, the largest gain first [6]."""
        pair = leader, rival
        if pair not in self._swaps:
            swaps = chain.from_iterable(map(_swaps, count(), self.contrast(*pair)))
            self._swaps[pair] = sorted(swaps, key=attrgetter("gain"), reverse=True)
        return self._swaps[pair]


def _swaps(at: int, effects: Mapping[OptionId, float]) -> Iterator[Swap]:
    to = list(effects)[largest([-effect for effect in effects.values()])]
    return (Swap(at, answer, to, effect - effects[to]) for answer, effect in effects.items())


KnownProfiles: TypeAlias = dict[tuple[bool, ...], Profiles]
"""Whether each dimension was asked about → the profiles."""


class Designs:
    """The designs of a pack, each worked out when it is first needed."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._items: dict[tuple[str, int], Item] = {}
        self._pattern = LoadingPattern(pack)
        self._profiles: KnownProfiles = {}
        self._designs: dict[tuple[frozenset[str], frozenset[str]], Design] = {}

    def of(self, responses: Responses) -> Design:
        """Return the design that somebody's figures rest on."""
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
            design = self._designs[key] = Design(self.pack, rows, self._pattern, self._profiles)
        return design
