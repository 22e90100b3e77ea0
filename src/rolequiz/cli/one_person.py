"""One person's answers, for the commands that speak of one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.streams import TOO_FEW_ANSWERS, say
from rolequiz.model import Pack, Responses
from rolequiz.responses import parse_record, read_responses
from rolequiz.scoring import Result

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
    if str(answers) != "-":
        return read_responses(answers, pack)
    if sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    content = sys.stdin.buffer.read() if sys.stdin else b""
    return parse_record(content, "standard input", pack)


def exit_code(result: Result) -> int:
    """Return the code that a command ends with which shows a result, or speaks of it."""
    return TOO_FEW_ANSWERS if result.verdict == "insufficient" else 0
