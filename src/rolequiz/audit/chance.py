"""Figures of a quiz that take simulated respondents, each with its standard error.

First the respondents, then the figures of docs/method.md that are made of what they came to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from math import fsum, sqrt
from operator import itemgetter
from random import Random
from typing import NamedTuple

from rolequiz.audit.model import (
    NO_RIVALS,
    Estimate,
    Figure,
    RoleAudit,
    among_first,
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
from rolequiz.scoring import EPSILON, Basis, added, dot, figures, position, rank

BINS = 10
"""Into how many equal parts stability is cut to compare it with what happens."""
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


class Bet(NamedTuple):
    """The stability of a leader, and whether endless such questions would show the same one."""

    stability: float
    right: bool


def leaders(basis: Basis, quiz: Simulator, count: int, dice: Random) -> Iterator[str | None]:
    """Yield who leads each of so many random answer sheets; None where roles tie."""
    return (_leader(basis, random_answers(quiz, dice)) for _ in range(count))


def outcomes(basis: Basis, quiz: Simulator, count: int, dice: Random) -> Iterator[Outcome]:
    """Yield what so many respondents of every role come to."""
    for role, direction in quiz.directions.items():
        for _ in range(count):
            likely = chances(quiz, preferences(direction, STRENGTH, dice))
            answers = answer(quiz, likely, dice)
            found = figures(basis, Responses(answers))
            first, first_two = leader(found.ranking), among_first(found.ranking, 2)
            after = _leader(basis, second_choice(quiz, likely, answers, dice))
            yield Outcome(role, first, first_two, found.verdict, after)


def bets(basis: Basis, quiz: Simulator, count: int, dice: Random) -> Iterator[Bet]:
    """Yield what stability says of so many respondents of every role, of strengths mixed evenly.

    Those whose leader ties, or would tie after endless questions, are left out.
    """
    for direction in quiz.directions.values():
        for _ in range(count):
            likely = chances(quiz, preferences(direction, STRENGTH * dice.random(), dice))
            found = figures(basis, Responses(answer(quiz, likely, dice)))
            first, endless = leader(found.ranking), leader(rank(basis, expected(basis, likely)))
            if found.stability is not None and first and endless:
                yield Bet(found.stability, first == endless)


def expected(basis: Basis, likely: Chances) -> list[float]:
    """Return the positions, −1…1, that endless such questions would show: the mean answers."""
    return position(
        basis,
        [
            [dot(column, shares) for column in zip(*item.adds.values(), strict=True)]
            for item, shares in zip(basis.items, likely, strict=True)
        ],
    )


def _leader(basis: Basis, answers: Mapping[str, OptionId]) -> str | None:
    return leader(rank(basis, position(basis, added(basis, answers))))


# --- Chance share -----------------------------------------------------------------------------


def chance_shares(pack: Pack, leads: Iterable[str | None]) -> dict[str, Estimate]:
    """Return the share of random answer sheets that every role leads."""
    counts = Counter(leads)
    return {role.id: proportion(counts[role.id], counts.total()) for role in pack.roles}


def chance_share(pack: Pack, shares: Mapping[str, Estimate]) -> tuple[Figure, Figure]:
    """Return the smallest and the largest of these shares."""
    least, most = 0.5 / len(pack.roles), 2 / len(pack.roles)

    def beyond(role: str) -> str:
        led = f"Random answers lead to {pack.role(role).name} {shares[role].value:.1%} of the time"
        return f"{led}: compare its profile, and those of the roles nearest to it."

    ranked = sorted(shares, key=lambda role: shares[role].value)
    return (
        Figure(
            name="chance share, smallest",
            about="share of random answer sheets that the role led to least often leads",
            estimate=shares[ranked[0]],
            bound="at least",
            target=least,
            causes=tuple(beyond(r) for r in ranked if shares[r].value < least - EPSILON),
        ),
        Figure(
            name="chance share, largest",
            about="the same for the role led to most often",
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


def recovery(
    pack: Pack, roles: Sequence[RoleAudit], found: Sequence[Outcome]
) -> tuple[Figure, Figure, Figure]:
    """Return how often people get their role back: first, among the first two, and at worst."""

    def first(role: RoleAudit) -> Estimate:
        return role.first

    return (
        Figure(
            name="recovery, first",
            about="simulated respondents whose own role leads",
            estimate=rate([outcome.role == outcome.first for outcome in found]),
            bound="at least",
            target=0.85,
            causes=_missed(pack, roles, "leads", first, 0.85)[:2],
        ),
        Figure(
            name="recovery, first two",
            about="simulated respondents whose own role is first or second",
            estimate=rate([outcome.role in outcome.first_two for outcome in found]),
            bound="at least",
            target=0.95,
            causes=_missed(
                pack, roles, "is among the first two", lambda role: role.first_two, 0.95
            )[:2],
        ),
        Figure(
            name="recovery, worst role",
            about="respondents of the role that is found least often, whose own role leads",
            estimate=min(map(first, roles), default=None),
            bound="at least",
            target=0.75,
            causes=_missed(pack, roles, "leads", first, 0.75),
        ),
    )


def _missed(
    pack: Pack,
    roles: Sequence[RoleAudit],
    does: str,
    share: Callable[[RoleAudit], Estimate],
    least: float,
) -> tuple[str, ...]:
    """Say of the roles with less than the least share, worst first, what leads in their stead."""
    below = [role for role in roles if share(role).value < least - EPSILON]
    return tuple(
        f"{pack.role(role.role).name} {does} for {share(role).value:.1%} of its respondents, "
        f"{_instead(pack, role)}"
        for role in sorted(below, key=share)
    ) or (() if roles else (NO_RIVALS,))


def _instead(pack: Pack, role: RoleAudit) -> str:
    if role.mistaken is None or role.tied.value > role.mistaken_share.value:
        return f"and for {role.tied.value:.1%} roles tie: set the profiles of these apart."
    other = pack.role(role.mistaken).name
    return (
        f"and {other} leads for {role.mistaken_share.value:.1%}: ask more that separates the two."
    )


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
    causes = []
    for cases in (bins[number] for number in sorted(bins)):
        said = fsum(bet.stability for bet in cases) / len(cases)
        right = proportion(sum(bet.right for bet in cases), len(cases))
        error += abs(said - right.value) * len(cases) / total
        variance += (right.error * len(cases) / total) ** 2
        if abs(said - right.value) > 0.05 and len(cases) >= LEAST_IN_BIN:
            causes.append(
                f"Where stability is {said:.2f} on average, the leader is right in "
                f"{right.value:.2f} of {len(cases)} cases."
            )
    return Figure(
        name="calibration",
        about="expected calibration error of stability, respondents of all strengths mixed",
        estimate=Estimate(error, sqrt(variance)) if total else None,
        bound="at most",
        target=0.05,
        causes=(*causes, "Ask more questions: from few, stability can say little.")
        if total
        else (NO_RIVALS,),
    )


def flips(pack: Pack, found: Sequence[Outcome]) -> tuple[Figure, Figure]:
    """Return how often one changed answer changes the leader, in all and where it was clear."""
    led = [outcome for outcome in found if outcome.first]
    clear = [outcome for outcome in led if outcome.verdict == "clear"]
    return (
        Figure(
            name="one-answer flips",
            about="simulated respondents whose leader changes with one answer",
            estimate=rate([outcome.after != outcome.first for outcome in led]),
            bound="at most",
            target=0.06,
            causes=_flippers(pack, led) or (NO_RIVALS,),
        ),
        Figure(
            name="one-answer flips, clear",
            about="the same, of those with a clear result",
            estimate=rate([outcome.after != outcome.first for outcome in clear]),
            bound="at most",
            target=0.01,
            causes=_flippers(pack, clear) or ("No simulated respondent was clear.",),
        ),
    )


def _flippers(pack: Pack, led: Sequence[Outcome]) -> tuple[str, ...]:
    """Name the two pairs of roles between which one answer changes the leader most often."""
    pairs = Counter(frozenset((o.first, o.after)) for o in led if o.after != o.first)

    def said(pair: frozenset[str | None], times: int) -> str:
        names = [role.name for role in pack.roles if role.id in pair]
        of = f"{times} of {len(led)} respondents go"
        if None in pair:
            return f"{of} from {names[0]} to a tie: set it apart from the roles nearest to it."
        return f"{of} between {' and '.join(names)}: ask more that separates these."

    return tuple(said(pair, times) for pair, times in pairs.most_common(2))
