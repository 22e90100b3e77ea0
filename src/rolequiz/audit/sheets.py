"""Audit a quiz by the answers of people who hold a role and like it.

Unlike simulated respondents, they don't take the quiz's loadings for granted; docs/method.md,
"Results from role-played respondents".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import NamedTuple

from rolequiz.audit.model import Estimate, among_first, leader, proportion
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.scoring import Figures, Scorer

LOPSIDED_ABOVE = 0.60
"""An option that a larger share of people choose hardly tells them apart."""
DEAD_BELOW = 0.08
"""An option that a smaller share choose is wasted."""


class RoleSheets(NamedTuple):
    """The results of the people who hold one role."""

    role: str
    people: int
    first: Estimate
    """The share whose own role leads."""
    first_two: Estimate
    """The share whose own role is first or second."""
    leaders: Mapping[str, int]
    """Role → how many of them it leads alone, their own role included."""


class OptionSheets(NamedTuple):
    """Who chose one option, of all who answered its question."""

    question: str
    option: OptionId
    share: Estimate | None
    """None where nobody answered."""
    by_role: Mapping[str, int]

    @property
    def lopsided(self) -> bool:
        """Whether nearly everybody chooses it."""
        return self.share is not None and self.share.value > LOPSIDED_ABOVE

    @property
    def dead(self) -> bool:
        """Whether hardly anybody chooses it."""
        return self.share is not None and self.share.value < DEAD_BELOW


class DimensionSheets(NamedTuple):
    """How far a dimension tells the roles apart, in positions (−1…1)."""

    dimension: str
    mean: float
    """Of the roles' means: near 0 if its questions lean to no pole."""
    between: float | None
    """The standard deviation of the roles' means; None where there is one role."""
    within: float | None
    """The mean of the standard deviations within each role that more than one person holds."""


@dataclass(frozen=True, slots=True)
class SheetsAudit:
    """The results of people whose role is known."""

    pack: Pack
    people: int
    first: Estimate
    first_two: Estimate
    clear_right: Estimate | None
    """The share of clear results that name the own role; None if no result is clear."""
    clear: int
    roles: Sequence[RoleSheets]
    options: Sequence[OptionSheets]
    dimensions: Sequence[DimensionSheets]


def audit_sheets(pack: Pack, sheets: Iterable[Responses]) -> SheetsAudit:
    """Audit the answers of people who hold and like a role, which `role` of each one names.

    Raises ValueError if there are none.
    """
    scorer = Scorer(pack)
    people = [scorer.figures(responses) for responses in sheets]
    if not people:
        raise ValueError("there are no sheets")
    holders: dict[str, list[Figures]] = {role.id: [] for role in pack.roles}
    for person in people:
        holders[person.responses.role or ""].append(person)
    by_role = {role: people for role, people in holders.items() if people}
    clear = [person for person in people if person.verdict == "clear"]
    return SheetsAudit(
        pack=pack,
        people=len(people),
        first=_share(people, 1),
        first_two=_share(people, 2),
        clear_right=_share(clear, 1) if clear else None,
        clear=len(clear),
        roles=tuple(_role(role, people) for role, people in by_role.items()),
        options=tuple(_options(pack, people)),
        dimensions=tuple(_dimensions(pack, by_role.values())),
    )


def _share(people: Sequence[Figures], places: int) -> Estimate:
    """Return the share whose own role is among the first `places`."""
    hits = sum(person.responses.role in among_first(person.ranking, places) for person in people)
    return proportion(hits, len(people))


def _role(role: str, people: Sequence[Figures]) -> RoleSheets:
    leaders = Counter(first for person in people if (first := leader(person.ranking)))
    return RoleSheets(role, len(people), _share(people, 1), _share(people, 2), leaders)


def _options(pack: Pack, people: Sequence[Figures]) -> Iterator[OptionSheets]:
    for question in pack.questions:
        chosen: dict[OptionId, Counter[str]] = {option.id: Counter() for option in question.options}
        for responses in (person.responses for person in people):
            if question.id in responses.answers:
                chosen[responses.answers[question.id]][responses.role or ""] += 1
        answered = sum(counts.total() for counts in chosen.values())
        for id, counts in chosen.items():
            share = proportion(counts.total(), answered) if answered else None
            yield OptionSheets(question.id, id, share, counts)


def _dimensions(pack: Pack, by_role: Collection[Sequence[Figures]]) -> Iterator[DimensionSheets]:
    for index, dimension in enumerate(pack.dimensions):
        of_roles = [
            [position for person in people if (position := person.stands[index]) is not None]
            for people in by_role
        ]
        means = [fmean(positions) for positions in of_roles if positions]
        spreads = [pstdev(positions) for positions in of_roles if len(positions) > 1]
        if means:
            yield DimensionSheets(
                dimension.id,
                fmean(means),
                pstdev(means) if len(means) > 1 else None,
                fmean(spreads) if spreads else None,
            )
