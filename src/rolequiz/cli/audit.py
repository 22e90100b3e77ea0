"""`rolequiz audit`: what people of known roles answered, and how well the quiz tells them apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.check import check
from rolequiz.cli.options import Format, Json, MapFile, Output, PackFolder, Plain


def audit(
    sheets: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            readable=False,  # the reader says more
            show_default=False,
            help="Answers of people whose role is noted as `role`, as `rolequiz score` reads them; "
            "- for standard input.",
        ),
    ],
    map_file: MapFile = None,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Measure how well a quiz tells people apart whose role is known."""
    check(
        sheets=sheets,
        map_file=map_file,
        pack_folder=pack_folder,
        format=format,
        json=json,
        output=output,
        plain=plain,
    )
