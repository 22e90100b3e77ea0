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

CHANCE_POSITION = 0.05
"""How far from 0 the mean position of random answers may be."""
SEPARATION = 0.80
"""The cosine below which the profiles of two roles should be."""
NAMED = 3
"""How many questions a cause names."""
LEAST_ASKED = 6
"""How many questions should touch every dimension."""

PATTERNS: dict[str, Callable[[int, int], int]] = {
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
    for index, dimension in enumerate(design.pack.dimensions):
        columns = [item.column(index) for item in design.items]
        asked = design.asked[index]
        audits.append(
            DimensionAudit(
                dimension.id,
                fsum(map(fmean, columns)) / design.scale[index] if asked else None,
                asked,
                sum(min(column) < 0 for column in columns),
                sum(max(column) > 0 for column in columns),
            )
        )
    return tuple(audits)


def chance_position(design: Design, dimensions: Sequence[DimensionAudit]) -> Figure:
    """Return the mean position of random answers that is furthest from 0."""
    means = {
        index: dimension.chance_position
        for index, dimension in enumerate(dimensions)
        if dimension.chance_position is not None
    }
    if not means:
        nothing = (cause("nothing touched"),)
        return Figure("chance position", None, "at most", CHANCE_POSITION, nothing)
    causes = (
        _leaning(design, index, mean)
        for index, mean in means.items()
        if abs(mean) > CHANCE_POSITION + EPSILON
    )
    furthest = Estimate(max(map(abs, means.values())))
    return Figure("chance position", furthest, "at most", CHANCE_POSITION, tuple(causes))


def _leaning(design: Design, dimension: int, mean: float) -> Cause:
    """Return how random answers lean on a dimension, and the questions that lean most."""
    sign = 1 if mean > 0 else -1
    leans = {item.question.id: sign * fmean(item.column(dimension)) for item in design.items}
    most = sorted(leans, key=lambda id: -leans[id])[:NAMED]
    pole = design.pack.dimensions[dimension].id, mean
    questions = tuple(id for id in most if leans[id] > EPSILON)
    return cause("leaning", size=abs(mean), pole=pole, questions=questions)


def reachable(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many roles lead, clearly, by the answers that their profiles like best."""
    causes = []
    for role in pack.roles:
        answers = {question.id: _favourite(role, question.options) for question in pack.questions}
        if astray := _astray(role, scorer.figures(Responses(answers))):
            causes.append(astray)
    count = len(pack.roles)
    return Figure(
        "reachable", Estimate(count - len(causes)), "at least", count, tuple(causes), digits=0
    )


def _favourite(role: Role, options: Sequence[Option]) -> OptionId:
    """Return the first option whose loadings the profile likes best."""
    liked = [
        fsum(loading * role.profile.get(id, 0.0) for id, loading in option.loadings.items())
        for option in options
    ]
    return options[largest(liked)].id


def _astray(role: Role, figures: Figures) -> Cause | None:
    """Return where answers lead that should clearly lead to a role; None if they do."""
    ranking = figures.ranking
    most = ranking[0].match
    leading = [standing.role for standing in ranking if most - standing.match <= EPSILON]
    others = tuple(id for id in leading if id != role.id)
    if role.id not in leading:
        code = "astray" if others else "astray nowhere"
        return cause(code, role=role.id, roles=others)
    if others:
        return cause("astray tie", role=role.id, roles=others)
    if figures.verdict != "clear":
        return cause("astray unclear", role=role.id, verdict=figures.verdict)
    return None


def separation(design: Design) -> Figure:
    """Return the largest cosine between the profiles of two roles."""
    cosines, causes = list[Estimate](), list[Cause]()
    for one, other in combinations(design.directions, 2):
        products = [
            a * b for a, b in zip(design.directions[one], design.directions[other], strict=True)
        ]
        cosines.append(Estimate(cosine := fsum(products)))
        if cosine >= SEPARATION - EPSILON:
            order = sorted(range(len(products)), key=lambda index: -products[index])
            shared = tuple(design.pack.dimensions[index].id for index in order[:2])
            causes.append(cause("alike", roles=(one, other), cosine=cosine, dimensions=shared))
    if not cosines:
        causes.append(NO_RIVALS)
    return Figure("separation", max(cosines, default=None), "below", SEPARATION, tuple(causes))


def coverage(dimensions: Sequence[DimensionAudit]) -> tuple[Figure, Figure]:
    """Return how often dimensions are asked about, and how many poles nothing speaks for."""
    few, one_way = list[Cause](), list[Cause]()
    for asked in dimensions:
        id, times = asked.dimension, asked.questions
        if times < LEAST_ASKED:
            few.append(cause("few", dimensions=(id,), asked=times, more=LEAST_ASKED - times))
        for keyed, sign in ((asked.low_keyed, -1), (asked.high_keyed, 1)):
            if not keyed:
                one_way.append(cause("no option", pole=(id, sign)))
    least, missing = min((asked.questions for asked in dimensions), default=0), len(one_way)
    return (
        Figure("coverage", Estimate(least), "at least", LEAST_ASKED, tuple(few), digits=0),
        Figure("poles without options", Estimate(missing), "at most", 0, tuple(one_way), digits=0),
    )


def careless(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many ways to answer without reading give a clear result."""
    causes = []
    for name, option_at in PATTERNS.items():
        answers = {
            question.id: question.options[option_at(at, len(question.options))].id
            for at, question in enumerate(pack.questions)
        }
        figures = scorer.figures(Responses(answers))
        if figures.verdict == "clear":
            causes.append(cause("careless", pattern=name, role=figures.ranking[0].role))
    return Figure("careless", Estimate(len(causes)), "at most", 0, tuple(causes), digits=0)


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
