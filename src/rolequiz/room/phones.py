"""What phones may ask of a room: the page, to join, and to keep answers.

A person is a cookie that nobody can guess. Whatever can't be answered changes nothing.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

from rolequiz.room.sheet import Sheet, grouped, typed
from rolequiz.room.store import FullError, Store
from rolequiz.room.tries import Tries
from rolequiz.room.web import Request, Response, Site

COOKIE = "rolequiz"
WRONG_CODE = "That code is not right. Open the address without it, and type the one on the wall."
_PAGE_POLICY = "frame-ancestors 'none'"  # the page says the rest itself
_COOKIE = "Path=/; HttpOnly; SameSite=Strict"
_PRIVATE = ("Cache-Control: no-store",)
_MONTH = 30 * 24 * 60 * 60


class Phones:
    """The site that phones see: `page` is the quiz, the same for everybody."""

    def __init__(self, store: Store, page: str, *, names: bool = False) -> None:
        self._store = store
        self._page = page.encode()
        self._packed = gzip.compress(self._page)  # a room of 300 asks for it at once
        self._names = names
        self._tries = Tries()
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
        """Answer a request; whatever is not foreseen is a 404."""
        if answer := self._routes.get((request.method, request.path)):
            return answer(request)
        if request.method == "GET" and len(request.path) == len(self._store.room) + 1:
            entered = self._enters(request, request.path[1:])
            return self._show(request) if entered else self._no(request)
        return Response(404)

    def _show(self, request: Request) -> Response:
        packed = ("Content-Encoding: gzip",) if request.gzip else ()
        headers = ("Cache-Control: no-cache", "Vary: Accept-Encoding", *packed)
        body = self._packed if request.gzip else self._page
        return Response(200, body, "text/html; charset=utf-8", headers, _PAGE_POLICY)

    def _enters(self, request: Request, code: str) -> bool:
        return not self._tries.spent(request.address) and typed(code) == self._store.room

    def _no(self, request: Request) -> Response:
        """Refuse a wrong code, and anything for a while after too many."""
        if self._tries.spent(request.address):
            return Response(429)
        self._tries.wrong(request.address)
        if request.method == "GET":
            return Response(404, WRONG_CODE.encode(), "text/plain; charset=utf-8")
        return Response(403)

    def _me(self, request: Request) -> Response:
        sheet = self._who(request)
        return _state(sheet) if sheet else Response(401)

    def _join(self, request: Request) -> Response:
        match _object(request.body):
            case {"resume": str(code), **rest} if not rest:
                spent = self._tries.spent(request.address)
                sheet = None if spent else self._store.resumed(code)
                return _state(sheet, cookie=True) if sheet else self._no(request)
            case {"room": str(code), **rest} if _is_name(rest):
                if not self._enters(request, code):
                    return self._no(request)
                name = rest.get("name", "") if self._names else ""
                return self._new(request, name)
        return Response(400)

    def _new(self, request: Request, name: str) -> Response:
        """Let somebody join; who is in already stays who they are."""
        if sheet := self._who(request):
            return _state(sheet)
        try:
            return _state(self._store.join(name), cookie=True)
        except FullError:
            return Response(409)
        except OSError:
            return Response(507)

    def _keep(self, request: Request) -> Response:
        sheet, given = self._who(request), _object(request.body)
        if sheet is None:
            return Response(401)
        if not given.keys() <= {"question", "answer", "matters"}:
            return Response(400)
        try:
            self._store.keep(sheet.code, given)
        except (ValueError, KeyError):  # KeyError: forgotten this very moment
            return Response(400)
        except OSError:
            return Response(507)
        return Response(204)

    def _finish(self, request: Request) -> Response:
        sheet = self._who(request)
        if sheet is None:
            return Response(401)
        match _object(request.body):
            case {"stopped": bool(stopped), **rest} if not rest:
                try:
                    self._store.finish(sheet.code, stopped=stopped)
                except OSError:
                    return Response(507)
                except KeyError:
                    return Response(401)
                return Response(204)
        return Response(400)

    def _leave(self, request: Request) -> Response:
        """Let the phone be somebody else's; the answers stay."""
        return _gone() if _object(request.body) == {} else Response(400)

    def _forget(self, request: Request) -> Response:
        """Remove somebody at their own wish."""
        sheet = self._who(request)
        if sheet is None:
            return Response(401)
        if _object(request.body):
            return Response(400)
        try:
            self._store.forget(sheet.code)
        except OSError:
            return Response(507)
        return _gone()

    def _who(self, request: Request) -> Sheet | None:
        return self._store.holder(request.cookies.get(COOKIE, ""))


def _is_name(rest: Mapping[str, Any]) -> bool:
    return rest.keys() <= {"name"} and isinstance(rest.get("name", ""), str)


def _state(sheet: Sheet, *, cookie: bool = False) -> Response:
    """Return what a phone goes on from; it is this person's alone."""
    state = {
        "code": sheet.code,
        "resume": grouped(sheet.resume),
        "answers": sheet.answers,
        "matters": sorted(sheet.matters),
        "stopped": sheet.stopped,
        "finished": sheet.finished,
    }
    set_cookie = f"Set-Cookie: {COOKIE}={sheet.token}; Max-Age={_MONTH}; {_COOKIE}"
    headers = (*_PRIVATE, set_cookie) if cookie else _PRIVATE
    return Response(200, json.dumps(state).encode(), headers=headers)


def _gone() -> Response:
    """Return what makes a phone nobody's."""
    return Response(204, headers=(*_PRIVATE, f"Set-Cookie: {COOKIE}=; Max-Age=0; {_COOKIE}"))


def _object(body: bytes) -> Mapping[str, Any]:
    """Return the object that a body is; for anything else one that nothing knows."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    return value if isinstance(value, dict) else {"": None}
