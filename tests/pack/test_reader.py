"""Tests of rolequiz.pack.reader."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolequiz.model import Card, Dimension, Option, Pack, Role
from rolequiz.pack.reader import OPTIONS_OF, choice, read_pack, scale
from rolequiz.problems import PackError
from rolequiz.schemas import schema_text

TINY = Path(__file__).parents[1] / "data" / "packs" / "tiny"
QUESTIONS = (TINY / "questions.yaml").read_text(encoding="utf-8")
ROLES = (TINY / "roles.yaml").read_text(encoding="utf-8")

Place = tuple[str, str, int | None, int | None]
Write = Callable[[str | bytes, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a pack of two texts and return its folder."""

    def writer(questions: str | bytes, roles: str | bytes) -> Path:
        for name, text in (("questions", questions), ("roles", roles)):
            content = text.encode() if isinstance(text, str) else text
            (tmp_path / f"{name}.yaml").write_bytes(content)
        return tmp_path

    return writer


def problems_of(folder: Path) -> list[Place]:
    """Return the code, file and place of every problem of a pack."""
    with pytest.raises(PackError) as caught:
        read_pack(folder)
    return [(p.code, Path(p.source).name, p.line, p.column) for p in caught.value.problems]


def changed(old: str, new: str) -> tuple[str, str]:
    """Return the tiny pack's two texts with one change."""
    assert (QUESTIONS + ROLES).count(old) >= 1
    return QUESTIONS.replace(old, new, 1), ROLES if old in QUESTIONS else ROLES.replace(old, new, 1)


# --- A pack that is right ---------------------------------------------------------------------


def test_tiny_pack_is_read_whole() -> None:
    """The example pack comes out with its dimensions, questions, options and roles in order."""
    pack = read_pack(TINY)
    assert (pack.title, pack.version) == ("Four questions about how you like to work", 1)
    assert pack.dimensions == (
        Dimension("focus", "Execution", "Strategy"),
        Dimension("horizon", "Deadlines", "Lifecycle"),
    )
    assert [each.id for each in pack.questions] == ["first-hour", "proud", "meeting", "week"]
    assert [each.weight for each in pack.questions] == [2, 1, 1, 1]
    assert [each.type for each in pack.questions] == ["choice", "choice", "scale", "choice"]
    date = Option("date", "The date it is due", {"horizon": -2, "focus": -2})
    assert pack.question("first-hour").option("date") == date
    assert pack.question("meeting").option(4) == Option(4, "Agree", {"focus": 0.5})
    summary = "Brings agreed work in on time and on budget."
    profile = {"focus": -1, "horizon": -2}
    assert pack.role("project-manager") == Role(
        "project-manager", "Project manager", summary, profile
    )


def test_card_takes_one_text_or_several(write: Write) -> None:
    """Every part of a card may be a text or a list of texts, and comes out as a tuple."""
    card = (
        "    accountable_for: Results\n    try: [Shadow a colleague, Plan a trip]\n"
        "    confused_with: {product-manager: Owns the what.}\n    week: []\n"
    )
    roles = ROLES.replace("profile: {focus: -1, horizon: -2}\n", "profile: {}\n" + card)
    role = read_pack(write(QUESTIONS, roles)).role("project-manager")
    assert role.card == Card(
        accountable_for=("Results",),
        try_next=("Shadow a colleague", "Plan a trip"),
        confused_with={"product-manager": "Owns the what."},
    )
    assert role.profile == {}


# --- The hash ---------------------------------------------------------------------------------


SAME: list[tuple[str, Callable[[str], str]]] = [
    ("comments", lambda text: "# hello\n" + text),
    ("Windows line breaks", lambda text: text.replace("\n", "\r\n")),
    ("a byte order mark", lambda text: "\ufeff" + text),
    ("quotes", lambda text: text.replace("low: Execution", 'low: "Execution"')),
    (
        "the order of scores",
        lambda text: text.replace("horizon: -2, focus: -2", "focus: -2, horizon: -2"),
    ),
    ("the form of numbers", lambda text: text.replace("weight: 2", "weight: 2.0")),
    (
        "a default that is said",
        lambda text: text.replace("- id: week", "- id: week\n    weight: 1"),
    ),
]


