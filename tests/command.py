"""The real command as a script runs it: in its own process, with separate streams, no terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Self

TINY = Path(__file__).parent / "data" / "packs" / "tiny"
COMMAND = [sys.executable, "-m", "rolequiz"]
DEADLINE = 60  # seconds; a command takes a fifth of one, unless it hangs


@dataclass(frozen=True, slots=True)
class Ended:
    """The exit code and output of a command."""

    code: int
    out: str
    err: str

    def refused(self, code: int, *said: str) -> Self:
        """Check that it ended with this code and no result, and that all these words say why."""
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
