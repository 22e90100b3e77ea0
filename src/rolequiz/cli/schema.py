"""`rolequiz schema`: the JSON Schemas of what the program reads and writes."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.streams import WRONG_USAGE, deliver, fail
from rolequiz.problems import did_you_mean, quote
from rolequiz.sanitise import visible
from rolequiz.schemas import SCHEMAS, schema_text

EXAMPLES = (
    "rolequiz schema result",
    "rolequiz schema questions > questions.schema.json",
)
MORE = "docs/authoring.md, “Let your editor help”"


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            autocompletion=lambda: SCHEMAS,
            help=f"One of {', '.join(SCHEMAS)}.",
        ),
    ],
) -> None:
    """Print a JSON Schema, for editors and scripts."""
    if name not in SCHEMAS:
        hint = did_you_mean(name, SCHEMAS)
        fail(visible(f"There is no schema {quote(name)}. {hint}"), WRONG_USAGE)
    deliver(schema_text(name), None)
