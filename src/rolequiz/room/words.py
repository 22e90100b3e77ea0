"""What a room says to people: to the coach of `host`, and around the quiz of `kiosk`.

One string is one paragraph, the same by keys and by lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rolequiz.ask import words
from rolequiz.group import LEAST
from rolequiz.model import Pack
from rolequiz.room.releases import Wait
from rolequiz.room.respondent import grouped
from rolequiz.room.store import Counts, Store
from rolequiz.text import counted, visible

# --- To the coach of phones -------------------------------------------------------------------

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


def ways_in(address: str, room: str) -> str:
    """Say how phones get in, on two lines."""
    return f"Open  {address}\nCode  {room}"


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


def report_waits(wait: Wait, *, shown: bool) -> str:
    """Say why there is no report yet or, where one was shown, no new one."""
    if not shown:
        return (
            f"A report needs {LEAST} people who have finished: {wait.more} more. From fewer, "
            "everybody could work out who said what."
        )
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
    """Say how the room ended, and where the answers are."""
    left = now.joined - now.finished
    yield f"The room is closed: {counted(now.finished, 'person')} finished, {left} did not."
    yield f"The answers are in {visible(str(file))}, which only you can read."
    yield "The same command opens the room again, and phones go on where they were."


# --- At a kiosk -------------------------------------------------------------------------------

CODE = "Your code: "
WHICH_CODE = (
    "Type the code that you wrote down when you began, and press Enter. Only Enter goes back."
)
WRONG_CODE = "Nobody's answers here have that code. Check it and try again, or begin anew."
FULL = "No more people can join: the file is full. Please tell whoever leads this session."
TOO_FEW = "You skipped too many questions for a result."
HAND_ON = "Thank you. Your answers are kept, and the screen is cleared. Please hand the laptop on."
NOT_KEPT = (
    "This answer could not be kept: {}. What you answered before is kept. Please tell whoever "
    "leads this session, and then answer again."
)
NOT_BEGUN = "Nothing can be kept at the moment: {}. Please tell whoever leads this session."
NOT_FINISHED = (
    "Your answers are kept, but not that you are through with the quiz: {}. Please tell whoever "
    "leads this session."
)
NOT_MADE = "The report can't be made: {}. The answers are kept."


def to_coach(store: Store, *, enter: bool, clears: bool) -> Iterator[str]:
    """Say what a coach should know before the first person sits down.

    `enter` is whether keys need Enter, `clears` whether the terminal can be cleared.
    """
    yield "For you who lead this session; participants don't see this page."
    yield (
        f"Only Ctrl-E, pressed three times{' and followed by Enter' * enter}, ends the kiosk. The "
        "report about the group then appears here."
    )
    yield (
        f"{visible(store.path.name)}: {_people(store)}. Every answer is kept at once; if the "
        "laptop fails, the same command goes on."
    )
    yield "One report, when all are done, is best: a further one needs five more people."
    if not enter:
        return
    yield (
        "Everything in this window is cleared after each person, above as well. Some terminals "
        "keep what has scrolled away: try it, and scroll back, before the first person comes."
        if clears
        else "This terminal can't be cleared: what people answer stays above, to be scrolled back "
        "to. Use another terminal, or let everybody have a window of their own."
    )


def welcome(pack: Pack, *, anonymous: bool, minutes: float | None) -> Iterator[str]:
    """Say what a participant should know before the first question."""
    yield visible(pack.title)
    yield from words.welcome(pack, None)
    yield (
        "Your answers stay on this laptop, without your name. Whoever leads this session can read "
        "them; the report about the group tells nothing of fewer than five people."
    )
    if anonymous:
        yield "Nobody gets a code, so take the quiz in one go: it can't be gone on with later."
    if minutes is not None:
        yield (
            f"After {minutes:g} {'minute' if minutes == 1 else 'minutes'} without a key it asks "
            "whether you are still there. You can always go on."
        )


def code(resume: str) -> tuple[str, str]:
    """Show somebody the code that lets them in again."""
    return (
        f"{CODE}{grouped(resume)}",
        "Write it down, for yourself alone. With it you can go on here if you are interrupted, "
        "and see your result again.",
    )


def still_there(seconds: float, *, anonymous: bool, enter: bool) -> str:
    """Ask whether somebody has gone, before what they see is hidden."""
    later = "can't be gone on with" if anonymous else "you can go on with your code"
    return (
        f"Are you still there? Press {'Enter' if enter else 'any key'} to go on. Otherwise the "
        f"next person can begin in {seconds:g} seconds. Your answers are kept; {later}."
    )


def paused(answered: int, code: str, resume: str) -> str:
    """Say what is kept of somebody who leaves, and how they can go on, if they have codes."""
    if not answered:
        return "You have not answered anything yet."
    kept = f"Your {counted(answered, 'answer')} {'is' if answered == 1 else 'are'} kept"
    if not resume:
        return f"{kept}. If you leave, nobody can go on with them, since there are no codes."
    return (
        f"{kept}, in the coach's file under {code}. If you leave, you can go on here later with "
        f"your own code, {grouped(resume)}."
    )


def come_back(code: str, resume: str) -> str:
    """Say with what somebody finds their result here again, and their answers in the file."""
    return (
        f"Your code {grouped(resume)} opens this here again. In the coach's file of answers you "
        f"are {code}."
    )


def failed(sentence: str, error: OSError) -> str:
    """Return a sentence such as NOT_KEPT with the reason in it."""
    return sentence.format(visible(error.strerror or str(error)))


def taken_part(store: Store) -> str:
    """Say how many have taken part, and where their answers are."""
    return visible(f"{_people(store)}. Their answers are in {store.path}.")


def _people(store: Store) -> str:
    counts = store.counts()
    finished = counts.finished + len(store.carried())
    unfinished = counts.begun - counts.finished
    return f"{counted(finished, 'person')} finished, {unfinished} unfinished"
