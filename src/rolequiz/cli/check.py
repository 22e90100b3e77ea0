"""`rolequiz check`: what is wrong with a quiz, and how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.options import (
    Format,
    Json,
    Output,
    PackFolder,
    Plain,
    chosen_format,
)
from rolequiz.cli.progress import progress
from rolequiz.cli.streams import (
    BAD_PACK,
    INTERRUPTED,
    check_writable,
    deliver,
    fail,
    medium,
)
from rolequiz.model import Pack
from rolequiz.render import formatter

if TYPE_CHECKING:
    from rolequiz.audit import Audit


def check(
    strict: Annotated[
        bool,
        typer.Option("--strict", help="End with 3 for warnings and missed figures, too."),
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Simulate fewer people: rougher figures, sooner.")
    ] = False,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Find what is wrong with a quiz, and measure how good it is."""
    from rolequiz.pack import diagnose, shipped_folder  # noqa: PLC0415 - --help needs no quiz
    from rolequiz.render.check_page import Checked  # noqa: PLC0415

    form = chosen_format(format, json)
    check_writable(output)
    pack, problems = diagnose(pack_folder or shipped_folder())
    checked = Checked(pack, problems)
    if pack is not None:
        checked = checked._replace(audit=_audit(pack, quick, plain))
    deliver(formatter(form).check(checked, medium(plain, output)), output, exact=form != "text")
    if checked.mistakes or (strict and (checked.warnings or checked.missed)):
        raise typer.Exit(BAD_PACK)


def _audit(pack: Pack, quick: bool, plain: bool) -> Audit:
    from rolequiz.audit import QUICK, RESPONDENTS, audit  # noqa: PLC0415 - mistakes come sooner

    try:
        with progress("Measuring", plain=plain) as show:
            return audit(pack, QUICK if quick else RESPONDENTS, lambda done: show(f"{done:.0%}"))
    except KeyboardInterrupt:
        fail("Stopped before all was measured.", INTERRUPTED)
