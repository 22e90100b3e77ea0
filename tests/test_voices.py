"""What the quiz makes of people who wrote about their own work in public.

tests/data/voices holds digests of what they wrote, with job and source; two readings, in which
somebody who saw digests and questions alone answered as each of them; one of the first edition's
questions; and the jobs that a judge told from the digests. docs/method.md quotes these figures,
and must quote them rightly. They say what the words do for people whom nobody made up, not what
those people would answer.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from outcomes import DATA, outcomes, records, row, tally
from rolequiz.pack import read_pack, shipped_pack

TOP = Path(__file__).parents[1]
PACK = shipped_pack()
PEOPLE = "voices/voices.jsonl"
READINGS = [f"voices/reading-{number}.jsonl" for number in (1, 2)]
VOICES = {voice["id"]: voice for voice in records(PEOPLE)}


def test_every_job_has_three_voices_or_more() -> None:
    """At least 24 in all, none of whom names their job (test_editions.py looks at sources)."""
    counts = Counter(voice["role"] for voice in VOICES.values())
    assert set(counts) == {role.id for role in PACK.roles}
    assert min(counts.values()) >= 3


def test_the_readings_are_of_this_quiz_and_of_everybody() -> None:
    """Whoever changes a question reads the voices anew: figures of old words say nothing."""
    known = {question.id: {o.id for o in question.options} for question in PACK.questions}
    for name in READINGS:
        sheets = records(name)
        assert {sheet["respondent"] for sheet in sheets} == set(VOICES)
        for sheet in sheets:
            assert set(sheet["answers"]) == set(known)
            assert all(a is None or a in known[q] for q, a in sheet["answers"].items())


def test_voices_are_found_no_worse_than_with_the_first_edition() -> None:
    """Own role first, among the first two, and clear verdicts, of the same 30 people."""
    first = read_pack(DATA / "first-edition")
    before = tally(outcomes(first, ["voices/first-edition.jsonl"], PEOPLE)).shares()
    now = tally(outcomes(PACK, READINGS, PEOPLE)).shares()
    assert all(new >= old for new, old in zip(now, before, strict=True))


def test_the_method_quotes_what_came_out() -> None:
    """The table of docs/method.md is this one, and it says what a judge could tell."""
    told = [
        row(f"reading {n}", outcomes(PACK, [name], PEOPLE)) for n, name in enumerate(READINGS, 1)
    ]
    everybody = outcomes(PACK, READINGS, PEOPLE)
    told.append(row("real voices", everybody))
    surest = [each.ranking[0] == each.job for each in everybody if (each.stability or 0) >= 0.95]
    told.append(f"at least 0.95, {sum(surest)} of {len(surest)}")
    judged = [each["first"] == VOICES[each["id"]]["role"] for each in records("voices/judge.jsonl")]
    told.append(f"named the job of {sum(judged)} of the {len(judged)}")
    print("", *told, sep="\n")
    text = " ".join((TOP / "docs" / "method.md").read_text(encoding="utf-8").split())
    assert [line for line in told if line not in text] == []


def test_the_quiz_says_beside_a_result_what_came_out_here() -> None:
    """How tested: the shares that the sentence gives are these, rounded to the nearest such."""
    first, _, clear = tally(outcomes(PACK, READINGS, PEOPLE)).shares()
    evidence = " ".join(PACK.evidence.split())
    assert f"answered for {len(VOICES)} people" in evidence
    assert ("three in four" in evidence, abs(first - 3 / 4) < 0.02) == (True, True)
    assert ("five in six" in evidence, abs(clear - 5 / 6) < 0.02) == (True, True)
