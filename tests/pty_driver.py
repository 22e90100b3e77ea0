"""A person at a real pseudo-terminal: keys go in as bytes, the screen is what a person sees."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Self

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("needs a pseudo-terminal", allow_module_level=True)

import fcntl
import pty
import select
import termios

DEADLINE = 20  # seconds; it takes milliseconds, unless a test fails

_PEOPLE: list[Person] = []
"""Those whose terminals are still open."""


@pytest.fixture(autouse=True)
def everyone_leaves() -> Iterator[None]:
    """After a test, end the programs that it started, and close their terminals."""
    yield
    while _PEOPLE:
        _PEOPLE[-1].leave()


class Person:
    """Someone at a terminal, who reads before typing on."""

    emulator = pyte.HistoryScreen

    def __init__(
        self,
        argv: list[str],
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        columns, lines = size
        self.screen = self.emulator(columns, lines, history=10_000)
        self._stream = pyte.ByteStream(self.screen)
        self.seen = ""
        """The output since the last text that was waited for."""
        self.transcript = ""
        # The other end is held open too, so that its modes can be read at the end.
        self.fd, self.slave = pty.openpty()
        _PEOPLE.append(self)
        self.resizes(columns, lines)
        self.starts(argv, env)

    def starts(self, argv: list[str], env: Mapping[str, str] | None = None) -> Self:
        """Start a program at the terminal, where none is running."""
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.login_tty(self.slave)
                os.execve(argv[0], argv, {**os.environ, **(env or {})})
            finally:
                os._exit(127)
        self.running = True
        return self

    def resizes(self, columns: int, lines: int) -> Self:
        """Give the window so many columns and lines."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        return self

    def types(self, keys: str | bytes) -> Self:
        """Press keys, one after the other, without looking."""
        os.write(self.fd, keys.encode() if isinstance(keys, str) else keys)
        return self

    def reads(self, text: str) -> Self:
        """Read on until the output has `text`, wherever the terminal breaks its lines."""
        until = time.monotonic() + DEADLINE
        while text not in self.seen:
            assert time.monotonic() < until, f"{text!r} never came:\n{self.seen}"
            self._look(0.1)
        self.seen = self.seen.split(text, 1)[1]
        return self

    def goes_on(self) -> Self:
        """Read on until the last question was answered, and press Enter to see the result."""
        return self.reads("That was the").types("\r")

    def sees(self, text: str) -> Self:
        """Read on until a line on the screen has `text`."""
        until = time.monotonic() + DEADLINE
        while not any(text in line for line in self.screen.display):
            assert time.monotonic() < until, "\n".join([f"{text!r} never came:", *self.shown()])
            self._look(0.1)
        return self

    def ends(self) -> int:
        """Read on until the program has ended, and return its exit code."""
        until = time.monotonic() + DEADLINE
        while self.running:
            assert time.monotonic() < until, f"it never ended:\n{self.seen}"
            self._look(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.running = pid == 0
        while self._look(0):
            pass
        return os.waitstatus_to_exitcode(status)

    def _look(self, seconds: float) -> bool:
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        data = os.read(self.fd, 65536)
        self._stream.feed(data)
        text = data.decode(errors="replace")
        self.seen += text
        self.transcript += text
        return True

    def looks(self) -> Self:
        """Read the output up to now."""
        self._look(0.1)
        return self

    def words(self) -> str:
        """Return all that has come so far, as one line."""
        return " ".join(self.transcript.split())

    def shown(self) -> list[str]:
        """Return the lines on the screen that are not empty."""
        return [line.rstrip() for line in self.screen.display if line.strip()]

    def cursor_line(self) -> str:
        """Return the line that the cursor is on."""
        return self.screen.display[self.screen.cursor.y].rstrip()

    def modes(self) -> tuple[bool, bool]:
        """Whether the terminal reads whole lines, and whether it echoes."""
        local = termios.tcgetattr(self.slave)[3]
        return bool(local & termios.ICANON), bool(local & termios.ECHO)

    def hangs_up(self) -> None:
        """Close the terminal's window under the program."""
        os.close(self.slave)
        os.close(self.fd)
        self.fd, self.slave = os.pipe()  # that nothing more comes from

    def leave(self) -> None:
        """End the program and close the terminal."""
        _PEOPLE.remove(self)
        if self.running:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)
        os.close(self.slave)
