"""One person's answers, for the commands about one person."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from rolequiz.cli.options import Target
from rolequiz.cli.streams import BAD_ANSWERS, TOO_FEW_ANSWERS, fail, is_terminal, say
from rolequiz.disk import replace_file
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, Problem
from rolequiz.responses.one_person import responses_in
from rolequiz.schemas.document import Document, decode, open_document
from rolequiz.scoring import Result

T = TypeVar("T")
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


def read_one(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, from standard input for "-"; raises AnswersError."""
    return read_as(responses_in, path, pack)


def read_as(reader: Callable[[Document, Pack], T], path: Path, pack: Pack) -> T:
    """Read one person's answers as `reader` does; fail if the file holds those of many."""
    from_stdin = str(path) == "-"
    content = _standard_input() if from_stdin else b""
    try:
        return reader(decode(content, STDIN) if from_stdin else open_document(path), pack)
    except AnswersError:
        _check_one(path, content, pack)
        raise


def read_code(code: str, pack: Pack) -> Responses:
    """Read one person's answers from an answer code; raises AnswersError."""
    from rolequiz.responses.code import decode  # noqa: PLC0415
    from rolequiz.responses.columns import UnreadableError  # noqa: PLC0415 - few have a code

    try:
        return decode(pack, code)
    except UnreadableError as error:
        raise AnswersError([Problem("--code", error.fault)]) from None


def keep_last(folder: Path, text: str) -> Path:
    """Keep answers as the last ones, and return their file; raises OSError.

    The last ones before stay beside them, in a file named by the time they were given.
    """
    last = folder / LAST_ANSWERS
    if last.is_file() and not last.is_symlink():  # a link leads to where somebody wants them
        if last.read_bytes() == text.encode():
            return last
        answered = datetime.fromtimestamp(last.stat().st_mtime).astimezone()
        name = f"answers-{answered:%Y-%m-%d-%H%M%S}"
        files = (folder / f"{name}{f'-{number}' if number else ''}.json" for number in count())
        last.rename(next(file for file in files if not file.exists()))
    replace_file(last, text)
    return last


def _standard_input() -> bytes:
    """Return what standard input holds; on a terminal, ask somebody to type or paste it."""
    if is_terminal(sys.stdin):
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    return sys.stdin.buffer.read() if sys.stdin else b""


def _check_one(path: Path, content: bytes, pack: Pack) -> None:
    """Fail if a file that can't be read as one person's answers holds those of many."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - only what is wrong needs these
    from rolequiz.responses.people import several_people_in, source_of  # noqa: PLC0415

    if several := several_people_in(path, content, pack):
        message = f"{source_of(path)} holds {several}, but this command takes one person's answers."
        message += f" To score them all: rolequiz score {quoted(str(path))}"
        fail(message, BAD_ANSWERS)


def exit_code(result: Result) -> int:
    """Return the exit code of a command that shows a result, or something about it."""
    return 0 if result.enough else TOO_FEW_ANSWERS


def explorable(target: Target, format: str) -> bool:
    """Return whether a result is shown to somebody at a terminal, who can explore it."""
    at_terminal = is_terminal(sys.stdin) and is_terminal(sys.stdout)
    return at_terminal and format == "text" and not target.output