@pytest.mark.parametrize(("what", "change"), SAME)
def test_hash_ignores_how_it_is_written(
    write: Write, what: str, change: Callable[[str], str]
) -> None:
    """What does not change the pack does not change its hash."""
    assert change(QUESTIONS) != QUESTIONS, what
    assert read_pack(write(change(QUESTIONS), ROLES)).hash == read_pack(TINY).hash


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Execution", "Doing"),
        ("weight: 2", "weight: 3"),
        ("{focus: 1, horizon: 1}", "{focus: 1, horizon: 2}"),
        ("id: proud", "id: pride"),
        ("version: 1", "version: 2"),
        ("The roadmap", "The road map"),
        ("{focus: 2, horizon: 2}", "{focus: 2, horizon: 1}"),
        ("Product manager", "Product lead"),
        ("summary: Chooses", "pay: Some\n    summary: Chooses"),
    ],
)
def test_the_hash_follows_the_content(write: Write, old: str, new: str) -> None:
    """Any change of what the pack says changes its hash."""
    assert read_pack(write(*changed(old, new))).hash != read_pack(TINY).hash


def test_hash_follows_the_order_of_roles(write: Write) -> None:
    """The order of roles decides ties, so it is part of the hash."""
    head, first, second, third = ROLES.replace("\n  p", "\n\f  p").split("\f")
    again = read_pack(write(QUESTIONS, head + first + second + third)).hash
    assert again == read_pack(TINY).hash
    assert again.startswith("sha256:")
    assert len(again) == len("sha256:") + 64
    assert read_pack(write(QUESTIONS, head + second + first + third)).hash != again


# --- A pack that is wrong ---------------------------------------------------------------------

WRONG: list[tuple[str, str, list[Place]]] = [
    ("title:", "titel:", [("unknown-key", "q", 1, 1), ("missing-key", "q", 1, 1)]),
    ("version: 1", "version: 1\nversion: 2", [("duplicate-key", "q", 3, 1)]),
    ("id: proud", "id: first-hour", [("duplicate-id", "q", 18, 9)]),
    ("id: proud", "id: Proud!", [("bad-id", "q", 18, 9)]),
    ("id: proud", 'id: "proud\\n"', [("bad-id", "q", 18, 9)]),
    ("id: proud", "id: 42", [("bad-id", "q", 18, 9)]),
    ("id: date", "id: problem", [("duplicate-id", "q", 16, 14)]),
    ("high: Strategy", "high: execution", [("same-poles", "q", 6, 11)]),
    ("scores: {focus: 1}", "scores: {focsu: 1}", [("unknown-dimension", "q", 26, 14)]),
    ("scores: {focus: 2}", "scores: {focsu: 2}", [("unknown-dimension", "q", 15, 61)]),
    ("scores: {focus: 2}", "scores: {focus: 3}", [("out-of-range", "q", 15, 68)]),
    ("scores: {focus: 2}", "scores: {focus: .nan}", [("wrong-type", "q", 15, 68)]),
    ("type: scale", "type: sclae", [("unknown-value", "q", 25, 11)]),
    ("type: scale", "type: scale\n    steps: [only]", [("too-few", "q", 26, 5)]),
    ("The date it is due", "Now, not later", [("unquoted-comma", "q", 16, 31)]),
    ("profile: {focus: 2, horizon: 2}", "profile: {fcus: 2}", [("unknown-dimension", "r", 5, 15)]),
    ("name: Product manager", "name:", [("empty", "r", 3, 10)]),
    (
        "name: Product manager",
        "name: P\n    confused_with: {nobody: x, product-manager: y}",
        [("unknown-role", "r", 4, 21), ("same-role", "r", 4, 32)],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), WRONG)
def test_mistake_is_found_at_its_place(
    write: Write, old: str, new: str, expected: list[Place]
) -> None:
    """One mistake in the tiny pack is reported once, with its code, file, line and column."""
    names = {"q": "questions.yaml", "r": "roles.yaml"}
    places = [(code, names[file], line, column) for code, file, line, column in expected]
    assert problems_of(write(*changed(old, new))) == places


HEAD = QUESTIONS[: QUESTIONS.index("questions:")]
SCALE = "{id: a, text: b, type: scale, scores: {}}"


@pytest.mark.parametrize(
    ("questions", "code"),
    [
        (HEAD + "questions: []\n", "too-few"),
        (HEAD + "questions: [{id: a, text: b, options: [{id: a, text: b}]}]\n", "too-few"),
        ("title: t\nversion: 1\ndimensions: {}\nquestions: [" + SCALE + "]\n", "too-few"),
        ("", "empty-file"),
        ("# only a comment", "empty-file"),
        ("---\n", "empty"),
        ("just text", "wrong-type"),
        (b"title: caf\xe9\n", "not-utf-8"),
        ("title: a\0b", "bad-character"),
        ("[" * 30_000, "too-deep"),
        ("a: &a [x]\nb: [*a, *a]\n", "anchor"),
        ("a: 1\n---\nb: 1\n", "second-document"),
    ],
)
def test_bad_questions_file_is_one_clear_problem(
    write: Write, questions: str | bytes, code: str
) -> None:
    """A questions.yaml that holds no quiz is refused for that, and nothing else is blamed."""
    assert [problem[:2] for problem in problems_of(write(questions, ROLES))] == [
        (code, "questions.yaml")
    ]


