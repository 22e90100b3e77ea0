"""What a draft of the second edition did, beside the shipped questions, to the same people.

tests/data/drafts holds the draft and the sheets; docs/method.md quotes these figures, and must
quote them rightly.
"""

from __future__ import annotations

import json
from pathlib import Path

from rolequiz.model import Pack, Responses
from rolequiz.pack import read_pack, shipped_pack
from rolequiz.scoring import Scorer

DATA = Path(__file__).parent / "data" / "drafts"
METHOD = Path(__file__).parents[1] / "docs" / "method.md"
FIRST, SECOND = shipped_pack(), read_pack(DATA)


def records(name: str) -> list[dict[str, object]]:
    """The records of a file."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def jobs(name: str) -> dict[object, object]:
    """Which job everybody holds."""
    return {each["id"]: each["role"] for each in records(name)}


def row(title: str, pack: Pack, *files: str, described: str = "") -> str:
    """A line of the table."""
    known, scorer = jobs(described) if described else {}, Scorer(pack)
    first = two = right = clear = people = 0
    for name in files:
        for sheet in records(name):
            given = sheet["answers"]
            assert isinstance(given, dict)
            answers = {id: answer for id, answer in given.items() if answer is not None}
            figures = scorer.figures(Responses(answers))
            ranking = [standing.role for standing in figures.ranking]
            job = sheet.get("role") or known[sheet["respondent"]]
            people += 1
            first += ranking[0] == job
            two += job in ranking[:2]
            if figures.verdict == "clear":
                clear += 1
                right += ranking[0] == job
    shares = [f"{number} ({number / people:.0%})" for number in (first, two)]
    return (
        f"| {title} | {people} | {' | '.join(shares)} | {right} of {clear} ({right / clear:.0%}) |"
    )


def test_the_method_quotes_what_came_out() -> None:
    """The table of docs/method.md is this one, and it says what a judge could tell."""
    voices, people, more = "voices.jsonl", "people.jsonl", "more-people.jsonl"
    seconds = "voices-second-1.jsonl", "voices-second-2.jsonl"
    told = [
        row("44 real voices, shipped", FIRST, "voices-first.jsonl", described=voices),
        row("44 real voices, draft", SECOND, *seconds, described=voices),
        row("32 imagined people, shipped", FIRST, "people-first.jsonl", described=people),
        row("32 imagined people, draft", SECOND, "people-second.jsonl", described=people),
        row("32 more, draft", SECOND, "more-people-second.jsonl", described=more),
        row("imaginers' own people, draft", SECOND, "panel-1.jsonl", "panel-2.jsonl"),
    ]
    held = jobs(voices)
    judged = [each["first"] == held[each["id"]] for each in records("voices-judge.jsonl")]
    told.append(f"named the job of {sum(judged)} of these {len(judged)}")
    print("", *told, sep="\n")
    text = " ".join(METHOD.read_text(encoding="utf-8").split())
    assert [line for line in told if line not in text] == []


def test_every_voice_has_a_source_and_names_no_job() -> None:
    """Nor is any of them among those that were read before."""
    before = (DATA.parent / "voices" / "voices.jsonl").read_text(encoding="utf-8")
    known = {json.loads(line)["source"] for line in before.splitlines()}
    for voice in records("voices.jsonl"):
        assert voice["source"]
        assert voice["source"] not in known
        digest = str(voice["digest"]).lower()
        assert not any(role.name.lower() in digest for role in FIRST.roles)
