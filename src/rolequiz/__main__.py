"""`rolequiz` and `python -m rolequiz`."""

from rolequiz.cli import app


def main() -> None:
    """Run the command line and exit with its code."""
    app(prog_name="rolequiz")


if __name__ == "__main__":
    main()
