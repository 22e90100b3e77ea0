"""The answer: a headline, and what the role does or why there is none."""

from __future__ import annotations

from math import fsum

from rolequiz.explain.case import Case
from rolequiz.explain.words import NAMES_IN_HEADLINE
from rolequiz.scoring import EPSILON, LEAST_ANSWERED
from rolequiz.wording import counted, listing, not_safely


def headline(case: Case) -> str:
    """Return the answer in a line."""
    names = _shortened(case.names(case.result.contenders))
    match case.result.verdict:
        case "clear":
            return f"{names[0]} fits how you like to work best"
        case "flat":
            return "No role stands out from your answers"
        case "insufficient":
            return "Too few answers to recommend a role"
        case "close" if len(names) > 1:
            return f"Between {listing(names)}"
        case _:  # many roles each a little behind can add up to a close result, or a leaning one
            return not_safely(names[0], names[1:])


def _shortened(names: list[str]) -> list[str]:
    more = len(names) - NAMES_IN_HEADLINE
    return names if more <= 0 else [*names[:NAMES_IN_HEADLINE], f"{more} more"]


def lead(case: Case) -> tuple[str, ...]:
    """Return what the role does; or why no role is recommended."""
    match case.result.verdict:
        case "close":
            return (f"{case.leader.name}: {case.leader.summary}",)
        case "flat" if not case.directions:
            return ("Your answers touch nothing by which this quiz tells its roles apart.",)
        case "flat":
            return (
                "Taken together, your answers point no further in any direction than answers "
                "given at random do on average, so no role is recommended.",
                "You may like several kinds of work equally well, or what matters to you was "
                "not asked.",
            )
        case "insufficient":
            return _too_few(case)
        case _:
            return (case.leader.summary,)


def _too_few(case: Case) -> tuple[str, ...]:
    """Say how many more answers a recommendation takes [7], the heaviest questions first."""
    answered = case.answers.keys()
    weights = {question.id: question.weight for question in case.pack.questions}
    left = sorted((weights[id] for id in weights if id not in answered), reverse=True)
    missing = LEAST_ANSWERED * fsum(weights.values()) - fsum(weights[id] for id in answered)
    more = 0
    while missing > EPSILON:
        missing -= left[more]
        more += 1
    least = "" if len(set(left)) == 1 else "at least "
    weighted = ", by the weights of its questions" * (len(set(weights.values())) > 1)
    needed = f"{least}{counted(more, 'more answer')}"
    return (
        f"You answered {case.result.answered} of {case.result.questions} questions. "
        f"A recommendation takes two thirds of the quiz{weighted}: {needed}.",
        "From fewer, the result would depend too much on which questions you happened to answer.",
    )
