"""Whole sessions: a coach's terminal, phones in real browsers, and a page on the wall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser_page import AXE
from command import TINY, run
from room.coach import OTHER, Phone, Room

OPTIONS = (0, 1, 3, 1)
"""The rows that somebody chooses in the small quiz."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


def kept(file: Path) -> dict[str, Any]:
    """What FILE holds of each person, by code."""
    return {line["respondent"]: line for line in map(json.loads, file.read_text().splitlines())}


@contextmanager
def phones(chromium: Browser, *addresses: str) -> Iterator[list[Phone]]:
    """Open an address on a phone each; afterwards no script has failed."""
    opened = [Phone(chromium, address) for address in addresses]
    yield opened
    for phone in opened:
        phone.context.close()
        assert phone.errors == []


def sound(page: Page) -> None:
    """Hold that axe-core finds nothing on a page as it is."""
    page.evaluate(AXE)  # as evaluated, it needs no leave of the page's policy
    found = page.evaluate("axe.run()")["violations"]
    assert [(each["id"], each["help"]) for each in found] == []


def test_a_whole_session(file: Path, chromium: Browser) -> None:
    """Two phones join, answer, reload and see their results; the wall counts them both."""
    room = Room(file)
    wall = chromium.new_page()
    wall.goto(room.wall())
    with phones(chromium, room.scanned, room.address) as (first, second):
        sound(first.page)
        first.join()
        second.join(room.code.lower())
        sound(first.page)
        first.answers(OPTIONS[0]).answers(OPTIONS[1]).says("Saved on the laptop.")
        first.page.reload()
        first.says("Question 3 of 4").answers(OPTIONS[2]).answers(OPTIONS[3])
        for option in OPTIONS:
            second.answers(option)
        for phone in (first, second):
            phone.page.locator("[data-rolequiz=headline]").wait_for()
            phone.says("Saved on the laptop.")
        wall.locator("#finished", has_text="2").wait_for()
        sound(first.page)
        sound(wall)
        room.person.sees("2 joined · 2 begun · 2 finished")
        headline = first.page.locator("[data-rolequiz=headline]").inner_text()
        codes = {first.code, second.code}
        for phone in (first, second):
            assert {url.split("/")[2] for url in phone.asked} == {room.address[7:]}
    wall.close()
    room.person.types("x")
    assert room.person.ends() == 0
    assert kept(file).keys() == codes
    sheet = file.with_name("one.json")
    sheet.write_text(file.read_text().splitlines()[0])
    assert run("take", "--pack", TINY, "--answers", sheet).out.startswith(headline)
    assert headline not in room.person.transcript


def test_a_reload_at_the_result_shows_it_again(file: Path, chromium: Browser) -> None:
    """Whoever has finished finds their result again, and may change an answer, which is kept."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join()
        for option in OPTIONS:
            phone.answers(option)
        phone.page.locator("[data-rolequiz=headline]").wait_for()
        phone.says("Saved on the laptop.").page.reload()
        phone.page.locator("[data-rolequiz=headline]").wait_for()
        code = phone.code
    room.closed()
    assert len(kept(file)[code]["answers"]) == 4


def test_another_browser_goes_on(file: Path, chromium: Browser) -> None:
    """With the code on the first phone somebody goes on elsewhere, and is the same person."""
    room = Room(file)
    with phones(chromium, room.scanned, room.address) as (first, second):
        first.join().answers(0).says("Saved on the laptop.")
        second.page.get_by_text("I have begun in another browser").click()
        second.page.get_by_label("Your code to go on").fill("AAA-AAA")
        second.page.get_by_role("button", name="Go on").click()
        second.says("Nobody here has that code.")
        second.page.get_by_label("Your code to go on").fill(first.resume.lower())
        second.page.get_by_role("button", name="Go on").click()
        second.says("Question 2 of 4").answers(1).says("Saved on the laptop.")
        assert second.code == first.code
    room.closed()
    assert len(kept(file)) == 1


def test_answers_wait_in_the_phone_until_the_room_is_back(file: Path, chromium: Browser) -> None:
    """The laptop dies; the person goes on, sees what is not sent, and it arrives later."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join().answers(OPTIONS[0]).says("Saved on the laptop.")
        port = room.address.rpartition(":")[2]
        room.killed()
        for option in OPTIONS[1:]:
            phone.answers(option)
        phone.page.locator("[data-rolequiz=headline]").wait_for()
        phone.says("not sent yet").says("This phone can't reach the laptop.")
        room = Room(file, "--port", port)
        phone.says("Saved on the laptop.")
        room.person.sees("1 finished")
        code = phone.code
    room.closed()
    assert len(kept(file)[code]["answers"]) == 4


