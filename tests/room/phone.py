"""A phone without a screen: what its browser sends to a room, and raw bytes that none would."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from rolequiz.model import Pack
from rolequiz.room.phones import Phones
from rolequiz.room.store import Store
from rolequiz.room.web import Server

PAGE = "<!doctype html><title>The quiz</title>"
DEADLINE = 30.0  # seconds; for what takes milliseconds


_PHONES: list[Phone] = []
"""Those whose connections are still to be closed."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Phone:
    """One browser: it keeps its cookie, and its connection as long as it can."""

    def __init__(self, server: Server) -> None:
        self.host = server.host
        self.cookie = ""
        self._connection = HTTPConnection(self.host, timeout=DEADLINE)
        _PHONES.append(self)

    def ask(self, method: str, path: str, data: object = None, **headers: str) -> Answer:
        """Send a request as our page would, with other headers where they are given."""
        sent = {"Host": self.host, "Cookie": self.cookie, "Accept-Encoding": ""}
        body = None
        if method == "POST":
            sent |= {"Origin": f"http://{self.host}", "Content-Type": "application/json"}
            body = data if isinstance(data, bytes) else json.dumps(data).encode()
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request(method, path, body, {k: v for k, v in sent.items() if v})
        response = self._connection.getresponse()
        answer = Answer(response.status, response.read(), dict(response.headers))
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return answer

    def drop(self) -> None:
        """Lose the connection."""
        self._connection.close()


@contextmanager
def room(file: Path, pack: Pack, *, names: bool = False) -> Iterator[tuple[Store, Server]]:
    """Open a room on loopback."""
    with Store(file, pack) as store:
        server = Server("127.0.0.1", 0, Phones(store, PAGE, names=names))
        try:
            with server.running():
                yield store, server
        finally:
            while _PHONES:
                _PHONES.pop().drop()


def raw(server: Server, data: bytes) -> int:
    """Send bytes as they are; return the status that comes back, 0 where none does."""
    with socket.create_connection(server.server_address[:2], timeout=DEADLINE) as connection:  # type: ignore[arg-type]
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        received = b""
        try:
            while read := connection.recv(65536):
                received += read
        except OSError:
            pass
    words = received.split(b" ", 2)
    return int(words[1]) if len(words) > 1 else 0
