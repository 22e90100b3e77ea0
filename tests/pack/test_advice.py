"""Tests of rolequiz.pack.advice, through rolequiz.pack.diagnose."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest

from rolequiz.pack import diagnose, read_pack
from rolequiz.pack.advice import MOST_ROLES
from rolequiz.schemas.document import MAX_PROBLEMS

QUESTIONS = """\
title: t
version: 1
dimensions:
  focus: {low: Execution, high: Strategy}
  pace: {low: Plan, high: Improvisation}
questions:
  - id: proud
    text: What makes you proud?
    options:
      - {id: grown, text: It grew, scores: {focus: 2, pace: 1}}
      - {id: kept, text: It was on time, scores: {focus: -2, pace: -1}}
  - id: meeting
    text: I like a surprise.
    type: scale
    scores: {pace: 1}
"""
CARD = "".join(
    f"    {part}: Some\n"
    for part in (
        *("accountable_for", "success_measures", "horizon", "artefacts", "week", "suits"),
        *("leavers_dislike", "try", "pay", "sources"),
    )
)
ROLES = f"""\
roles:
  lead:
    name: Lead
    summary: Leads.
    profile: {{focus: 2, pace: 1}}
{CARD}    confused_with: {{keep: Keeps.}}
  keep:
    name: Keep
    summary: Keeps.
    profile: {{focus: -1, pace: 1}}
{CARD}    confused_with: {{lead: Leads.}}
"""

Place = tuple[str, str, int, int]
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a pack of two texts and return its folder."""

    def writer(questions: str, roles: str) -> Path:
        (tmp_path / "questions.yaml").write_text(questions, encoding="utf-8")
        (tmp_path / "roles.yaml").write_text(roles, encoding="utf-8")
        return tmp_path

    return writer


def places(folder: Path) -> list[Place]:
    """Return code, file (q or r) and place of everything there is to say of a pack."""
    return [
        (each.code, Path(each.source).name[0], each.line or 0, each.column or 0)
        for each in diagnose(folder).problems
    ]


def test_sound_quiz_needs_no_advice(write: Write) -> None:
    """A quiz without any fault is diagnosed with nothing, and comes out as reading it gives it."""
    folder = write(QUESTIONS, ROLES)
    assert diagnose(folder) == (read_pack(folder), ())