def test_answers_move_to_another_address(file: Path, chromium: Browser) -> None:
    """The laptop comes back with another address; the phone takes what is not sent there."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join().answers(OPTIONS[0]).says("Saved on the laptop.")
        code = phone.code
        room.killed()
        phone.answers(OPTIONS[1]).answers(OPTIONS[2]).says("not sent yet")
        room = Room(file, address=OTHER)
        phone.page.get_by_text("Does the wall show another address now?").click()
        phone.page.get_by_label("The new address").fill("nowhere!")
        phone.page.get_by_role("button", name="Go there").click()
        phone.says("Type it as it stands on the wall")
        phone.page.get_by_label("The new address").fill(room.address.removeprefix("http://"))
        phone.page.get_by_role("button", name="Go there").click()
        phone.says("Question 4 of 4").says("Saved on the laptop.")
        assert phone.code == code
        assert "#" not in phone.page.url
        phone.answers(OPTIONS[3])
        room.person.sees("1 finished")
    room.closed()
    assert len(kept(file)[code]["answers"]) == 4


def test_a_lost_cookie_loses_nobody(file: Path, chromium: Browser) -> None:
    """While the page is open it comes back by itself, as the same person."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join().answers(0).says("Saved on the laptop.")
        phone.context.clear_cookies()
        phone.answers(1).answers(2).says("Saved on the laptop.")
        code = phone.code
    room.closed()
    assert [(each, len(line["answers"])) for each, line in kept(file).items()] == [(code, 3)]


def test_a_phone_that_the_room_does_not_know_says_so(file: Path, chromium: Browser) -> None:
    """If the file was deleted, the phone says that it is not known, and stops asking."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join().answers(0).says("Saved on the laptop.")
        port = room.address.rpartition(":")[2]
        room.closed()
        for each in file.parent.glob("room.jsonl*"):
            each.unlink()
        room = Room(file, "--port", port)
        phone.answers(1).says("The laptop does not know this phone any more.")
    room.closed()
    assert kept(file) == {}


def test_clearing_removes_the_answers_from_the_laptop(file: Path, chromium: Browser) -> None:
    """People who clear their answers are not in the room any more, and can start again."""
    room = Room(file)
    with phones(chromium, room.scanned) as (phone,):
        phone.join().answers(0).says("Saved on the laptop.")
        phone.page.get_by_role("button", name="Clear my answers").click()
        phone.page.get_by_role("button", name="Clear them").click()
        phone.page.get_by_role("button", name="Join").wait_for()
        room.person.sees("0 joined")
        phone.join().answers(1).says("Saved on the laptop.")
        code = phone.code
    room.closed()
    assert kept(file).keys() == {code}


def test_a_name_is_asked_for_where_the_coach_wants_names(file: Path, chromium: Browser) -> None:
    """With --names people write their name, and the code stays what tells them apart."""
    room = Room(file, "--names")
    with phones(chromium, room.scanned) as (phone,):
        phone.page.get_by_label("Your name").fill("Zoë")
        phone.join().answers(0).says("Saved on the laptop.")
        assert phone.code.startswith("Zoë ")
    room.closed()
    assert next(iter(kept(file))).startswith("Zoë ")
