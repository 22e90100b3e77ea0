"""How far a long piece of work has come, on standard error, for whoever waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rolequiz.cli.options import plain_wanted
from rolequiz.cli.streams import say

PATIENCE = 1.0
"""Seconds before anything is said: most work is over by then."""
PAUSE = 0.2
"""Seconds between two looks at it."""


@contextmanager
def progress(what: str, *, plain: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that shows how much is done; what it showed is gone at the end.

    Without cursor movement it says once that it takes a while.
    """
    terminal = sys.stderr is not None and sys.stderr.isatty()
    plain = plain_wanted(plain, terminal=terminal)
    next_time, shown = monotonic() + PATIENCE, 0

    def show(done: str) -> None:
        nonlocal next_time, shown
        if not terminal or monotonic() < next_time:
            return
        if plain:
            next_time = float("inf")
            say(f"{what}: this takes a few seconds.")
        else:
            next_time = monotonic() + PAUSE
            line = f"{what}: {done}".ljust(shown)
            shown = len(line)  # first: Ctrl-C may come at any moment
            say("\r" + line, end="")

    try:
        yield show
    finally:
        if shown:
            say("\r" + " " * (shown + len("^C")) + "\r", end="")
