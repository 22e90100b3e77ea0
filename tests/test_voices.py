"""What the quiz makes of people who wrote about their own work in public.

tests/data/voices holds digests of what they wrote, with job and source; two readings, in which
somebody who saw digests and questions alone answered as each of them; and the jobs that a judge
told from the digests. docs/method.md quotes these figures, and must quote them rightly. They say
what the words do for people whom nobody made up, not what those people would answer.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from rolequiz.model import Responses
from rolequiz.pack import shipped_pack
from rolequiz.scoring import Scorer

DATA = Path(__file__).parent / "data" / "voices"
TOP = Path(__file__).parents[1]
PACK = shipped_pack()


def lines(name: str) -> list[dict[str, Any]]:
    """The records of a file."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


VOICES = {voice["id"]: voice for voice in lines("voices.jsonl")}


def outcomes(reading: str) -> list[tuple[str, list[str], str]]:
    """Of everybody in a reading: the job, the roles as they come out, and the verdict."""
    found: list[tuple[str, list[str], str]] = []
    for sheet in lines(reading):
        answers = {id: answer for id, answer in sheet["answers"].items() if answer is not None}
        figures = Scorer(PACK).figures(Responses(answers))
        ranking = [standing.role for standing in figures.ranking]
        found.append((VOICES[sheet["respondent"]]["role"], ranking, figures.verdict))
    return found


READINGS = {name: outcomes(f"{name}.jsonl") for name in ("reading-1", "reading-2")}
ALL = [each for reading in READINGS.values() for each in reading]


def row(name: str, found: list[tuple[str, list[str], str]]) -> str:
    """A line of the table."""
    first = sum(ranking[0] == role for role, ranking, _ in found)
    two = sum(role in ranking[:2] for role, ranking, _ in found)
    clear = [ranking[0] == role for role, ranking, verdict in found if verdict == "clear"]
    shares = [f"{hits} ({hits / len(found):.0%})" for hits in (first, two)]
    right = f"{sum(clear)} of {len(clear)} ({sum(clear) / len(clear):.0%})"
    return f"| {name} | {len(found)} | {shares[0]} | {shares[1]} | {right} |"


def test_every_job_has_five_voices_or_more_and_every_voice_a_source() -> None:
    """Each digest tells of one person, says where that comes from, and names no job."""
    counts = Counter(voice["role"] for voice in VOICES.values())
    assert set(counts) == {role.id for role in PACK.roles}
    assert min(counts.values()) >= 5
    for voice in VOICES.values():
        assert voice["source"]
        assert not any(role.name.lower() in voice["digest"].lower() for role in PACK.roles)


def test_the_readings_are_of_this_quiz_and_of_everybody() -> None:
    """Whoever changes a question reads the voices anew: figures of old words say nothing."""
    known = {question.id: {o.id for o in question.options} for question in PACK.questions}
    for name in READINGS:
        sheets = lines(f"{name}.jsonl")
        assert {sheet["respondent"] for sheet in sheets} == set(VOICES)
        for sheet in sheets:
            assert set(sheet["answers"]) == set(known)
            assert all(a is None or a in known[q] for q, a in sheet["answers"].items())


def test_the_method_quotes_what_came_out() -> None:
    """The tables of docs/method.md are these, and README says the share of clear results."""
    told = [row(name.replace("-", " "), found) for name, found in READINGS.items()]
    told.append(row("both", ALL))
    for role in PACK.roles:
        mine = [ranking for job, ranking, _ in ALL if job == role.id]
        first = sum(ranking[0] == role.id for ranking in mine)
        others = Counter(ranking[0] for ranking in mine if ranking[0] != role.id)
        taken = ", ".join(f"{PACK.role(id).name} {n}" for id, n in others.most_common(2)) or "–"
        told.append(f"| {role.name} | {first} of {len(mine)} | {taken} |")
    judged = [line["first"] == VOICES[line["id"]]["role"] for line in lines("judge.jsonl")]
    told.append(f"named the job of {sum(judged)} of the {len(judged)}")
    text = " ".join((TOP / "docs" / "method.md").read_text(encoding="utf-8").split())
    assert [line for line in told if line not in text] == []
