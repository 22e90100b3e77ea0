"""The shipped quiz reaches every figure of docs/method.md that needs no simulated people.

What its words do to people who see only them is in test_panels.py.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest

from rolequiz.model import Card, Option, OptionId, Question, Responses, Role
from rolequiz.pack import diagnose, read_pack, shipped_folder
from rolequiz.scoring import Scorer, score

PACK = read_pack(shipped_folder())
METHOD = Path(__file__).parents[1] / "docs" / "method.md"
ROLES = [
    "product-manager",
    "project-manager",
    "product-owner",
    "program-manager",
    "portfolio-manager",
    "product-designer",
    "scrum-master",
    "business-analyst",
]


def loading(option: Option, dimension: str) -> float:
    """The option's loading, 0 where it names none."""
    return option.loadings.get(dimension, 0)


def most(question: Question, dimension: str) -> float:
    """The largest loading of the question on the dimension, without its sign."""
    return max(abs(loading(option, dimension)) for option in question.options)


def choose(pick: dict[str, OptionId]) -> Responses:
    """The responses of a person who answers every question."""
    assert len(pick) == len(PACK.questions)
    return Responses(pick)


# --- What it holds ----------------------------------------------------------------------------


def test_it_has_the_eight_roles_and_the_two_dimensions_it_began_with() -> None:
    """Eight roles, seven or eight dimensions; strategy and lifecycle among them."""
    assert [role.id for role in PACK.roles] == ROLES
    assert len(PACK.dimensions) in {7, 8}
    poles = {(dimension.low, dimension.high) for dimension in PACK.dimensions}
    assert {("Execution", "Strategy"), ("Deadlines", "Lifecycle")} <= poles


def test_it_asks_28_to_36_questions_of_both_types() -> None:
    """Enough to be sure of, few enough to finish, choices and scales mixed."""
    types = Counter(question.type for question in PACK.questions)
    assert 28 <= types.total() <= 36
    assert min(types["choice"], types["scale"]) >= 6


@pytest.mark.parametrize("role", PACK.roles, ids=lambda role: role.id)
def test_every_card_is_complete(role: Role) -> None:
    """Nothing on a card is empty, its sources included, and it tells the role from all others."""
    card = role.card
    assert all(getattr(card, part) for part in Card.__slots__)
    assert set(card.confused_with) == set(ROLES) - {role.id}


@pytest.mark.parametrize("role", PACK.roles, ids=lambda role: role.id)
def test_profiles_are_contrasts_in_small_integers(role: Role) -> None:
    """Two to four entries of ±2 and some ±1 tell a role from the mean of the eight."""
    entries = Counter(abs(value) for value in role.profile.values())
    assert set(entries) <= {1, 2}
    assert 2 <= entries[2] <= 4
    assert entries[1] >= 1


# --- Its words --------------------------------------------------------------------------------

OPTIONS = [(q.id, o.text) for q in PACK.questions if q.type == "choice" for o in q.options]
BUZZWORD = re.compile(
    r"backlog|roadmap|sprint|scrum|agile|stakeholder|requirement|portfolio|program\b|project|owner"
    r"|wireframe|prototype|milestone|retrospective|vision|strategy|process model|benefit",
    re.I,
)


def test_options_of_a_question_are_of_similar_length() -> None:
    """No option stands out by its length: at most four words lie between them."""
    for question in PACK.questions:
        if question.type == "choice":
            lengths = [len(option.text.split()) for option in question.options]
            assert max(lengths) - min(lengths) <= 4, question.id


def test_no_option_gives_its_role_away_by_a_buzzword() -> None:
    """Words of the trade would ask for the job title and not for the preference."""
    assert [text for _, text in OPTIONS if BUZZWORD.search(text)] == []


def test_there_is_no_advice_for_our_quiz() -> None:
    """None of the advice that `check` can give applies to it."""
    assert diagnose(shipped_folder()).problems == ()


# --- Its figures ------------------------------------------------------------------------------


@pytest.mark.parametrize("dimension", [dimension.id for dimension in PACK.dimensions])
def test_random_answers_lean_to_no_pole(dimension: str) -> None:
    """Chance position: the mean over all options of all questions is within ±0.05."""
    mean = sum(
        q.weight * sum(loading(o, dimension) for o in q.options) / len(q.options)
        for q in PACK.questions
    ) / sum(q.weight * most(q, dimension) for q in PACK.questions)
    assert abs(mean) <= 0.05


