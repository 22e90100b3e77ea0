"""Figures of a quiz that take simulated respondents, each with its standard error.

First the respondents, then the figures of docs/method.md that are made of what they came to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from math import fsum, sqrt
from operator import itemgetter
from random import Random
from typing import Literal, NamedTuple

from rolequiz.audit.model import (
    NO_RIVALS,
    Cause,
    Estimate,
    FamilyAudit,
    Figure,
    RoleAudit,
    among_first,
    cause,
    leader,
    proportion,
    rate,
)
from rolequiz.audit.simulation import (
    STRENGTH,
    Chances,
    Simulator,
    answer,
    chances,
    preferences,
    random_answers,
    second_choice,
)
from rolequiz.model import OptionId, Pack, Responses, Verdict
from rolequiz.scoring import (
    EPSILON,
    Design,
    contributions,
    dot,
    figures_of,
    position,
    rank,
    side_of,
)

BINS = 10
"""Into how many equal parts stability is cut to compare it with what happens."""
SIDE_RIGHT = 0.95
"""How often a side that is told should be right, at least."""
LEAST_IN_BIN = 50
"""Fewer cases than these are no cause to name."""


# --- Respondents ------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What a simulated respondent of a role came to."""

    role: str
    first: str | None
    """Who leads; None where roles tie."""
    first_two: Set[str]
    verdict: Verdict
    after: str | None
    """Who leads when one answer becomes their second choice."""
    side: str | None = None
    """On the side of which family they stand."""


class Bet(NamedTuple):
    """The stability of a leader, and whether endless such questions would show the same one."""

    stability: float
    right: bool


def leaders(design: Design, quiz: Simulator, count: int, dice: Random) -> Iterator[str | None]:
    """Yield who leads each of so many random answer sheets; None where roles tie."""
    return (_leader(design, random_answers(quiz, dice)) for _ in range(count))


def outcomes(design: Design, quiz: Simulator, count: int, dice: Random) -> Iterator[Outcome]:
    """Yield what so many respondents of every role come to."""
    for role, direction in quiz.directions.items():
        for _ in range(count):
            likely = chances(quiz, preferences(direction, STRENGTH, dice))
            answers = answer(quiz, likely, dice)
            found = figures_of(design, Responses(answers))
            first, first_two = leader(found.ranking), among_first(found.ranking, 2)
            after = _leader(design, second_choice(quiz, likely, answers, dice))
            yield Outcome(role, first, first_two, found.verdict, after, side_of(found))


def bets(design: Design, quiz: Simulator, count: int, dice: Random) -> Iterator[Bet]:
    """Yield what stability says of so many respondents of every role, of strengths mixed evenly.

    Those whose leader ties, or would tie after endless questions, are left out.
    """
    for direction in quiz.directions.values():
        for _ in range(count):
            likely = chances(quiz, preferences(direction, STRENGTH * dice.random(), dice))
            found = figures_of(design, Responses(answer(quiz, likely, dice)))
            first, endless = leader(found.ranking), leader(rank(design, expected(design, likely)))
            if found.stability is not None and first and endless:
                yield Bet(found.stability, first == endless)


def expected(design: Design, likely: Chances) -> list[float]:
    """Return the positions, −1…1, that endless such questions would show: the mean answers."""
    cells = [
        dot(column, shares)
        for item, shares in zip(design.items, likely, strict=True)
        for column in zip(*item.contributions.values(), strict=True)
    ]
    return position(design, cells)


def _leader(design: Design, answers: Mapping[str, OptionId]) -> str | None:
    return leader(rank(design, position(design, contributions(design, answers))))


# --- Chance share -----------------------------------------------------------------------------


def chance_shares(pack: Pack, leads: Iterable[str | None]) -> dict[str, Estimate]:
    """Return the share of random answer sheets that every role leads."""
    counts = Counter(leads)
    return {role.id: proportion(counts[role.id], counts.total()) for role in pack.roles}


