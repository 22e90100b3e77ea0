"""`rolequiz host`: a room of phones that take the quiz over the local network."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.options import PackFolder, Plain, plain_wanted, read_quiz, room_file
from rolequiz.cli.streams import WRONG_USAGE, fail, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import quote
from rolequiz.render import RenderOptions, write
from rolequiz.text import listing, visible

if TYPE_CHECKING:
    from rolequiz.ask.terminal import Terminal
    from rolequiz.room.releases import Shown
    from rolequiz.room.store import Store
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
rolequiz host is controlled from a terminal, and standard input is not one.
With --plain, it reads lines from a pipe: p, r, x."""
NO_NETWORK = (
    "This computer is not on a network that phones could join. Connect to Wi-Fi, open a hotspot on "
    "this computer, or give an address with --address."
)

WHICH_ADDRESS = "This computer has several addresses. Which one is on the network of the phones?"
THIS_ADDRESS = (
    "This computer seems to have one address, but only the package ifaddr can tell for sure "
    "(pip install ifaddr)."
)


class _ClosedError(Exception):
    """A signal that ends programs has come."""


Address = Annotated[
    str | None,
    typer.Option(
        metavar="IP", help="The address of this computer on the network that the phones use."
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
    file: Annotated[
        Path, room_file("Where to keep the answers; a file that has answers is continued.")
    ],
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
    from rolequiz.room.words import closed  # noqa: PLC0415

    pack = read_quiz(pack_folder)
    keys = sys.stdin is not None and sys.stdin.isatty()
    if sys.stdin is None or not (keys or plain):
        say(NO_TERMINAL)
        return WRONG_USAGE
    keys = keys and not plain_wanted(plain, terminal=True)
    store = open_store(file, pack)
    # a second Ctrl-C, in place of an answer, closes the room as a signal does
    closes = suppress(_ClosedError, KeyboardInterrupt)
    with store, closes, ended_by_signals(_ClosedError), opened() as terminal:
        at = address or _chosen(terminal)
        _serve(store, terminal, at, port, names=names, keys=keys)
    for text in closed(store.counts(), file):
        say(text)
    check_written(store)
    return 0


def open_store(file: Path, pack: Pack) -> Store:
    """Open a room; fail if its file can't be used."""
    from rolequiz.room.store import Store, StoreError  # noqa: PLC0415 - as above

    try:
        return Store(file, pack)
    except StoreError as error:
        fail(str(error), WRONG_USAGE)


def check_written(store: Store) -> None:
    """Fail if a room that is closed could not write its file."""
    if store.problem:
        fail(f"{store.problem} The answers are in the journal beside it.", WRONG_USAGE)


def _serve(
    store: Store, terminal: Terminal, address: str, port: int | None, *, names: bool, keys: bool
) -> None:
    """Open the room, and keep it open until the coach closes it."""
    from rolequiz.room.coach import ByKeys, ByLines  # noqa: PLC0415 - as above
    from rolequiz.room.phones import Phones, phone_page  # noqa: PLC0415
    from rolequiz.room.qr import has_qr  # noqa: PLC0415
    from rolequiz.room.wall import Wall, Way  # noqa: PLC0415
    from rolequiz.room.web import Server  # noqa: PLC0415
    from rolequiz.room.words import NO_SQUARE  # noqa: PLC0415

    site = Phones(store, phone_page(store.pack, names=names), names=names)
    phones = _bound(address, port, site)
    with phones.running():  # before all else: phones may wait for a room that was killed
        way = Way(phones.host, store.room)
        wall = Wall(store, way)
        projector = Server(LOOPBACK, 0, wall)
        with projector.running():
            if not has_qr():
                terminal.say(NO_SQUARE)
            url = f"http://{projector.host}/{wall.token}/"
            make_report = partial(room_report, store.pack, plain=not keys)
            (ByKeys if keys else ByLines)(terminal, store, way, url, make_report).run()


# --- Where to serve ---------------------------------------------------------------------------


def _chosen(terminal: Terminal) -> str:
    """Return the address that phones can reach; ask if there are several."""
    from rolequiz.room.addresses import interfaces, is_address, likely, sees_all  # noqa: PLC0415

    ours = likely(interfaces())
    if len(ours) == 1 and sees_all():
        return ours[0].address
    if not ours:
        fail(NO_NETWORK, WRONG_USAGE)
    terminal.say(WHICH_ADDRESS if len(ours) > 1 else THIS_ADDRESS)
    for number, (address, name) in enumerate(ours, 1):
        named = visible(f"{address} ({name})" if name else address)
        terminal.write(f"  {number}. {named}\n")
    while True:
        terminal.write("Type its number, or another address (just Enter for the first): ")
        line = sys.stdin.readline() if sys.stdin else ""
        if not line:
            fail(f"Name the address: --address {ours[0].address}", WRONG_USAGE)
        typed = line.strip() or "1"
        if typed in map(str, range(1, len(ours) + 1)):
            return ours[int(typed) - 1].address
        if is_address(typed):
            return typed


def _bound(address: str, port: int | None, site: Site) -> Server:
    """Return the server at an address of this computer; fail if it can't listen there."""
    from rolequiz.room.addresses import is_address  # noqa: PLC0415 - as above
    from rolequiz.room.web import Server  # noqa: PLC0415

    if not is_address(address):
        message = f"{quote(address)} is not an IPv4 address such as 192.168.1.20."
        raise typer.BadParameter(visible(message), param_hint="--address")
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
        ours = listing([interface.address for interface in interfaces()])
        return f"{address} is not an address of this computer. It has: {ours or 'none'}."
    reason = error.strerror or str(error)
    return f"Port {port} at {address} can't be used: {reason}. Name another with --port."


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
