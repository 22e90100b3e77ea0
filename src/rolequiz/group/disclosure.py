"""What may be told of a group.

Nothing that is shown may tell of one to four people, alone or by subtraction. Three rules do it:

1. The report is about the people who answered enough for a recommendation. How many others there
   were is told only where they are none, or five or more.
2. Every count divides those same people into groups: by leader, by verdict, by the answer to a
   question. A group of one to four joins “the others”, and the smallest of the rest joins too,
   until the others are none, or five or more. Positions are counted in ten bins, and neighbours
   join. Whoever has no leader, no position or no answer is in a group like any other.
3. Divisions are compared two by two. Where some groups of one, less the groups of another that lie
   wholly inside them, leave one to four people, more groups join in the later of the two. That
   takes care of contenders less leaders, of people without a leader less the flat ones, of bins
   less answers, and of whatever else a quiz may tie together.

Means are of five people or more, as far as the report tells. Times the people they would be sums,
from which answers could be worked out, so they are rounded the more, the fewer people and questions
are behind them: what five people could move by an answer each does not show, nor does half the way
from pole to pole that one of them could go. How much they are rounded can be seen, so it must not
hang on who skipped what, but only on the quiz and on counts that are shown. A median is somebody's
own position, and is rounded to the width of a bin besides.

Whether a part is there, and in which order, must not tell more either: both hang on counts that are
shown, and other figures from which counts could be worked out are not in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import NamedTuple, TypeAlias

from rolequiz.group.model import Average, Bin, Count, Id
from rolequiz.group.person import Person
from rolequiz.scoring import EPSILON

LEAST = 5
"""The fewest people that anything is told of."""
BINS = 10
"""Bins of equal width over −1…1."""
STEPS = 1000
"""The most steps to which means are rounded over half of what they span."""

SPARE = 1
"""How many ids may be known, from elsewhere, to be nobody's: no answer, where a form wants one."""


class _Cell(NamedTuple):
    ids: tuple[Id, ...]
    members: int
    """A bit for each person of the room, since sets of many people would take their time."""

    @property
    def people(self) -> int:
        return self.members.bit_count()


_Division: TypeAlias = list[_Cell]
"""Disjoint cells that hold everybody."""


