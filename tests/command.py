"""The real command as a script runs it: a process of its own, its streams apart and no terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

TINY = Path(__file__).parent / "data" / "packs" / "tiny"
COMMAND = [sys.executable, "-m", "rolequiz"]
DEADLINE = 60  # seconds for what takes a fifth of one; only what hangs waits so long


@dataclass(frozen=True, slots=True)
class Ended:
    """What is left of a command that has ended."""

    code: int
    out: str
    err: str

    def refused(self, code: int, *said: str) -> Self:
        """Hold that it ended with this code, without a result, and said all this of why."""
        assert (self.code, self.out) == (code, ""), self
        assert "Traceback" not in self.err
        for text in said:
            assert text in self.err
        return self


def run(
    *args: str | Path,
    stdin: str | bytes | int = "",
    shell: str = "",
    **settings: str,
) -> Ended:
    """Run `rolequiz` with these arguments, text (or a file descriptor) as its standard input.

    `shell` is what a shell makes of the command "$@" instead of just running it, such as
    '"$@" >&-'; `settings` are environment variables.
    """
    argv = [*COMMAND, *map(str, args)]
    text = stdin.encode() if isinstance(stdin, str) else stdin
    ended = subprocess.run(
        ["sh", "-c", shell, "sh", *argv] if shell else argv,
        stdin=text if isinstance(text, int) else None,
        input=None if isinstance(text, int) else text,
        capture_output=True,
        env={**os.environ, **settings},
        timeout=DEADLINE,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())
