"""What a quiz's words did to people who hold a role and like it: their own answers, audited.

This is the test that the quiz's loadings can't pass by believing themselves; docs/method.md,
"What the words do to people who see only them".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev
from typing import NamedTuple

from rolequiz.audit.model import Estimate, proportion
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
    """Role → how many of them it leads; this role's own is among them."""


class OptionSheets(NamedTuple):
    """Who chose one option, of all who answered its question."""

    question: str
    option: OptionId
    share: Estimate
    by_role: Mapping[str, int]

    @property
    def lopsided(self) -> bool:
        """Whether nearly everybody chooses it."""
        return self.share.value > LOPSIDED_ABOVE

    @property
    def dead(self) -> bool:
        """Whether hardly anybody chooses it."""
        return self.share.value < DEAD_BELOW


class DimensionSheets(NamedTuple):
    """How far a dimension tells the roles apart, in positions (−1…1)."""

    dimension: str
    mean: float
    """Of the roles' means: near 0 if its questions lean to no pole."""
    between: float
    """The standard deviation of the roles' means."""
    within: float
    """The mean of the standard deviations within each role."""


@dataclass(frozen=True, slots=True)
class SheetsAudit:
    """What came of the answers of people whose role is known."""

    pack: Pack
    people: int
    first: Estimate
    first_two: Estimate
    clear_right: Estimate
    """Of those with a clear result, whose own role it is."""
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
    clear = [each for each in found if each.verdict == "clear"]
    return SheetsAudit(
        pack=pack,
        people=len(found),
        first=_share(found, 1),
        first_two=_share(found, 2),
        clear_right=_share(clear, 1),
        clear=len(clear),
        roles=tuple(_role(role.id, found) for role in pack.roles if _of(role.id, found)),
        options=tuple(_options(pack, found)),
        dimensions=tuple(_dimensions(pack, found)),
    )


def _of(role: str, found: Sequence[Figures]) -> list[Figures]:
    return [each for each in found if each.responses.role == role]


def _share(found: Sequence[Figures], places: int) -> Estimate:
    """Return the share whose own role is among the first so many."""
    hits = sum(
        each.responses.role in {standing.role for standing in each.ranking[:places]}
        for each in found
    )
    return proportion(hits, len(found))


def _role(role: str, found: Sequence[Figures]) -> RoleSheets:
    mine = _of(role, found)
    leaders = Counter(each.ranking[0].role for each in mine if each.ranking)
    return RoleSheets(role, len(mine), _share(mine, 1), _share(mine, 2), leaders)


def _options(pack: Pack, found: Sequence[Figures]) -> Iterable[OptionSheets]:
    for question in pack.questions:
        chosen: dict[OptionId, Counter[str]] = {option.id: Counter() for option in question.options}
        for responses in (each.responses for each in found):
            if question.id in responses.answers:
                chosen[responses.answers[question.id]][responses.role or ""] += 1
        answered = sum(counts.total() for counts in chosen.values())
        for id, counts in chosen.items():
            yield OptionSheets(question.id, id, proportion(counts.total(), answered), counts)


def _dimensions(pack: Pack, found: Sequence[Figures]) -> Iterable[DimensionSheets]:
    for index, dimension in enumerate(pack.dimensions):
        of_roles = [
            [each.positions[index] for each in _of(role.id, found) if each.basis.asked[index]]
            for role in pack.roles
        ]
        asked = [positions for positions in of_roles if positions]
        if asked:
            means = list(map(fmean, asked))
            within = fmean(map(pstdev, asked))
            yield DimensionSheets(dimension.id, fmean(means), pstdev(means), within)
