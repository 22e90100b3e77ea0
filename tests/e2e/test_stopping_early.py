"""Stopping early, at a real pseudo-terminal: taken up by one key, and never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from command import COMMAND, run
from pty_driver import Person
from rolequiz.pack import shipped_pack

QUESTIONS = shipped_pack().questions
EXAMPLE = Path(__file__).parents[2] / "docs" / "example-answers.json"
ANSWERS = json.loads(EXAMPLE.read_text(encoding="utf-8"))["answers"]
ASKED = len(QUESTIONS)
OFFER = "You could stop here (e)"

Sit = Callable[..., Person]


@pytest.fixture
def sit(tmp_path: Path) -> Sit:
    """Return a function that seats a person who answers up to a question, keys or lines."""

    def seat(
        *args: str, until: int = 12, size: tuple[int, int] = (80, 24), greeting: str = ""
    ) -> Person:
        person = Person([*COMMAND, "--full", *args, "--save", str(tmp_path / "mine.json")], size)
        for index in range(until):
            person.reads(f"Question {index + 1} of {ASKED}").types(wish(index, *args))
        return person.reads(greeting or f"Question {until + 1} of {ASKED}")

    return seat


def wish(index: int, *args: str) -> str:
    """What the person of the example types at a question."""
    answer = ANSWERS.get(QUESTIONS[index].id)
    ids = [option.id for option in QUESTIONS[index].options]
    return ("s" if answer is None else f"{ids.index(answer) + 1}") + "\n" * ("--plain" in args)


@pytest.mark.parametrize("args", [(), ("--plain",)], ids=["keys", "lines"])
@pytest.mark.parametrize("columns", [80, 40])
def test_one_key_stops_where_it_is_offered(
    sit: Sit, tmp_path: Path, args: tuple[str, ...], columns: int
) -> None:
    """After twelve answers the result comes, and the file reads back to the same."""
    person = sit(*args, size=(columns, 24)).reads(OFFER)
    assert OFFER not in person.seen.partition("Question 12")[0]
    assert person.types("e" + "\n" * bool(args)).ends() == 0
    file = tmp_path / "mine.json"
    saved = json.loads(file.read_text())
    assert (len(saved["answers"]), saved["stopped"]) == (12, True)
    again = run("take", "--answers", file)
    assert (again.code, again.err) == (0, "")
    assert f"12 of {ASKED} questions answered." in again.out
    assert "fits how you like to work best" in again.out


@pytest.mark.parametrize("args", [(), ("--plain",)], ids=["keys", "lines"])
def test_going_on_takes_no_extra_key(sit: Sit, tmp_path: Path, args: tuple[str, ...]) -> None:
    """Answering is enough to go on; the offer comes once more after 22 answers."""
    person = sit(*args, until=ASKED - 1).types(wish(ASKED - 1, *args))
    person = person if args else person.goes_on()
    assert person.ends() == 0
    parts = person.transcript.split("Question ")
    offered = [part.split()[0] for part in parts if OFFER in part]
    given = [q.id for q in QUESTIONS if ANSWERS.get(q.id)]
    again = str(2 + QUESTIONS.index(shipped_pack().question(given[21])))
    assert offered == ["13", again]
    assert "stopped" not in json.loads((tmp_path / "mine.json").read_text())


@pytest.mark.parametrize("args", [(), ("--plain",)], ids=["keys", "lines"])
def test_the_key_does_nothing_without_an_offer(sit: Sit, args: tuple[str, ...]) -> None:
    """Before the offer, and after going on, e is an ordinary key."""
    end = "\n" * bool(args)
    not_understood = "Please type a number from 1"
    person = sit(*args, until=3).types("e" + end)
    for index in range(3, 13):
        if args and index == 3:
            person.reads(not_understood)
        person.types(wish(index, *args)).reads(f"Question {index + 2} of {ASKED}")
    person.types("e" + end)
    if args:
        person.reads(not_understood)
    person.types(wish(13, *args)).reads(f"Question 15 of {ASKED}")


def test_a_resumed_run_offers_to_stop_too(sit: Sit, tmp_path: Path) -> None:
    """A run cut short at the offer continues there, and its answers are enough."""
    assert sit().reads(OFFER).types("q").ends() == 130
    person = sit(until=0, greeting="[Y/n]").types("\r").reads(OFFER)
    assert person.types("e").ends() == 0
    assert len(json.loads((tmp_path / "mine.json").read_text())["answers"]) == 12
