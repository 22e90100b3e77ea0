"""`rolequiz` and `python -m rolequiz`."""

import gc
import os
import signal
import sys

gc.disable()  # a run is over before it pays: importing and reading take a twelfth less without
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while this loads just ends it

from rolequiz.cli import app  # noqa: E402 - timed
from rolequiz.cli.streams import WRONG_USAGE, drop_output, say  # noqa: E402 - timed


def main() -> None:
    """Run the command line and exit with its code."""
    _heed_signals()
    completing = "_ROLEQUIZ_COMPLETE" in os.environ  # a shell asks what can come next
    try:
        app(prog_name="rolequiz")
    except OSError as error:  # the help into a full disk: Typer writes it without our care
        drop_output()
        say(f"rolequiz can't go on: {error.strerror}.")
        sys.exit(WRONG_USAGE)
    except SystemExit as end:
        if end.code == 1 and not completing:  # Typer's way to say that the pipe is closed
            sys.exit(0)
        raise
    except Exception:
        if completing:  # nothing is written into a half-typed command
            sys.exit(1)  # which leaves it to the shell
        raise


def _heed_signals() -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("SIGTERM", "SIGHUP"):  # so that half-written files are taken away
        number = getattr(signal, name, None)  # Windows has no terminal that hangs up
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
