"""`rolequiz form enter`: type in sheets of paper, each of which is kept before the next."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from rolequiz.ask import ended_by_signals, opened, quoted
from rolequiz.ask.entering import Sheet
from rolequiz.ask.entering_fronts import KeyTypist, LineTypist
from rolequiz.cli.options import Source, Target, is_standard_output, plain_wanted, read_quiz
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    INTERRUPTED,
    WRONG_USAGE,
    checked,
    fail,
    say,
    unwritable,
)
from rolequiz.disk import is_stream, target_of
from rolequiz.model import Pack
from rolequiz.problems import AnswersError
from rolequiz.room.carried import ENDINGS
from rolequiz.room.journal import InUseError
from rolequiz.room.pile import Pile
from rolequiz.text import counted, visible

NO_TERMINAL = """\
Sheets are typed in at a terminal, and standard input is not one.
With --plain, lines can also come from a pipe: a code, then the answers, then an empty line."""


def enter(file: Path, pack_folder: Path | None, *, plain: bool) -> int:
    """Take sheets until there are no more, and return the exit code."""
    pack = read_quiz(pack_folder)
    _check_name(file)
    checked(Target(format="json", output=file), Source(pack_folder=pack_folder))
    terminal = sys.stdin is not None and sys.stdin.isatty()
    if sys.stdin is None or not (terminal or plain):
        say(NO_TERMINAL)
        return WRONG_USAGE
    typist = KeyTypist if terminal and not plain_wanted(plain, terminal=True) else LineTypist
    with _opened(file, pack) as pile, ended_by_signals():
        if pile.mended:
            say("The last line was cut short, so its sheet was not whole. It has been removed.")
        finished, sheet = _typed(pile, pack, typist)
    with suppress(OSError), opened() as screen:
        screen.say(_ended(file, pile, sheet))
    return 0 if finished else INTERRUPTED


def _typed(
    pile: Pile, pack: Pack, typist: type[KeyTypist | LineTypist]
) -> tuple[bool, Sheet | None]:
    """Return whether the person came to an end, and the sheet that was not kept, if any."""
    front, stopped = None, False
    try:
        with opened() as terminal, typist(terminal, pack, pile) as front:
            front.run()
    except EOFError:
        pass
    except (KeyboardInterrupt, OSError):  # OSError: the terminal is gone
        stopped = True
    sheet = front.sheet if front else None
    return sheet is None and not stopped, sheet


def _check_name(file: Path) -> None:
    """Fail if sheets can't be added to a file of that name."""
    if is_standard_output(file) or is_stream(file):
        fail("Sheets are kept in a file. Name one that ends in .jsonl.", WRONG_USAGE)
    if file.suffix.lower() not in ENDINGS:
        message = f"{file} does not end in .jsonl, but sheets are kept as JSON Lines: name"
        fail(visible(f"{message} {file.with_suffix('.jsonl').name}, for example."), WRONG_USAGE)


def _opened(file: Path, pack: Pack) -> Pile:
    """Open the file to add sheets to it; fail where that can't be."""
    try:
        return Pile(Path(target_of(file)), pack)
    except InUseError:
        message = f"{file} is in use: another rolequiz is adding to it. End that one first, or "
        fail(visible(f"{message}name another file."), WRONG_USAGE)
    except AnswersError as error:
        said = f"{file} holds something other than answers to this quiz. Name another file."
        say(str(error))
        fail(said, BAD_ANSWERS)
    except OSError as error:
        fail(unwritable(file, error.strerror or str(error)), WRONG_USAGE)


def _ended(file: Path, pile: Pile, sheet: Sheet | None) -> str:
    """Say what the file holds, what is not kept, and how to read it."""
    texts = [visible(f"{file} holds {counted(pile.sheets, 'sheet')}.")]
    if pile.sheets:
        texts.append(f"To score them: rolequiz score {quoted(str(file))}")
    if sheet is not None and (sheet.state.answers or sheet.state.matters):
        answers = counted(sheet.state.answered, "answer")
        code = visible(sheet.code)
        texts.insert(0, f"The sheet of {code} was not complete, so it is not kept ({answers}).")
    return " ".join(texts)
