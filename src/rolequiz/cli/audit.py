"""`rolequiz audit`: how well the quiz tells people of known roles apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.check import check
from rolequiz.cli.options import Source, Target

EXAMPLES = ("rolequiz audit sheets.jsonl", "rolequiz audit sheets.csv --pack my-quiz")
MORE = "docs/authoring.md; docs/method.md"


def audit(
    sheets: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            show_default=False,
            help="Answers, as `rolequiz score` reads them, with each person's role as `role`; - "
            "for standard input.",
        ),
    ],
    *,
    source: Source,
    target: Target,
) -> int:
    """Measure how well a quiz tells apart people whose roles are known."""
    return check(sheets=sheets, source=source, target=target)
