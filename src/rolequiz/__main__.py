"""`rolequiz` and `python -m rolequiz`."""

import gc
import os
import signal
import sys


def _leave(number: int, frame: object) -> None:
    os._exit(128 + number)


gc.set_threshold(100_000)  # imports create what stays: collecting takes a twelfth of the time
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _leave)  # nothing needs tidying up while this loads

from contextlib import suppress  # noqa: E402 - timed

from rolequiz.cli import app  # noqa: E402 - timed
from rolequiz.cli.streams import INTERRUPTED, WRONG_USAGE, drop_output, say  # noqa: E402 - timed


def main() -> None:
    """Run the command line and exit with its code."""
    _settle()
    try:
        if signal.getsignal(signal.SIGINT) is _leave:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _run(completing="_ROLEQUIZ_COMPLETE" in os.environ)  # a shell asks what can come next
    except KeyboardInterrupt:  # before Typer listened
        sys.exit(INTERRUPTED)
    except OSError as error:  # help onto a full disk, which Typer writes itself
        drop_output()
        say(f"rolequiz can't go on: {error.strerror}.")
        sys.exit(WRONG_USAGE)
    finally:
        # After Ctrl-C while a namedtuple is created, which uses eval, CPython ends -m by the
        # signal, whatever code we gave; another eval makes it forget.
        eval("None")
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left but Python's own end
        gc.freeze()  # or Python looks through all objects as it ends: a sixth of a short run


def _run(*, completing: bool) -> None:
    try:
        if os.environ.get("_ROLEQUIZ_COMPLETE") == "complete_bash":
            _part_options()
        app(prog_name="rolequiz")
    except SystemExit as end:
        if end.code == 1 and not completing:  # Typer's way to say that the pipe is closed
            sys.exit(0)
        raise
    except Exception:
        if completing:  # write nothing into a half-typed command
            sys.exit(1)  # so the shell completes by itself
        raise


def _part_options() -> None:
    """Read --format=h as --format h, up to the cursor: bash splits it into three words."""
    typed = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
    pairs = zip(["", *typed], typed, strict=False)
    words = [word for before, word in pairs if word != "=" or not before.startswith("--")]
    if len(words) < len(typed):
        words += [""] * (typed[-1] == "=")
        os.environ |= {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}


def _settle() -> None:
    """Make streams block, and let signals that end the program leave no half-written file."""
    if sys.platform != "win32":
        for stream in range(3):
            with suppress(OSError):  # it is closed
                os.set_blocking(stream, True)
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no terminal that hangs up
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
