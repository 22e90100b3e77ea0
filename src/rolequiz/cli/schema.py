"""`rolequiz schema`: the JSON Schemas of what the program reads and writes."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.streams import deliver, fail_unknown
from rolequiz.schemas import SCHEMAS, schema_text

EXAMPLES = ("rolequiz schema result", "rolequiz schema questions > questions.schema.json")
MORE = "docs/authoring.md, “Let your editor help”"


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", autocompletion=lambda: SCHEMAS, help=f"One of {', '.join(SCHEMAS)}."
        ),
    ],
) -> None:
    """Print a JSON Schema, for editors and scripts."""
    if name not in SCHEMAS:
        fail_unknown("schema", name, SCHEMAS)
    deliver(schema_text(name), None)
