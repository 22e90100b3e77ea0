"""Figures of a quiz that need no chance: closed forms over its loadings and profiles.

Each function returns figures of docs/method.md, "What the shipped quiz shows without respondents".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from math import fsum
from statistics import fmean

from rolequiz.audit.model import NO_RIVALS, DimensionAudit, Estimate, Figure, QuestionAudit
from rolequiz.model import Dimension, Option, OptionId, Pack, Responses, Role
from rolequiz.scoring import EPSILON, Basis, Figures, Scorer
from rolequiz.scoring.basis import largest
from rolequiz.wording import counted, listing

NAMED = 3
"""How many questions or roles a cause names."""

Pattern = Callable[[int, int], int]

CARELESS: dict[str, Pattern] = {
    "always the first option": lambda at, count: 0,
    "always the last option": lambda at, count: count - 1,
    "always the middle option": lambda at, count: count // 2,
    "always the option before the middle": lambda at, count: (count - 1) // 2,
    "first and last option in turn": lambda at, count: (count - 1) * (at % 2),
    "last and first option in turn": lambda at, count: (count - 1) * ((at + 1) % 2),
}
"""Ways to answer without reading: number of the question and of its options → option, from 0."""


def dimensions(basis: Basis) -> tuple[DimensionAudit, ...]:
    """Return how every dimension is asked about."""
    audits = []
    for d, dimension in enumerate(basis.pack.dimensions):
        columns = [[adds[d] for adds in item.adds.values()] for item in basis.items]
        audits.append(
            DimensionAudit(
                dimension.id,
                fsum(map(fmean, columns)) / basis.scale[d] if basis.asked[d] else None,
                basis.asked[d],
                sum(min(column) < 0 for column in columns),
                sum(max(column) > 0 for column in columns),
            )
        )
    return tuple(audits)


def chance_position(basis: Basis, found: Sequence[DimensionAudit]) -> Figure:
    """Return the mean position of random answers that is furthest from 0."""
    means = [each.chance_position for each in found]
    return Figure(
        name="chance position",
        about="mean position of random answers, on the dimension where it is furthest from 0",
        estimate=max((Estimate(abs(mean)) for mean in means if mean is not None), default=None),
        bound="at most",
        target=0.05,
        causes=tuple(
            _leaning(basis, d, mean)
            for d, mean in enumerate(means)
            if mean is not None and abs(mean) > 0.05 + EPSILON
        )
        or ("No question touches any dimension: score its options.",) * (not any(basis.asked)),
    )


def _leaning(basis: Basis, d: int, mean: float) -> str:
    """Say to which pole random answers lean on a dimension, and which questions do most of it."""
    dimension = basis.pack.dimensions[d]
    pole, sign = (dimension.high, 1) if mean > 0 else (dimension.low, -1)
    parts = {
        item.question.id: sign * fmean(adds[d] for adds in item.adds.values())
        for item in basis.items
    }
    most = sorted(parts, key=lambda id: -parts[id])[:NAMED]
    return (
        f"Random answers lean {abs(mean):.2f} to {pole}, most of all in "
        f"{_ids(id for id in most if parts[id] > EPSILON)}: "
        "let the options of a question speak for both sides alike."
    )


def reachable(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many roles lead, clearly, by the answers that their profiles like best."""
    causes = []
    for role in pack.roles:
        answers = {q.id: _favourite(role, q.options) for q in pack.questions}
        if where := _astray(pack, role, scorer.figures(Responses(answers))):
            causes.append(f"The answers that {role.name} would like best {where}.")
    return Figure(
        name="reachable",
        about="roles that lead, with a clear result, by the answers that they would like best",
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


def _astray(pack: Pack, role: Role, found: Figures) -> str:
    """Say where answers lead that should clearly lead to a role; nothing if they do."""
    first = [each.role for each in found.ranking if found.ranking[0].match - each.match <= EPSILON]
    others = listing([pack.role(id).name for id in first if id != role.id])
    if role.id not in first:
        return f"lead to {others or 'no role'}"
    if others:
        return f"tie with {others}"
    if found.verdict == "clear":
        return ""
    return (
        f"make it lead, but only “{found.verdict}”: give more questions options that speak for it"
    )


def separation(basis: Basis) -> Figure:
    """Return the largest cosine between the profiles of two roles."""
    alike, causes = [], []
    for one, other in combinations(basis.directions, 2):
        products = [
            a * b for a, b in zip(basis.directions[one], basis.directions[other], strict=True)
        ]
        alike.append(Estimate(cosine := fsum(products)))
        if cosine >= 0.80 - EPSILON:
            order = sorted(range(len(products)), key=lambda d: -products[d])
            where = " or ".join(_poles(basis.pack.dimensions[d]) for d in order[:2])
            names = f"{basis.pack.role(one).name} and {basis.pack.role(other).name}"
            causes.append(f"{names} are {cosine:.2f} alike: separate them on {where}.")
    return Figure(
        name="separation",
        about="largest cosine between the profiles of two roles",
        estimate=max(alike, default=None),
        bound="below",
        target=0.80,
        causes=tuple(causes) if alike else (NO_RIVALS,),
    )


def coverage(pack: Pack, found: Sequence[DimensionAudit]) -> tuple[Figure, Figure]:
    """Return how often dimensions are asked about, and how many poles nothing speaks for."""
    few, one_way = [], []
    for dimension, asked in zip(pack.dimensions, found, strict=True):
        if asked.questions < 6:
            often = f"{_poles(dimension)} is touched by {counted(asked.questions, 'question')}"
            few.append(f"{often}: ask {6 - asked.questions} more.")
        for pole, keyed in ((dimension.low, asked.low_keyed), (dimension.high, asked.high_keyed)):
            if not keyed:
                one_way.append(f"No option speaks for {pole}: reverse some scores on it.")
    return (
        Figure(
            name="coverage",
            about="questions that touch the dimension asked about least",
            estimate=Estimate(min((asked.questions for asked in found), default=0)),
            bound="at least",
            target=6,
            causes=tuple(few),
            digits=0,
        ),
        Figure(
            name="poles without options",
            about="poles of dimensions that no option speaks for",
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
    for name, option_at in CARELESS.items():
        answers = {
            question.id: question.options[option_at(at, len(question.options))].id
            for at, question in enumerate(pack.questions)
        }
        found = scorer.figures(Responses(answers))
        if found.verdict == "clear":
            causes.append(
                f"“{name.capitalize()}” is clearly {pack.role(found.ranking[0].role).name}: "
                "change the order of options, so that no place speaks for one side."
            )
    return Figure(
        name="careless",
        about=f"of {len(CARELESS)} ways to answer without reading, those with a clear result",
        estimate=Estimate(len(causes)),
        bound="at most",
        target=0,
        causes=tuple(causes),
        digits=0,
    )


def questions(basis: Basis) -> tuple[QuestionAudit, ...]:
    """Return how far every question separates every pair of roles."""
    pairs = list(combinations(basis.directions, 2))
    leads = [basis.swings(*pair).leads for pair in pairs]
    return tuple(
        QuestionAudit(
            item.question.id,
            {
                pair: max(lead[at].values()) - min(lead[at].values())
                for pair, lead in zip(pairs, leads, strict=True)
            },
        )
        for at, item in enumerate(basis.items)
    )


def _poles(dimension: Dimension) -> str:
    return f"{dimension.low} – {dimension.high}"


def _ids(ids: Iterable[str]) -> str:
    return listing([f"“{id}”" for id in ids])