# old text, new text, and what is then said
ADVICE: list[tuple[str, str, list[Place]]] = [
    (
        "  pace: {low",
        "  team: {low: a, high: b}\n  pace: {low",
        [("untouched-dimension", "q", 5, 3), ("unused-dimension", "q", 5, 3)],
    ),
    (
        "focus: -2, pace: -1}",
        "focus: 1, pace: -1}",
        [("one-sided-dimension", "q", 4, 3), ("never-best", "q", 11, 50)],
    ),
    ("scores: {focus: 2, pace: 1}", "scores: {focus: -2, pace: -1}",
     [("one-sided-dimension", "q", 4, 3), ("separates-nothing", "q", 9, 5),
      ("same-scores", "q", 11, 50)]),
    ("scores: {focus: -2, pace: -1}", "scores: {focus: 0, pace: -1}",
     [("one-sided-dimension", "q", 4, 3), ("never-best", "q", 11, 50)]),
    ("scores: {focus: 2, pace: 1}}\n",
     "scores: {pace: 1}}\n      - {id: more, text: It pays, scores: {pace: 1, focus: 0}}\n",
     [("one-sided-dimension", "q", 4, 3), ("same-scores", "q", 11, 43),
      ("never-best", "q", 12, 50)]),
    ("text: It grew", f"text: {'so ' * 15}", [("long-option", "q", 10, 27)]),
    ("text: It grew", f"text: {'so ' * 14}", []),
    ("text: What makes you", f"text: {'so ' * 25}", [("long-question", "q", 8, 11)]),
    ("text: What makes you", f"text: {'so ' * 24}", []),
    ("text: It grew", "text: It didn’t stop", [("negation", "q", 10, 27)]),
    ("text: It grew", "text: It cannot stop", [("negation", "q", 10, 27)]),
    ("text: It grew", "text: It isn't small", [("negation", "q", 10, 27)]),
    ("text: It grew", "text: It isnʼt small", [("negation", "q", 10, 27)]),
    ("text: It grew", "text: It went nowhere", [("negation", "q", 10, 27)]),
    ("text: It grew", "text: A no-code day or No. 1 whether or not it rains", []),
    ("text: What makes", "text: Which #1 task makes", [("cut-text", "q", 8, 17)]),
    ("text: It grew", "text: Notes on a noble northern knot", []),
    ("I like a surprise", "Nobody likes a surprise", [("negation", "q", 13, 11)]),
    ("I like a surprise.", "WHAT makes\n      you proud!", [("same-question", "q", 13, 11)]),
    ("text: It was on time", "text: it  GREW.", [("same-option", "q", 11, 26)]),
    (
        "      - {id: kept",
        "      - {id: idle, text: It rests}\n      - {id: kept",
        [("never-best", "q", 11, 9)],
    ),
    (
        "      - {id: kept",
        "      - {id: some, text: It pays, scores: {focus: 1, pace: 0}}\n      - {id: kept",
        [("never-best", "q", 11, 43)],
    ),
    (
        "scores: {pace: 1}",
        "scores: {pace: 0}",
        [("separates-nothing", "q", 15, 13)],
    ),
    (
        "profile: {focus: -1, pace: 1}",
        "profile: {focus: 0}",
        [("no-profile", "r", 20, 14), ("never-best", "q", 11, 50)],
    ),
    ("name: Keep", "name: LEAD.", [("same-name", "r", 18, 11)]),
    (
        "  pace: {low: Plan, high: Improvisation}",
        "  pace: {low: execution, high: Strategy.}",
        [("same-dimension", "q", 5, 3)],
    ),
    (
        "  pace: {low: Plan, high: Improvisation}",
        "  pace: {low: Strategy, high: Execution}",
        [("same-dimension", "q", 5, 3)],
    ),
    (
        "type: scale",
        f"type: scale\n    steps: [Never, {'so ' * 15}, Yes]",
        [("long-option", "q", 15, 20)],
    ),
    (
        "type: scale",
        "type: scale\n    steps: [No, Rather, rather., Yes]",
        [("same-option", "q", 15, 25)],
    ),
    ("    sources: Some\n", "", [("no-sources", "r", 2, 3)]),
    ("    week: Some\n", "    week: []\n", [("incomplete-card", "r", 2, 3)]),
    ("    try: Some\n    pay: Some\n", "", [("incomplete-card", "r", 2, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), ADVICE)
def test_advice_names_its_place(write: Write, old: str, new: str, expected: list[Place]) -> None:
    """One weakness gives its warnings where it is to be mended, and the quiz is still read."""
    assert old in QUESTIONS + ROLES
    folder = write(QUESTIONS.replace(old, new, 1), ROLES.replace(old, new, 1))
    assert places(folder) == sorted(expected, key=lambda each: each[1:])
    assert diagnose(folder).pack == read_pack(folder)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ("{focus: 1, pace: 0.5}", "same-profile"),
        ("{focus: 1.9999999999, pace: 1}", "same-profile"),
        ("{pace: -1, focus: -2}", "opposite-profile"),
    ],
)
def test_profiles_of_one_direction_are_told(write: Write, profile: str, code: str) -> None:
    """Profiles of the same or the opposite direction are one warning at the second of them."""
    roles = ROLES.replace("{focus: -1, pace: 1}", profile)
    found = [place for place in places(write(QUESTIONS, roles)) if "-profile" in place[0]]
    assert found == [(code, "r", 20, 14)]


def test_missing_parts_of_a_card_are_named_as_in_the_file(write: Write) -> None:
    """The hint about a card lists all its holes by the keys that fill them, in a sentence."""
    roles = ROLES.replace("    try: Some\n    pay: Some\n", "", 1)
    (problem,) = diagnose(write(QUESTIONS, roles)).problems
    assert problem.message == "the card of “lead” lacks 2 parts"
    assert problem.hint == "Fill in try and pay: people choose by what they can picture."
    assert problem.severity == "warning"


def test_all_steps_of_a_scale_may_be_anything(write: Write) -> None:
    """A scale's labels are never negations, nor are its middle steps useless."""
    questions = QUESTIONS.replace("type: scale", "type: scale\n    steps: [Never, Not now, Yes]")
    assert places(write(questions, ROLES)) == []