def chance_share(pack: Pack, shares: Mapping[str, Estimate]) -> tuple[Figure, Figure]:
    """Return the smallest and the largest of these shares."""
    least, most = 0.5 / len(pack.roles), 2 / len(pack.roles)

    def beyond(role: str) -> Cause:
        return cause("chance share", role=role, share=shares[role].value)

    ranked = sorted(shares, key=lambda role: shares[role].value)
    return (
        Figure(
            name="chance share, smallest",
            estimate=shares[ranked[0]],
            bound="at least",
            target=least,
            causes=tuple(beyond(r) for r in ranked if shares[r].value < least - EPSILON),
        ),
        Figure(
            name="chance share, largest",
            estimate=shares[ranked[-1]],
            bound="at most",
            target=most,
            causes=tuple(beyond(r) for r in ranked if shares[r].value > most + EPSILON),
        ),
    )


# --- Recovery ---------------------------------------------------------------------------------


def role_audits(
    pack: Pack, shares: Mapping[str, Estimate], found: Sequence[Outcome]
) -> tuple[RoleAudit, ...]:
    """Return how every role that has respondents fares with them and with random answers."""
    return tuple(
        _role_audit(role.id, shares[role.id], mine)
        for role in pack.roles
        if (mine := [outcome for outcome in found if outcome.role == role.id])
    )


def _role_audit(role: str, chance: Estimate, mine: Sequence[Outcome]) -> RoleAudit:
    firsts = Counter(outcome.first for outcome in mine)
    hits, ties = firsts.pop(role, 0), firsts.pop(None, 0)
    twos = sum(role in outcome.first_two for outcome in mine)
    mistaken, times = max(firsts.items(), key=itemgetter(1), default=(None, 0))
    first, first_two, tied, mistaken_share = (
        proportion(count, len(mine)) for count in (hits, twos, ties, times)
    )
    return RoleAudit(role, chance, first, first_two, tied, mistaken, mistaken_share)


def recovery(roles: Sequence[RoleAudit], found: Sequence[Outcome]) -> tuple[Figure, Figure, Figure]:
    """Return how often people get their role back: first, among the first two, and at worst."""
    return (
        Figure(
            name="recovery, first",
            estimate=rate([outcome.role == outcome.first for outcome in found]),
            bound="at least",
            target=0.85,
            causes=_lost(roles, 1, 0.85)[:2],
        ),
        Figure(
            name="recovery, first two",
            estimate=rate([outcome.role in outcome.first_two for outcome in found]),
            bound="at least",
            target=0.95,
            causes=_lost(roles, 2, 0.95)[:2],
        ),
        Figure(
            name="recovery, worst role",
            estimate=min((role.first for role in roles), default=None),
            bound="at least",
            target=0.75,
            causes=_lost(roles, 1, 0.75),
        ),
    )


def family_audits(pack: Pack, found: Sequence[Outcome]) -> tuple[FamilyAudit, ...]:
    """Return how the respondents of every family fare; none where there are no two of these."""
    family_of = {role.id: role.family for role in pack.roles}
    sides = {
        family.id: [each.side for each in found if family_of[each.role] == family.id]
        for family in pack.families
    }
    sides = {family: mine for family, mine in sides.items() if mine}
    return tuple(_family_audit(*each) for each in sides.items()) if len(sides) > 1 else ()


def _family_audit(family: str, sides: Sequence[str | None]) -> FamilyAudit:
    told = [side for side in sides if side]
    return FamilyAudit(
        family, proportion(len(told), len(sides)), rate([side == family for side in told])
    )


def family_recovery(families: Sequence[FamilyAudit]) -> tuple[Figure, ...]:
    """Return how often a side that is told is right, in the family where it is least often."""
    if not families:
        return ()
    shares = {each.family: each.right for each in families}
    missed = [
        cause("wrong side", family=family, share=right.value)
        if right
        else cause("no side", family=family)
        for family, right in shares.items()
        if right is None or right.value < SIDE_RIGHT - EPSILON
    ]
    worst = min((right for right in shares.values() if right), default=None)
    return (
        Figure(
            name="recovery of family",
            estimate=worst if all(shares.values()) else None,
            bound="at least",
            target=SIDE_RIGHT,
            causes=tuple(missed),
        ),
    )


