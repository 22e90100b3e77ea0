"""What docs/workshops.md tells coaches to do, done as it says, at a real pseudo-terminal."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

import refresh
from command import COMMAND, run
from pty_driver import Person
from rolequiz.pack import shipped_pack

GUIDE = (refresh.TOP / "docs" / "workshops.md").read_text(encoding="utf-8")
COUNT = len(shipped_pack().questions)


def test_four_people_at_one_laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the guide's command; the second is called away, and comes back last by their code."""
    monkeypatch.chdir(tmp_path)
    asked, scored = re.findall(r"```sh\n(rolequiz .*)\n```", GUIDE)
    laptop = Person([*COMMAND, *shlex.split(asked)[1:]])
    laptop.reads("Enter starts").types("\r")

    def answers(key: str, first: int = 1, last: int = COUNT) -> None:
        for number in range(first, last + 1):
            laptop.reads(f"Question {number} of {COUNT}").reads("? help").types(key)
        if last == COUNT:
            laptop.reads("That was").types("\r")

    def hands_on() -> None:
        laptop.reads("q=leave").types("q").reads("lets the next person begin").types("\r")

    codes = []
    for number in range(1, 5):
        laptop.reads("Enter begins").types("\r").reads("Your code: ").reads("first question")
        codes += re.findall(r"Your code: (\S+)", "\n".join(laptop.screen.display))
        laptop.types("\r")
        if number == 2:
            answers("2", last=5)
            laptop.reads("Question 6").reads("? help").types("q").reads("q leaves").types("q")
            continue
        answers(str(number))
        hands_on()
    laptop.reads("Enter begins").types("c").reads("Your code: ").types(f"{codes[1]}\r")
    answers("2", first=6)
    hands_on()
    laptop.reads("Enter begins").types("\x05\x05\x05")
    assert laptop.ends() == 0

    kept = [json.loads(line)["answers"] for line in Path("room.jsonl").read_text().splitlines()]
    chosen = [{q.id: q.options[number].id for q in shipped_pack().questions} for number in range(4)]
    assert sorted(kept, key=str) == sorted(chosen, key=str)
    page = run(*shlex.split(scored)[1:]).out
    assert len(re.findall(r"^[A-Z]\d\w\w: ", page, re.MULTILINE)) == 4
