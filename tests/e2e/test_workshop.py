"""What docs/workshops.md tells coaches to do, done as it says, at a real pseudo-terminal."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

import refresh
from command import COMMAND, run
from pty_driver import Person
from rolequiz.pack import shipped_pack

GUIDE = (refresh.TOP / "docs" / "workshops.md").read_text(encoding="utf-8")
COUNT = len(shipped_pack().questions)


@pytest.fixture
def people() -> Iterator[list[Person]]:
    """Return a list of all who have sat down; they leave at the end."""
    seated: list[Person] = []
    yield seated
    for person in seated:
        person.leave()


def test_four_people_at_one_laptop(
    people: list[Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each types the guide's command; p02 is called away and comes back last."""
    monkeypatch.chdir(tmp_path)
    asked, scored = re.findall(r"```sh\n((?:rolequiz .*\n)+)```", GUIDE)
    commands = asked.splitlines()
    assert len(commands) == 4

    def sits_down(command: str) -> Person:
        people.append(Person([*COMMAND, *shlex.split(command)[1:]]))
        return people[-1]

    def answers(person: Person, key: str, first: int = 1, last: int = COUNT) -> Person:
        for number in range(first, last + 1):
            person.reads(f"Question {number} of {COUNT}").reads("? help").types(key)
        return person

    for number, command in enumerate(commands, 1):
        person = sits_down(command)
        if number == 2:
            answers(person, "2", last=5).reads("Question 6").reads("? help").types("q")
            assert person.ends() == 130
            continue
        assert answers(person, str(number)).goes_on().ends() == 0
        assert "[Y/n]" not in person.transcript
        assert ("An unfinished run of" in person.transcript) is (number > 2)
    told = re.search(r"^  (rolequiz take .*?)\r?$", people[2].transcript, re.MULTILINE)
    assert told is not None
    assert shlex.split(told[1]) == shlex.split(commands[1])
    back = sits_down(told[1]).reads("answered 5 of").reads("[Y/n]").types("\r")
    assert answers(back, "2", first=6).goes_on().ends() == 0

    for number in range(1, 5):
        kept = json.loads((tmp_path / f"p0{number}.json").read_text(encoding="utf-8"))
        assert kept["respondent"] == f"p0{number}"
        chosen = {each.id: each.options[number - 1].id for each in shipped_pack().questions}
        assert kept["answers"] == chosen
        assert f"p0{number}" in (tmp_path / f"p0{number}.html").read_text(encoding="utf-8")
    page = run(*shlex.split(scored)[1:]).out
    assert re.findall(r"^(p\d\d): ", page, re.MULTILINE) == ["p01", "p02", "p03", "p04"]
