"""What a report of a group holds, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from rolequiz.model import OptionId, Pack, Verdict

Pair: TypeAlias = tuple[str, str]
"""Two roles, by id, in the order of the quiz."""
Id: TypeAlias = OptionId | None
"""A role, a verdict, an answer or a bin; None stands for having none."""


class Count(NamedTuple):
    """How many people have one of these ids; several ids are groups that had to join."""

    ids: tuple[Id, ...]
    people: int


class Average(NamedTuple):
    """A mean or a median, rounded: it may be off by as much as the margin."""

    value: float
    margin: float


class RoleFigures(NamedTuple):
    """For how many people a role contends, and its mean fit (0–100); None where not shown."""

    role: str
    contends: int | None
    fit: Average | None


class Bin(NamedTuple):
    """People who stand between two positions, −1…1."""

    low: float
    high: float
    people: int


class Spread(NamedTuple):
    """Where the people stand on a dimension, −1…1; figures are None below five people.

    The median is somebody's own position, and is None unless small groups are shown, too.
    """

    dimension: str
    mean: Average | None
    median: Average | None
    bins: tuple[Bin, ...]
    """From −1 to 1; empty where all had to join."""
    unplaced: int | None
    """How many have no position; None if the last bin may count some of them."""


class QuestionCounts(NamedTuple):
    """How a question was answered; `most` is the most frequent answer, None if not told."""

    question: str
    most: OptionId | None
    answers: tuple[Count, ...]


class Contested(NamedTuple):
    """The two roles that most often contend together, and the questions that decide between them.

    The questions are those with the largest mean difference in points between the two, among the
    people (five or more) for whom both contend; `people` is None where it would tell too much.
    """

    roles: Pair
    people: int | None
    questions: tuple[str, ...]


class Moves(NamedTuple):
    """What moved since an earlier occasion, among those who finished both times.

    The ids of `leaders` are "same" (role), "none" (both times) and "other", of `sureness` "surer",
    "same" and "less sure"; None stands for people who were not there before, or did not finish.
    `dimensions` maps dimension ids to the mean move (−2…2), where five people or more have a
    position both times.
    """

    leaders: tuple[Count, ...]
    sureness: tuple[Count, ...]
    dimensions: Mapping[str, Average]


class Talk(NamedTuple):
    """Somebody who would gain from a conversation: close between contenders, or flat."""

    respondent: str | None
    number: int | None
    """The number of the row or record that held their answers, from 1."""
    verdict: Verdict
    contenders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupReport:
    """A group in figures, anonymous unless `talks` is there; all of it in the order of the quiz."""

    pack: Pack
    least: int
    """The fewest people that anything is told of: 5, or 1 for a group that agreed to it."""
    people: int
    """Those who answered enough for a recommendation; all figures are about them."""
    unfinished: int | None
    """Those who did not; None if they are too few to tell of, or none."""
    verdicts: tuple[Count, ...] = ()
    leaders: tuple[Count, ...] = ()
    """By recommended role, the most frequent first and the others last; None: no role, since the
    answers are flat or roles are level."""
    roles: tuple[RoleFigures, ...] = ()
    dimensions: tuple[Spread, ...] = ()
    split: tuple[QuestionCounts, ...] = ()
    """The questions that divide the group most, the most divided first."""
    agreed: tuple[QuestionCounts, ...] = ()
    """The questions that most answered alike, the most alike first."""
    contested: Contested | None = None
    moves: Moves | None = None
    talks: tuple[Talk, ...] | None = None
    sides: tuple[Count, ...] = ()
    """By the family of roles on whose side people stand; None: on no side. It is empty where the
    quiz has fewer than two families."""

    @property
    def enough(self) -> bool:
        """Whether there are enough people for a report."""
        return self.people >= max(self.least, 1)
