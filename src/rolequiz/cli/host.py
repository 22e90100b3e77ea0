"""`rolequiz host`: a room of phones that take the quiz over the local network."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.options import PackFolder, Plain, plain_wanted, read_quiz
from rolequiz.cli.streams import WRONG_USAGE, fail, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import quote
from rolequiz.render import RenderOptions, write
from rolequiz.sanitise import visible
from rolequiz.wording import listing

if TYPE_CHECKING:
    from rolequiz.ask.terminal import Terminal
    from rolequiz.room.addresses import Interface
    from rolequiz.room.coach import ByKeys, ByLines
    from rolequiz.room.releases import Shown
    from rolequiz.room.store import Store
    from rolequiz.room.wall import Way
    from rolequiz.room.web import Server, Site

EXAMPLES = (
    "rolequiz host room.jsonl",
    "rolequiz host room.jsonl --address 192.168.1.20 --plain",
)
MORE = "README.md, “host: a room full of phones”; docs/workshops.md"

PORT = 8321
_MOST_PORTS = 20  # that are tried from there on
LOOPBACK = "127.0.0.1"
NO_TERMINAL = """\
rolequiz host is steered from a terminal, and standard input is not one.
With --plain it takes lines from a pipe: p, r, x."""
NO_NETWORK = (
    "This computer is in no network that phones could be in, too. Join a Wi-Fi, open a hotspot on "
    "this computer, or name an address with --address."
)

WHICH_ADDRESS = "This computer has several addresses. Which one is in the network of the phones?"
THIS_ADDRESS = (
    "This computer seems to have one address, but only the package ifaddr can tell for sure "
    "(pip install ifaddr)."
)


class _ClosedError(Exception):
    """A signal that ends programs has come."""


File = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.jsonl",
        readable=False,  # the store says more
        show_default=False,
        help="Where the answers are kept; a file with answers is continued.",
    ),
]
Address = Annotated[
    str | None,
    typer.Option(
        metavar="IP", help="The address of this computer in the network that the phones use."
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        max=65535,
        help=f"The port to listen on, 0 for any free one (default: {PORT}, or the next free one).",
    ),
]
Names = Annotated[
    bool,
    typer.Option("--names", help="Ask people for their names, and keep them with the codes."),
]


def host(
    file: File,
    address: Address = None,
    port: Port = None,
    names: Names = False,
    pack_folder: PackFolder = None,
    plain: Plain = False,
) -> int:
    """Let a roomful of people take the quiz on their phones, without the internet.

    Phones reach this computer over the local network.
    """
    from rolequiz.ask import ended_by_signals, opened  # noqa: PLC0415 - --help needs none of these
    from rolequiz.room.coach_words import closed  # noqa: PLC0415
    from rolequiz.room.store import Store, StoreError  # noqa: PLC0415

    pack = read_quiz(pack_folder)
    keys = sys.stdin is not None and sys.stdin.isatty()
    if sys.stdin is None or not (keys or plain):
        say(NO_TERMINAL)
        return WRONG_USAGE
    keys = keys and not plain_wanted(plain, terminal=True)
    try:
        store = Store(file, pack)
    except StoreError as error:
        fail(str(error), WRONG_USAGE)
    # a second Ctrl-C, in place of an answer, closes the room as a signal does
    closes = suppress(_ClosedError, KeyboardInterrupt)
    with store, closes, ended_by_signals(_ClosedError), opened() as terminal:
        at = address or _chosen(terminal)
        _serve(store, terminal, at, port, names=names, keys=keys)
    for text in closed(store.counts(), file):
        say(text)
    if store.problem:
        fail(f"{store.problem} The answers are in the journal beside it.", WRONG_USAGE)
    return 0


def _serve(
    store: Store, terminal: Terminal, address: str, port: int | None, *, names: bool, keys: bool
) -> None:
    """Open the room, and keep it open until the coach closes it."""
    from rolequiz.room.coach import Coach, Tools  # noqa: PLC0415 - as above
    from rolequiz.room.page import phone_page  # noqa: PLC0415
    from rolequiz.room.phones import Phones  # noqa: PLC0415
    from rolequiz.room.wall import Wall, Way  # noqa: PLC0415
    from rolequiz.room.web import Server  # noqa: PLC0415

    site = Phones(store, phone_page(store.pack, names=names), names=names)
    phones = _bound(address, port, site)
    with phones.running():  # before all else: where it was killed, phones are waiting
        way = Way(phones.host, store.room)
        wall = Wall(store, way)
        coach = Server(LOOPBACK, 0, wall)
        url = f"http://{coach.host}/{wall.token}/"
        made = partial(room_report, store.pack, plain=not keys)
        tools = Tools(_open_page, made, partial(_is_ours, address))
        with coach.running():
            _front(terminal, way, keys=keys).run(Coach(store, way, url, tools))


def _front(terminal: Terminal, way: Way, *, keys: bool) -> ByKeys | ByLines:
    """Return what speaks with the coach, by keys or by lines."""
    from rolequiz.room.coach import ByKeys, ByLines  # noqa: PLC0415 - as above
    from rolequiz.room.coach_words import NO_SQUARE  # noqa: PLC0415
    from rolequiz.room.qr import has_qr, in_terminal  # noqa: PLC0415

    if not has_qr():
        terminal.say(NO_SQUARE)
    if not keys:
        return ByLines(terminal)
    return ByKeys(terminal, in_terminal(way.scanned) if has_qr() and _paints(terminal) else ())


# --- Where to serve ---------------------------------------------------------------------------


def _chosen(terminal: Terminal) -> str:
    """Return the address that phones can reach, after asking where that can't be told."""
    from rolequiz.room.addresses import interfaces, is_address, likely, sees_all  # noqa: PLC0415

    found = likely(interfaces())
    if len(found) == 1 and sees_all():
        return found[0].address
    if not found:
        fail(NO_NETWORK, WRONG_USAGE)
    terminal.say(WHICH_ADDRESS if len(found) > 1 else THIS_ADDRESS)
    for number, each in enumerate(found, 1):
        terminal.write(f"  {number}. {_named(each)}\n")
    while True:
        terminal.write("Its number, or another address (just Enter for the first): ")
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            fail(f"Name the address: --address {found[0].address}", WRONG_USAGE)
        typed = line.strip() or "1"
        if typed in map(str, range(1, len(found) + 1)):
            return found[int(typed) - 1].address
        if is_address(typed):
            return typed