def _lost(roles: Sequence[RoleAudit], places: Literal[1, 2], least: float) -> tuple[Cause, ...]:
    """Return the roles that too few get back among so many places, worst first."""

    def share(role: RoleAudit) -> Estimate:
        return role.first if places == 1 else role.first_two

    below = sorted((role for role in roles if share(role).value < least - EPSILON), key=share)
    return tuple(_loss(role, places, share(role).value) for role in below) or (
        () if roles else (NO_RIVALS,)
    )


def _loss(role: RoleAudit, places: int, share: float) -> Cause:
    """Return what leads in the stead of a role, or that roles tie."""
    code = "lost" if places == 1 else "lost twice"
    if role.mistaken is None or role.tied.value > role.mistaken_share.value:
        return cause(f"{code} to ties", role=role.role, share=share, tied=role.tied.value)
    other, often = role.mistaken, role.mistaken_share.value
    return cause(code, role=role.role, share=share, other=other, often=often)


# --- Stability --------------------------------------------------------------------------------


def calibration(made: Iterable[Bet]) -> Figure:
    """Return the expected calibration error of stability.

    The mean over bins of |mean stability − share of right leaders|, each by its number of cases;
    the standard error takes the stabilities as given.
    """
    bins: dict[int, list[Bet]] = {}
    for bet in made:
        bins.setdefault(min(int(bet.stability * BINS), BINS - 1), []).append(bet)
    total = sum(map(len, bins.values()))
    error = variance = 0.0
    causes = list[Cause]()
    for cases in (bins[number] for number in sorted(bins)):
        said = fsum(bet.stability for bet in cases) / len(cases)
        right = proportion(sum(bet.right for bet in cases), len(cases))
        error += abs(said - right.value) * len(cases) / total
        variance += (right.error * len(cases) / total) ** 2
        if abs(said - right.value) > 0.05 and len(cases) >= LEAST_IN_BIN:
            causes.append(cause("miscalibrated", said=said, right=right.value, cases=len(cases)))
    return Figure(
        name="calibration",
        estimate=Estimate(error, sqrt(variance)) if total else None,
        bound="at most",
        target=0.05,
        causes=(*causes, cause("few questions")) if total else (NO_RIVALS,),
    )


def flips(pack: Pack, found: Sequence[Outcome]) -> tuple[Figure, Figure]:
    """Return how often one changed answer changes the leader, in all and where it was clear."""
    led = [outcome for outcome in found if outcome.first]
    clear = [outcome for outcome in led if outcome.verdict == "clear"]
    return (
        Figure(
            name="one-answer flips",
            estimate=rate([outcome.after != outcome.first for outcome in led]),
            bound="at most",
            target=0.06,
            causes=_flippers(pack, led) or (NO_RIVALS,),
        ),
        Figure(
            name="one-answer flips, clear",
            estimate=rate([outcome.after != outcome.first for outcome in clear]),
            bound="at most",
            target=0.01,
            causes=_flippers(pack, clear) or (cause("nobody clear"),),
        ),
    )


def _flippers(pack: Pack, led: Sequence[Outcome]) -> tuple[Cause, ...]:
    """Return the two pairs of roles between which one answer changes the leader most often."""
    pairs = Counter(frozenset((o.first, o.after)) for o in led if o.after != o.first)
    return tuple(_flipped(pack, pair, times, len(led)) for pair, times in pairs.most_common(2))


def _flipped(pack: Pack, pair: frozenset[str | None], times: int, of: int) -> Cause:
    code = "flipped to a tie" if None in pair else "flipped"
    roles = tuple(role.id for role in pack.roles if role.id in pair)
    return cause(code, roles=roles, times=times, of=of)
