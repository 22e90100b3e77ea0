"""Role cards in a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from rolequiz.model import Card, Pack
from rolequiz.pages.talk import shown_roles
from rolequiz.render import RenderOptions
from rolequiz.scoring import Result
from saying import cards as cards_of


@pytest.fixture(scope="module")
def pack(results: dict[str, Result]) -> Pack:
    """A quiz of four roles with full cards."""
    return results["clear"].pack


def cards(pack: Pack, count: int, width: int = 80, plain: bool = False) -> str:
    """The first so many cards."""
    return cards_of(pack, pack.roles[:count], "text", RenderOptions(width=width, plain=plain))


def test_the_list_names_every_role_and_what_it_does(pack: Pack) -> None:
    """With no role asked for, each has its name and its summary."""
    text = cards(pack, 0, width=200)
    assert text.splitlines()[:3] == ["Product manager", pack.roles[0].summary, ""]
    assert all(f"{role.name}\n{role.summary}\n" in text for role in pack.roles)


def test_one_card_is_shown_whole(pack: Pack) -> None:
    """Every part of the card is there, with who it is confused with by name."""
    text = cards(pack, 1, width=300)
    card = pack.roles[0].card
    for texts in (card.accountable_for, card.horizon, card.week, card.suits, card.sources):
        assert all(f"• {item}\n" in text for item in texts)
    assert f"• Scrum master: {card.confused_with['scrum-master']}\n" in text


def test_cards_stand_side_by_side_where_there_is_room(pack: Pack) -> None:
    """At 80 columns two or three cards share their lines; at 40 they follow one another."""
    assert cards(pack, 2).splitlines()[0].split("  ")[0] == "Product manager"
    assert "Program manager" in cards(pack, 2).splitlines()[0]
    assert "Portfolio manager" in cards(pack, 3).splitlines()[0]
    assert cards(pack, 2, width=40).splitlines()[0] == "Product manager"
    assert cards(pack, 2, plain=True).splitlines()[0] == "Product manager"


def test_compared_cards_say_how_those_roles_differ(pack: Pack) -> None:
    """Beside each other, cards speak of each other and of no third role, and leave out sources."""
    for text in (cards(pack, 2), cards(pack, 2, width=40)):
        assert "• Product manager: Letter" in text
        assert "• Program manager: Letter" in text
        assert "Scrum master" not in text
        assert "Sources" not in text


@pytest.mark.parametrize("width", [12, 30, 40, 49, 50, 60, 80, 120])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_no_line_is_wider_than_the_screen(pack: Pack, count: int, width: int) -> None:
    """Lists, cards and comparisons fit every width."""
    for plain in (False, True):
        for line in cards(pack, count, width, plain).splitlines():
            assert cell_len(line) <= width
            assert line == line.rstrip()


def test_parts_that_a_card_lacks_take_no_room(pack: Pack) -> None:
    """A heading shows where any of the compared cards has that part, and only there."""
    bare = replace(pack.roles[1], card=Card(pay=("Unknown",)))
    pair = cards_of(pack, [bare, replace(bare, name="Other")], "text").partition("\nWhere people")[
        0
    ]
    assert [line.split("  ")[0] for line in pair.splitlines() if line][-2:] == ["Pay", "• Unknown"]
    assert "A usual week" not in pair
    mixed = cards_of(pack, [bare, pack.roles[0]], "text")
    assert mixed.index("A usual week") < mixed.index("Pay")


def test_a_role_that_is_named_twice_is_shown_once(results: dict[str, Result]) -> None:
    """Places of one result: the first twice is one whole card, not two side by side."""
    result = results["clear"]
    once, twice = shown_roles(result, [1]), shown_roles(result, [1, 1])
    assert twice == once
    assert twice.title == result.leader.name
