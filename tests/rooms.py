"""Rooms of people who took a small quiz."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from command import TINY as QUIZ
from rolequiz.group.model import Count, Spread
from rolequiz.model import Dimension, Option, OptionId, Pack, Question, Responses, Role
from rolequiz.pack import read_pack
from rolequiz.scoring import Figures, Scorer

TINY = read_pack(QUIZ)
People = list[Figures]

Sheet: TypeAlias = dict[str, OptionId]

PORTFOLIO: Sheet = {"first-hour": "problem", "proud": "on-time", "meeting": 4, "week": "roadmap"}
FLAT: Sheet = {"first-hour": "people", "proud": "growing", "meeting": 4, "week": "roadmap"}
PROJECT: Sheet = {"first-hour": "date", "proud": "on-time", "meeting": 1, "week": "schedule"}
FEW: Sheet = {"proud": "growing"}


def people(*sheets: Sheet, pack: Pack = TINY, name: str = "p") -> People:
    """Those who gave these answers, named p0, p1, …, in figures."""
    given = [Responses(answers, respondent=f"{name}{i}") for i, answers in enumerate(sheets)]
    return list(map(Scorer(pack).figures, given))


def counts(shown: Iterable[Count]) -> dict[tuple[object, ...], int]:
    """Ids → people."""
    return {count.ids: count.people for count in shown}


def one_question(options: int) -> Pack:
    """A quiz whose only question decides everything: position, leader and answer are one."""
    places = [2 - 4 * at / (options - 1) for at in range(options)]
    chosen = tuple(Option(f"o{at}", "", {"d": place}) for at, place in enumerate(places))
    return replace(
        TINY,
        dimensions=(Dimension("d", "low", "high"),),
        questions=(Question("q", "?", chosen),),
        roles=(Role("a", "A", "", {"d": 1}), Role("b", "B", "", {"d": -1})),
    )


def values(spread: Spread) -> tuple[float | None, float | None]:
    """The mean and the median, without their margins."""
    return spread.mean and spread.mean.value, spread.median and spread.median.value
