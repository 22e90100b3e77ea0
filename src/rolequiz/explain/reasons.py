"""The answers that speak most for the leading role, and against it."""

from __future__ import annotations

from collections.abc import Sequence

from rolequiz.explain.case import Answer, Case
from rolequiz.explain.model import Because
from rolequiz.explain.words import quoted
from rolequiz.model import Reason

REASONS_FOR = 3
REASONS_AGAINST = 1
STATEMENT_LENGTH = 100
"""Characters of a scale's statement that a reason quotes; a reason should take two lines."""


def reasons(case: Case) -> tuple[Because, ...]:
    """Return the weightiest reasons for a leading role, then against it."""
    if not case.decided:
        return ()
    result = case.result
    told = (*_varied(case, result.reasons_for), *result.reasons_against[:REASONS_AGAINST])
    return tuple(_because(case, reason) for reason in told)


def _varied(case: Case, reasons: Sequence[Reason]) -> list[Reason]:
    """Return the weightiest reasons, on different dimensions as far as there are any.

    Three answers for one pole would tell a person one thing three times.
    """
    weightiest: dict[str, Reason] = {}
    for reason in reasons:
        weightiest.setdefault(_strongest(case, reason), reason)
    first = [*weightiest.values(), *(r for r in reasons if r not in weightiest.values())]
    return [reason for reason in reasons if reason in first[:REASONS_FOR]]


def _strongest(case: Case, reason: Reason) -> str:
    """Return the dimension that gives most of a reason's points, or takes most [4]."""
    shares = case.answers[reason.question].shares
    return (max if reason.points > 0 else min)(shares, key=shares.__getitem__)


def _because(case: Case, reason: Reason) -> Because:
    answer, strongest = case.answers[reason.question], _strongest(case, reason)
    dimension = case.pack.dimension(strongest)
    pole, other = dimension.low, dimension.high
    if answer.adds[strongest] > 0:
        pole, other = other, pole
    given, role = _given(answer), case.leader.name
    if reason.points > 0:
        return Because(
            "for",
            f"{given} → {pole} → {role}",
            f"You answered {given}. That speaks for {pole}, as does {role}.",
        )
    return Because(
        "against",
        f"{given} → {pole}, while {role} → {other}",
        f"You answered {given}. That speaks for {pole}, while {role} leans to {other}.",
    )


def _given(answer: Answer) -> str:
    """Quote an answer; a step of a scale means nothing without the start of its statement."""
    chosen = answer.chosen.text
    if isinstance(answer.chosen.id, str):
        return quoted(chosen)
    return f"{quoted(_start(answer.question.text))}: {chosen}"


def _start(text: str) -> str:
    if len(text) <= STATEMENT_LENGTH:
        return text
    cut = text[: STATEMENT_LENGTH + 1]
    return f"{(cut.rsplit(maxsplit=1)[0] if ' ' in cut else cut).rstrip(' ,;:.')}…"
