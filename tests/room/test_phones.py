"""What phones get from a room, and what they can't do to it."""

from __future__ import annotations

import gzip
import json
import random
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from command import TINY as QUIZ
from rolequiz.pack import read_pack
from rolequiz.room import phones as site
from rolequiz.room import store as stores
from rolequiz.room import web
from rolequiz.room.store import Store
from rolequiz.room.web import Server
from room.disk import full_disk
from room.phone import PAGE, Phone, raw, room

TINY = read_pack(QUIZ)
JOINED = {"answers": {}, "matters": [], "stopped": False, "finished": False}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file that does not exist yet."""
    return tmp_path / "room.jsonl"


@pytest.fixture
def open_room(file: Path) -> Iterator[tuple[Store, Server]]:
    """Open a room on loopback."""
    with room(file, TINY) as opened:
        yield opened


def joined(store: Store, server: Server) -> Phone:
    """Return a phone that has joined."""
    phone = Phone(server)
    assert phone.ask("POST", "/join", {"room": store.room}).status == 200
    return phone


@contextmanager
def connected(server: Server, address: str) -> Iterator[socket.socket]:
    """Connect from an address."""
    place = ("127.0.0.1", server.server_port)
    with socket.create_connection(place, 20, (address, 0)) as connection:
        yield connection


def served(connection: socket.socket) -> bool:
    """Ask for anything, and return whether there is an answer."""
    with suppress(OSError):
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        return connection.recv(10) != b""
    return False


def test_a_whole_quiz_on_one_phone(open_room: tuple[Store, Server]) -> None:
    """Somebody opens the page, joins, answers, marks, skips and finishes; all of it is kept."""
    store, server = open_room
    phone = Phone(server)
    assert phone.ask("GET", "/").body == PAGE.encode()
    assert phone.ask("GET", "/me").status == 401
    state = phone.ask("POST", "/join", {"room": store.room.lower()}).data
    respondent = store.respondent(state["code"])
    assert state == JOINED | {"code": respondent.code, "resume": state["resume"]}
    assert state["resume"].replace("-", "") == respondent.resume
    for given in (
        {"question": "first-hour", "answer": "problem", "matters": True},
        {"question": "proud", "answer": None, "matters": False},
        {"question": "meeting", "answer": 4},
    ):
        assert phone.ask("POST", "/answer", given).status == 204
    assert phone.ask("POST", "/finish", {"stopped": True}).status == 204
    state = phone.ask("GET", "/me").data
    assert state["answers"] == {"first-hour": "problem", "proud": None, "meeting": 4}
    assert (state["matters"], state["stopped"], state["finished"]) == (["first-hour"], True, True)


def test_browsers_that_accept_gzip_get_the_page_in_it(
    open_room: tuple[Store, Server],
) -> None:
    """A browser that accepts gzip gets the same page in a fraction of its size."""
    packed = Phone(open_room[1]).ask("GET", "/", Accept_Encoding="br, gzip;q=1.0")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == PAGE.encode()


def test_the_code_in_the_address_opens_the_page(open_room: tuple[Store, Server]) -> None:
    """The address in the QR holds the code; a wrong one is not found."""
    store, server = open_room
    phone = Phone(server)
    assert phone.ask("GET", f"/{store.room}").body == PAGE.encode()
    assert phone.ask("GET", "/0000" if store.room != "0000" else "/1111").status == 404


def test_the_code_to_resume_works_in_another_browser(open_room: tuple[Store, Server]) -> None:
    """The code on the first phone lets the person in elsewhere, with all their answers."""
    store, server = open_room
    first = joined(store, server)
    first.ask("POST", "/answer", {"question": "proud", "answer": "growing"})
    state = first.ask("GET", "/me").data
    second = Phone(server)
    assert second.ask("POST", "/join", {"resume": state["resume"].lower()}).data == state
    assert second.ask("POST", "/answer", {"question": "meeting", "answer": 1}).status == 204
    assert first.ask("GET", "/me").data["answers"] == {"proud": "growing", "meeting": 1}


def test_joining_twice_counts_once(open_room: tuple[Store, Server]) -> None:
    """Somebody who has joined stays the same person if they join again."""
    store, server = open_room
    phone = joined(store, server)
    again = phone.ask("POST", "/join", {"room": store.room}).data
    assert [respondent.code for respondent in store.people()] == [again["code"]]


def test_names_are_kept_only_if_asked_for(file: Path) -> None:
    """Without --names a name that a page sends is not kept."""
    with room(file, TINY) as (store, server):
        answer = Phone(server).ask("POST", "/join", {"room": store.room, "name": "Ann"})
        assert "Ann" not in answer.data["code"]
    with room(file, TINY, names=True) as (store, server):
        answer = Phone(server).ask("POST", "/join", {"room": store.room, "name": "Ann"})
        assert answer.data["code"].startswith("Ann ")


def test_phones_continue_after_a_restart(file: Path) -> None:
    """The same file opens the same room: its code, everybody's cookie and their answers."""
    with room(file, TINY) as (store, server):
        phone, code = joined(store, server), store.room
        phone.ask("POST", "/answer", {"question": "proud", "answer": "growing"})
    with room(file, TINY) as (store, server):
        assert store.room == code
        later = Phone(server)
        later.cookie = phone.cookie
        assert later.ask("GET", "/me").data["answers"] == {"proud": "growing"}


