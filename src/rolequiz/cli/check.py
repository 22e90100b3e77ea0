"""`rolequiz check`: what is wrong with a quiz, and how good it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.options import Source, Target
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    BAD_PACK,
    INTERRUPTED,
    WRONG_USAGE,
    check_once,
    checked_format,
    deliver,
    fail,
    render_options,
    say,
)
from rolequiz.cli.tally import Progress
from rolequiz.model import Pack, Responses
from rolequiz.render import write
from rolequiz.text import counted

if TYPE_CHECKING:
    from rolequiz.audit.model import Audit
    from rolequiz.pages.check import Checked

EXAMPLES = ("rolequiz check --pack my-quiz", "rolequiz check --pack my-quiz --quick")
MORE = "docs/authoring.md"


def check(
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 3 for warnings and missed targets, too.")
    ] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Simulate fewer people: faster, with rougher figures.")
    ] = False,
    sheets: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="The same as `rolequiz audit FILE`; use that instead."),
    ] = None,
    *,
    source: Source,
    target: Target,
) -> int:
    """Find what is wrong with a quiz, and measure how good it is."""
    from rolequiz.audit.sheets import audit_sheets  # noqa: PLC0415
    from rolequiz.pack import diagnose, shipped_folder  # noqa: PLC0415 - --help needs no quiz
    from rolequiz.pack.advice import MOST_ROLES  # noqa: PLC0415
    from rolequiz.pages.check import Checked  # noqa: PLC0415

    sheets = sheets or []
    if quick and sheets:
        fail("--quick can't be used with --sheets: nobody is simulated then.", WRONG_USAGE)
    if source.map_file and not sheets:
        fail("--map needs --sheets: it says what their columns and cells mean.", WRONG_USAGE)
    check_once(source.map_file, *sheets)
    folder = source.pack_folder or shipped_folder()
    format = checked_format(target, replace(source, pack_folder=folder), *sheets)
    pack, problems = diagnose(folder)
    checks, left_out = Checked(pack, problems), 0
    if pack is not None and sheets:
        people, left_out = _people_with_role(pack, sheets, source)
        if not people:
            return BAD_ANSWERS
        checks = checks._replace(sheets=audit_sheets(pack, people))
    elif pack is not None and len(pack.roles) <= MOST_ROLES:
        checks = checks._replace(audit=_audit(pack, quick, target.plain))
    deliver(_written(checks, format, target), target.output, format)
    if checks.mistakes or (strict and (checks.warnings or checks.missed)):
        return BAD_PACK
    return BAD_ANSWERS if left_out else 0


def _written(checks: Checked, format: str, target: Target) -> str:
    from rolequiz.pages.check import check_page  # noqa: PLC0415
    from rolequiz.render.json_report import check_json  # noqa: PLC0415

    if format == "json":
        return check_json(checks)
    return write(check_page(checks), format, render_options(target))


def _audit(pack: Pack, quick: bool, plain: bool) -> Audit:
    from rolequiz.audit import RESPONDENTS, audit, quick_respondents  # noqa: PLC0415 - for speed

    respondents = quick_respondents(len(pack.roles)) if quick else RESPONDENTS
    progress = Progress("Measuring", plain=plain)
    try:
        return audit(pack, respondents, lambda done: progress(f"{done:.0%}"))
    except KeyboardInterrupt:
        fail("Stopped before everything was measured.", INTERRUPTED)
    finally:
        progress.clear()


def _people_with_role(
    pack: Pack, files: Sequence[Path], source: Source
) -> tuple[list[Responses], int]:
    """Return the answers in some files whose role is known, and how many were left out."""
    from rolequiz.cli.tally import Tally, read_mapping  # noqa: PLC0415
    from rolequiz.responses.people import read_people  # noqa: PLC0415 - few checks have sheets

    tally = Tally()
    people = list(tally.people(read_people(files, pack, read_mapping(source, pack))))
    tally.tell()
    with_role = [responses for responses in people if responses.role is not None]
    without_role = len(people) - len(with_role)
    if without_role:
        are = "is" if without_role == 1 else "are"
        left_out = f"{counted(without_role, 'person')} without a role {are} left out"
        say(f"{left_out}: give the id of each person's role as “role”.")
    elif not people and not tally.problems.count:
        say("There are no answers. Each person's answers need the id of their role as “role”.")
    return with_role, tally.problems.count + without_role
