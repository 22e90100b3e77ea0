"""A page scores as the command does: scoring.js beside rolequiz.scoring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from math import erfc, fsum, sqrt
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from javascript import RunScript, as_json, in_browser
from packs import choice, make_pack
from rolequiz.browser import quiz_data
from rolequiz.model import Dimension, Family, Option, OptionId, Pack, Question, Responses, Role
from rolequiz.pack import shipped_pack
from rolequiz.pack.reader import scale
from rolequiz.render.json import as_data
from rolequiz.scoring import Result, Scorer, score, stop_is_due

SCRIPTS = ["scoring.js"]
SEVEN = {"steps": list("abcdefg"), "scores": {"d": 1}}
SHIPPED = shipped_pack()
ROUND = 1e-9
"""How far figures may be apart."""
NOT_ON_A_PAGE = {
    *("schema_version", "tool_version", "pack", "flip"),
    *("respondent", "answers", "matters", "stopped"),
}
"""Keys of the result JSON that scoring.js leaves out."""

Group = tuple[Pack, Sequence[Responses]]
"""A quiz, and some people's answers to it."""


# --- Random people ----------------------------------------------------------------------------


def random_people(random: Random, pack: Pack, count: int) -> list[Responses]:
    """People who skip and mark the same questions, which makes them cheap to score in Python."""
    skips, marks = random.choice([0, 0, 0.1, 0.5, 0.5, 1]), random.choice([0, 0, 0.2, 1])
    answered = [each for each in pack.questions if random.random() >= skips]
    marked = frozenset(each.id for each in pack.questions if random.random() < marks)
    return [
        Responses(random_answers(random, pack, answered), marked, stopped=random.random() < 0.5)
        for _ in range(count)
    ]


def random_answers(random: Random, pack: Pack, answered: Sequence[Question]) -> dict[str, OptionId]:
    """Answers at random, or more or less as a role would give them."""
    profile, noise = random.choice(pack.roles).profile, random.choice([0, 1, 4, 1e9])

    def liking(option: Option) -> float:
        likes = (value * profile.get(id, 0) for id, value in option.loadings.items())
        return fsum(likes) + noise * random.gauss(0, 1)

    return {question.id: max(question.options, key=liking).id for question in answered}