def test_whoever_guesses_codes_has_to_wait(
    open_room: tuple[Store, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten wrong codes even the right one is refused for a minute; others continue."""
    store, server = open_room
    inside, guesser = joined(store, server), Phone(server)
    wrong = [f"{number:04}" for number in range(20) if f"{number:04}" != store.room]
    asked = [guesser.ask("POST", "/join", {"room": wrong[0]}).status]
    asked += [guesser.ask("POST", "/join", {"resume": code}).status for code in wrong[1:5]]
    asked += [guesser.ask("GET", f"/{code}").status for code in wrong[5:10]]
    assert asked == [403] * 5 + [404] * 5
    resume = inside.ask("GET", "/me").data["resume"]
    assert guesser.ask("POST", "/join", {"room": store.room}).status == 429
    assert guesser.ask("POST", "/join", {"resume": resume}).status == 429
    assert guesser.ask("GET", f"/{store.room}").status == 429
    assert inside.ask("POST", "/answer", {"question": "meeting", "answer": 1}).status == 204
    monkeypatch.setattr(site, "WITHIN", -1.0)  # a minute later
    assert guesser.ask("POST", "/join", {"room": store.room}).status == 200


def test_the_wait_ends_a_minute_after_the_first_of_ten_wrong_codes(
    open_room: tuple[Store, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later ones don't make it longer."""
    store, server = open_room
    guesser = Phone(server)
    wrong = [f"/{number:04}" for number in range(20) if f"{number:04}" != store.room]
    assert guesser.ask("GET", wrong[0]).status == 404
    first = time.monotonic()
    time.sleep(0.3)
    assert [guesser.ask("GET", path).status for path in wrong[1:10]] == [404] * 9
    assert guesser.ask("GET", f"/{store.room}").status == 429
    monkeypatch.setattr(site, "WITHIN", time.monotonic() - first)  # a minute later
    assert guesser.ask("GET", f"/{store.room}").status == 200


def test_a_full_room_and_a_full_disk_are_reported(
    open_room: tuple[Store, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People who can't join, or whose answers can't be kept, are told so and can try again."""
    store, server = open_room
    phone = joined(store, server)
    with monkeypatch.context() as patch:
        patch.setattr(stores, "MOST_PEOPLE", 1)
        assert Phone(server).ask("POST", "/join", {"room": store.room}).status == 409
    with full_disk(store.path.with_name("room.jsonl.journal").stat().st_size + 20):
        for path, data in (
            ("/join", {"room": store.room}),
            ("/answer", {"question": "meeting", "answer": 1}),
            ("/finish", {"stopped": False}),
        ):
            asking = Phone(server) if path == "/join" else phone
            assert asking.ask("POST", path, data).status == 507, path
    assert store.counts() == (1, 0, 0)


def test_personal_responses_are_not_cached(open_room: tuple[Store, Server]) -> None:
    """Answers are not cached, the cookie is out of reach of scripts, and types are not guessed."""
    store, server = open_room
    phone = Phone(server)
    answer = phone.ask("POST", "/join", {"room": store.room})
    cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= {*cookie.split("; ")}
    assert len(cookie.partition("=")[2].partition(";")[0]) == 32
    for path in ("/me", "/nothing", "/"):
        got = phone.ask("GET", path)
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in got.headers["Content-Security-Policy"]
        assert (got.headers["Cache-Control"] == "no-store") == (path != "/")


def test_the_response_that_lets_somebody_in_is_not_cached(
    open_room: tuple[Store, Server],
) -> None:
    """It holds the cookie and the answers, whether they join, resume or leave."""
    store, server = open_room
    phone = Phone(server)
    joined = phone.ask("POST", "/join", {"room": store.room})
    resumed = Phone(server).ask("POST", "/join", {"resume": joined.data["resume"]})
    for got in (joined, resumed, phone.ask("POST", "/leave", {})):
        assert "Set-Cookie" in got.headers
        assert got.headers["Cache-Control"] == "no-store"


def test_a_phone_can_be_handed_on(open_room: tuple[Store, Server]) -> None:
    """Whoever leaves stays in the room, and the next person on the phone is somebody else."""
    store, server = open_room
    phone = joined(store, server)
    assert phone.ask("POST", "/leave", {}).status == 204
    assert phone.ask("GET", "/me").status == 401
    phone.ask("POST", "/join", {"room": store.room})
    assert len(store.people()) == 2


def test_people_can_have_their_answers_removed(open_room: tuple[Store, Server]) -> None:
    """Clearing your answers removes all of them everywhere, and nobody else's."""
    store, server = open_room
    phone, other = joined(store, server), joined(store, server)
    for each in (phone, other):
        each.ask("POST", "/answer", {"question": "proud", "answer": "growing"})
    code = phone.ask("GET", "/me").data["code"]
    store.flush()
    assert phone.ask("POST", "/forget", {"who": "everybody"}).status == 400
    assert phone.ask("POST", "/forget", {}).status == 204
    assert phone.ask("GET", "/me").status == 401
    assert other.ask("GET", "/me").data["answers"] == {"proud": "growing"}
    assert other.ask("POST", "/answer", {"question": "meeting", "answer": 2}).status == 204
    for file in store.path.parent.iterdir():
        assert code not in file.read_text()
    assert store.counts() == (1, 1, 0)


# --- Hostile requests -------------------------------------------------------------------------


def test_another_name_for_our_address_is_refused(open_room: tuple[Store, Server]) -> None:
    """Only the address that was shown is answered, so that no page elsewhere can pose as ours."""
    store, server = open_room
    phone = joined(store, server)
    port = server.server_port
    for host in (
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        f"localhost:{port}",
        "x" * 99,
    ):
        assert phone.ask("GET", "/me", Host=host).status == 421, host
        assert phone.ask("POST", "/finish", {"stopped": False}, Host=host).status == 421, host
    assert raw(server, b"GET / HTTP/1.1\r\n\r\n") == 421
    twice = f"GET / HTTP/1.1\r\nHost: {server.host}\r\nHost: {server.host}\r\n\r\n"
    assert raw(server, twice.encode()) == 421


def test_another_site_can_t_answer_for_somebody(open_room: tuple[Store, Server]) -> None:
    """A POST that does not come from our own page, or is not JSON, is refused."""
    store, server = open_room
    phone = joined(store, server)
    answer = {"question": "meeting", "answer": 1}
    for origin in ("null", "http://evil.example", f"https://{server.host}", "http://127.0.0.1", ""):
        assert phone.ask("POST", "/answer", answer, Origin=origin).status == 403, origin
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert phone.ask("POST", "/answer", answer, Content_Type=kind).status == 415, kind
    assert store.people()[0].answers == {}


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get"])
def test_other_methods_are_refused(open_room: tuple[Store, Server], method: str) -> None:
    """Nothing but GET and POST is known."""
    request = f"{method} / HTTP/1.1\r\nHost: {open_room[1].host}\r\n\r\n"
    assert raw(open_room[1], request.encode()) == 405


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/%2e%2e/room.jsonl", "/room.jsonl", "/room.jsonl.journal", "/me/",
        "/me?x=1", "/?x=1", "/\\me", "/<script>alert(1)</script>", "/join", "http://a/me",
        "*", "/\x7f", "/é", "/.", "/wall", "/" + "a" * 5000,
    ],
)  # fmt: skip
def test_other_paths_are_not_found(open_room: tuple[Store, Server], path: str) -> None:
    """There are no folders and no files, and nothing of a path is repeated."""
    request = f"GET {path} HTTP/1.1\r\nHost: {open_room[1].host}\r\n\r\n"
    assert raw(open_room[1], request.encode("latin-1")) in {404, 400}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b'{"question": "meeting", "ans', b"null", b"[]", b"3", b'"x"', b"\xff\xfe{}",
        b'{"question": "meeting"', b"[" * 4000, b'{"question": "nothing", "answer": 1}',
        b'{"question": "meeting", "answer": 9}', b'{"question": "meeting", "answer": "1"}',
        b'{"question": "meeting", "answer": [1]}', b'{"question": ["meeting"], "answer": 1}',
        b'{"question": "meeting", "answer": 1, "of": "A1AA"}', b'{"answer": 1}', b"{}",
        b'{"question": "meeting", "answer": 1, "matters": 1}', b'{"question": "meeting"}\x00',
        b'{"question": "meeting", "answer": NaN}', b'{"question": "meeting", "answer": 1e999}',
    ],
)  # fmt: skip
def test_torn_and_twisted_json_changes_nothing(
    open_room: tuple[Store, Server], body: bytes
) -> None:
    """A body that is not an answer to this quiz is refused, and the phone can continue."""
    store, server = open_room
    phone = joined(store, server)
    for path in ("/answer", "/finish", "/join"):
        assert phone.ask("POST", path, body).status == 400, path
    assert phone.ask("GET", "/me").data["answers"] == {}


