"""What phones may ask of a room: the page, to join, and to keep answers.

A cookie that nobody can guess says who somebody is. A request that can't be answered changes
nothing.
"""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from rolequiz.browser import Served, form_page, without_comments
from rolequiz.model import Pack
from rolequiz.render.html.elements import Html, element, file_beside
from rolequiz.responses.code import plain
from rolequiz.room.respondent import Respondent, grouped
from rolequiz.room.store import FullError, Store
from rolequiz.room.web import HTML, PLAIN_TEXT, UNFRAMED, Request, Response, Site

PRIVACY = (
    "Your answers go to the laptop of whoever runs this room, under a code that only you are "
    "shown, and nowhere else. They are not encrypted on the way: whoever knows this Wi-Fi's "
    "password could read them."
)
COOKIE = "rolequiz"
MOST_WRONG, WITHIN = 10, 60.0
"""How often an address may guess wrong, and within how many seconds."""
MOST_ADDRESSES = 10_000
"""How many addresses that guessed wrong are kept before old ones are forgotten."""
WRONG_CODE = "That code is not right. Open the address without it, and type the one on the wall."
_COOKIE = "Path=/; HttpOnly; SameSite=Strict"
_PRIVATE = ("Cache-Control: no-store",)
_MONTH = 30 * 24 * 60 * 60


def phone_page(pack: Pack, *, names: bool) -> str:
    """Return the page of `rolequiz form` with the script that joins; `names` asks for a name."""
    script = without_comments(file_beside(__name__, "room.js"))
    asks = element("div", id="asks-for-names") if names else Html("")
    return form_page(pack, served=Served(script, PRIVACY, extra=asks))


class Phones:
    """The site that phones see: `page` is the quiz, the same for everybody."""

    def __init__(self, store: Store, page: str, *, names: bool = False) -> None:
        self._store = store
        self._page = page.encode()
        self._packed = gzip.compress(self._page)  # a room of 300 asks for it at once
        self._names = names
        self._wrong: dict[str, deque[float]] = {}
        """When each address made its last MOST_WRONG wrong guesses."""
        self._guessing = threading.Lock()
        self._routes: Mapping[tuple[str, str], Site] = {
            ("GET", "/"): self._show,
            ("GET", "/me"): self._me,
            ("POST", "/join"): self._join,
            ("POST", "/answer"): self._keep,
            ("POST", "/finish"): self._finish,
            ("POST", "/leave"): self._leave,
            ("POST", "/forget"): self._forget,
        }

    def __call__(self, request: Request) -> Response:
        """Answer a request; 404 for any that is not known."""
        route = self._routes.get((request.method, request.path))
        if not route and request.method == "GET" and len(request.path) == len(self._store.room) + 1:
            route = self._enter
        try:
            return route(request) if route else Response(404)
        except KeyError:  # nobody has this cookie, or they were forgotten this very moment
            return Response(401)
        except (ValueError, RecursionError):
            return Response(400)
        except FullError:
            return Response(409)
        except OSError:
            return Response(507)

    def _show(self, request: Request) -> Response:
        packed = ("Content-Encoding: gzip",) if request.gzip else ()
        headers = ("Cache-Control: no-cache", "Vary: Accept-Encoding", *packed)
        body = self._packed if request.gzip else self._page
        return Response(200, body, HTML, headers, UNFRAMED)

    def _enter(self, request: Request) -> Response:
        code = request.path[1:]
        return self._show(request) if self._is_room(request, code) else self._refuse(request)

    def _is_room(self, request: Request, code: str) -> bool:
        return not self._waits(request) and plain(code) == self._store.room

    def _waits(self, request: Request) -> bool:
        """Return whether an address has guessed wrong so often that it has to wait."""
        wrong = self._wrong.get(request.address) or deque()
        return len(wrong) == MOST_WRONG and time.monotonic() - wrong[0] < WITHIN

    def _refuse(self, request: Request) -> Response:
        """Refuse a wrong code, and any code for a while after too many."""
        if self._waits(request):
            return Response(429)
        now = time.monotonic()
        with self._guessing:
            if len(self._wrong) >= MOST_ADDRESSES:  # forget those who have waited long enough
                self._wrong = {a: at for a, at in self._wrong.items() if now - at[-1] < WITHIN}
            self._wrong.setdefault(request.address, deque(maxlen=MOST_WRONG)).append(now)
        if request.method == "GET":
            return Response(404, WRONG_CODE.encode(), PLAIN_TEXT)
        return Response(403)

    def _me(self, request: Request) -> Response:
        return _state(self._who(request))

    def _join(self, request: Request) -> Response:
        match {"name": "", **_object(request)}:
            case {"resume": str(code), "name": "", **rest} if not rest:
                respondent = None if self._waits(request) else self._store.resumed(code)
                return _state(respondent, cookie=True) if respondent else self._refuse(request)
            case {"room": str(code), "name": str(name), **rest} if not rest:
                if not self._is_room(request, code):
                    return self._refuse(request)
                with suppress(KeyError):  # whoever has joined stays who they are
                    return self._me(request)
                return _state(self._store.join(name if self._names else ""), cookie=True)
        raise ValueError

    def _keep(self, request: Request) -> Response:
        respondent, entry = self._who(request), _object(request)
        if not entry.keys() <= {"question", "answer", "matters"}:
            raise ValueError
        self._store.keep(respondent.code, entry)
        return Response(204)

    def _finish(self, request: Request) -> Response:
        respondent = self._who(request)
        match _object(request):
            case {"stopped": bool(stopped), **rest} if not rest:
                self._store.finish(respondent.code, stopped=stopped)
                return Response(204)
        raise ValueError

    def _leave(self, request: Request) -> Response:
        """Leave the phone to somebody else; the answers stay."""
        return Response(400) if _object(request) else _without_cookie()

    def _forget(self, request: Request) -> Response:
        """Remove somebody who asks for it."""
        respondent = self._who(request)
        if _object(request):
            raise ValueError
        self._store.forget(respondent.code)
        return _without_cookie()

    def _who(self, request: Request) -> Respondent:
        """Return whose cookie a request has; raises KeyError."""
        return self._store.holder(request.cookies.get(COOKIE, ""))


def _state(respondent: Respondent, *, cookie: bool = False) -> Response:
    """Return what a phone continues from; only this person may see it."""
    state = {
        "code": respondent.code,
        "resume": grouped(respondent.resume),
        "answers": respondent.answers,
        "matters": sorted(respondent.matters),
        "stopped": respondent.stopped,
        "finished": respondent.finished,
    }
    set_cookie = f"Set-Cookie: {COOKIE}={respondent.token}; Max-Age={_MONTH}; {_COOKIE}"
    headers = (*_PRIVATE, set_cookie) if cookie else _PRIVATE
    return Response(200, json.dumps(state).encode(), headers=headers)


def _without_cookie() -> Response:
    """Return a response that removes the cookie."""
    return Response(204, headers=(*_PRIVATE, f"Set-Cookie: {COOKIE}=; Max-Age=0; {_COOKIE}"))


def _object(request: Request) -> Mapping[str, Any]:
    """Return the object in a request's body; raises ValueError or RecursionError."""
    value = json.loads(request.body)
    if not isinstance(value, dict):
        raise ValueError
    return value
