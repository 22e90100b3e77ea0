"""Figures of a quiz that need no chance: closed forms over its loadings and profiles.

Each function returns figures of docs/method.md, "What the shipped quiz shows without respondents".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import fsum
from statistics import fmean

from rolequiz.audit.model import (
    NO_RIVALS,
    Cause,
    DimensionAudit,
    Estimate,
    Figure,
    QuestionAudit,
    cause,
)
from rolequiz.model import Option, OptionId, Pack, Responses, Role
from rolequiz.scoring import EPSILON, Design, Figures, Scorer
from rolequiz.scoring.design import largest

NAMED = 3
"""How many questions a cause names."""
LEAST_ASKED = 6
"""How many questions should touch every dimension."""

Pattern = Callable[[int, int], int]

PATTERNS: dict[str, Pattern] = {
    "first": lambda at, count: 0,
    "last": lambda at, count: count - 1,
    "middle": lambda at, count: count // 2,
    "before the middle": lambda at, count: (count - 1) // 2,
    "first and last": lambda at, count: (count - 1) * (at % 2),
    "last and first": lambda at, count: (count - 1) * ((at + 1) % 2),
}
"""Ways to answer without reading: number of the question and of its options → option, from 0."""


def dimensions(design: Design) -> tuple[DimensionAudit, ...]:
    """Return how every dimension is asked about."""
    audits = []
    for d, dimension in enumerate(design.pack.dimensions):
        columns = [item.column(d) for item in design.items]
        audits.append(
            DimensionAudit(
                dimension.id,
                fsum(map(fmean, columns)) / design.scale[d] if design.asked[d] else None,
                design.asked[d],
                sum(min(column) < 0 for column in columns),
                sum(max(column) > 0 for column in columns),
            )
        )
    return tuple(audits)


def chance_position(design: Design, found: Sequence[DimensionAudit]) -> Figure:
    """Return the mean position of random answers that is furthest from 0."""
    means = [each.chance_position for each in found]
    return Figure(
        name="chance position",
        estimate=max((Estimate(abs(mean)) for mean in means if mean is not None), default=None),
        bound="at most",
        target=0.05,
        causes=tuple(
            _leaning(design, d, mean)
            for d, mean in enumerate(means)
            if mean is not None and abs(mean) > 0.05 + EPSILON
        )
        or (cause("nothing touched"),) * (not any(design.asked)),
    )


def _leaning(design: Design, d: int, mean: float) -> Cause:
    """Say how random answers lean on a dimension, and which questions do most of it."""
    sign = 1 if mean > 0 else -1
    parts = {item.question.id: sign * fmean(item.column(d)) for item in design.items}
    most = sorted(parts, key=lambda id: -parts[id])[:NAMED]
    telling = tuple(id for id in most if parts[id] > EPSILON)
    pole = design.pack.dimensions[d].id, mean
    return cause("leaning", size=abs(mean), pole=pole, questions=telling)


def reachable(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many roles lead, clearly, by the answers that their profiles like best."""
    causes = []
    for role in pack.roles:
        answers = {q.id: _favourite(role, q.options) for q in pack.questions}
        if astray := _astray(role, scorer.figures(Responses(answers))):
            causes.append(astray)
    return Figure(
        name="reachable",
        estimate=Estimate(len(pack.roles) - len(causes)),
        bound="at least",
        target=len(pack.roles),
        causes=tuple(causes),
        digits=0,
    )


def _favourite(role: Role, options: Sequence[Option]) -> OptionId:
    """Return the first option whose loadings the profile likes best."""
    profile = role.profile
    liked = [fsum(v * profile.get(d, 0.0) for d, v in each.loadings.items()) for each in options]
    return options[largest(liked)].id


def _astray(role: Role, found: Figures) -> Cause | None:
    """Say where answers lead that should clearly lead to a role; nothing if they do."""
    first = [each.role for each in found.ranking if found.ranking[0].match - each.match <= EPSILON]
    others = tuple(id for id in first if id != role.id)
    if role.id not in first:
        code = "astray" if others else "astray nowhere"
        return cause(code, role=role.id, roles=others)
    if others:
        return cause("astray tie", role=role.id, roles=others)
    if found.verdict != "clear":
        return cause("astray unclear", role=role.id, verdict=found.verdict)
    return None


def separation(design: Design) -> Figure:
    """Return the largest cosine between the profiles of two roles."""
    alike, causes = [], list[Cause]()
    for one, other in combinations(design.directions, 2):
        products = [
            a * b for a, b in zip(design.directions[one], design.directions[other], strict=True)
        ]
        alike.append(Estimate(cosine := fsum(products)))
        if cosine >= 0.80 - EPSILON:
            order = sorted(range(len(products)), key=lambda d: -products[d])
            where = tuple(design.pack.dimensions[d].id for d in order[:2])
            causes.append(cause("alike", roles=(one, other), cosine=cosine, dimensions=where))
    return Figure(
        name="separation",
        estimate=max(alike, default=None),
        bound="below",
        target=0.80,
        causes=tuple(causes) if alike else (NO_RIVALS,),
    )


def coverage(found: Sequence[DimensionAudit]) -> tuple[Figure, Figure]:
    """Return how often dimensions are asked about, and how many poles nothing speaks for."""
    few, one_way = list[Cause](), list[Cause]()
    for asked in found:
        id, times = asked.dimension, asked.questions
        if times < LEAST_ASKED:
            few.append(cause("few", dimensions=(id,), asked=times, more=LEAST_ASKED - times))
        for keyed, sign in ((asked.low_keyed, -1), (asked.high_keyed, 1)):
            if not keyed:
                one_way.append(cause("no option", pole=(id, sign)))
    return (
        Figure(
            name="coverage",
            estimate=Estimate(min((asked.questions for asked in found), default=0)),
            bound="at least",
            target=LEAST_ASKED,
            causes=tuple(few),
            digits=0,
        ),
        Figure(
            name="poles without options",
            estimate=Estimate(len(one_way)),
            bound="at most",
            target=0,
            causes=tuple(one_way),
            digits=0,
        ),
    )


def careless(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many ways to answer without reading give a clear result."""
    causes = []
    for name, option_at in PATTERNS.items():
        answers = {
            question.id: question.options[option_at(at, len(question.options))].id
            for at, question in enumerate(pack.questions)
        }
        found = scorer.figures(Responses(answers))
        if found.verdict == "clear":
            causes.append(cause("careless", pattern=name, role=found.ranking[0].role))
    return Figure(
        name="careless",
        estimate=Estimate(len(causes)),
        bound="at most",
        target=0,
        causes=tuple(causes),
        digits=0,
    )


def questions(design: Design) -> tuple[QuestionAudit, ...]:
    """Return how far every question separates every pair of roles."""
    pairs = list(combinations(design.directions, 2))
    effects = [design.contrast(*pair) for pair in pairs]
    return tuple(
        QuestionAudit(
            item.question.id,
            {
                pair: max(effect[at].values()) - min(effect[at].values())
                for pair, effect in zip(pairs, effects, strict=True)
            },
        )
        for at, item in enumerate(design.items)
    )
