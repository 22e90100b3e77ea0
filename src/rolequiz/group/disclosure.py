"""Statistical disclosure control: which tables of a group are released, and which cells of them.

The terms are those of Hundepool et al., Statistical Disclosure Control (Wiley 2012). Nothing that
is released may tell of one to four people, alone or by subtraction, to somebody who knows these
rules. A figure that is hidden tells something too, so every rule leaves room for none:

1. The report is about the people who answered enough for a recommendation. The number of the
   others is released only if it is five or more.
2. Threshold rule. A table divides those same people into cells: by leader, by verdict, by the
   answer to a question. Cells of one to four are suppressed (primary suppression): they join “the
   others”. If the others could be worked out, the smallest of the remaining cells join them
   (complementary suppression). Cells of equal size join together, so that nothing tells which of
   them is large.
3. Positions are counted in bars, from ten people on. A bar is cut in two if both parts hold five
   people, first next to the mean that is shown, then in the middle. So all people of a bar may
   stand at one place, wherever the mean wants them.
4. For how many people a role contends is released if at least seven contend without leading, or
   none. If it is hidden it may be five or six, too: they are as many as the table of verdicts
   allows for, or it is never released. For a role among the others it is released if all who
   contend may do so without leading, and all of the others may be few.
5. The two roles that contend together for most people are named if those people are enough. Then no
   other two contend for more; if none are named, no two contend for enough. So none are named
   at all if some two might have enough in common, should one that rule 4 hides contend for five
   people whom it does not lead.
6. Differencing attacks. Released tables are compared two by two. If some cells of one, less the
   cells of another that lie wholly inside them, leave one to four people, the later table gives
   way: more of its cells join, in ways that the rules above allow for anyway.

Means are of five people or more, as far as the report tells. A mean times the number of people is a
sum, from which answers could be worked out. So means are rounded, and the more so the fewer people
and questions are behind them: what five people could move by an answer each does not show, nor does
half the way from pole to pole that one of them could go. Readers can see how much a mean is
rounded, so that must not depend on who skipped what, but only on the quiz and on counts that are
released. A median is somebody's own position, and beside a mean it tells of the others: it is not
released.

Whether a part is there, and in which order, must not tell more either: both depend on counts that
are released, and other figures from which counts could be worked out are not in the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from functools import reduce
from math import ceil, inf
from statistics import fmean
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

WIDE = LEAST + 2
"""Rules 4 and 5 release counts only from here on, so that a hidden one may be five or six, too."""
SPARE: Set[Id] = {None, "flat"}
"""Ids that readers may know to be nobody's: if a form requires an answer, for example."""


class _Cell(NamedTuple):
    ids: tuple[Id, ...]
    members: int
    """A bit for each person of the group; sets of many people would be slow."""

    @property
    def people(self) -> int:
        return self.members.bit_count()


_Table: TypeAlias = list[_Cell]
"""Disjoint cells that hold everybody."""


