"""Why a role has its place: the answers that speak for and against it [4]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Literal

from rolequiz.model import Option, Role
from rolequiz.pages.parts import Items, Page, Part, Reason, Reasons, Table, sections, table
from rolequiz.pages.sentences import (
    DOUBLE,
    EXPLORE,
    adding_up,
    figure,
    pole,
    poles,
    quoted,
    sentence,
    side,
    signed,
)
from rolequiz.scoring import EPSILON, LEAST_ANSWERED, Between, Result
from rolequiz.scoring import Reason as ScoredReason
from rolequiz.text import counted

DECIDING = "The answers that decide it"
SHOWN = 5
"""Answers that are named in each direction."""
REASONS_FOR = 3
REASONS_AGAINST = 1
STATEMENT_LENGTH = 100
"""Characters of a scale's statement that a reason quotes; a reason should take two lines."""
LEAST_POINTS = 0.05
"""ScoredReason that would not show as 0.0."""


def reasons(result: Result) -> Reasons:
    """Return the weightiest reasons for a leading role, then against it."""
    if not result.decided:
        return Reasons(())
    weightiest = (*_varied(result), *result.reasons_against[:REASONS_AGAINST])
    return Reasons(tuple(_reason(result, reason) for reason in weightiest))


def _varied(result: Result) -> list[ScoredReason]:
    """Return the weightiest reasons, on different dimensions as far as there are any.

    Three answers for one pole would say the same thing three times.
    """
    weightiest: dict[str, ScoredReason] = {}
    for reason in result.reasons_for:
        weightiest.setdefault(_strongest(result, reason), reason)
    others = (reason for reason in result.reasons_for if reason not in weightiest.values())
    first = [*weightiest.values(), *others][:REASONS_FOR]
    return [reason for reason in result.reasons_for if reason in first]


def _strongest(result: Result, reason: ScoredReason) -> str:
    """Return the dimension that gives most of a reason's points, or takes most [4]."""
    shares = result.shares(reason.question)
    return (max if reason.points > 0 else min)(shares, key=shares.__getitem__)


def _reason(result: Result, reason: ScoredReason) -> Reason:
    strongest = _strongest(result, reason)
    dimension = result.pack.dimension(strongest)
    question = result.pack.question(reason.question)
    option = question.option(reason.answer)
    loading = option.loadings.get(strongest, 0.0)
    double = DOUBLE if question.id in result.figures.responses.matters else ""
    texts = {
        "given": f"{_answer(question.text, option)}{double}",
        "pole": pole(dimension, loading),
        "role": result.leader.name,
        "other": pole(dimension, -loading),
    }
    speaks: Literal["for", "against"] = "for" if reason.points > 0 else "against"
    return Reason(speaks, sentence(speaks, **texts), sentence(f"{speaks}-in-words", **texts))


def _answer(question: str, option: Option) -> str:
    """Quote an answer; a step of a scale means nothing without the start of its statement."""
    if isinstance(option.id, str):
        return quoted(option.text)
    return sentence("step", statement=quoted(_start(question)), step=option.text)


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
    """Return the difference of two fits as they are shown, so that the page adds up."""
    return round(round(one or 0.0, 1) - round(other or 0.0, 1), 1)


def divided(
    result: Result, points: Mapping[str, float], total: float, most: int, least: int
) -> tuple[str, ...]:
    """Say which answers make a gap, in both directions, and what the others make together.

    `total` is the gap as it is shown, to which the points add up as they are shown.
    """
    order = sorted(points, key=lambda question: -points[question])
    named = [id for id in order[:most] if points[id] >= LEAST_POINTS]
    named += [id for id in order[: -least - 1 : -1] if points[id] <= -LEAST_POINTS]
    others = [points[question] for question in points if question not in named]
    texts = [answered(result, id) for id in named]
    shares = [points[id] for id in named]
    if others:
        count = counted(len(others), "answer")
        if named:
            count = "the other answer" if len(others) == 1 else f"the other {count}"
        texts.append(f"from {count}")
        shares.append(fsum(others))
    figures = adding_up(shares, total)
    return tuple(f"{signed(share)} {text}" for share, text in zip(figures, texts, strict=True))


