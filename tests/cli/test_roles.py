"""`rolequiz roles`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import run
from rolequiz.pack import read_pack, shipped_folder

PACK = read_pack(shipped_folder())
FIRST, SECOND, *_ = PACK.roles


def test_without_a_name_all_are_listed() -> None:
    """Every role of the quiz is there with its name, in the order of the file."""
    ended = run("roles")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    places = [lines.index(role.name) for role in PACK.roles]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [FIRST.id, FIRST.name, FIRST.name.upper()])
def test_one_role_is_shown_whole(name: str) -> None:
    """A role is found by its id or its name, in any letters, and its card says what is in it."""
    ended = run("roles", name)
    assert ended.code == 0
    said = " ".join(ended.out.split())
    for text in (FIRST.name, FIRST.summary, *FIRST.card.week, *FIRST.card.leavers_dislike):
        assert " ".join(text.split()) in said
    assert SECOND.summary not in said


def test_several_roles_stand_side_by_side() -> None:
    """Two names share a line; the same role named twice is shown once."""
    ended = run("roles", FIRST.id, SECOND.name, FIRST.name)
    assert ended.code == 0
    assert ended.out.splitlines()[0].split("  ")[0] == FIRST.name
    assert ended.out.splitlines()[0].split("  ")[-1].strip() == SECOND.name


def test_an_unknown_role_is_refused() -> None:
    """The likeliest id is offered, and control characters in the name do nothing."""
    run("roles", FIRST.id, f"{SECOND.id}s").refused(2, f"Did you mean “{SECOND.id}”?")
    run("roles", FIRST.name[:-1]).refused(2, f"Did you mean “{FIRST.id}”?")
    ended = run("roles", "\x1b[2J[red]").refused(2, "[2J[red]", SECOND.id)
    assert "\x1b" not in ended.err


def test_roles_as_json_and_markdown() -> None:
    """Scripts get the cards as data, documents as headings."""
    listed = json.loads(run("roles", "--json").out)["roles"]
    assert [role["id"] for role in listed] == [role.id for role in PACK.roles]
    (one,) = json.loads(run("roles", FIRST.id, "--format", "json").out)["roles"]
    assert one["week"] == list(FIRST.card.week)
    assert f"# {FIRST.name}\n" in run("roles", FIRST.id, "--format", "markdown").out


def test_roles_go_to_a_file(tmp_path: Path) -> None:
    """With -o nothing is printed, and the file holds what would have been."""
    ended = run("roles", "-o", tmp_path / "roles.txt")
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert (tmp_path / "roles.txt").read_text(encoding="utf-8") == run("roles").out