def test_large_and_unmeasured_bodies_are_refused(open_room: tuple[Store, Server]) -> None:
    """Ten megabytes, no length, two lengths, chunks, and a body behind a GET are not read."""
    store, server = open_room
    head = f" HTTP/1.1\r\nHost: {server.host}\r\nOrigin: http://{server.host}\r\n"
    head += "Content-Type: application/json\r\n"
    big = b"x" * 10_000_000
    for path, headers, body, status in (
        ("POST /join", "Content-Length: 10000000", big, 413),
        ("POST /join", "Content-Length: 99999999999999999999999", b"", 413),
        ("POST /join", "", b"{}", 411),
        ("POST /join", "Content-Length: 2\r\nContent-Length: 2", b"{}", 411),
        ("POST /join", "Transfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n", 411),
        ("POST /join", "Content-Length: -2", b"{}", 400),
        ("POST /join", "Content-Length: +2", b"{}", 400),
        ("POST /join", "Content-Length: ２", b"{}", 400),
        ("POST /join", "Content-Length: 9", b"{}", 400),
        ("POST /join", "Content-Length: 5000\r\nExpect: 100-continue", b"x" * 5_000, 413),
        ("GET /me", "Content-Length: 2", b"{}", 400),
        ("GET /me", "Transfer-Encoding: chunked", b"0\r\n\r\n", 400),
        ("GET /", "X: " + "x" * 70_000, b"", 431),
        ("GET /", "\r\n".join(f"X-{n}: x" for n in range(200)), b"", 431),
        ("GET /", "\r\n".join(f"X-{n}: {'x' * 60_000}" for n in range(5)), b"", 431),
        ("GET /" + "x" * 70_000, "", b"", 414),
    ):
        request = f"{path}{head}{headers}\r\n\r\n".replace("\r\n\r\n\r\n", "\r\n\r\n")
        assert raw(server, request.encode() + body) == status, (path, headers[:40])
    assert store.people() == []


