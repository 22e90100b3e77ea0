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


def test_every_job_has_at_least_three_voices() -> None:
    """At least 24 in all, and nobody names their job (test_editions.py looks at sources)."""
    counts = Counter(voice["role"] for voice in VOICES.values())
    assert set(counts) == {role.id for role in PACK.roles}
    assert min(counts.values()) >= 3


def test_the_readings_cover_this_quiz_and_all_people() -> None:
    """After a change of a question, the voices are read again: old figures don't apply."""
    known = {question.id: {o.id for o in question.options} for question in PACK.questions}
    for name in READINGS:
        sheets = records(name)
        assert {sheet["respondent"] for sheet in sheets} == set(VOICES)
        for sheet in sheets:
            assert set(sheet["answers"]) == set(known)
            assert all(a is None or a in known[q] for q, a in sheet["answers"].items())


def test_voices_fit_no_worse_than_in_the_first_edition() -> None:
    """Own role first, among the first two, and clear verdicts, of the same 30 people."""
    first = read_pack(DATA / "first-edition")
    before = tally(outcomes(first, ["voices/first-edition.jsonl"], PEOPLE)).shares()
    now = tally(outcomes(PACK, READINGS, PEOPLE)).shares()
    assert all(new >= old for new, old in zip(now, before, strict=True))


def test_the_method_quotes_these_results() -> None:
    """docs/method.md has the same table, and says what a judge could tell."""
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


def test_the_quiz_quotes_these_results_beside_a_result() -> None:
    """How tested: the shares in the sentence are these, rounded."""
    first, _, clear = tally(outcomes(PACK, READINGS, PEOPLE)).shares()
    evidence = " ".join(PACK.evidence.split())
    assert f"answered for {len(VOICES)} people" in evidence
    assert ("three in four" in evidence, abs(first - 3 / 4) < 0.02) == (True, True)
    assert ("five in six" in evidence, abs(clear - 5 / 6) < 0.02) == (True, True)