def shipped_people(count: int) -> list[Group]:
    """So many sheets of the shipped quiz."""
    random = Random(count)
    tens = (random_people(random, SHIPPED, 10) for _ in range(count // 10))
    return [(SHIPPED, list(chain.from_iterable(tens)))]


# --- Random quizzes ---------------------------------------------------------------------------


def random_scores(random: Random, dimensions: Sequence[str], often: float) -> dict[str, float]:
    """Scores on some dimensions; mostly whole numbers, so that ties are common."""
    values = [*(-2, -1, 0, 1, 2) * 4, -1.5, 0.5, 0.1, random.uniform(-2, 2)]
    return {id: float(random.choice(values)) for id in dimensions if random.random() < often}


def random_question(
    random: Random, id: str, weight: float, dimensions: Sequence[str], often: float
) -> Question:
    """A choice or a scale."""
    if random.random() < 0.3:
        steps = ["A step"] * random.randint(2, 7)
        options = scale({"steps": steps, "scores": random_scores(random, dimensions, often)})
        return Question(id, "How much?", options, weight, "scale")
    options = tuple(
        Option(f"option-{number}", "One thing", random_scores(random, dimensions, often))
        for number in range(random.randint(2, 5))
    )
    return Question(id, "Which?", options, weight)


def random_roles(
    random: Random, dimensions: Sequence[str], families: Sequence[str]
) -> tuple[Role, ...]:
    """Roles, some with hardly a profile or none, some that equal, repeat or oppose another."""
    often = random.choice([0.3, 0.8])
    profiles = [random_scores(random, dimensions, often) for _ in range(random.randint(1, 6))]
    for factor in (1, 0.5, -1, 1e-10):
        if random.random() < 0.3:
            known = random.choice(profiles)
            profiles.append({id: factor * value for id, value in known.items()})
    return tuple(
        Role(f"role-{number}", "A role", "", profile, family=random.choice([*families, ""]))
        for number, profile in enumerate(profiles)
    )


def random_questions(random: Random, dimensions: Sequence[str]) -> Iterator[Question]:
    """Up to thirty questions; an id may be what JavaScript has in every object."""
    often = random.choice([0.15, 0.4, 1])
    weights = random.choice([(1, 1, 1), (0.1, 0.1, 0.1), (0.5, 1, 3)])
    ids = ["constructor", *(f"question-{number}" for number in range(1, 30))]
    for id in ids[: random.choice([1, 2, 3, 5, 8, 14, 20, 30, 30])]:
        yield random_question(random, id, random.choice(weights), dimensions, often)


def random_quiz(random: Random) -> Pack:
    """A quiz of one to five dimensions, perhaps with families."""
    dimensions = ["constructor", "focus", "reach", "pace", "craft"][: random.randint(1, 5)]
    families = ["product", "project", "other"][: random.choice([0, 2, 3])]
    return Pack(
        title="A quiz",
        version=1,
        intro="",
        dimensions=tuple(Dimension(id, f"low {id}", f"high {id}") for id in dimensions),
        questions=tuple(random_questions(random, dimensions)),
        roles=random_roles(random, dimensions, families),
        hash="sha256:0",
        families=tuple(Family(id, id.title()) for id in families),
    )


STOPPABLE = make_pack(
    [*(choice(f"q{i}", {"d": 1}, {"d": -1}) for i in range(30)), choice("e", {"e": 1}, {"e": -1})],
    {"high": {"d": 1, "e": 0.2}, "low": {"d": -1, "e": 0.2}},
)
"""Whoever answers this clearly may stop early, if they do not skip the last question."""


def random_quizzes(count: int, people: int) -> list[Group]:
    """So many quizzes, and so many people's sheets of each."""
    random = Random(count)
    quizzes = [*[STOPPABLE] * 40, *(random_quiz(random) for _ in range(40, count))]
    return [(quiz, random_people(random, quiz, people)) for quiz in quizzes]


# --- Side by side -----------------------------------------------------------------------------


SCORE = "groups => groups.map(({quiz, sheets}) => sheets.map(sheet => score(quiz, sheet)))"


def as_groups(groups: Sequence[Group]) -> list[dict[str, object]]:
    """All of it as the function above reads it."""
    return [
        {"quiz": quiz_data(quiz), "sheets": list(map(as_json, people))} for quiz, people in groups
    ]


def as_page_has_it(result: Result, *, may_stop: bool) -> dict[str, Any]:
    """Return what scoring.js should give, by the result JSON."""
    data: dict[str, Any] = as_data(result)
    directions = result.figures.design.directions
    for role in data["roles"]:
        del role["changes_needed"]
        role["direction"] = directions.get(role["id"])
    on_page = {key: value for key, value in data.items() if key not in NOT_ON_A_PAGE}
    return on_page | {"tied": result.tied, "may_stop": may_stop}


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Yield where two structures differ, in a figure by more than ROUND."""
    match one, other:
        case dict(), dict() if list(one) == list(other):
            for key in one:
                yield from differences(one[key], other[key], f"{where}/{key}")
        case list(), list() if len(one) == len(other):
            for at, pair in enumerate(zip(one, other, strict=True)):
                yield from differences(*pair, f"{where}/{at}")
        case float(), float() | int():
            if not abs(one - other) <= ROUND:
                yield f"{where}: {one} or {other}"
        case _:
            if one != other or isinstance(one, bool) is not isinstance(other, bool):
                yield f"{where}: {one} or {other}"


def compare(groups: Sequence[Group], results: Sequence[Sequence[object]]) -> Iterator[str]:
    """Yield where Python and JavaScript differ on these people, whose results came out there."""
    for (quiz, people), found in zip(groups, results, strict=True):
        scorer = Scorer(quiz)
        for responses, result in zip(people, found, strict=True):
            expected = scorer.result(responses), scorer.may_stop(responses)
            yield from differences(as_page_has_it(expected[0], may_stop=expected[1]), result)


def test_a_page_scores_the_shipped_quiz_as_the_command_does(run_script: RunScript) -> None:
    """Every figure, verdict, role and reason is the same for 5,000 random people."""
    people = shipped_people(5000)
    results = run_script(SCORE, as_groups(people), SCRIPTS)
    assert list(compare(people, results))[:5] == []


def test_a_page_scores_any_quiz_as_the_command_does(run_script: RunScript) -> None:
    """They are also the same for 2,000 people who took 500 random quizzes."""
    people = random_quizzes(500, people=4)
    results = run_script(SCORE, as_groups(people), SCRIPTS)
    assert list(compare(people, results))[:5] == []


def test_a_browser_scores_as_the_command_does(chromium: Browser) -> None:
    """Some of these people are scored in a browser, as real people are."""
    people = [*shipped_people(50), *random_quizzes(500, people=4)[:50]]
    results = in_browser(chromium, SCORE, as_groups(people), SCRIPTS)
    assert list(compare(people, results))[:5] == []


def cases(result: Result) -> set[str]:
    """Return what is special about a result."""
    found, quiz = result.figures, result.pack
    profiles = [tuple(role.profile.items()) for role in quiz.roles]
    holds = {
        "a tie": len(result.tied) > 1,
        "a side": result.families.side is not None,
        "no side": bool(quiz.families) and result.families.side is None,
        "no answer": not found.responses.answers,
        "a mark on a skipped question": bool(found.responses.matters - {*found.design.answered}),
        "a stop that counts": not found.design.enough and result.verdict != "insufficient",
        "a dimension that is asked about once": 1 in found.design.asked,
        "a dimension that is not asked about": 0 in found.design.asked,
        "a role without figures": result.roles[-1].fit is None,
        "no role with figures": result.roles[0].fit is None,
        "no direction": bool(found.responses.answers) and found.length == 0,
        "equal profiles": len({*profiles}) < len(profiles),
        "weights": len({question.weight for question in quiz.questions}) > 1,
    }
    return {result.verdict} | {name for name, here in holds.items() if here}


def test_random_quizzes_include_every_case() -> None:
    """All verdicts, and everything that the method calls an edge case."""
    counted = Counter(
        case
        for quiz, people in random_quizzes(500, people=4)
        for responses in people
        for case in cases(score(quiz, responses))
    )
    assert len(counted) == 5 + 13
    assert min(counted.values()) >= 10, counted


# --- Its parts --------------------------------------------------------------------------------


def test_the_normal_distribution_is_exact(run_script: RunScript) -> None:
    """The share below z is that of erfc, from 0 to where nothing is left."""
    below = [number / 100 for number in range(1200)]
    found = run_script("zs => zs.map(normalBelow)", below, SCRIPTS)
    assert found == pytest.approx([erfc(-z / sqrt(2)) / 2 for z in below], rel=0, abs=1e-15)


def test_sums_are_exact(run_script: RunScript) -> None:
    """A sum loses nothing, however far apart its numbers are, and whatever their order."""
    random = Random(1)
    rows = [[random.uniform(-1, 1) * 10.0 ** random.randint(-20, 20) for _ in range(20)]]
    rows += [random.sample(row + [-each for each in row[:19]], 39) for row in rows * 50]
    rows += [[0.1] * 10, [1e16, 1, -1e16], [], [5.0]]
    found = run_script("rows => rows.map(sum)", rows, SCRIPTS)
    assert found == pytest.approx([*map(fsum, rows)], rel=1e-15, abs=0)


def test_the_offer_to_stop_comes_when_it_is_due(run_script: RunScript) -> None:
    """As often, and after as many answers, as in a terminal."""
    offers: list[list[int]] = [[], *([at] for at in range(12, 34))]
    offers += [list(pair) for pair in combinations(range(12, 34), 2)]
    when = [(answered, made) for answered in range(34) for made in offers]
    found = run_script("all => all.map(each => stopIsDue(...each))", when, SCRIPTS)
    assert found == [stop_is_due(*each) for each in when]


@pytest.mark.parametrize("answer", ["7", 0, None, "constructor"])
def test_an_option_that_is_not_there_is_refused(answer: object, run_script: RunScript) -> None:
    """A step of a scale is a number, so "7" is none of seven; the message names the question."""
    quiz = quiz_data(Pack("A quiz", 1, "", (), (Question("q", "", scale(SEVEN)),), (), ""))
    said = """([quiz, sheet]) => {
      try { score(quiz, sheet); } catch (error) { return [error.name, error.message]; }
    }"""
    sheet = {"answers": {"q": answer}, "matters": []}
    name, message = run_script(said, [quiz, sheet], SCRIPTS)
    shown = "null" if answer is None else answer
    assert (name, message) == ("RangeError", f"q has no option {shown}")
