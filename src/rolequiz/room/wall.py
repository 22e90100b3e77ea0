"""What a projector shows of a room: how to join, and how many have. On this computer alone.

Its address holds a token, so that no other page or program guesses it.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from hashlib import sha256
from html import escape
from pkgutil import get_data
from typing import NamedTuple

from rolequiz.room.qr import as_svg, has_qr
from rolequiz.room.store import Store
from rolequiz.room.web import NOTHING, Request, Response
from rolequiz.sanitise import visible

NETWORK = "Stay in the same Wi-Fi as this laptop, even if your phone says it has no internet."


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
        self._style, self._script = (
            (get_data(__name__, name) or b"").decode() for name in ("wall.css", "wall.js")
        )
        self._page = self._made(way)

    def __call__(self, request: Request) -> Response:
        """Answer a request whose path begins with the token; all others are not found."""
        token, _, name = request.path[1:].partition("/")
        if request.method != "GET" or not _same(token, self.token):
            return Response(404)
        if name == "":
            return Response(200, self._page, "text/html; charset=utf-8", policy=self._policy())
        if name == "counts":
            return Response(200, json.dumps(self._store.counts()._asdict()).encode())
        if name == "report" and (report := self._store.last_report):
            page = report.page.encode()
            return Response(200, page, "text/html; charset=utf-8", policy="frame-ancestors 'none'")
        return Response(404)

    def _policy(self) -> str:
        style, script = (_hash(each) for each in (self._style, self._script))
        return f"{NOTHING}; style-src {style}; script-src {script}; connect-src 'self'"

    def _made(self, way: Way) -> bytes:
        square, scan = "", "Open"
        if has_qr():
            picture = f'role="img" aria-label="QR code of the address">{as_svg(way.scanned)}'
            square, scan = f'<div class="square" {picture}</div>', "Scan the square, or open"
        counts = "".join(
            f'<div><dt>{word}</dt><dd id="{word}">0</dd></div>'
            for word in ("joined", "begun", "finished")
        )
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Join: {escape(way.host)}</title>
<style>{self._style}</style>
</head>
<body>
<main>
{square}
<div>
<h1>{escape(visible(self._store.pack.title))}</h1>
<p>{scan}</p>
<p class="big"><small>http://</small>{escape(way.host)}</p>
<p>and type the code</p>
<p class="big code">{escape(way.room)}</p>
<p class="note">{escape(NETWORK)}</p>
<dl>{counts}</dl>
<p id="lost" role="status"></p>
</div>
</main>
<script>{self._script}</script>
</body>
</html>
""".encode()


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
