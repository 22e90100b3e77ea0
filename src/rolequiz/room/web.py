"""Plain HTTP for a room full of phones, on the standard library's server, hardened.

A site is a function from a Request to a Response. A request reaches it only if it names our
address, is small, arrives in time and, if it may change anything, comes from a page that we serve.
Anything else is answered with a bare 4xx, which never repeats what was sent.
"""

from __future__ import annotations

import os
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from io import BufferedReader, RawIOBase
from typing import Any, NamedTuple, TypeAlias

MOST_BYTES = 4096
"""Of a body."""
MOST_CONNECTIONS = 1_500
_SHARE_OF_ADDRESS = 2 / 3  # of these: a whole room may be behind one address
_OTHER_FILES = 50  # that are open, too: above all FILE, its journal and the projector's page
_MOST_HEAD = 1 << 17  # bytes of one request; the standard library refuses longer lines by itself
_FIRST_SECONDS, _IDLE_SECONDS = 10.0, 75.0  # for a first request, and between two
_REQUEST_SECONDS = 10.0  # for the whole of a request, from its first byte, and for a response
_DRAIN_SECONDS, _MOST_DRAINED = 2.0, 1 << 25  # of what is refused, that the answer may be read
_STATUS_INSTEAD = {HTTPStatus.NOT_IMPLEMENTED: 405, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED: 400}
_WRONG_NAME = HTTPStatus.MISDIRECTED_REQUEST
WRONG_NAME = "Open the address just as it is shown."
_ALWAYS = (
    "X-Content-Type-Options: nosniff",
    "Referrer-Policy: no-referrer",
    "Cross-Origin-Resource-Policy: same-origin",
)
HTML, PLAIN_TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
UNFRAMED = "frame-ancestors 'none'"
NOTHING = f"default-src 'none'; {UNFRAMED}"
"""Content-Security-Policies: of a page that has one of its own as well, and of everything else."""


class Request(NamedTuple):
    """What a site is asked."""

    method: str
    """GET or POST."""
    path: str
    cookies: dict[str, str]
    address: str
    """Where it comes from."""
    body: bytes
    gzip: bool
    """Whether the response may be compressed."""


class Response(NamedTuple):
    """What a site answers."""

    status: int = 200
    body: bytes = b""
    kind: str = "application/json"
    headers: tuple[str, ...] = ("Cache-Control: no-store",)
    policy: str = NOTHING


Site: TypeAlias = Callable[[Request], Response]


class _RefusedError(Exception):
    """A request is refused; the argument is the status."""


