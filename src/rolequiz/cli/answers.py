"""One person's answers, from wherever a command is told to read them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rolequiz.cli.streams import say
from rolequiz.model import Pack, Responses
from rolequiz.responses import parse_record, read_responses

STDIN = "standard input"


def read_answers(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, or result, from a file or standard input; raises AnswersError."""
    return parse_record(typed(), STDIN, pack) if str(path) == "-" else read_responses(path, pack)


def typed() -> bytes:
    """Return what standard input holds: in a terminal, what somebody types or pastes there."""
    if sys.stdin is not None and sys.stdin.isatty():
        end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        say(f"Type or paste the answers (JSON), then press Enter and {end}.")
    return sys.stdin.buffer.read() if sys.stdin else b""