def test_one_role_is_too_few(write: Write) -> None:
    """A recommendation compares, so a pack has two roles or more."""
    roles = ROLES[: ROLES.index("  project-manager")]
    assert problems_of(write(QUESTIONS, roles)) == [("too-few", "roles.yaml", 1, 1)]


def test_all_problems_of_both_files_are_reported_in_order(write: Write) -> None:
    """Several mistakes, of shape and of sense and in both files, come in one report."""
    questions = QUESTIONS.replace("weight: 2", "wieght: 2").replace("id: week", "id: proud")
    roles = ROLES.replace("focus: -1", "focsu: -1").replace("name: Portfolio manager", "name: ''")
    codes = [problem[0] for problem in problems_of(write(questions, roles))]
    assert codes == ["unknown-key", "duplicate-id", "unknown-dimension", "empty"]


def test_missing_things_are_named(tmp_path: Path) -> None:
    """A folder that is not there, a file in its place, and missing files are problems."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder" / "questions.yaml").mkdir(parents=True)
    assert problems_of(tmp_path / "none")[0][0] == "no-such-folder"
    assert problems_of(tmp_path / "file")[0][0] == "no-such-folder"
    assert [problem[:2] for problem in problems_of(tmp_path / "folder")] == [
        ("not-a-file", "questions.yaml"),
        ("missing-file", "roles.yaml"),
    ]


def test_markup_and_escapes_are_text(write: Write) -> None:
    """Markup and escaped control characters stay the text they are; renderers see to them."""
    pack = read_pack(write(*changed("The roadmap", '"[bold]x[/] \\e[31m"')))
    assert pack.question("week").options[0].text == "[bold]x[/] \x1b[31m"
    assert isinstance(pack, Pack)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary() | st.text().map(str.encode), st.integers(0, len(QUESTIONS)))
def test_any_bytes_are_a_pack_or_a_pack_error(write: Write, junk: bytes, at: int) -> None:
    """Whatever bytes stand in a file, alone or amid a good one, only PackError is raised."""
    good = QUESTIONS.encode()
    for questions, roles in ((junk, junk), (good[:at] + junk + good[at:], ROLES)):
        with contextlib.suppress(PackError):
            read_pack(write(questions, roles))


def test_choice_keeps_its_options() -> None:
    """A choice's options are those written, and scores left out are none."""
    options = [{"id": "a", "text": "This", "scores": {"d": 1.0}}, {"id": "b", "text": "That"}]
    assert choice({"options": options}) == (
        Option("a", "This", {"d": 1.0}),
        Option("b", "That", {}),
    )


def test_scale_has_five_steps_unless_it_names_others() -> None:
    """A scale runs from strong disagreement (minus the scores) to strong agreement (the scores)."""
    steps = scale({"scores": {"d": -2.0}})
    assert [step.id for step in steps] == [1, 2, 3, 4, 5]
    assert [step.text for step in steps][::2] == ["Strongly disagree", "Neither", "Strongly agree"]
    assert [step.loadings["d"] for step in steps] == [2.0, 1.0, 0.0, -1.0, -2.0]
    assert "-0.0" not in repr(steps)


@pytest.mark.parametrize(("n", "loadings"), [(2, [-1, 1]), (4, [-1, -1 / 3, 1 / 3, 1])])
def test_named_steps_divide_the_scale_evenly(n: int, loadings: list[float]) -> None:
    """Step i of n carries the scores times 2(i−1)/(n−1) − 1."""
    steps = scale({"scores": {"d": 1.0}, "steps": list("abcd")[:n]})
    assert [step.text for step in steps] == list("abcd")[:n]
    assert [step.loadings["d"] for step in steps] == pytest.approx(loadings)


def test_every_type_of_the_schema_is_registered() -> None:
    """The registry names the types that questions.json knows."""
    schema = json.loads(schema_text("questions"))
    assert list(OPTIONS_OF) == schema["definitions"]["question"]["properties"]["type"]["enum"]
