"""`rolequiz kiosk`: one laptop that is passed around, one person after the other."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.host import check_written, open_store, room_report
from rolequiz.cli.options import (
    PackFolder,
    Plain,
    Source,
    Target,
    plain_wanted,
    read_quiz,
    room_file,
)
from rolequiz.cli.streams import INTERRUPTED, WRONG_USAGE, checked, deliver, fail, say
from rolequiz.render import RenderOptions, write

if TYPE_CHECKING:
    from rolequiz.pages.parts import Page
    from rolequiz.room.store import Store

EXAMPLES = (
    "rolequiz kiosk room.jsonl",
    "rolequiz kiosk room.jsonl --timeout 5",
)
MORE = "README.md, “kiosk: one laptop passed around”; docs/workshops.md"

NO_TERMINAL = (
    "rolequiz kiosk asks people in a terminal, and this is not one. Run it in a terminal window, "
    "and redirect nothing but its standard output."
)


def _minutes(minutes: float | None) -> float | None:
    """Return a number of minutes; raises BadParameter if nobody could wait so long."""
    if minutes is not None and not 0 < minutes <= 24 * 60:
        raise typer.BadParameter("it must be more than 0 minutes, and no more than a day.")
    return minutes


Timeout = Annotated[
    float | None,
    typer.Option(
        metavar="MIN",
        callback=_minutes,
        show_default=False,
        help="After this many minutes without a key, ask whether somebody is still there; if not, "
        "hide their answers and keep them (default: never).",
    ),
]
Anonymous = Annotated[
    bool,
    typer.Option(
        "--anonymous", help="Give people no code, so nobody can come back to their answers."
    ),
]


def kiosk(
    file: Annotated[
        Path,
        room_file(
            "Where to keep the answers, one line per person; a file that has answers is continued."
        ),
    ],
    timeout: Timeout = None,
    anonymous: Anonymous = False,
    pack_folder: PackFolder = None,
    plain: Plain = False,
) -> int:
    """Let people take the quiz on one laptop, one after the other.

    Everybody sees their own result and nobody else's. Press Ctrl-E three times to end it and show
    the report about the group.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        fail(NO_TERMINAL, WRONG_USAGE)
    pack = read_quiz(pack_folder)
    checked(Target(format="json", output=file), Source(pack_folder=pack_folder))
    with open_store(file, pack) as store:
        if not _open(store, timeout, anonymous=anonymous, plain=plain):
            return INTERRUPTED
        _tell(store, plain=plain_wanted(plain, terminal=True))
    check_written(store)
    return 0


def _open(store: Store, minutes: float | None, *, anonymous: bool, plain: bool) -> bool:
    """Let people come; return False if the terminal has gone, rather than the coach ended it."""
    from rolequiz.ask import kiosk as terminals  # noqa: PLC0415 - for speed
    from rolequiz.ask import opened  # noqa: PLC0415
    from rolequiz.room import words  # noqa: PLC0415
    from rolequiz.room.kiosk import Kiosk  # noqa: PLC0415

    enter = plain_wanted(plain, terminal=True)
    warning = words.still_there(terminals.WARNED_SECONDS, anonymous=anonymous, enter=enter)
    watch = terminals.Watch(None if minutes is None else 60 * minutes, warning)
    coach = words.to_coach(store, enter=enter, clears=terminals.clears())
    welcome = words.welcome(store.pack, anonymous=anonymous, minutes=minutes)
    colour = not (enter or os.environ.get("NO_COLOR"))

    def laid_out(page: Page, width: int) -> str:
        return write(page, "text", RenderOptions(width, colour, enter))

    with opened() as terminal:
        if not terminal.stream.isatty():
            fail(NO_TERMINAL, WRONG_USAGE)
        try:
            with terminals.opened_desk(terminal, laid_out, watch, keys=not enter) as desk:
                Kiosk(store, desk, anonymous).run([*coach], [*welcome])
        except (terminals.GoneError, OSError):  # OSError: it can't be written to
            return False
    return True


def _tell(store: Store, *, plain: bool) -> None:
    """Say how many took part, and show the report about the group, or what it waits for."""
    from rolequiz.room import words  # noqa: PLC0415 - as above

    say(words.taken_part(store))
    wait = store.wait()
    try:
        store.report(partial(room_report, store.pack, plain=plain))
    except OSError as error:
        fail(words.failed(words.NOT_MADE, error), WRONG_USAGE)
    last = store.last_report
    if wait is not None:
        say(words.report_waits(wait, shown=last is not None))
    if last is not None:
        say("")
        deliver(last.text, None, "text")