class ReleasedTables:
    """The tables of a group that were released so far; each new one must not betray anybody."""

    def __init__(self, people: Sequence[Person], least: int) -> None:
        self.people = people
        self.least = least
        self.wide = WIDE if least > 1 else 1
        self.divisible = least == 1 or len(people) >= 2 * least
        """Whether two parts of the group can be large enough to tell of."""
        self._released: list[_Table] = []

    def padded(self, figures: Sequence[float], people: int, middle: float) -> Sequence[float]:
        """Return the figures of these people, some of whom have none; empty if too few have one.

        In a group of five to eight, up to four people can be without a figure. To hide how many
        they are, they are taken to be in the middle.
        """
        without = people - len(figures)
        if len(figures) >= self.least:
            return figures
        return [*figures, *[middle] * without] if without < self.least <= people else []

    def average(
        self,
        figures: Sequence[float],
        *,
        people: int,
        questions: int,
        span: float,
        kind: Callable[[Sequence[float]], float] = fmean,
    ) -> Average | None:
        """Return the mean or median of figures that are at most a span apart, rounded.

        `people` is how many the report lets readers suppose behind it, `questions` how many the
        quiz has on what it rests on. There are as many steps from the middle to a pole as people,
        and fewer if there are fewer than twice as many questions as the fewest people told of.
        """
        if not figures or people < self.least:
            return None
        enough = 2 * self.least
        steps = min(STEPS, people * min(questions, enough) // enough)
        return rounded(kind(figures), STEPS if self.least == 1 else steps, span)

    def release(self, ids: Sequence[Id], id_of: Callable[[Person], Id]) -> tuple[Count, ...]:
        """Release how many people have each id; cells that are too small join one last count."""
        table = self._protected(ids, id_of)
        self._released.append(table)
        return _counts(ids, table)

    def preview(self, ids: Sequence[Id], id_of: Callable[[Person], Id]) -> tuple[Count, ...]:
        """Return the counts without releasing them, so that no later table gives way to them."""
        return _counts(ids, self._protected(ids, id_of))

    def release_whole(self, ids: Sequence[Id], id_of: Callable[[Person], Id]) -> bool:
        """Release how many people have each id, but only if no cell has to join another."""
        cells = self._cells(ids, id_of)
        if self._discloses(cells):
            return False
        self._released.append(cells)
        return True

    def may_all_be_small(self, people: int, ids: Sequence[Id]) -> bool:
        """Return whether so many people may be a few of each id, and nobody of one.

        Readers may also know that nobody has the one that is in `SPARE`.
        """
        return people <= (self.least - 1) * (_possible(ids) - 1)

    def _protected(self, ids: Sequence[Id], id_of: Callable[[Person], Id]) -> _Table:
        """Return the table after primary and complementary suppression (rules 2 and 6)."""
        cells = self._cells(ids, id_of)
        empty = tuple(cell.ids[0] for cell in cells if not cell.members)
        table = [*(cell for cell in cells if cell.members), _Cell(empty, 0)]
        # if a table of one cell could tell of a few people, every such table is one cell
        one_cell = self._inferable(len(self.people), ids, inf)
        while len(table) > 1 and (
            one_cell or self._discloses(table) or self._others_inferable(table)
        ):
            table = _suppressed(table)
        return table

    def unplaced(self, position_of: Callable[[Person], float | None]) -> int | None:
        """Return how many people have no position; None where that would tell of too few."""

        def placed(person: Person) -> Id:
            return None if position_of(person) is None else "placed"

        without = sum(position_of(person) is None for person in self.people)
        if self.least == 1:
            return without
        enough = self.least <= without <= len(self.people) - self.least
        return without if enough and self.release_whole(["placed", None], placed) else None

    def bins(
        self, position_of: Callable[[Person], float | None], near: float, *, apart: bool
    ) -> tuple[Bin, ...]:
        """Return how many people stand where; the first cut is `near` a position that is shown.

        People without a position are in the last bin, unless they are counted `apart`.
        """

        def bin_of(person: Person) -> int | None:
            at = position_of(person)
            return None if at is None else max(0, min(BINS - 1, int((at + 1) / 2 * BINS + EPSILON)))

        *cells, without = self._cells([*range(BINS), None], bin_of)
        rest = [without] if apart else []
        if not apart:
            cells[-1] = _joined(cells[-1], without)
        bars = cells if self.least == 1 else _cut(cells, round((near + 1) / 2 * BINS), self.least)
        while len(bars) > 1 and self._discloses([*bars, *rest]):
            bars = _neighbours_joined(bars)
        self._released.append([*bars, *rest])
        return tuple(map(_bin, bars)) if len(bars) > 1 else ()

    def _cells(self, ids: Iterable[Id], id_of: Callable[[Person], Id]) -> _Table:
        members = {id: bytearray(len(self.people) // 8 + 1) for id in ids}
        for number, person in enumerate(self.people):
            members[id_of(person)][number >> 3] |= 1 << (number & 7)
        return [_Cell((id,), int.from_bytes(bits, "little")) for id, bits in members.items()]

    def _discloses(self, table: _Table) -> bool:
        few = range(1, self.least)
        return any(cell.people in few for cell in table) or any(
            _differencing_finds(released, table, few) for released in self._released
        )

    def _others_inferable(self, table: _Table) -> bool:
        """Return whether readers can infer that the others, the last cell, are a few of each id."""
        *cells, others = table
        smallest = min((cell.people for cell in cells), default=inf)
        return self._inferable(others.people, others.ids, smallest)

    def _inferable(self, people: int, ids: Sequence[Id], smallest: float) -> bool:
        """Return whether readers can infer that cells which joined hold a few people each.

        They can't if one cell may be large, but smaller than the `smallest` that is shown, and had
        to join a small one; nor if all of them may be small.
        """
        one_large = people > self.least and max(self.least, people - self.least + 1) < smallest
        if self.least == 1 or not people:
            return False
        return _possible(ids) < 2 or not (one_large or self.may_all_be_small(people, ids))


def rounded(value: float, steps: int, span: float) -> Average | None:
    """Round a mean or median to one of so many steps over half its span; None if there are none."""
    if not steps:
        return None
    step = span / 2 / steps
    nearest = round(value / step) * step
    shown = round(nearest, 3) + 0.0  # + 0.0 turns −0.0 into 0.0
    return Average(shown, ceil(round(1000 * (step / 2 + abs(nearest - shown)), 6)) / 1000)


def _possible(ids: Sequence[Id]) -> int:
    """Return how many of these may be somebody's, whatever readers know from elsewhere."""
    return len(ids) - any(id in SPARE for id in ids)


def _differencing_finds(one: _Table, other: _Table, few: range) -> bool:
    """Return whether cells of one, less the cells of the other inside them, leave so few people.

    It is enough to look one way: cells of the other less cells of the one leave the same people
    as the remaining cells of both do.
    """
    shared = [[(cell.members & each.members).bit_count() for each in one] for cell in other]
    overlaps = [sum(1 << at for at, people in enumerate(row) if people) for row in shared]

    def leaves_few(union: int, cut: tuple[int, ...]) -> bool:
        """Look among the unions that contain this one and cut through no cells but these."""
        rows = (shared[number] for number in cut if overlaps[number] & ~union)
        left = sum(people for row in rows for at, people in enumerate(row) if union >> at & 1)
        if left and left not in few:  # and every further cut leaves more
            return False
        for number, overlap in enumerate(overlaps):
            if overlap & union and overlap & ~union and number not in cut:
                return leaves_few(union | overlap, cut) or leaves_few(union, (*cut, number))
        return left in few

    return any(leaves_few(1 << at, ()) for at in range(len(one)))


def _counts(ids: Sequence[Id], table: _Table) -> tuple[Count, ...]:
    return tuple(
        Count(tuple(id for id in ids if id in cell.ids), cell.people) for cell in table if cell.ids
    )


def _suppressed(table: _Table) -> _Table:
    """Join the smallest cell, and any of the same size, to the last cell: the others."""
    *cells, others = table
    smallest = min(cell.people for cell in cells)
    for cell in cells:
        if cell.people == smallest:
            others = _joined(cell, others)
    return [*(cell for cell in cells if cell.people > smallest), others]


def _cut(cells: _Table, at: int, least: int) -> _Table:
    """Return bars of neighbouring cells: cut `at` an index, and then each part in its middle."""
    parts = cells[:at], cells[at:]
    if min(sum(cell.people for cell in part) for part in parts) < least:
        return [reduce(_joined, cells)]
    return [bar for part in parts for bar in _cut(part, len(part) // 2, least)]


def _neighbours_joined(table: _Table) -> _Table:
    """Join the smallest cell to the smaller of its neighbours."""
    sizes = [cell.people for cell in table]
    smallest = sizes.index(min(sizes))
    beside = [at for at in (smallest - 1, smallest + 1) if 0 <= at < len(sizes)]
    first, last = sorted((smallest, min(beside, key=sizes.__getitem__)))
    return [*table[:first], _joined(table[first], table[last]), *table[last + 1 :]]


def _joined(one: _Cell, other: _Cell) -> _Cell:
    return _Cell(one.ids + other.ids, one.members | other.members)


def _bin(cell: _Cell) -> Bin:
    numbers = [id for id in cell.ids if isinstance(id, int)]
    low, high = (round(2 * edge / BINS - 1, 9) for edge in (numbers[0], numbers[-1] + 1))
    return Bin(low, high, cell.people)
