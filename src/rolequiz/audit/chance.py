"""Figures of a quiz that take simulated respondents, each with its standard error.

First the respondents and their outcomes, then the figures of docs/method.md that follow.
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
"""How many equal bins of stability are compared with what happens."""
FIRST, FIRST_TWO, WORST_ROLE = 0.85, 0.95, 0.75
"""The least shares of respondents who should get their role back."""
CALIBRATION = 0.05
"""How far stability and the share of right leaders may be apart."""
SIDE_RIGHT = 0.95
"""The least share of the sides shown that should be right."""
LEAST_IN_BIN = 50
"""A bin with fewer cases is not named as a cause."""


# --- Respondents ------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """The outcome of one simulated respondent of a role."""

    role: str
    first: str | None
    """Who leads; None where roles tie."""
    first_two: Set[str]
    verdict: Verdict
    after: str | None
    """Who leads after one answer changes to their second choice."""
    side: str | None = None
    """The family on whose side they are."""


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
            figures = figures_of(design, Responses(answers))
            first, first_two = leader(figures.ranking), among_first(figures.ranking, 2)
            after = _leader(design, second_choice(quiz, likely, answers, dice))
            yield Outcome(role, first, first_two, figures.verdict, after, side_of(figures))


def bets(design: Design, quiz: Simulator, count: int, dice: Random) -> Iterator[Bet]:
    """Yield what stability says of so many respondents of every role, of strengths mixed evenly.

    Those whose leader ties, or would tie after endless questions, are left out.
    """
    for direction in quiz.directions.values():
        for _ in range(count):
            likely = chances(quiz, preferences(direction, STRENGTH * dice.random(), dice))
            figures = figures_of(design, Responses(answer(quiz, likely, dice)))
            first, endless = leader(figures.ranking), leader(rank(design, expected(design, likely)))
            if figures.stability is not None and first and endless:
                yield Bet(figures.stability, first == endless)


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
    ranked = sorted(((role, share.value) for role, share in shares.items()), key=itemgetter(1))
    reasons = [(share, cause("chance share", role=role, share=share)) for role, share in ranked]
    below = tuple(reason for share, reason in reasons if share < least - EPSILON)
    above = tuple(reason for share, reason in reasons if share > most + EPSILON)
    smallest, largest = shares[ranked[0][0]], shares[ranked[-1][0]]
    return (
        Figure("chance share, smallest", smallest, "at least", least, below),
        Figure("chance share, largest", largest, "at most", most, above),
    )


# --- Recovery ---------------------------------------------------------------------------------


def role_audits(
    pack: Pack, shares: Mapping[str, Estimate], outcomes: Sequence[Outcome]
) -> tuple[RoleAudit, ...]:
    """Return how every role that has respondents fares with them and with random answers."""
    return tuple(
        _role_audit(role.id, shares[role.id], of_role)
        for role in pack.roles
        if (of_role := [outcome for outcome in outcomes if outcome.role == role.id])
    )


def _role_audit(role: str, chance: Estimate, outcomes: Sequence[Outcome]) -> RoleAudit:
    leaders = Counter(outcome.first for outcome in outcomes)
    hits, ties = leaders.pop(role, 0), leaders.pop(None, 0)
    among_two = sum(role in outcome.first_two for outcome in outcomes)
    mistaken, times = max(leaders.items(), key=itemgetter(1), default=(None, 0))
    first, first_two, tied, mistaken_share = (
        proportion(count, len(outcomes)) for count in (hits, among_two, ties, times)
    )
    return RoleAudit(role, chance, first, first_two, tied, mistaken, mistaken_share)


def recovery(
    roles: Sequence[RoleAudit], outcomes: Sequence[Outcome]
) -> tuple[Figure, Figure, Figure]:
    """Return how often people get their role back: first, among the first two, and at worst."""
    first = rate([outcome.role == outcome.first for outcome in outcomes])
    first_two = rate([outcome.role in outcome.first_two for outcome in outcomes])
    worst = min((role.first for role in roles), default=None)
    return (
        Figure("recovery, first", first, "at least", FIRST, _lost(roles, 1, FIRST)[:2]),
        Figure(
            "recovery, first two", first_two, "at least", FIRST_TWO, _lost(roles, 2, FIRST_TWO)[:2]
        ),
        Figure("recovery, worst role", worst, "at least", WORST_ROLE, _lost(roles, 1, WORST_ROLE)),
    )


def family_audits(pack: Pack, outcomes: Sequence[Outcome]) -> tuple[FamilyAudit, ...]:
    """Return how the respondents of every family fare; empty unless two families have any."""
    family_of = {role.id: role.family for role in pack.roles}
    audits = []
    for family in (family.id for family in pack.families):
        sides = [outcome.side for outcome in outcomes if family_of[outcome.role] == family]
        shown = [side for side in sides if side]
        if sides:
            right = rate([side == family for side in shown])
            audits.append(FamilyAudit(family, proportion(len(shown), len(sides)), right))
    return tuple(audits) if len(audits) > 1 else ()


def family_recovery(families: Sequence[FamilyAudit]) -> tuple[Figure, ...]:
    """Return how often the side shown is right, in the family where it is right least often."""
    if not families:
        return ()
    causes, shares = list[Cause](), list[Estimate]()
    for family, _, right in families:
        if right is None:
            causes.append(cause("no side", family=family))
            continue
        shares.append(right)
        if right.value < SIDE_RIGHT - EPSILON:
            causes.append(cause("wrong side", family=family, share=right.value))
    worst = min(shares) if len(shares) == len(families) else None
    return (Figure("recovery of family", worst, "at least", SIDE_RIGHT, tuple(causes)),)


def _lost(roles: Sequence[RoleAudit], places: Literal[1, 2], least: float) -> tuple[Cause, ...]:
    """Return the roles that too few get back among the first `places`, worst first."""

    def share(role: RoleAudit) -> Estimate:
        return role.first if places == 1 else role.first_two

    below = sorted((role for role in roles if share(role).value < least - EPSILON), key=share)
    return tuple(_loss(role, places, share(role).value) for role in below) or (
        () if roles else (NO_RIVALS,)
    )


def _loss(role: RoleAudit, places: int, share: float) -> Cause:
    """Return which role leads instead of this one, or that roles tie."""
    code = "lost" if places == 1 else "lost twice"
    if role.mistaken is None or role.tied.value > role.mistaken_share.value:
        return cause(f"{code} to ties", role=role.role, share=share, tied=role.tied.value)
    other, often = role.mistaken, role.mistaken_share.value
    return cause(code, role=role.role, share=share, other=other, often=often)


# --- Stability --------------------------------------------------------------------------------


def calibration(bets: Iterable[Bet]) -> Figure:
    """Return the expected calibration error of stability.

    The mean over bins of |mean stability − share of right leaders|, each by its number of cases;
    the standard error takes the stabilities as given.
    """
    bins: dict[int, list[Bet]] = {}
    for bet in bets:
        bins.setdefault(min(int(bet.stability * BINS), BINS - 1), []).append(bet)
    total = sum(map(len, bins.values()))
    error = variance = 0.0
    causes = list[Cause]()
    for cases in (bins[number] for number in sorted(bins)):
        mean = fsum(bet.stability for bet in cases) / len(cases)
        right = proportion(sum(bet.right for bet in cases), len(cases))
        error += abs(mean - right.value) * len(cases) / total
        variance += (right.error * len(cases) / total) ** 2
        if abs(mean - right.value) > CALIBRATION and len(cases) >= LEAST_IN_BIN:
            causes.append(cause("miscalibrated", said=mean, right=right.value, cases=len(cases)))
    causes.append(cause("few questions") if total else NO_RIVALS)
    estimate = Estimate(error, sqrt(variance)) if total else None
    return Figure("calibration", estimate, "at most", CALIBRATION, tuple(causes))


def flips(pack: Pack, outcomes: Sequence[Outcome]) -> tuple[Figure, Figure]:
    """Return how often one changed answer changes the leader, in all and where it was clear."""
    led = [outcome for outcome in outcomes if outcome.first]
    clear = [outcome for outcome in led if outcome.verdict == "clear"]
    return (
        _flips(pack, "one-answer flips", led, 0.06, NO_RIVALS),
        _flips(pack, "one-answer flips, clear", clear, 0.01, cause("nobody clear")),
    )


def _flips(pack: Pack, name: str, led: Sequence[Outcome], most: float, otherwise: Cause) -> Figure:
    """Name the two pairs of roles between which one answer changes the leader most often."""
    flipped = [outcome for outcome in led if outcome.after != outcome.first]
    pairs = Counter(frozenset((outcome.first, outcome.after)) for outcome in flipped)
    causes = []
    for pair, times in pairs.most_common(2):
        code = "flipped to a tie" if None in pair else "flipped"
        roles = tuple(role.id for role in pack.roles if role.id in pair)
        causes.append(cause(code, roles=roles, times=times, of=len(led)))
    share = rate([outcome.after != outcome.first for outcome in led])
    return Figure(name, share, "at most", most, tuple(causes) or (otherwise,))