@pytest.mark.parametrize("dimension", [dimension.id for dimension in PACK.dimensions])
def test_every_dimension_is_asked_about_often_and_both_ways(dimension: str) -> None:
    """Coverage: six questions or more, with both poles keyed, and scales of both directions."""
    touching = [q for q in PACK.questions if most(q, dimension)]
    assert len(touching) >= 6
    for sign in (1, -1):
        assert sum(any(sign * loading(o, dimension) > 0 for o in q.options) for q in touching) >= 6
    first_pole = Counter(
        next(loading(o, dimension) > 0 for o in q.options if loading(o, dimension))
        for q in touching
    )
    assert min(first_pole[True], first_pole[False]) >= 2  # the order of the poles varies


def test_half_of_the_scales_are_reverse_keyed() -> None:
    """So agreeing with everything says nothing."""
    keyed = Counter(
        sum(question.options[-1].loadings.values()) > 0
        for question in PACK.questions
        if question.type == "scale"
    )
    assert abs(keyed[True] - keyed[False]) <= 1


def test_profiles_are_apart() -> None:
    """Separation: the largest cosine between two profiles is below 0.80."""
    for one, other in combinations(PACK.roles, 2):
        dot = sum(value * other.profile.get(d, 0) for d, value in one.profile.items())
        lengths = hypot(*one.profile.values()) * hypot(*other.profile.values())
        assert dot / lengths < 0.80, (one.id, other.id)


@pytest.mark.parametrize("role", PACK.roles, ids=lambda role: role.id)
def test_every_role_can_be_reached(role: Role) -> None:
    """Reachable: the answers that its profile likes best make a role lead, clearly."""

    def liking(option: Option) -> float:
        return sum(value * loading(option, d) for d, value in role.profile.items())

    result = score(PACK, choose({q.id: max(q.options, key=liking).id for q in PACK.questions}))
    assert (result.recommendation, result.verdict) == (role.id, "clear")


PATTERNS: dict[str, Callable[[int, int], int]] = {
    "first": lambda i, n: 0,
    "last": lambda i, n: n - 1,
    "middle, lower": lambda i, n: (n - 1) // 2,
    "middle, upper": lambda i, n: n // 2,
    "alternating ends": lambda i, n: (n - 1) * (i % 2),
    "alternating ends, last first": lambda i, n: (n - 1) * ((i + 1) % 2),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_careless_answers_are_never_clear(pattern: str) -> None:
    """Careless: answering by position alone gives no clear result."""
    rows = PATTERNS[pattern]
    picks = {q.id: q.options[rows(i, len(q.options))].id for i, q in enumerate(PACK.questions)}
    assert score(PACK, choose(picks)).verdict != "clear"


def test_chance_gives_every_role_its_share() -> None:
    """Chance share: of 2,000 random sheets (fixed seed) each role leads 0.5/8 to 2/8."""
    dice = random.Random(8)
    scorer = Scorer(PACK)
    leads = Counter(scorer.figures(random_sheet(dice)).ranking[0].role for _ in range(2000))
    assert all(0.5 / 8 <= leads[role] / 2000 <= 2 / 8 for role in ROLES), leads


def test_chance_comes_to_every_verdict_as_often_as_the_docs_say() -> None:
    """Of 4,000 random sheets: the shares of docs/method.md, within three standard errors."""
    dice, scorer = random.Random(9), Scorer(PACK)
    verdicts = Counter[str](scorer.figures(random_sheet(dice)).verdict for _ in range(4000))
    told = re.search(
        r"(\d+)% flat, (\d+)% close, (\d+)% leaning and (\d+)% clear", METHOD.read_text("utf-8")
    )
    assert told is not None
    for verdict, percent in zip(("flat", "close", "leaning", "clear"), told.groups(), strict=True):
        share = int(percent) / 100
        error = (share * (1 - share) / 4000) ** 0.5
        assert abs(verdicts[verdict] / 4000 - share) <= 0.005 + 3 * error, verdict


def random_sheet(dice: random.Random) -> Responses:
    """The responses of a person who answers every question by chance."""
    return choose({q.id: dice.choice(q.options).id for q in PACK.questions})
