"""The square that phones scan: a decoder reads it from pictures of terminals and of the wall."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from room.coach import Room
from room.picture import decoded, draw

LIGHT, DARK = (255, 0), (30, 220)
"""Paper and ink of terminals."""


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 30)])
def test_the_terminal_s_square_is_read(tmp_path: Path, size: tuple[int, int]) -> None:
    """In light and dark terminals the square holds the address and the code of the room."""
    room = Room(tmp_path / "room.jsonl", size=size)
    room.person.sees("close")
    for name, (paper, ink) in {"light": LIGHT, "dark": DARK}.items():
        picture = tmp_path / f"{name}.pgm"
        draw(room.person.screen, paper, ink, picture)
        assert decoded(picture) == room.scanned.upper()
    room.closed()


def test_the_wall_s_square_is_read(tmp_path: Path, chromium: Browser) -> None:
    """The projector's page holds the same square, in a dark browser too."""
    room = Room(tmp_path / "room.jsonl")
    for scheme in ("light", "dark"):
        wall = chromium.new_page(
            viewport={"width": 1280, "height": 720},
            color_scheme=scheme,
        )
        wall.goto(room.wall())
        picture = tmp_path / f"{scheme}.png"
        wall.screenshot(path=picture)
        wall.close()
        assert decoded(picture) == room.scanned.upper()
    room.closed()


def test_a_window_without_room_for_the_square_says_so(tmp_path: Path) -> None:
    """Where the square does not fit, address, code and counts are in view all the same."""
    room = Room(tmp_path / "room.jsonl", size=(40, 12))
    room.person.sees("press p")
    shown = "\n".join(room.person.shown())
    assert re.search(r"http://127\.0\.0\.2:\d+", shown)
    assert room.code in shown
    assert not set("▀▄█") & set(shown)
    room.closed()
