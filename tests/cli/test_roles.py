"""`rolequiz roles`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from command import run
from rolequiz.pack import read_pack, shipped_folder
from rolequiz.schemas import schema_text

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


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["product", "manager"], ["product-manager"]),
        (["Product_Manager"], ["product-manager"]),
        (["scrum"], ["scrum-master"]),
        (["MASTER"], ["scrum-master"]),
        (["po"], ["product-owner"]),
        (["BA", "sm"], ["business-analyst", "scrum-master"]),
        (["product", "owner", "scrum", "PO"], ["product-owner", "scrum-master"]),
        (["scrum master", "portfolio", "manager"], ["scrum-master", "portfolio-manager"]),
    ],
)
def test_a_role_is_found_by_what_people_call_it(words: list[str], ids: list[str]) -> None:
    """Two words need no quotation marks; a word or the initials of one role alone name it."""
    assert run("roles", *words) == run("roles", *ids)
    assert run("roles", *words).code == 0


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("PM", ["product", "project", "program", "portfolio"]),
        ("pm", ["product", "project", "program", "portfolio"]),
        ("manager", ["product", "project", "program", "portfolio"]),
    ],
)
def test_what_several_roles_are_called_is_not_guessed(name: str, ids: list[str]) -> None:
    """PM may mean four roles: the message names all of them, and none is chosen."""
    run("roles", name).refused(2, f"“{name}” could be", *(f"{each}-manager" for each in ids))


@pytest.mark.parametrize("name", ["", " ", "-", "_", "o", "pr"])
def test_too_little_of_a_name_names_nothing(name: str) -> None:
    """Neither nothing nor the beginning of a word is the name of a role."""
    run("roles", "--", name).refused(2, "There is no role", FIRST.id)


def test_an_id_counts_more_than_a_name(spoil: Callable[..., Path]) -> None:
    """If a role is called like the id of another one, the id wins."""
    folder = spoil("name: Portfolio manager", "name: Project-Manager")
    for asked in ("project-manager", "Project manager"):
        shown = json.loads(run("roles", "--pack", folder, asked, "--json").out)["roles"]
        assert [role["id"] for role in shown] == ["project-manager"]


ROBIN = Path(__file__).parents[2] / "docs" / "example-answers.json"


def test_json_has_where_the_person_stands() -> None:
    """By the published schema; the positions are those of the result, and there only if asked."""
    schema = json.loads(schema_text("cards"))
    beside = json.loads(run("roles", "po", "ba", "--with", ROBIN, "--json").out)
    stands = json.loads(run("take", "--answers", ROBIN, "--json").out)["dimensions"]
    jsonschema.validate(beside, schema)
    assert beside["positions"] == {each["id"]: each["position"] for each in stands}
    alone = json.loads(run("roles", "--json").out)
    jsonschema.validate(alone, schema)
    assert "positions" not in alone


def test_two_roles_are_drawn_with_a_person_beside_them() -> None:
    """Both profiles and Robin on the scales; without --with, the profiles alone."""
    alone = run("roles", "product-owner", "business-analyst").out
    assert "◆ Product owner ◇ Business analyst" in alone
    assert "● you" not in alone
    beside = run("roles", "product-owner", "business-analyst", "--with", ROBIN).out
    assert "● you ◆ Product owner ◇ Business analyst" in beside
    plain = run("roles", "po", "ba", "--with", ROBIN, "--plain").out
    said = "you lean strongly to Deciding, 90 of 100; Product owner leans strongly to Deciding"
    assert said in " ".join(plain.split())


def test_a_person_is_drawn_beside_two_roles_only() -> None:
    """With one, three or no roles the message says what is wanted."""
    for names in ([], ["po"], ["po", "ba", "sm"]):
        ended = run("roles", *names, "--with", ROBIN)
        assert (ended.code, "--with needs two roles" in ended.err) == (2, True)


def test_the_list_shows_ids_and_the_next_step() -> None:
    """So that a script or a person knows what to type."""
    listed = run("roles").out
    assert "scrum-master" in listed
    assert "rolequiz roles product-manager" in listed
