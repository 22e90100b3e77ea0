"""What a quiz's words did to people who hold a role and like it: their own answers, audited.

This is the test that the quiz's loadings can't pass by believing themselves; docs/method.md,
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
"""An option that more of all kinds of people choose tells them apart no more."""
DEAD_BELOW = 0.08
"""An option that fewer choose is wasted."""


class RoleSheets(NamedTuple):
    """How the people who hold one role came out."""

    role: str
    people: int
    first: Estimate
    """Whose own role leads."""
    first_two: Estimate
    """Whose own role is first or second."""
    leaders: Mapping[str, int]
    """Role → how many of them it leads alone; this role's own is among them."""


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
    """What came of the answers of people whose role is known."""

    pack: Pack
    people: int
    first: Estimate
    first_two: Estimate
    clear_right: Estimate | None
    """Of those with a clear result, if any, whose own role it is."""
    clear: int
    roles: Sequence[RoleSheets]
    options: Sequence[OptionSheets]
    dimensions: Sequence[DimensionSheets]


def audit_sheets(pack: Pack, sheets: Iterable[Responses]) -> SheetsAudit:
    """Audit the answers of people who hold and like a role: `role` is set in each.

    Raises ValueError if there are none.
    """
    scorer = Scorer(pack)
    found = [scorer.figures(sheet) for sheet in sheets]
    if not found:
        raise ValueError("there are no sheets")
    holders: dict[str, list[Figures]] = {role.id: [] for role in pack.roles}
    for each in found:
        holders[each.responses.role or ""].append(each)
    by_role = {role: theirs for role, theirs in holders.items() if theirs}
    clear = [each for each in found if each.verdict == "clear"]
    return SheetsAudit(
        pack=pack,
        people=len(found),
        first=_share(found, 1),
        first_two=_share(found, 2),
        clear_right=_share(clear, 1) if clear else None,
        clear=len(clear),
        roles=tuple(_role(role, theirs) for role, theirs in by_role.items()),
        options=tuple(_options(pack, found)),
        dimensions=tuple(_dimensions(pack, by_role.values())),
    )


def _share(found: Sequence[Figures], places: int) -> Estimate:
    """Return the share whose own role is among the first so many."""
    hits = sum(each.responses.role in among_first(each.ranking, places) for each in found)
    return proportion(hits, len(found))


def _role(role: str, theirs: Sequence[Figures]) -> RoleSheets:
    leaders = Counter(first for each in theirs if (first := leader(each.ranking)))
    return RoleSheets(role, len(theirs), _share(theirs, 1), _share(theirs, 2), leaders)


def _options(pack: Pack, found: Sequence[Figures]) -> Iterator[OptionSheets]:
    for question in pack.questions:
        chosen: dict[OptionId, Counter[str]] = {option.id: Counter() for option in question.options}
        for responses in (each.responses for each in found):
            if question.id in responses.answers:
                chosen[responses.answers[question.id]][responses.role or ""] += 1
        answered = sum(counts.total() for counts in chosen.values())
        for id, counts in chosen.items():
            share = proportion(counts.total(), answered) if answered else None
            yield OptionSheets(question.id, id, share, counts)


def _dimensions(pack: Pack, by_role: Collection[Sequence[Figures]]) -> Iterator[DimensionSheets]:
    for index, dimension in enumerate(pack.dimensions):
        of_roles = [
            [position for each in theirs if (position := each.stands[index]) is not None]
            for theirs in by_role
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
