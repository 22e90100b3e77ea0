"""What has changed between two sheets of one person, and whether by more than chance.

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
"""Standard errors: of people who have not changed, 1 in 12 or so moves as far somewhere."""
SURE_IF_NAMED = 1.96
"""The same for a single preference that was named before anybody looked."""


class Shift(NamedTuple):
    """How far somebody has moved on a dimension; None where no answer of one day touches it.

    `se` is the standard error of the change; `z`, how many of them it is, is None where that is 0.
    """

    dimension: str
    before: float | None
    after: float | None
    change: float | None
    se: float | None
    z: float | None
    sure: bool
    """Whether that is more than the questions' own noise."""


class Difference(NamedTuple):
    """Two sheets of one person, by the questions of a quiz that both can be compared on."""

    pack: Pack
    """Today's quiz, whole."""
    movement: Movement
    """The two results by the questions compared alone."""
    lost: tuple[str, ...]
    """The questions of the sheets that today's quiz does not ask, or with other options."""
    about: str | None
    """The dimension that was named beforehand."""
    shifts: tuple[Shift, ...]

    @property
    def before(self) -> Result:
        """The result of the first sheet."""
        return self.movement.before

    @property
    def after(self) -> Result:
        """The result of the second."""
        return self.movement.after

    @property
    def compared(self) -> int:
        """How many questions are compared."""
        return self.after.questions

    @property
    def of(self) -> int:
        """How many there are, in today's quiz and in the sheets."""
        return len({question.id for question in self.pack.questions}.union(self.lost))

    @property
    def respondent(self) -> str | None:
        """Whose sheets they are, if both do not say otherwise."""
        names = dict.fromkeys(r.respondent for r in (self.after, self.before) if r.respondent)
        return next(iter(names)) if len(names) == 1 else None

    @property
    def sure(self) -> list[Shift]:
        """The dimensions that have moved by more than noise, the furthest first."""
        moved = [shift for shift in self.shifts if shift.sure]
        return sorted(moved, key=lambda shift: -abs(shift.change or 0.0))

    @property
    def new_leader(self) -> bool:
        """Whether there was and is a leader, and it is another role."""
        decided = self.before.decided and self.after.decided
        return decided and self.before.leader.id != self.after.leader.id


def compare(
    pack: Pack,
    sheets: tuple[Responses, Responses],
    *,
    questions: Collection[str] | None = None,
    lost: tuple[str, ...] = (),
    about: str | None = None,
) -> Difference:
    """Compare two sheets of one person, the earlier one first, on these questions of a quiz.

    Without `questions` it is all of them. `about` is a dimension that was named before anybody
    looked at the sheets.
    """
    ids = {question.id for question in pack.questions}
    compared = ids if questions is None else ids.intersection(questions)
    asked = tuple(question for question in pack.questions if question.id in compared)
    designs = Designs(replace(pack, questions=asked))

    def scored(sheet: Responses) -> Figures:
        answers = {id: option for id, option in sheet.answers.items() if id in compared}
        kept = replace(sheet, answers=answers, matters=sheet.matters & compared)
        return figures_of(designs.of(kept), kept)

    before, after = map(scored, sheets)
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