def test_what_has_an_error_is_left_alone(write: Write) -> None:
    """Errors hide no warnings about other questions and roles, and bring none of their own."""
    questions = QUESTIONS.replace("It grew", "It is not", 1).replace("proud?", "never proud?", 1)
    broken = questions.replace("focus: 2,", "focus: 9,").replace("I like", "I do not like")
    roles = ROLES.replace("    sources: Some\n", "").replace("pace: 1}", "pcae: 1}", 1)
    folder = write(broken, roles)
    assert places(folder) == [
        ("out-of-range", "q", 10, 54),
        ("negation", "q", 13, 11),
        ("unknown-dimension", "r", 5, 25),
        ("no-sources", "r", 16, 3),
    ]
    assert diagnose(folder).pack is None


def test_error_after_the_last_question_is_not_inside_it(write: Write) -> None:
    """What is wrong behind the questions does not silence the last of them."""
    questions = QUESTIONS.replace("I like", "I do not like") + "oops: 1\n"
    codes = [code for code, *_ in places(write(questions, ROLES))]
    assert codes == ["negation", "unknown-key"]


@pytest.mark.parametrize("key", ["oops: 1", "text: twice", "? [a]\n    : 1", "<<: {}"])
def test_any_mistake_inside_a_question_silences_it(write: Write, key: str) -> None:
    """Mistakes of YAML are found to be inside a question as others are."""
    questions = QUESTIONS.replace("I like", "I do not like").replace(
        "    type: scale", f"    {key}\n    type: scale"
    )
    assert [code for code, *_ in places(write(questions, ROLES))] != []
    assert "negation" not in [code for code, *_ in places(write(questions, ROLES))]


def test_one_broken_file_does_not_silence_the_other(write: Write) -> None:
    """Roles are looked at though there are no questions, and the other way round."""
    assert places(write("[", ROLES.replace("    sources: Some\n", "", 1))) == [
        ("bad-yaml", "q", 1, 2),
        ("no-sources", "r", 2, 3),
    ]
    assert places(write(QUESTIONS.replace("I like", "I do not like"), "[")) == [
        ("negation", "q", 13, 11),
        ("bad-yaml", "r", 1, 2),
    ]


def test_warnings_have_an_end(write: Write) -> None:
    """Of thousands of warnings the first are given, and the last says that there are more."""
    many = "".join(
        f"      - {{id: a{i}, text: Not {i}, scores: {{focus: 1}}}}\n" for i in range(999)
    )
    folder = write(QUESTIONS.replace("  - id: meeting", many + "  - id: meeting"), ROLES)
    diagnosis = diagnose(folder)
    codes = [each.code for each in diagnosis.problems]
    assert len(codes) == MAX_PROBLEMS
    assert codes.count("too-many-warnings") == 1
    assert diagnosis.pack == read_pack(folder)


def test_more_roles_than_anyone_wants_are_not_compared(write: Write) -> None:
    """Thousands of roles cost a warning, not minutes."""
    role = "{name: a, summary: b, profile: {focus: 1, pace: 1}}"
    roles = "roles:\n" + "".join(f"  a{i}: {role}\n" for i in range(4000))
    start = perf_counter()
    problems = diagnose(write(QUESTIONS, roles)).problems
    assert perf_counter() - start < 5
    assert "4000 roles" in {each.code: each.message for each in problems}.get("many-roles", "")
    assert "same-profile" not in {each.code for each in problems}
    assert MOST_ROLES < 4000


def test_missing_folder_is_diagnosed(tmp_path: Path) -> None:
    """Where there is no folder, that is the diagnosis."""
    ((problem,)) = diagnose(tmp_path / "none").problems
    assert problem.code == "no-such-folder"


def test_parts_of_a_wrong_type_are_not_looked_at(write: Write) -> None:
    """A list where roles should have ids, or ids where questions are a list, has no sound parts."""
    assert places(write(QUESTIONS, "roles:\n  - name: a\n")) == [("wrong-type", "r", 2, 3)]
    head = QUESTIONS[: QUESTIONS.index("questions:")]
    assert places(write(head + "questions: {a: b}\n", ROLES)) == [("wrong-type", "q", 6, 12)]
