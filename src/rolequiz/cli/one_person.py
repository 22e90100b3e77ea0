"""One person's answers, for the commands about one person."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.options import Target
from rolequiz.cli.streams import BAD_ANSWERS, TOO_FEW_ANSWERS, fail, say
from rolequiz.disk import replace_file
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem
from rolequiz.responses import parse_responses, read_responses
from rolequiz.scoring import Result

STDIN = "standard input"
LAST_ANSWERS = "last-answers.json"
"""The file of the last answers given here, in the folder where the program keeps its files."""
AnswersFile = Annotated[
    Path,
    typer.Argument(
        metavar="ANSWERS",
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

    The last ones before stay beside them, in a file named by the time they were given.
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
    """Return what standard input holds; on a terminal, ask somebody to type or paste it."""
    if sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    return sys.stdin.buffer.read() if sys.stdin else b""


def check_one(answers: Path, content: bytes, pack: Pack) -> None:
    """Fail if a file that can't be read as one person's answers holds those of many."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - only what is wrong needs these
    from rolequiz.responses.people import held, source_of  # noqa: PLC0415

    if what := held(answers, content, pack):
        message = f"{source_of(answers)} holds {what}, but this command takes one person's answers."
        message += f" To score them all: rolequiz score {quoted(str(answers))}"
        fail(message, BAD_ANSWERS)


def exit_code(result: Result) -> int:
    """Return the exit code of a command that shows a result, or something about it."""
    return 0 if result.enough else TOO_FEW_ANSWERS


def opens(target: Target, form: str) -> bool:
    """Return whether a result goes to somebody who can read and type, rather than being written."""
    ends = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return ends and form == "text" and not target.output
