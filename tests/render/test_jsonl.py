"""The JSON Lines of many people's results."""

from __future__ import annotations

import json

from reading import PACK, answers
from rolequiz.model import Responses
from rolequiz.render import RenderOptions, records
from rolequiz.render.json import result_json
from rolequiz.scoring import Scorer, score


def test_a_line_is_the_json_of_one_person() -> None:
    """Each line holds the data that `rolequiz take --json` gives, in ASCII and without spaces."""
    everyone = [
        Responses(answers("problem", "on-time", 4, "roadmap"), respondent="Zoë\x1b[2J\n"),
        Responses({}),
    ]
    results = [score(PACK, each) for each in everyone]
    people = map(Scorer(PACK).figures, everyone)
    lines = list(records("jsonl").batch(PACK, people, RenderOptions()))
    assert records("json") == records("jsonl")
    for line, result in zip(lines, results, strict=True):
        assert json.loads(line) == json.loads(result_json(result))
        assert line.isascii()
        assert line.count("\n") == 1
        assert "\x1b" not in line
