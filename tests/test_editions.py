"""What earlier editions of the questions did to people.

Today's figures are in test_panels.py and test_voices.py.
tests/data/first-edition holds the first, tests/data/drafts a second that was never shipped.
docs/method.md quotes these figures, and must quote them rightly.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from outcomes import DATA, jobs, outcomes, records, row
from rolequiz.model import Pack
from rolequiz.pack import read_pack

METHOD = Path(__file__).parents[1] / "docs" / "method.md"
FIRST, DRAFT = read_pack(DATA / "first-edition"), read_pack(DATA / "drafts")
VOICES = ("first-edition/voices/voices.jsonl", "drafts/voices.jsonl", "voices/voices.jsonl")


def told(title: str, pack: Pack, *names: str, people: str = "") -> str:
    """A line of the table."""
    return row(title, outcomes(pack, names, people))


def test_the_method_quotes_these_results() -> None:
    """docs/method.md has the same table, and says what judges could tell."""
    first, drafts = "first-edition", "drafts"
    panels = [f"{first}/panels/panel-{number}.jsonl" for number in range(1, 5)]
    readings = [f"{first}/voices/reading-{number}.jsonl" for number in (1, 2)]
    before, between, now = VOICES
    people, more = f"{drafts}/people.jsonl", f"{drafts}/more-people.jsonl"
    seconds = [f"{drafts}/voices-second-{number}.jsonl" for number in (1, 2)]
    own = [f"{drafts}/panel-{number}.jsonl" for number in (1, 2)]
    lines = [
        told("imaginers' own people, first", FIRST, *panels),
        told("imaginers' own people, draft", DRAFT, *own),
        told("32 described people, first", FIRST, f"{drafts}/people-first.jsonl", people=people),
        told("32 described people, draft", DRAFT, f"{drafts}/people-second.jsonl", people=people),
        told("32 more, draft", DRAFT, f"{drafts}/more-people-second.jsonl", people=more),
        told(
            "32 of today, first", FIRST, "people/first-edition.jsonl", people="people/people.jsonl"
        ),
        told("46 real voices, first", FIRST, *readings, people=before),
        told("44 real voices, first", FIRST, f"{drafts}/voices-first.jsonl", people=between),
        told("44 real voices, draft", DRAFT, *seconds, people=between),
        told("30 of today, first", FIRST, "voices/first-edition.jsonl", people=now),
    ]
    for name, of in (
        (f"{first}/voices/judge.jsonl", before),
        (f"{drafts}/voices-judge.jsonl", between),
    ):
        held = jobs(of)
        hits = sum(each["first"] == held[each["id"]] for each in records(name))
        lines.append(f"{hits} of the {len(held)}")
    print("", *lines, sep="\n")
    text = " ".join(METHOD.read_text(encoding="utf-8").split())
    assert [line for line in lines if line not in text] == []


@pytest.mark.parametrize("name", VOICES)
def test_every_voice_has_a_source_and_names_no_job(name: str) -> None:
    """Nobody is in two of the collections."""
    others = {each["source"] for other in VOICES if other != name for each in records(other)}
    for voice in records(name):
        assert voice["source"]
        assert voice["source"] not in others
        assert not any(role.name.lower() in voice["digest"].lower() for role in FIRST.roles)
