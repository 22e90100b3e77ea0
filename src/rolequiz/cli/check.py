"""`rolequiz check`: what is wrong with a quiz, and how good it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.options import (
    Format,
    Json,
    MapFile,
    Output,
    PackFolder,
    Plain,
    chosen_format,
)
from rolequiz.cli.progress import Progress
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    BAD_PACK,
    INTERRUPTED,
    WRONG_USAGE,
    check_inputs_kept,
    check_once,
    check_writable,
    deliver,
    fail,
    medium,
    say,
)
from rolequiz.model import Pack, Responses
from rolequiz.render import write
from rolequiz.wording import counted

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
    sheets: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            readable=False,  # the reader says more
            help="The same as `rolequiz audit FILE`, which is the better name.",
        ),
    ] = None,
    map_file: MapFile = None,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Find what is wrong with a quiz, and measure how good it is."""
    from rolequiz.audit.sheets import audit_sheets  # noqa: PLC0415
    from rolequiz.pack import diagnose, shipped_folder  # noqa: PLC0415 - --help needs no quiz
    from rolequiz.pack.advice import MOST_ROLES  # noqa: PLC0415
    from rolequiz.pages.check import Checked, check_page  # noqa: PLC0415
    from rolequiz.render.json_report import check_json  # noqa: PLC0415

    folder, sheets = pack_folder or shipped_folder(), sheets or []
    _check_usage(quick, sheets, map_file)
    _check_files(folder, sheets, map_file, output)
    form = chosen_format(format, json, output=output)
    pack, problems = diagnose(folder)
    checked, left_out = Checked(pack, problems), 0
    if pack is not None and sheets:
        people, left_out = _people(pack, sheets, map_file)
        checked = checked._replace(sheets=audit_sheets(pack, people))
    elif pack is not None and len(pack.roles) <= MOST_ROLES:
        checked = checked._replace(audit=_audit(pack, quick, plain))
    shown = medium(plain, output)
    text = check_json(checked) if form == "json" else write(check_page(checked), form, shown)
    deliver(text, output, exact=form != "text")
    if checked.mistakes or (strict and (checked.warnings or checked.missed)):
        raise typer.Exit(BAD_PACK)
    if left_out:
        raise typer.Exit(BAD_ANSWERS)


def _check_usage(quick: bool, sheets: list[Path], map_file: Path | None) -> None:
    if quick and sheets:
        fail("--quick is of no use with --sheets: nobody is simulated then.", WRONG_USAGE)
    if map_file and not sheets:
        fail("--map goes with --sheets: it says what their columns and cells mean.", WRONG_USAGE)


def _check_files(
    folder: Path, sheets: list[Path], map_file: Path | None, output: Path | None
) -> None:
    check_once(map_file, *sheets)
    check_inputs_kept(output, answers=sheets, map_file=map_file, quiz=folder)
    check_writable(output)


def _audit(pack: Pack, quick: bool, plain: bool) -> Audit:
    from rolequiz.audit import (  # noqa: PLC0415 - mistakes come sooner
        RESPONDENTS,
        audit,
        quick_respondents,
    )

    respondents = quick_respondents(len(pack.roles)) if quick else RESPONDENTS
    show = Progress("Measuring", plain=plain)
    try:
        return audit(pack, respondents, lambda done: show(f"{done:.0%}"))
    except KeyboardInterrupt:
        show.clear()
        fail("Stopped before all was measured.", INTERRUPTED)
    finally:
        show.clear()


def _people(pack: Pack, files: list[Path], map_file: Path | None) -> tuple[list[Responses], int]:
    """Read the sheets in some files that say whose role they are, and count what was left out."""
    from rolequiz.cli.batch import Batch, read_mapping  # noqa: PLC0415

    batch = Batch(files, pack, read_mapping(map_file, pack))
    read = list(batch.people())
    batch.tell()
    people = [responses for responses in read if responses.role is not None]
    without = len(read) - len(people)
    if without:
        left_out = "is left out" if without == 1 else "are left out"
        said = f"{counted(without, 'sheet')} without a role {left_out}"
        say(f"{said}: note the id of each person's role as “role”.")
    elif not read and not batch.wrong.count:
        say("There are no sheets: one is a person's answers, with the id of their role as “role”.")
    if not people:
        raise typer.Exit(BAD_ANSWERS)
    return people, batch.wrong.count + without
