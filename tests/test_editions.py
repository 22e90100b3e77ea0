"""What earlier editions of the questions did to people, beside today's, which test_panels.py has.

tests/data/first-edition holds the first, tests/data/drafts a second that was never shipped.
docs/method.md quotes these figures, and must quote them rightly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rolequiz.model import Pack, Responses
from rolequiz.pack import read_pack
from rolequiz.scoring import Scorer

DATA = Path(__file__).parent / "data"
METHOD = Path(__file__).parents[1] / "docs" / "method.md"
FIRST, DRAFT = read_pack(DATA / "first-edition"), read_pack(DATA / "drafts")
VOICES = ("first-edition/voices/voices.jsonl", "drafts/voices.jsonl", "voices/voices.jsonl")


def records(name: str) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def jobs(name: str) -> dict[str, str]:
    """Which job everybody holds."""
    return {each["id"]: each["role"] for each in records(name)}


def outcomes(pack: Pack, names: list[str], people: str) -> Iterator[tuple[str, list[str], str]]:
    """Of everybody in some sheets: the job, the roles as they come out, and the verdict."""
    known, scorer = jobs(people) if people else {}, Scorer(pack)
    for sheet in (each for name in names for each in records(name)):
        answers = {id: answer for id, answer in sheet["answers"].items() if answer is not None}
        figures = scorer.figures(Responses(answers))
        job = sheet.get("role") or known[sheet["respondent"]]
        yield job, [standing.role for standing in figures.ranking], figures.verdict


def row(title: str, pack: Pack, *names: str, people: str = "") -> str:
    """A line of the table."""
    found = list(outcomes(pack, list(names), people))
    first = sum(ranking[0] == job for job, ranking, _ in found)
    two = sum(job in ranking[:2] for job, ranking, _ in found)
    clear = [ranking[0] == job for job, ranking, verdict in found if verdict == "clear"]
    shares = " | ".join(f"{number} ({number / len(found):.0%})" for number in (first, two))
    right = f"{sum(clear)} of {len(clear)} ({sum(clear) / len(clear):.0%})"
    return f"| {title} | {len(found)} | {shares} | {right} |"


def test_the_method_quotes_what_came_out() -> None:
    """The table of docs/method.md is this one, and it says what judges could tell."""
    first, drafts = "first-edition", "drafts"
    panels = [f"{first}/panels/panel-{number}.jsonl" for number in range(1, 5)]
    readings = [f"{first}/voices/reading-{number}.jsonl" for number in (1, 2)]
    before, between, now = VOICES
    people, more = f"{drafts}/people.jsonl", f"{drafts}/more-people.jsonl"
    seconds = [f"{drafts}/voices-second-{number}.jsonl" for number in (1, 2)]
    own = [f"{drafts}/panel-{number}.jsonl" for number in (1, 2)]
    told = [
        row("imaginers' own people, first", FIRST, *panels),
        row("imaginers' own people, draft", DRAFT, *own),
        row("32 described people, first", FIRST, f"{drafts}/people-first.jsonl", people=people),
        row("32 described people, draft", DRAFT, f"{drafts}/people-second.jsonl", people=people),
        row("32 more, draft", DRAFT, f"{drafts}/more-people-second.jsonl", people=more),
        row("46 real voices, first", FIRST, *readings, people=before),
        row("44 real voices, first", FIRST, f"{drafts}/voices-first.jsonl", people=between),
        row("44 real voices, draft", DRAFT, *seconds, people=between),
        row("30 real voices, first", FIRST, "voices/first-edition.jsonl", people=now),
    ]
    for judge, of in ((f"{first}/voices/judge.jsonl", before), ("drafts/voices-judge.jsonl", between)):
        held = jobs(of)
        hits = sum(each["first"] == held[each["id"]] for each in records(judge))
        told.append(f"{hits} of the {len(held)}")
    print("", *told, sep="\n")
    text = " ".join(METHOD.read_text(encoding="utf-8").split())
    assert [line for line in told if line not in text] == []


@pytest.mark.parametrize("name", VOICES)
def test_every_voice_has_a_source_and_names_no_job(name: str) -> None:
    """Nobody is among two of the collections."""
    others = {each["source"] for other in VOICES if other != name for each in records(other)}
    for voice in records(name):
        assert voice["source"]
        assert voice["source"] not in others
        assert not any(role.name.lower() in voice["digest"].lower() for role in FIRST.roles)
