"""What stands beside the reasons: how sure it is, and which role is next."""

from __future__ import annotations

from rolequiz.explain.case import Case
from rolequiz.explain.model import Fact
from rolequiz.explain.words import NAMES_IN_HEADLINE, side, sureness
from rolequiz.model import Dimension, Role
from rolequiz.scoring import EPSILON
from rolequiz.wording import listing


def facts(case: Case) -> tuple[Fact, ...]:
    """Return what to know of a leading role beside the reasons for it."""
    if not case.decided:
        return ()
    found = []
    if not case.result.reasons_against:
        found.append(Fact("Against", f"None of your answers speaks against {case.leader.name}."))
    found.append(Fact("How sure", _how_sure(case)))
    if case.result.verdict == "close":
        roles = case.contenders
        apart = [d for d in case.separators(roles) if case.spread(roles, d) > EPSILON]
        labels = ("What differs", "Also differs")
        found += [Fact(label, _who_leans(case, d)) for label, d in zip(labels, apart, strict=False)]
    if case.runner_up:
        label = "Level with it" if len(case.tied) > 1 else "Next nearest"
        found.append(Fact(label, _difference(case.leader, case.runner_up)))
    if also := case.names(case.result.contenders[NAMES_IN_HEADLINE:]):
        found.append(Fact("Also near", f"{listing(also)}."))
    return tuple(found)


def _how_sure(case: Case) -> str:
    if case.runner_up is None or case.result.stability is None:
        return "No other role could be compared with your answers."
    if len(case.tied) > 1:
        return f"{listing(case.names(case.tied))} come out exactly level."
    # Stability is calibrated against endless questions; one more quiz with errors of its own
    # would agree less often (docs/method.md, "Why this way").
    return (
        f"Of leads like that of {case.leader.name}, {sureness(case.result.stability)} would last, "
        "however many more questions of this kind were asked."
    )


def _difference(leader: Role, other: Role) -> str:
    """Say how the other role's work differs, from whichever card does."""
    differs = leader.card.confused_with.get(other.id) or other.card.confused_with.get(leader.id)
    text = differs or other.summary
    return text if other.name.casefold() in text.casefold() else f"{other.name}. {text}"


def _who_leans(case: Case, dimension: Dimension) -> str:
    d = dimension.id
    roles = sorted(case.contenders, key=lambda role: case.directions[role][d])
    low, high = case.names([roles[0], roles[-1]])
    return (
        f"{low} is nearer {dimension.low}, {high} nearer {dimension.high}; "
        f"you lean {side(dimension, case.positions[d])}."
    )
