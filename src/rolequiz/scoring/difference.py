"""What has changed between two days in one person's answers, and whether it is more than chance.

docs/method.md, "Two days".
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from math import hypot
from typing import NamedTuple

from rolequiz.model import Pack, Responses
from rolequiz.scoring.changes import Movement
from rolequiz.scoring.design import EPSILON, Designs
from rolequiz.scoring.figures import Figures, figures_of, standard_errors
from rolequiz.scoring.result import Result, result_of

SURE_FROM = 2.73
"""Standard errors: of people who have not changed, 1 in 12 or so moves this far somewhere."""
SURE_IF_NAMED = 1.96
"""The same for a single dimension that was named beforehand."""


class Shift(NamedTuple):
    """How far somebody has moved on a dimension; None if on one of the days no answer touches it.

    `se` is the standard error of the change, and `z` is change / se, or None if `se` is 0.
    """

    dimension: str
    before: float | None
    after: float | None
    change: float | None
    se: float | None
    z: float | None
    sure: bool
    """Whether the change is more than the noise of the questions."""


class Difference(NamedTuple):
    """One person's responses on two days, by the questions that both can be compared on."""

    pack: Pack
    """Today's whole quiz."""
    movement: Movement
    """The two results, from the compared questions alone."""
    lost: tuple[str, ...]
    """Questions that were answered, but that today's quiz lacks or asks with other options."""
    about: str | None
    """The dimension that was named beforehand."""
    shifts: tuple[Shift, ...]

    @property
    def before(self) -> Result:
        """The result of the first day."""
        return self.movement.before

    @property
    def after(self) -> Result:
        """The result of the second day."""
        return self.movement.after

    @property
    def compared(self) -> int:
        """How many questions are compared."""
        return self.after.questions

    @property
    def of(self) -> int:
        """How many there are in all, in today's quiz and in the responses."""
        return len({question.id for question in self.pack.questions}.union(self.lost))

    @property
    def respondent(self) -> str | None:
        """Whose responses they are, unless the two days name different people."""
        names = dict.fromkeys(r.respondent for r in (self.after, self.before) if r.respondent)
        return next(iter(names)) if len(names) == 1 else None

    @property
    def sure(self) -> list[Shift]:
        """The shifts that are more than noise, the furthest first."""
        moved = [shift for shift in self.shifts if shift.sure]
        return sorted(moved, key=lambda shift: -abs(shift.change or 0.0))

    @property
    def new_leader(self) -> bool:
        """Whether both days have a leader, and they differ."""
        decided = self.before.decided and self.after.decided
        return decided and self.before.leader.id != self.after.leader.id


def compare(
    pack: Pack,
    days: tuple[Responses, Responses],
    *,
    questions: Collection[str] | None = None,
    lost: tuple[str, ...] = (),
    about: str | None = None,
) -> Difference:
    """Compare one person's responses on two days, the earlier first, on some questions of a quiz.

    `questions` are all by default. `about` is a dimension that was named before anybody looked.
    """
    ids = {question.id for question in pack.questions}
    compared = ids if questions is None else ids.intersection(questions)
    asked = tuple(question for question in pack.questions if question.id in compared)
    designs = Designs(replace(pack, questions=asked))

    def scored(responses: Responses) -> Figures:
        answers = {id: option for id, option in responses.answers.items() if id in compared}
        kept = replace(responses, answers=answers, matters=responses.matters & compared)
        return figures_of(designs.of(kept), kept)

    before, after = map(scored, days)
    moved = shifts(before, after, about)
    return Difference(pack, Movement(*map(result_of, (before, after))), lost, about, moved)


def shifts(before: Figures, after: Figures, about: str | None = None) -> tuple[Shift, ...]:
    """Return how far somebody has moved on every dimension of the quiz."""
    errors = map(hypot, standard_errors(before), standard_errors(after))
    ids = [dimension.id for dimension in after.design.pack.dimensions]
    places = zip(ids, before.stands, after.stands, errors, strict=True)
    return tuple(_shift(id, old, new, se, named=id == about) for id, old, new, se in places)


def _shift(
    dimension: str, before: float | None, after: float | None, se: float, *, named: bool
) -> Shift:
    """Return a reliable change: difference / √(SE₁² + SE₂²), after Jacobson & Truax."""
    if before is None or after is None:
        return Shift(dimension, before, after, None, None, None, sure=False)
    change = after - before
    bar = (SURE_IF_NAMED if named else SURE_FROM) * se
    z = change / se if se > EPSILON else None
    return Shift(dimension, before, after, change, se, z, sure=abs(change) > bar + EPSILON)
