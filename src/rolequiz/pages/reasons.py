"""The answers that speak for and against roles, in words [4]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Literal

from rolequiz.model import Option
from rolequiz.pages.parts import Items, Part, Reason, Reasons
from rolequiz.pages.sentences import DOUBLE, adding_up, figure, pole, quoted, sentence, signed
from rolequiz.scoring import EPSILON, Result
from rolequiz.scoring import Reason as Points
from rolequiz.wording import counted

REASONS_FOR = 3
REASONS_AGAINST = 1
STATEMENT_LENGTH = 100
"""Characters of a scale's statement that a reason quotes; a reason should take two lines."""
LEAST_POINTS = 0.05
"""Points that would not show as 0.0."""


def reasons(result: Result) -> Reasons:
    """Return the weightiest reasons for a leading role, then against it."""
    if not result.decided:
        return Reasons(())
    told = (*_varied(result), *result.reasons_against[:REASONS_AGAINST])
    return Reasons(tuple(_reason(result, reason) for reason in told))


def _varied(result: Result) -> list[Points]:
    """Return the weightiest reasons, on different dimensions as far as there are any.

    Three answers for one pole would tell a person one thing three times.
    """
    weightiest: dict[str, Points] = {}
    for reason in result.reasons_for:
        weightiest.setdefault(_strongest(result, reason), reason)
    others = (each for each in result.reasons_for if each not in weightiest.values())
    first = [*weightiest.values(), *others][:REASONS_FOR]
    return [reason for reason in result.reasons_for if reason in first]


def _strongest(result: Result, reason: Points) -> str:
    """Return the dimension that gives most of a reason's points, or takes most [4]."""
    shares = result.shares(reason.question)
    return (max if reason.points > 0 else min)(shares, key=shares.__getitem__)


def _reason(result: Result, reason: Points) -> Reason:
    strongest = _strongest(result, reason)
    dimension = result.pack.dimension(strongest)
    question = result.pack.question(reason.question)
    chosen = question.option(reason.answer)
    loading = chosen.loadings.get(strongest, 0.0)
    towards, other = pole(dimension, loading), pole(dimension, -loading)
    double = DOUBLE if question.id in result.figures.responses.matters else ""
    texts = {
        "given": f"{_given(question.text, chosen)}{double}",
        "pole": towards,
        "role": result.leader.name,
        "other": other,
    }
    speaks: Literal["for", "against"] = "for" if reason.points > 0 else "against"
    return Reason(speaks, sentence(speaks, **texts), sentence(f"{speaks}-in-words", **texts))


def _given(asked: str, chosen: Option) -> str:
    """Quote an answer; a step of a scale means nothing without the start of its statement."""
    if isinstance(chosen.id, str):
        return quoted(chosen.text)
    return sentence("step", statement=quoted(_start(asked)), step=chosen.text)


def _start(text: str) -> str:
    if len(text) <= STATEMENT_LENGTH:
        return text
    cut = text[: STATEMENT_LENGTH + 1]
    start = cut.rsplit(maxsplit=1)[0] if " " in cut else cut
    return sentence("cut", start=start.rstrip(" ,;:."))


# --- One role against another -----------------------------------------------------------------


def versus(result: Result, other: str) -> tuple[str, Sequence[Part]]:
    """Divide the gap between two fits among the answers: the weightiest, then all others [4]."""
    points = result.versus.points if result.versus else {}
    leader, runner_up = result.leader.name, result.roles[1]
    gap = shown_gap(result.roles[0].fit, runner_up.fit)
    items = Items(divided(result, points, gap, 3, 2))
    if fsum(points.values()) <= EPSILON:
        text = f"Their fits are equal. For {leader} (+) and for {other} (−):"
        return f"{leader} or {other}", (text, items)
    higher = f"{figure(gap)} points" if gap else "less than 0.1 points"
    text = f"Its fit is {higher} higher. The answers that count most:"
    return f"Why {leader} rather than {other}", (text, items)


def shown_gap(one: float | None, other: float | None) -> float:
    """Return how far two fits are apart as they are shown, so that nobody has to wonder."""
    return round(round(one or 0.0, 1) - round(other or 0.0, 1), 1)


def divided(
    result: Result, points: Mapping[str, float], total: float, most: int, least: int
) -> tuple[str, ...]:
    """Say which answers make a gap, in both directions, and what the others make together.

    `total` is the gap as it is shown, to which the points add up as they are shown.
    """
    order = sorted(points, key=lambda question: -points[question])
    chosen = [id for id in order[:most] if points[id] >= LEAST_POINTS]
    chosen += [id for id in order[: -least - 1 : -1] if points[id] <= -LEAST_POINTS]
    rest = [points[question] for question in points if question not in chosen]
    told = [answered(result, id) for id in chosen]
    told += [f"from {_others(len(rest), bool(chosen))}"] if rest else []
    parts = [points[id] for id in chosen] + ([fsum(rest)] if rest else [])
    figures = adding_up(parts, total)
    return tuple(f"{signed(each)} {text}" for each, text in zip(figures, told, strict=True))


def _others(count: int, named: bool) -> str:
    """Name the answers that no line names."""
    if not named:
        return counted(count, "answer")
    return "the other answer" if count == 1 else f"the other {count} answers"


def answered(result: Result, id: str) -> str:
    """Return a question that was answered, and what was said to it."""
    question = result.pack.question(id)
    given = result.figures.responses
    double = DOUBLE if id in given.matters else ""
    return f"{question.text} {quoted(question.option(given.answers[id]).text)}{double}"
