"""One person's answers, for the commands that speak of one."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.streams import BAD_ANSWERS, TOO_FEW_ANSWERS, fail, replace_file, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem
from rolequiz.responses import parse_responses, read_responses
from rolequiz.sanitise import visible
from rolequiz.scoring import Result

STDIN = "standard input"
LAST_ANSWERS = "last-answers.json"
"""The file, in the folder for what the program keeps, of the last answers given here."""
AnswersFile = Annotated[
    Path,
    typer.Argument(
        metavar="ANSWERS",
        readable=False,  # the reader says more
        show_default=False,
        help="One person's answers, or their result (JSON); - for standard input.",
    ),
]


def read_one(answers: Path, pack: Pack) -> Responses:
    """Read one person's answers from a file or from standard input; raises AnswersError."""
    content = b""
    try:
        if str(answers) != "-":
            return read_responses(answers, pack)
        content = typed()
        return parse_responses(content, STDIN, pack)
    except AnswersError:
        check_one(answers, content, pack)
        raise


def read_code(code: str, pack: Pack) -> Responses:
    """Read one person's answers from an answer code; raises AnswersError."""
    from rolequiz.responses.code import decode  # noqa: PLC0415
    from rolequiz.responses.columns import UnreadableError  # noqa: PLC0415 - few have a code

    try:
        return decode(pack, code)
    except UnreadableError as error:
        raise AnswersError([Problem("--code", error.wrong)]) from None


def keep_last(folder: Path, text: str) -> Path:
    """Keep answers as the last ones, and return their file; raises OSError.

    Those that were the last before stay beside them, in a file with the time they were given.
    """
    last = folder / LAST_ANSWERS
    if last.is_file() and not last.is_symlink():  # a link leads to where somebody wants them
        if last.read_bytes() == text.encode():
            return last
        given = datetime.fromtimestamp(last.stat().st_mtime).astimezone()
        name = f"answers-{given:%Y-%m-%d-%H%M%S}"
        names = (folder / f"{name}{f'-{n}' if n else ''}.json" for n in count())
        last.rename(next(file for file in names if not file.exists()))
    replace_file(last, text)
    return last


def typed() -> bytes:
    """Return what standard input holds: in a terminal, what somebody types or pastes there."""
    if sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    return sys.stdin.buffer.read() if sys.stdin else b""


def check_one(answers: Path, content: bytes, pack: Pack) -> None:
    """Fail if what can't be read as one person's answers is made for many people's."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - only what is wrong needs these
    from rolequiz.responses.people import held, source_of  # noqa: PLC0415

    if what := held(answers, content, pack):
        said = f"{source_of(answers)} holds {what}, but one person's answers are wanted here."
        said += f" To score all: rolequiz score {quoted(str(answers))}"
        fail(visible(said), BAD_ANSWERS)


def exit_code(result: Result) -> int:
    """Return the code that a command ends with which shows a result, or speaks of it."""
    return 0 if result.enough else TOO_FEW_ANSWERS
