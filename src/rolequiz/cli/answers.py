"""One person's answers, from wherever a command is told to read them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rolequiz.cli.streams import BAD_ANSWERS, fail, say
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses import parse_record, read_responses
from rolequiz.sanitise import visible

STDIN = "standard input"


def read_answers(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, or result, from a file or standard input; raises AnswersError."""
    content = b""
    try:
        if str(path) != "-":
            return read_responses(path, pack)
        content = typed()
        return parse_record(content, STDIN, pack)
    except AnswersError:
        check_one(path, content, pack)
        raise


def typed() -> bytes:
    """Return what standard input holds: in a terminal, what somebody types or pastes there."""
    if sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    return sys.stdin.buffer.read() if sys.stdin else b""


def check_one(path: Path, content: bytes, pack: Pack) -> None:
    """Fail if what can't be read as one person's answers is made for many people's."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - only what is wrong needs these
    from rolequiz.responses.batch import held, source_of  # noqa: PLC0415

    if what := held(path, content, pack):
        said = f"{source_of(path)} holds {what}, but this reads one person's answers."
        said += f" To score all: rolequiz score {quoted(str(path))}"
        fail(visible(said), BAD_ANSWERS)
