"""What a projector shows of a room: how to join, and how many have. On this computer alone.

Its address holds a token, so that no other page or program guesses it.
"""

from __future__ import annotations

import json
import secrets
from html import escape
from string import Template
from typing import NamedTuple

from rolequiz.render.html.elements import file_beside, source_hash
from rolequiz.room.qr import as_svg, has_qr
from rolequiz.room.store import Store
from rolequiz.room.web import HTML, NOTHING, UNFRAMED, Request, Response
from rolequiz.text import visible


class Way(NamedTuple):
    """How to get in."""

    host: str
    """Address and port."""
    room: str

    @property
    def shown(self) -> str:
        """The address as people type it."""
        return f"http://{self.host}"

    @property
    def scanned(self) -> str:
        """The address in the QR: in capital letters it is a smaller square; with the code."""
        return f"HTTP://{self.host}/{self.room}"


class Wall:
    """The site of the projector."""

    def __init__(self, store: Store, way: Way) -> None:
        self.token = secrets.token_urlsafe(16)
        self._store = store
        style, script = file_beside(__name__, "wall.css"), file_beside(__name__, "wall.js")
        self._policy = (
            f"{NOTHING}; style-src {source_hash(style)}; script-src {source_hash(script)}; "
            "connect-src 'self'"
        )
        self._page = _page(store.pack.title, way, style, script).encode()

    def __call__(self, request: Request) -> Response:
        """Answer a request whose path begins with the token; 404 for all others."""
        token, _, name = request.path[1:].partition("/")
        known = secrets.compare_digest(token.encode(), self.token.encode())
        if request.method != "GET" or not known:
            return Response(404)
        if name == "":
            return Response(200, self._page, HTML, policy=self._policy)
        if name == "counts":
            return Response(200, json.dumps(self._store.counts()._asdict()).encode())
        if name == "report" and (report := self._store.last_report):
            return Response(200, report.page.encode(), HTML, policy=UNFRAMED)
        return Response(404)


def _page(title: str, way: Way, style: str, script: str) -> str:
    square, scan = "", "Open"
    if has_qr():
        label = 'role="img" aria-label="QR code of the address"'
        square = f'<div class="square" {label}>{as_svg(way.scanned)}</div>'
        scan = "Scan the square, or open"
    return Template(file_beside(__name__, "wall.html")).substitute(
        host=escape(way.host),
        code=escape(way.room),
        title=escape(visible(title)),
        square=square,
        scan=scan,
        style=style,
        script=script,
    )