def _named(each: Interface) -> str:
    return visible(f"{each.address} ({each.name})" if each.name else each.address)


def _bound(address: str, port: int | None, site: Site) -> Server:
    """Return the server at an address of this computer; fail where it can't be there."""
    from rolequiz.room.addresses import is_address  # noqa: PLC0415 - as above
    from rolequiz.room.web import Server  # noqa: PLC0415

    if not is_address(address):
        said = f"{quote(address)} is no IPv4 address, such as 192.168.1.20."
        raise typer.BadParameter(visible(said), param_hint="--address")
    for tried in count(PORT if port is None else port):
        try:
            return Server(address, tried, site)
        except OSError as error:
            again = port is None and tried < PORT + _MOST_PORTS
            if not (again and error.errno == errno.EADDRINUSE):
                fail(_not_bound(address, tried, error), WRONG_USAGE)
    raise AssertionError


def _not_bound(address: str, port: int, error: OSError) -> str:
    from rolequiz.room.addresses import interfaces  # noqa: PLC0415 - as above

    if error.errno == errno.EADDRNOTAVAIL:
        has = listing([each.address for each in interfaces()])
        return f"{address} is not an address of this computer. It has: {has or 'none'}."
    reason = error.strerror or str(error)
    return f"Port {port} at {address} can't be used: {reason}. Name another one with --port."


def _is_ours(address: str) -> bool:
    """Return whether this computer has an address still; True where that can't be told."""
    from rolequiz.room.addresses import interfaces  # noqa: PLC0415 - as above

    found = {each.address for each in interfaces()}
    return address in found or address.startswith("127.") or len(found) < 2


# --- What the terminal's keys need ------------------------------------------------------------


def _paints(terminal: Terminal) -> bool:
    """Return whether a terminal shows black and white, and half blocks."""
    return not os.environ.get("NO_COLOR") and terminal.shown("▀▄█") == "▀▄█"


def _open_page(url: str) -> bool:
    """Open an address in a browser, unless that would be one in this terminal."""
    import webbrowser  # noqa: PLC0415 - rarely needed

    if sys.platform not in {"win32", "darwin"} and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    with suppress(OSError, webbrowser.Error):
        return webbrowser.open(url)
    return False


def room_report(pack: Pack, people: Iterable[Responses], *, plain: bool = False) -> Shown:
    """Return the report about these people, as `rolequiz report` has it."""
    from rolequiz.group import group_report  # noqa: PLC0415 - many rooms are closed without one
    from rolequiz.pages.group import group_page  # noqa: PLC0415
    from rolequiz.room.releases import Shown  # noqa: PLC0415
    from rolequiz.scoring import Scorer  # noqa: PLC0415

    page = group_page(group_report(pack, map(Scorer(pack).figures, people)))
    return Shown(
        write(page, "text", RenderOptions(plain=plain)), write(page, "html", RenderOptions())
    )
