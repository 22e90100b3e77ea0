"""What the projector's page shows, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from command import TINY as QUIZ
from rolequiz.pack import read_pack
from rolequiz.room.releases import Shown
from rolequiz.room.store import Store
from rolequiz.room.wall import Wall, Way
from rolequiz.room.web import Server
from room.phone import Phone

TINY = read_pack(QUIZ)
WAY = Way("192.168.1.20:8321", "K7QD")


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[tuple[Store, Wall, Phone]]:
    """Open the projector's page of a room, and a browser."""
    with Store(tmp_path / "room.jsonl", TINY) as store:
        site = Wall(store, WAY)
        server = Server("127.0.0.1", 0, site)
        with server.running():
            browser = Phone(server)
            yield store, site, browser
            browser.drop()


def finished(store: Store) -> str:
    """Let somebody answer everything; return their code."""
    code = store.join().code
    for question in TINY.questions:
        store.keep(code, {"question": question.id, "answer": question.options[0].id})
    store.finish(code)
    return code


def test_it_shows_how_to_join_and_how_many_have(wall: tuple[Store, Wall, Phone]) -> None:
    """Address, code and counts are there; nobody's code or answer is."""
    store, site, browser = wall
    codes = [finished(store), store.join().code]
    page = browser.ask("GET", f"/{site.token}/").body.decode()
    for text in ("192.168.1.20:8321", "K7QD", "Wi-Fi", "<svg"):
        assert text in page
    counts = browser.ask("GET", f"/{site.token}/counts")
    assert counts.data == {"joined": 2, "begun": 1, "finished": 1}
    assert not any(code in page + counts.body.decode() for code in codes)


def test_only_its_own_script_runs(wall: tuple[Store, Wall, Phone]) -> None:
    """The policy allows only the page's style and script, by hash; nothing else is inline."""
    _, site, browser = wall
    answer = browser.ask("GET", f"/{site.token}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r' (style|on\w+)="', answer.body.decode())


def test_nothing_is_found_without_the_token(wall: tuple[Store, Wall, Phone]) -> None:
    """Other paths, methods and names that lead here are refused."""
    _, site, browser = wall
    for path in ("/", "/counts", "//", f"/{site.token}", f"/{site.token[:-1]}/", "/é/"):
        wanted = 200 if path == f"/{site.token}" else 404
        assert browser.ask("GET", path.encode("ascii", "ignore").decode()).status == wanted, path
    assert browser.ask("POST", f"/{site.token}/", {}).status == 404
    assert browser.ask("GET", f"/{site.token}/", Host="localhost").status == 421
    assert browser.ask("GET", f"/{site.token}/report").status == 404


def test_the_report_is_a_page_once_it_was_shown(wall: tuple[Store, Wall, Phone]) -> None:
    """What the coach has shown can be opened in the browser; looking does not make a new one."""
    store, site, browser = wall
    for _ in range(6):
        finished(store)
    assert browser.ask("GET", f"/{site.token}/report").status == 404
    store.report(lambda people: Shown("", f"<p>{len([*people])} people</p>"))
    assert browser.ask("GET", f"/{site.token}/report").body == b"<p>6 people</p>"


def test_a_hostile_title_is_only_text(tmp_path: Path) -> None:
    """Markup and control signs in a quiz's title do nothing on the wall."""
    pack = replace(TINY, title='</h1><script>alert("x")</script>\x1b[2J\u202e')
    with Store(tmp_path / "room.jsonl", pack) as store:
        page = Wall(store, WAY)._page.decode()
    assert page.count("<script>") == 1
    assert "\x1b" not in page
    assert "\u202e" not in page
