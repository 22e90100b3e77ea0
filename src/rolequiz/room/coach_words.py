"""What the terminal of a room says to the coach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rolequiz.group import LEAST
from rolequiz.room.releases import Wait
from rolequiz.room.store import Counts
from rolequiz.room.wall import Way
from rolequiz.sanitise import visible
from rolequiz.wording import counted

KEYS = "p page for the projector · r report, best once, when all are done · x close"
TYPED = (
    "Type p for the projector's page, r for the report (best once, when all are done), x to close, "
    "or just Enter to see how many have joined. Press Enter after each."
)
NETWORK = "Phones must be in the same Wi-Fi as this laptop. It needs no internet."
SECRECY = "The Wi-Fi's password is the only secrecy: who has it could read what phones send."
NO_SQUARE = "There is no QR code, for want of a package: pip install segno"
MOVED = (
    "This laptop no longer has that address: phones can't reach it. Close with x, and run the same "
    "command again. Nothing is lost."
)
WALL_OPENED = "The page for the projector is open in your browser. It shows no answers. It is at:"
WALL = "The page for the projector shows no answers. Open it in a browser on this laptop:"
REPORT_PAGE = "The report as a page, to show or to print:"
REFUSED = "Phones keep what they can't save here, and try again: make room on the disk."
HINT_WALL = "For a QR code that fits, press p, or make this window larger."


def ways_in(way: Way) -> tuple[str, str]:
    """Say how phones get in."""
    return f"Open  {way.shown}", f"Code  {way.room}"


def counts(now: Counts, carried: int) -> str:
    """Say how many have joined, begun and finished, in one line, and how many there were before."""
    before = f" · {carried} from elsewhere" if carried else ""
    return f"{now.joined} joined · {now.begun} begun · {now.finished} finished{before}"


def early_report(now: Counts) -> str:
    """Ask whether a report is meant to be made while others are still answering."""
    left = now.joined - now.finished
    return (
        f"{now.finished} have finished; {left} {'has' if left == 1 else 'have'} not. One report, "
        f"when all are done, is best: the next one has to wait until {LEAST} more have finished, "
        "or the two would tell of the few between them. Make it now? [y/N]"
    )


def no_report(wait: Wait) -> str:
    """Say why there is no report yet, where none has been shown."""
    return (
        f"A report needs {LEAST} people who have finished: {wait.more} more. From fewer, everybody "
        "could work out who said what."
    )


def last_report(wait: Wait) -> str:
    """Say why the report is the one that was shown last."""
    if wait.forgotten:
        why = "Since then somebody was removed, and a new report would tell of them"
    else:
        more = "person has" if wait.more == 1 else "people have"
        why = f"A new one would tell of the few since then: {wait.more} more {more} to finish first"
    return f"This is the report that was shown last. {why}."


def unfinished(now: Counts) -> str:
    """Ask whether to close while others are still answering."""
    left = now.joined - now.finished
    who = "1 person has" if left == 1 else f"{left} people have"
    return (
        f"{who} not finished. What they have answered is kept, and the same command lets them go "
        "on. Close the room? [y/N]"
    )


def closed(now: Counts, file: Path) -> Iterator[str]:
    """Say what there is when the room is closed."""
    left = now.joined - now.finished
    yield f"The room is closed: {counted(now.finished, 'person')} finished, {left} did not."
    yield f"The answers are in {visible(str(file))}, which only you can read."
    yield "The same command opens the room again, and phones go on where they were."