class Ledger:
    """The divisions of the people that were shown so far; each new one must not betray anybody."""

    def __init__(self, room: Sequence[Person], least: int) -> None:
        self.room = room
        self.least = least
        self._shown: list[_Division] = []

    def steps(self, people: int, questions: int) -> int:
        """Return in how many steps averages may go from middle to pole.

        `people` is how many the report lets suppose behind them, `questions` how many the quiz has
        on what they rest on. There are as many steps as people, and fewer where there are fewer
        than twice as many questions as the fewest people told of; for fewer people there are none.
        """
        if people < self.least:
            return 0
        enough = 2 * self.least
        return STEPS if self.least == 1 else min(STEPS, people * min(questions, enough) // enough)

    def padded(self, figures: Sequence[float], people: int, middle: float) -> Sequence[float]:
        """Return figures of so many people that a mean may be of them; none if too few have one.

        In a room of five to eight, up to four people can be without, and that is nobody's business:
        they stand in the middle.
        """
        without = people - len(figures)
        if len(figures) >= self.least:
            return figures
        return [*figures, *[middle] * without] if without < self.least <= people else []

    def rounded(
        self,
        average: Callable[[Sequence[float]], float],
        figures: Sequence[float],
        *,
        steps: int,
        span: float,
    ) -> Average | None:
        """Return a mean or median as it may be told, in steps of half the span that figures have.

        It is None where there are no figures, or no steps.
        """
        if not figures or not steps:
            return None
        step = span / 2 / steps
        near = round(average(figures) / step) * step
        value = round(near, 3) + 0.0  # + 0.0 turns −0.0 into 0.0
        return Average(value, ceil(round(1000 * (step / 2 + abs(near - value)), 6)) / 1000)

    def categories(
        self, ids: Sequence[Id], of: Callable[[Person], Id], *, spare: int | None = SPARE
    ) -> tuple[Count, ...]:
        """Return how many people have each id; what is too small to show joins one last count.

        `spare` is how many of the ids may be known to be nobody's; None where it is not told which
        of them joined.
        """
        division = self._divided(ids, of, spare)
        self._shown.append(division)
        return _counts(ids, division)

    def weighed(self, ids: Sequence[Id], of: Callable[[Person], Id]) -> tuple[Count, ...]:
        """Return the same of what may not be shown in the end, so that nothing gives way to it."""
        return _counts(ids, self._divided(ids, of, SPARE))

    def _divided(
        self, ids: Sequence[Id], of: Callable[[Person], Id], spare: int | None
    ) -> _Division:
        cells = self._cells(ids, of)
        nobody = tuple(cell.ids[0] for cell in cells if not cell.members)
        division = [*(cell for cell in cells if cell.members), _Cell(nobody, 0)]
        while len(division) > 1 and (
            self._betrays(division) or (self.least > 1 and _narrow(division, self.least - 1, spare))
        ):
            division = _others(division)
        return division

    def bins(self, of: Callable[[Person], float | None]) -> tuple[tuple[Bin, ...], int | None]:
        """Return how many people stand where; neighbours join until they are enough.

        Beside it stands how many have no position; None where they are in the last bin, if any.
        """

        def bin_of(person: Person) -> int | None:
            at = of(person)
            return None if at is None else max(0, min(BINS - 1, int((at + 1) / 2 * BINS + EPSILON)))

        cells = self._cells([*range(BINS), None], bin_of)
        unplaced = 0 if self.least == 1 else None
        division = cells if cells[-1].members else cells[:-1]
        while len(division) > 1 and self._betrays(division):
            division = _neighbours(division)
        self._shown.append(division)
        if division[-1].ids == (None,):
            *division, without = division
            unplaced = without.people
        return tuple(map(_bin, division)) if len(division) > 1 else (), unplaced

    def share(self, belongs: Callable[[Person], bool]) -> int | None:
        """Return how many people belong; None where that would tell of too few."""

        def whether(person: Person) -> Id:
            return "yes" if belongs(person) else "no"

        counts = self.categories(["yes", "no"], whether, spare=None)
        return next((count.people for count in counts if count.ids == ("yes",)), None)

    def _cells(self, ids: Iterable[Id], of: Callable[[Person], Id]) -> _Division:
        members = {id: bytearray(len(self.room) // 8 + 1) for id in ids}
        for number, person in enumerate(self.room):
            members[of(person)][number >> 3] |= 1 << (number & 7)
        return [_Cell((id,), int.from_bytes(bits, "little")) for id, bits in members.items()]

    def _betrays(self, division: _Division) -> bool:
        few = range(1, self.least)
        for cell in division:
            # others that are known to be at most four each, and add up to it, are four each
            if cell.people in few or 0 < cell.people == (self.least - 1) * len(cell.ids):
                return True
        return any(_leaves(shown, division, few) for shown in self._shown)


def _leaves(one: _Division, other: _Division, few: range) -> bool:
    """Return whether cells of one, less the cells of the other inside them, leave so few people.

    The same people are left by cells of the other less those of the one: everybody else's.
    """
    shares = [[(cell.members & each.members).bit_count() for each in one] for cell in other]
    meets = [sum(1 << at for at, share in enumerate(row) if share) for row in shares]

    def leaves(union: int, cut: tuple[int, ...]) -> bool:
        """Look among the unions that hold this one, where it may cut through these cells only."""
        parts = (shares[number] for number in cut if meets[number] & ~union)
        left = sum(share for row in parts for at, share in enumerate(row) if union >> at & 1)
        if left and left not in few:  # and every further cut leaves more
            return False
        for number, met in enumerate(meets):
            if met & union and met & ~union and number not in cut:
                return leaves(union | met, cut) or leaves(union, (*cut, number))
        return left in few

    return any(leaves(1 << at, ()) for at in range(len(one)))


def _counts(ids: Sequence[Id], division: _Division) -> tuple[Count, ...]:
    return tuple(
        Count(tuple(id for id in ids if id in cell.ids), cell.people)
        for cell in division
        if cell.ids
    )


def _narrow(division: _Division, few: int, spare: int | None) -> bool:
    """Return whether the others are so many that none of them can be nobody.

    Whoever knows that the smallest join first could then tell nearly how many each of them has.
    They are at most as many each as the smallest group shown; or at most `few` each, unless one
    that had to join them can be larger, if smaller than that group: of equals, the last joins
    first. `spare` of them may be known to be nobody; None where it is not told who they are.
    """
    *cells, others = division
    smallest = min((cell.people for cell in cells), default=0)
    people, several = others.people, len(others.ids)

    def few_each(several: int) -> bool:
        small = few * (several - 1) < people <= few * several
        large = max(few + 1, people - few)
        return several > 1 and small and (people == few + 1 or smallest - 1 < large)

    return (several > 1 and people > (several - 1) * smallest) or any(
        few_each(several - known) for known in range(0 if spare is None else spare + 1)
    )


def _others(division: _Division) -> _Division:
    """Let the smallest cell join the last, which holds the others."""
    *cells, others = division
    smallest = min(reversed(cells), key=lambda cell: cell.people)
    rest = [cell for cell in cells if cell is not smallest]
    return [*rest, _Cell(smallest.ids + others.ids, smallest.members | others.members)]


def _neighbours(division: _Division) -> _Division:
    """Let the smallest cell that holds anybody join the smaller of its neighbours."""
    sizes = [cell.people for cell in division]
    smallest = min((at for at, size in enumerate(sizes) if size), key=sizes.__getitem__)
    beside = [at for at in (smallest - 1, smallest + 1) if 0 <= at < len(sizes)]
    first, last = sorted((smallest, min(beside, key=sizes.__getitem__)))
    one, other = division[first], division[last]
    joined = _Cell(one.ids + other.ids, one.members | other.members)
    return [*division[:first], joined, *division[last + 1 :]]


def _bin(cell: _Cell) -> Bin:
    numbers = [id for id in cell.ids if isinstance(id, int)]
    low, high = (round(2 * edge / BINS - 1, 9) for edge in (numbers[0], numbers[-1] + 1))
    return Bin(low, high, cell.people)
