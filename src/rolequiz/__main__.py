"""`rolequiz` and `python -m rolequiz`."""

import gc
import sys

gc.disable()  # a run is over before it pays: importing and reading take a twelfth less without

from rolequiz.cli import app  # noqa: E402 - timed
from rolequiz.cli.streams import WRONG_USAGE, drop_output, say  # noqa: E402 - timed


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        app(prog_name="rolequiz")
    except OSError as error:  # the help into a full disk: Typer writes it without our care
        drop_output()
        say(f"rolequiz can't go on: {error.strerror}.")
        sys.exit(WRONG_USAGE)


if __name__ == "__main__":
    main()
