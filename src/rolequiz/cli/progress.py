"""How far a long piece of work has come, on standard error, for whoever waits at a terminal."""

from __future__ import annotations

import sys
from time import monotonic

from rolequiz.cli.options import plain_wanted
from rolequiz.cli.streams import dims, say

PATIENCE = 1.0
"""Seconds before anything is said: most work is over by then."""
PAUSE = 0.2
"""Seconds between two looks at it."""


class Progress:
    """A line of a terminal that is rewritten; without cursor movement, one sentence.

    `quiet` is for work whose result comes on the same terminal meanwhile.
    """

    def __init__(self, what: str, *, plain: bool, quiet: bool = False) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        self._what = what
        self._plain = plain_wanted(plain, terminal=terminal)
        self.dims = dims(plain=plain)
        """Whether what is said beside may be dimmed."""
        self._next = monotonic() + PATIENCE if terminal and not quiet else float("inf")
        self._shown = 0

    def __call__(self, done: str) -> None:
        """Show how much is done, at most five times a second."""
        if monotonic() < self._next:
            return
        if self._plain:
            self._next = float("inf")
            say(f"{self._what}: this takes a while.")
            return
        self._next = monotonic() + PAUSE
        line = f"{self._what}: {done}".ljust(self._shown)
        self._shown = len(line)  # first: Ctrl-C may come at any moment
        say("\r" + line, end="")

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self._shown:
            say("\r" + " " * (self._shown + len("^C")) + "\r", end="")
            self._shown = 0
