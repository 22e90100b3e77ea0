"""`rolequiz why`."""

from __future__ import annotations

import json
from math import fsum
from pathlib import Path

import jsonschema
import pytest

from command import run
from rolequiz.pack import shipped_pack
from rolequiz.schemas import schema_text

ROBIN = str(Path(__file__).parents[2] / "docs" / "example-answers.json")


def test_json_says_what_makes_the_gap() -> None:
    """By the published schema, and the points sum to fit − over_fit."""
    ended = run("why", "po", "--over", "Business analyst", ROBIN, "--json")
    data = json.loads(ended.out)
    jsonschema.validate(data, json.loads(schema_text("why")))
    assert (ended.code, data["role"], data["over"]) == (0, "product-owner", "business-analyst")
    for part in ("points", "by_dimension"):
        gap = data["fit"] - data["over_fit"]
        assert fsum(data[part].values()) == pytest.approx(gap, abs=1e-9)


def test_a_role_is_compared_with_the_one_that_fits_best_of_the_others() -> None:
    """The leader with the runner-up, and all others with the leader."""
    found = {}
    for words in (["product", "manager"], ["scrum-master"]):
        data = json.loads(run("why", *words, ROBIN, "--json").out)
        found[data["role"]] = data["over"]
    assert found == {"product-manager": "product-owner", "scrum-master": "product-manager"}


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_the_page_comes_in_every_format(format: str) -> None:
    """With its headline first."""
    ended = run("why", "po", ROBIN, "--format", format)
    assert ended.code == 0
    assert "Why Product owner fits less than Product manager" in ended.out


def test_what_can_not_be_compared_is_said() -> None:
    """A role with itself, two roles without --over, an unknown role, no answers."""
    same = run("why", "po", "--over", "product-owner", ROBIN)
    assert (same.code, "can't be compared with itself" in same.err) == (2, True)
    two = run("why", "po", "ba", ROBIN)
    assert (two.code, "--over business-analyst" in two.err) == (2, True)
    assert run("why", "po", ROBIN, "--over", "nobody").code == 2
    assert run("why", "po", "missing.json").code == 4


def test_too_few_answers_end_with_their_code(tmp_path: Path) -> None:
    """The page says so, and what the roles do."""
    few = tmp_path / "few.json"
    few.write_text('{"answers": {"makers-or-users": 1}}', encoding="utf-8")
    ended = run("why", "po", str(few))
    assert ended.code == 5
    assert f"You answered 1 of {len(shipped_pack().questions)} questions." in ended.out
    assert "fits" not in ended.out
