"""Pages for every verdict and kind of group, in the longest words that a good quiz may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice

import pytest

from rolequiz.group import GroupReport, group_report
from rolequiz.model import (
    Card,
    Dimension,
    Option,
    OptionId,
    Pack,
    Question,
    Responses,
    Role,
)
from rolequiz.scoring import Figures, Result, Scorer, score

WORDS = ["letter", "before", "bakery", "winter", "at", "garden", "longer", "a", "theatre", "walks"]
STEPS = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
CHOSEN = {
    "clear": {"a+": 10, "a-": 1, "c+": 1},
    "leaning": {"a+": 9, "a-": 1, "b+": 2},
    "close": {"a+": 7, "b+": 5},
    "flat": {"a+": 3, "a-": 3, "b+": 3, "b-": 3},
    "insufficient": {"a+": 3, "b+": 2},
}


def words(count: int, start: int = 0) -> str:
    """So many words, about as long as words are."""
    return " ".join(islice(cycle(WORDS), start, start + count)).capitalize()


def role(id: str, name: str, profile: dict[str, float]) -> Role:
    """A role whose summary has 20 words and whose card is full."""
    texts = (f"{words(9)}.", f"{words(12, 3)}.")
    others = {"product-manager", "program-manager", "portfolio-manager", "scrum-master"} - {id}
    return Role(
        id=id,
        name=name,
        summary=f"{words(20)}.",
        profile=profile,
        card=Card(
            accountable_for=texts,
            success_measures=texts,
            horizon=texts[:1],
            artefacts=texts,
            week=texts,
            suits=texts,
            leavers_dislike=texts,
            confused_with={other: f"{words(28)}." for other in sorted(others)},
            try_next=texts,
            pay=texts[:1],
            sources=texts,
        ),
    )


def question(number: int) -> Question:
    """A question of 25 words: choices of 14 words, every third a statement with five steps."""
    if number % 3 == 2:
        steps = tuple(
            Option(step, text, {"a": step - 3.0}) for step, text in enumerate(STEPS, start=1)
        )
        return Question(f"q{number}", f"{words(25, number)}.", steps, type="scale")
    options = (
        Option(id, words(14, number + 3), {id[0]: 2 if id[1] == "+" else -2})
        for id in ("a+", "a-", "b+", "b-", "c+")
    )
    return Question(f"q{number}", f"{words(25, number)}?", tuple(options))


PACK = Pack(
    title="Long words",
    version="2026-1",
    intro="",
    dimensions=(
        Dimension("a", "Execution", "Strategy"),
        Dimension("b", "Deadlines", "Lifecycle"),
        Dimension("c", "Team", "Outside world"),
    ),
    questions=tuple(question(number) for number in range(18)),
    roles=(
        role("product-manager", "Product manager", {"a": 2}),
        role("program-manager", "Program manager", {"a": 2, "b": 2}),
        role("portfolio-manager", "Portfolio manager", {"a": 2, "b": 1}),
        role("scrum-master", "Scrum master", {"a": -2}),
    ),
    hash="sha256:" + "5" * 64,
)


def _result(verdict: str) -> Result:
    """A result with that verdict, from as many choices; a clear one also agrees to statements."""
    choices: Iterator[OptionId] = iter(
        [id for id, count in CHOSEN[verdict].items() for _ in range(count)]
    )
    steps: Iterator[OptionId] = iter([5, 5, 5, 1] if verdict == "clear" else [])
    answers: dict[str, OptionId] = {}
    for asked in PACK.questions:
        answer = next(choices if asked.type == "choice" else steps, None)
        if answer is not None:
            answers[asked.id] = answer
    return score(PACK, Responses(answers))


@pytest.fixture(scope="session")
def results() -> dict[str, Result]:
    """A result for each verdict."""
    return {verdict: _result(verdict) for verdict in CHOSEN}


NASTY = (
    '=HYPERLINK("http://example.com")',
    "<img src=x onerror=document.title='owned'>",
    "</title><script>document.title='owned'</script>",
    "[/b] **bold** `code` [link](http://example.com)",
    "\x1b]0;owned\x07\x1b[31m",
    "\u202egnp.exe\u2066",
    "&lt;b&gt; \"'><b>",
    "n" * 300,
    "👩\u200d👩\u200d👧\u200d👦 Kim",
    "עברית",
)
"""What people may be called, of whom a page must only say so."""


def _room(results: dict[str, Result], *verdicts: str) -> list[Figures]:
    """Eight people with each of these results, the first of them with a nasty name."""
    names = [*NASTY, *(f"p{number}" for number in range(100))]
    people = [results[verdict].figures.responses for verdict in verdicts for _ in range(8)]
    named = [replace(each, respondent=name) for each, name in zip(people, names, strict=False)]
    return list(map(Scorer(PACK).figures, named))


@pytest.fixture(scope="session")
def reports(results: dict[str, Result]) -> dict[str, GroupReport]:
    """A report on a room, on a small one, one with names, one without secrets, one with moves."""
    room = _room(results, "close", "flat", "leaning", "clear")
    earlier = _room(results, "flat", "close", "clear", "clear")
    return {
        "room": group_report(PACK, room),
        "too few": group_report(PACK, room[:4]),
        "nobody": group_report(PACK, _room(results, "insufficient")),
        "named": group_report(PACK, room, named=True),
        "shown": group_report(PACK, room[5:14], show_small=True),
        "moved": group_report(PACK, room, earlier),
    }
