"""The command line: one file per command, each a few lines that call the rest.

Only this package chooses streams and exit codes: 0 done, 2 wrong usage, 3 the quiz files are
invalid, 4 the answers are invalid, 5 too few answers for a recommendation, 130 interrupted.
"""

from rolequiz.cli.app import app

__all__ = ["app"]