def test_guessed_cookies_and_codes_open_nothing(open_room: tuple[Store, Server]) -> None:
    """Guessed cookies, anonymous codes, and codes to resume sent as cookies are not accepted."""
    store, server = open_room
    phone = joined(store, server)
    respondent, stranger = store.people()[0], Phone(server)
    for cookie in (
        respondent.code,
        respondent.resume,
        "0" * 32,
        respondent.token[:-1],
        respondent.token.upper(),
        "",
    ):
        stranger.cookie = f"rolequiz={cookie}"
        assert stranger.ask("GET", "/me").status == 401
        for path, data in (
            ("/answer", {"question": "meeting", "answer": 1}),
            ("/finish", {"stopped": False}),
        ):
            assert stranger.ask("POST", path, data).status == 401
    assert stranger.ask("POST", "/join", {"resume": respondent.code}).status == 403
    assert phone.ask("GET", "/me").data["answers"] == {}


def test_slow_clients_are_dropped(
    open_room: tuple[Store, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request that dribbles in is cut off as a whole, not byte by byte; others are served."""
    store, server = open_room
    monkeypatch.setattr(web, "_REQUEST_SECONDS", 0.4)
    monkeypatch.setattr(web, "_FIRST_SECONDS", 0.4)
    address = ("127.0.0.1", server.server_port)
    with (
        socket.create_connection(address, 20) as silent,
        socket.create_connection(address, 20) as dribbling,
    ):
        for byte in b"GET / HTTP/1.1\r\nX: " + b"x" * 400:
            try:
                dribbling.sendall(bytes([byte]))
            except OSError:
                break
            time.sleep(0.02)
        else:
            pytest.fail("it was served for ever")
        assert dribbling.recv(12) == b"HTTP/1.1 408"
        assert silent.recv(10) == b""
    assert joined(store, server).ask("GET", "/me").status == 200


def test_no_more_connections_than_there_are_places(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection beyond the last place is closed at once, and its place comes back."""
    monkeypatch.setattr(web, "MOST_CONNECTIONS", 3)
    with room(file, TINY) as (_, server):
        with connected(server, "127.0.0.1"), connected(server, "127.0.0.2") as second:
            assert served(second)
            with connected(server, "127.0.0.2"), connected(server, "127.0.0.1") as fourth:
                assert not served(fourth)
        for _ in range(1_000):  # until the server has seen that they are gone
            with connected(server, "127.0.0.1") as again:
                if served(again):
                    break
        else:
            pytest.fail("no place came back")


def test_no_address_takes_all_places(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who opens connections without end is refused, while others are still served."""
    monkeypatch.setattr(web, "MOST_CONNECTIONS", 9)
    with room(file, TINY) as (_, server), ExitStack() as stack:
        greedy = [stack.enter_context(connected(server, "127.0.0.1")) for _ in range(12)]
        assert [served(each) for each in greedy] == [True] * 6 + [False] * 6
        with connected(server, "127.0.0.2") as other:
            assert served(other)


def test_a_small_limit_of_open_files_is_raised(file: Path) -> None:
    """Where a shell allows 256 open files, as on macOS, 300 phones can be connected at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        with room(file, TINY) as (_, server), ExitStack() as stack:
            phones = [stack.enter_context(connected(server, "127.0.0.1")) for _ in range(300)]
            assert all(map(served, phones))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_1700_twisted_requests_change_nothing(open_room: tuple[Store, Server]) -> None:
    """Whatever is sent gets a 4xx: nobody joins, no answer is kept, and the server goes on."""
    store, server = open_room
    phone = joined(store, server)
    phone.ask("POST", "/answer", {"question": "proud", "answer": "growing"})
    before, draw = store.people(), random.Random(1)
    about = f"HTTP/1.1\r\nHost: {server.host}\r\nContent-Type: application/json\r\n"
    answer = '{"question": "meeting", "answer": 2} '
    requests = (  # nobody's, though from our page; and somebody's, though from another
        f"POST /answer {about}Origin: http://{server.host}\r\nContent-Length: 37\r\n\r\n{answer}",
        f"POST /answer {about}Origin: http://a.example\r\nCookie: {phone.cookie}\r\n"
        f"Content-Length: 37\r\n\r\n{answer}",
    )
    for number in range(1_700):
        data = bytearray(requests[number % 2].encode())
        for _ in range(draw.randint(1, 6)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        assert raw(server, bytes(data)) in range(400, 500), bytes(data)
    assert store.people() == before
    assert json.dumps(phone.ask("GET", "/me").data["answers"]) == '{"proud": "growing"}'