def answered(result: Result, id: str) -> str:
    """Return a question that was answered, and the answer to it."""
    question, responses = result.pack.question(id), result.figures.responses
    double = DOUBLE if id in responses.matters else ""
    return f"{question.text} {quoted(question.option(responses.answers[id]).text)}{double}"


def too_few(result: Result) -> tuple[str, ...]:
    """Say how many more answers a recommendation takes [7], the heaviest questions first."""
    answered = result.figures.responses.answers.keys()
    weights = {question.id: question.weight for question in result.pack.questions}
    left = sorted((weights[id] for id in weights if id not in answered), reverse=True)
    missing = LEAST_ANSWERED * fsum(weights.values()) - fsum(weights[id] for id in answered)
    more = 0
    while missing > EPSILON:
        missing -= left[more]
        more += 1
    needed = sentence(
        "too-few",
        answered=result.answered,
        questions=result.questions,
        weighted=sentence("by-weight") if len(set(weights.values())) > 1 else "",
        least="" if len(set(left)) == 1 else sentence("at-least"),
        more=counted(more, "more answer"),
    )
    return needed, sentence("too-few-why")


# --- The page of two roles --------------------------------------------------------------------


def why_page(result: Result, between: Between) -> Page:
    """Return a page on why the first of two roles fits somebody more, or less, than the other."""
    one, other = result.pack.role(between.role), result.pack.role(between.over)
    fits = ((one.name, between.fit), (other.name, between.over_fit))
    unknown = [name for name, fit in fits if fit is None]
    parts: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    if not result.enough:
        title, lead = f"Too few answers to compare {one.name} and {other.name}", too_few(result)
    elif unknown:
        title = f"{one.name} and {other.name} can't be compared"
        lead = (f"No question that you answered says anything about {' or '.join(unknown)}.",)
    else:
        title, lead = _compared(one, other, between)
        parts = deciding(result, between), ("By preference", (_by_dimension(result, between),))
    differ = tuple(f"{role.name}: {role.summary}" for role in (one, other))
    return Page(
        title,
        lead,
        sections(*parts, ("What they do", (Items(differ),))),
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
        whose=result.respondent,
    )


def deciding(result: Result, between: Between) -> tuple[str, tuple[Part, ...]]:
    """Return a section, title and parts, on the answers that set two roles apart."""
    if not (result.enough and between.points):
        return DECIDING, ()
    one, other = (result.pack.role(role).name for role in (between.role, between.over))
    gap = _gap(between)
    text = f"They speak for {one} (+) or for {other} (−), and add up to {signed(gap)}:"
    return DECIDING, (text, Items(divided(result, between.points, gap, SHOWN, SHOWN)))


def _gap(between: Between) -> float:
    """Return how far two fits are apart as they are shown, 0 where they are equal."""
    equal = abs(fsum(between.points.values())) <= EPSILON
    return 0.0 if equal else shown_gap(between.fit, between.over_fit)


def _compared(one: Role, other: Role, between: Between) -> tuple[str, tuple[str, ...]]:
    """Return title and lead."""
    gap, exact = _gap(between), fsum(between.points.values())
    fits = (
        f"{one.name} fits {figure(between.fit or 0)}, {other.name} {figure(between.over_fit or 0)}"
    )
    if abs(exact) <= EPSILON:
        return f"{one.name} and {other.name} fit equally well", (f"{fits}.",)
    more = "more" if exact > 0 else "less"
    by = f"{figure(abs(gap))} points" if gap else "less than 0.1 points"
    return f"Why {one.name} fits {more} than {other.name}", (f"{fits}: {by} {more}.",)


def _by_dimension(result: Result, between: Between) -> Table:
    """Return the same gap by preference, the widest first, and how the person leans."""
    points = between.by_dimension
    order = sorted(points, key=lambda id: -abs(points[id]))
    figures = adding_up([points[id] for id in order], _gap(between))
    positions = {place.dimension: place.position or 0.0 for place in result.dimensions}
    rows = []
    for id, gap in zip(order, figures, strict=True):
        dimension = result.pack.dimension(id)
        rows.append((poles(dimension), signed(gap), side(dimension, positions[id])))
    return table(("Preference", "Points", "You lean"), rows)
