"""`rolequiz what-if`."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from command import TINY, run
from rolequiz.cli.what_if import EXAMPLES
from rolequiz.schemas import schema_text

DOCS = Path(__file__).parents[2] / "docs"
ANSWERS = TINY / "answers.json"
QUIZ = ("--pack", TINY)


def test_only_what_moves_is_said_and_that_nothing_is_kept() -> None:
    """The other answer, then ranks and fits that move; the answers stay as they are."""
    before = ANSWERS.read_bytes()
    ended = run("what-if", ANSWERS, "proud=growing", "meeting=3", *QUIZ)
    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert said.startswith("What if: ")
    assert "your answers stay as they are, and nothing is saved" in said
    assert "“It is still growing” instead of “It shipped on the day we promised”" in said
    assert "Before: Portfolio manager fits how you like to work best" in said
    assert "Product manager 1 2 " in said
    assert ANSWERS.read_bytes() == before


def test_several_changes_at_once_of_every_kind() -> None:
    """An answer, a step, a skip and a mark; a question may be answered and marked."""
    changes = ("proud=", "meeting=5", "week*", "first-hour=people", "first-hour*")
    ended = run("what-if", ANSWERS, *changes, *QUIZ, "--json")
    assert ended.code == 0
    data = json.loads(ended.out)
    Draft7Validator(json.loads(schema_text("what-if"))).validate(data)
    marked = {"from": False, "to": True}
    assert data["changes"] == [
        {"question": "first-hour", "from": "problem", "to": "people", "matters": marked},
        {"question": "proud", "from": "on-time", "to": None, "matters": None},
        {"question": "meeting", "from": 4, "to": 5, "matters": None},
        {"question": "week", "from": "roadmap", "to": "roadmap", "matters": marked},
    ]
    assert list(data["after"]["answers"]) == ["first-hour", "meeting", "week"]
    assert data["after"]["matters"] == ["first-hour", "week"]


def test_figures_are_those_of_take(tmp_path: Path) -> None:
    """Before and after are whole results, as `take --json` gives them; nothing else is moved."""
    changed = json.loads(ANSWERS.read_text())
    changed["answers"] |= {"proud": "growing", "meeting": 3}
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(changed))
    data = json.loads(run("what-if", ANSWERS, "proud=growing", "meeting=3", *QUIZ, "--json").out)
    for end, answers in (("before", ANSWERS), ("after", file)):
        assert data[end] == json.loads(run("take", "--answers", answers, *QUIZ, "--json").out)
    moved = {each["id"]: each for each in data["moved"]["roles"]}
    fits = {role["id"]: role["fit"] for role in data["after"]["roles"]}
    assert {id: each["after"] for id, each in moved.items()}.items() <= fits.items()
    assert data["moved"]["recommendation"]["before"] == "portfolio-manager"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["prowd=growing"], "There is no question “prowd”. Did you mean “proud”?"),
        (["proud=growin"], "“proud” has no answer “growin”. Did you mean “growing”?"),
        (["meeting=6"], "“meeting” has no answer “6”. Known: 1, 2, 3, 4, 5."),
        (["meeting=04"], "“meeting” has no answer “04”."),
        (["proud"], "“proud” has no “=” in it. Write QUESTION=OPTION"),
        (["=growing"], "There is no question “”."),
        (["*"], "There is no question “”."),
        (["proud=growing", "proud="], "“proud” is named twice."),
        (["week*", "week*"], "“week” is named twice."),
        (["proud=on-time"], "That changes nothing: these are the answers that were given."),
        (["proud\x1b[2J=x"], "There is no question “proud"),
    ],
    ids=str,
)
def test_a_change_that_is_none_is_refused(changes: list[str], said: str) -> None:
    """A change that can't be understood or changes nothing is refused, with what can be written."""
    ended = run("what-if", ANSWERS, *changes, *QUIZ).refused(2, said)
    assert "\x1b" not in ended.err


def test_a_mark_on_a_skipped_question_is_refused(tmp_path: Path) -> None:
    """That would change nothing, and the message says why."""
    file = tmp_path / "some.json"
    file.write_text('{"answers": {"proud": "growing"}}')
    run("what-if", file, "week*", *QUIZ).refused(2, "a skipped question has no weight")
    run("what-if", file, *QUIZ).refused(2, "Missing argument")


def test_too_few_answers_end_with_five() -> None:
    """As with `take`, a result without a recommendation has a code of its own."""
    ended = run("what-if", ANSWERS, "first-hour=", "proud=", *QUIZ)
    assert ended.code == 5
    assert "Too few answers" in ended.out


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_format_is_written(form: str, tmp_path: Path) -> None:
    """A file holds what a terminal would show, and answers may come through a pipe."""
    page = tmp_path / "page"
    args = ("-", "proud=growing", *QUIZ, "--format", form)
    piped = run("what-if", *args, stdin=ANSWERS.read_text())
    ended = run("what-if", *args, "-o", page, stdin=ANSWERS.read_text())
    assert (piped.code, ended) == (0, type(ended)(0, "", ""))
    assert page.read_text() == piped.out
    assert "product-manager" in piped.out or "Product manager" in piped.out
    assert oct(page.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_help_work(example: str) -> None:
    """Their questions and options are those of the shipped quiz."""
    words = shlex.split(example.replace("mine.json", str(DOCS / "example-answers.json")))
    assert run(*words[1:]).code == 0


def test_the_answers_are_not_overwritten() -> None:
    """A result that would overwrite them is refused."""
    run("what-if", ANSWERS, "proud=growing", "-o", ANSWERS, *QUIZ).refused(2, "the answers are")