def _most_connections() -> int:
    """Return how many connections can be open; raises the limit of open files, 256 on macOS."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource  # noqa: PLC0415 - not on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + _OTHER_FILES
    if 0 <= soft < wanted:  # below 0: there is none
        soft = min(wanted, hard) if hard >= 0 else wanted
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft < 0 else min(MOST_CONNECTIONS, max(soft - _OTHER_FILES, 1))


class Server(socketserver.ThreadingTCPServer):
    """A site at one address and port, a thread for each connection; a context manager.

    Not an HTTPServer, which asks the network for our name, and that may take seconds.
    """

    daemon_threads = True
    request_queue_size = 1024  # 300 phones join in one second; with the usual 5 most of them wait
    allow_reuse_address = os.name == "posix"  # on Windows others could listen in on the same port

    def __init__(self, address: str, port: int, site: Site) -> None:
        """Bind the port, 0 for any that is free; raises OSError."""
        self.site = site
        self._most = _most_connections()
        self._open: dict[socket.socket, str] = {}
        """Connections, each with the address that it comes from."""
        self._lock = threading.Lock()
        super().__init__((address, port), _Handler)
        self.server_port = int(self.server_address[1])
        self.host = address if self.server_port == 80 else f"{address}:{self.server_port}"
        """What a browser that was given our address says in Host."""

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve in the background until the block ends, then close all connections."""
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield
        finally:
            self.shutdown()
            thread.join()
            self.server_close()
            for connection in [*self._open]:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Return whether there is a place left for a connection, and take it."""
        with self._lock:
            taken, same = len(self._open), [*self._open.values()].count(client_address[0])
            free = taken < self._most and same < _SHARE_OF_ADDRESS * self._most
            if free:
                self._open[request] = client_address[0]
        return free

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own, or close it."""
        try:
            super().process_request(request, client_address)
        except RuntimeError:  # this system starts no further thread
            self.shutdown_request(request)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection, and free its place."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a phone that went away; anything else is a bug that should be seen."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _TimedInput(RawIOBase):
    """What a connection sends; TimeoutError if a request takes too long, or is too long."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._patience = _FIRST_SECONDS
        self._until: float | None = None
        self._left = _MOST_HEAD
        self.refused: int | None = None
        """Why reading was given up in the middle of a request, as a status."""

    def readable(self) -> bool:
        return True

    def next_request(self) -> None:
        """Reset the limits."""
        self._patience, self._until, self._left = _IDLE_SECONDS, None, _MOST_HEAD

    def readinto(self, buffer: Any) -> int:
        begun = self._until is not None
        seconds = (self._until or 0) - time.monotonic() if begun else self._patience
        try:
            if seconds <= 0 or self._left <= 0:
                raise TimeoutError
            self._connection.settimeout(seconds)
            read = self._connection.recv_into(buffer)
        except TimeoutError:
            self.refused = (408 if self._left > 0 else 431) if begun else None
            raise
        if not begun:
            self._until = time.monotonic() + _REQUEST_SECONDS
        self._left -= read
        return read


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a connection serves all answers of a phone
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self._input = _TimedInput(self.connection)
        self.rfile = BufferedReader(self._input)

    def handle_one_request(self) -> None:
        super().handle_one_request()
        if self._input.refused:
            self._refuse(self._input.refused)
        self._input.next_request()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: a log would tell who asked for what, and when."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what the standard library does not understand."""
        self._refuse(_STATUS_INSTEAD.get(HTTPStatus(code), code))

    def handle_expect_100(self) -> bool:
        """Invite no body before the request has been checked; no browser asks for that."""
        return True

    def do_GET(self) -> None:
        """Answer a request."""
        try:
            response = self.server.site(self._request())
        except _RefusedError as refused:
            self._refuse(refused.args[0])
        else:
            self._send(response)

    do_POST = do_GET  # noqa: N815 - as the standard library names them

    def _request(self) -> Request:
        if self.headers.get_all("Host") != [self.server.host]:
            raise _RefusedError(_WRONG_NAME)  # another name that leads here, as in DNS rebinding
        post = self.command == "POST"
        if post and self.headers.get_all("Origin") != [f"http://{self.server.host}"]:
            raise _RefusedError(403)
        if post and self.headers.get_content_type() != "application/json":
            raise _RefusedError(415)
        accepted = self.headers.get("Accept-Encoding", "")
        return Request(
            self.command,
            self.path,
            dict(_cookies(self.headers.get_all("Cookie") or [])),
            str(self.client_address[0]),
            self._body() if post else self._no_body(),
            "gzip" in {coding.partition(";")[0].strip() for coding in accepted.split(",")},
        )

    def _no_body(self) -> bytes:
        """Refuse what follows, which would be taken for the next request."""
        if self.headers.get("Transfer-Encoding") or self.headers.get("Content-Length", "0") != "0":
            raise _RefusedError(400)
        return b""

    def _body(self) -> bytes:
        lengths = self.headers.get_all("Content-Length") or []
        if self.headers.get("Transfer-Encoding") or len(lengths) != 1:
            raise _RefusedError(411)
        if not (lengths[0].isascii() and lengths[0].isdecimal()):
            raise _RefusedError(400)
        if len(lengths[0]) > len(str(MOST_BYTES)) or int(lengths[0]) > MOST_BYTES:
            raise _RefusedError(413)
        body = self.rfile.read(int(lengths[0]))
        if len(body) < int(lengths[0]):
            raise _RefusedError(400)
        return body

    def _refuse(self, status: int) -> None:
        """Answer with a bare status and close, after reading what is still being sent."""
        self.close_connection = True
        with suppress(OSError):
            words = WRONG_NAME if status == _WRONG_NAME else ""
            self._send(Response(status, words.encode(), PLAIN_TEXT))
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(_DRAIN_SECONDS)
            until, left = time.monotonic() + _DRAIN_SECONDS, _MOST_DRAINED
            while time.monotonic() < until and left > 0 and (read := self.connection.recv(1 << 16)):
                left -= len(read)

    def _send(self, response: Response) -> None:
        lines = (
            f"HTTP/1.1 {response.status} {HTTPStatus(response.status).phrase}",
            f"Content-Type: {response.kind}",
            f"Content-Length: {len(response.body)}",
            f"Content-Security-Policy: {response.policy}",
            *_ALWAYS,
            *response.headers,
            *(["Connection: close"] if self.close_connection else []),
        )
        self.connection.settimeout(_REQUEST_SECONDS)  # for all of it, however slowly it is read
        head = "".join(f"{line}\r\n" for line in lines)
        self.wfile.write(f"{head}\r\n".encode("latin-1") + response.body)


def _cookies(headers: list[str]) -> Iterator[tuple[str, str]]:
    for pair in ";".join(headers).split(";"):
        name, equals, value = pair.strip().partition("=")
        if equals:
            yield name, value
