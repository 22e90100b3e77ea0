"""Figures of a quiz that need no chance: closed forms over its loadings and profiles.

Each function returns figures of docs/method.md, "What the shipped quiz shows without respondents".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from rolequiz.audit.model import Estimate, Figure, QuestionAudit
from rolequiz.model import Dimension, Option, OptionId, Pack, Responses, Role
from rolequiz.scoring import EPSILON, Basis, Scorer
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


def chance_position(basis: Basis) -> Figure:
    """Return the mean position of random answers that is furthest from 0."""
    means, causes = [], []
    for d, dimension in enumerate(basis.pack.dimensions):
        parts = {
            item.question.id: sum(adds[d] for adds in item.adds.values()) / len(item.adds)
            for item in basis.items
        }
        means.append(mean := sum(parts.values()) / basis.scale[d])
        if abs(mean) > 0.05 + EPSILON:
            pole, sign = (dimension.high, 1) if mean > 0 else (dimension.low, -1)
            most = sorted(parts, key=lambda id: -sign * parts[id])[:NAMED]
            causes.append(
                f"Random answers lean {abs(mean):.2f} to {pole}, most of all in "
                f"{_ids(id for id in most if sign * parts[id] > EPSILON)}: "
                "let the options of a question speak for both sides alike."
            )
    return Figure(
        name="chance position",
        about="mean position of random answers, on the dimension where it is furthest from 0",
        estimate=Estimate(max(map(abs, means), default=0.0)),
        bound="at most",
        target=0.05,
        causes=tuple(causes),
    )


def reachable(pack: Pack, scorer: Scorer) -> Figure:
    """Return how many roles lead, clearly, by the answers that their profiles like best."""
    causes = []
    for role in pack.roles:
        answers = {q.id: _favourite(role, q.options) for q in pack.questions}
        found = scorer.figures(Responses(answers))
        if found.recommendation != role.id:
            leader = f"lead to {pack.role(found.ranking[0].role).name}" if found.ranking else "miss"
            causes.append(f"The answers that {role.name} would like best {leader}.")
        elif found.verdict != "clear":
            causes.append(
                f"The answers that {role.name} would like best make it lead, but only "
                f"“{found.verdict}”: give more questions options that speak for it."
            )
    return Figure(
        name="reachable",
        about="roles that lead, with a clear result, by the answers that they would like best",
        estimate=Estimate(len(pack.roles) - len(causes)),
        bound="at least",
        target=len(pack.roles),
        causes=tuple(causes),
        digits=0,
    )


def _favourite(role: Role, options: Iterable[Option]) -> OptionId:
    """Return the first option whose loadings the profile likes best."""
    profile = role.profile
    return max(
        options,
        key=lambda option: sum(value * profile.get(d, 0.0) for d, value in option.loadings.items()),
    ).id


def separation(basis: Basis) -> Figure:
    """Return the largest cosine between the profiles of two roles."""
    alike, causes = [-1.0], []
    for one, other in combinations(basis.directions, 2):
        products = [
            a * b for a, b in zip(basis.directions[one], basis.directions[other], strict=True)
        ]
        alike.append(cosine := sum(products))
        if cosine >= 0.80 - EPSILON:
            order = sorted(range(len(products)), key=lambda d: -products[d])
            where = " or ".join(_poles(basis.pack.dimensions[d]) for d in order[:2])
            names = f"{basis.pack.role(one).name} and {basis.pack.role(other).name}"
            causes.append(f"{names} are {cosine:.2f} alike: separate them on {where}.")
    return Figure(
        name="separation",
        about="largest cosine between the profiles of two roles",
        estimate=Estimate(max(alike)),
        bound="below",
        target=0.80,
        causes=tuple(causes),
    )


def coverage(basis: Basis) -> tuple[Figure, Figure]:
    """Return how often dimensions are asked about, and how many are asked about one way only."""
    few, one_way = [], []
    for d, dimension in enumerate(basis.pack.dimensions):
        asked = basis.asked[d]
        if asked < 6:
            often = f"{_poles(dimension)} is touched by {counted(asked, 'question')}"
            few.append(f"{often}: ask {6 - asked} more.")
        added = [adds[d] for item in basis.items for adds in item.adds.values()]
        for pole, sign in ((dimension.low, -1), (dimension.high, 1)):
            if not any(sign * value > 0 for value in added):
                one_way.append(f"No option speaks for {pole}: reverse some scores on it.")
    return (
        Figure(
            name="coverage",
            about="questions that touch the dimension asked about least",
            estimate=Estimate(min(basis.asked, default=0)),
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
