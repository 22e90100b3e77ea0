"""`rolequiz roles`: the role cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.options import PackFolder, Target
from rolequiz.cli.role_names import named_roles, offered
from rolequiz.cli.streams import WRONG_USAGE, deliver, fail, quiz_and_format, render_options
from rolequiz.model import Pack, Role
from rolequiz.render import RenderOptions, write

EXAMPLES = (
    "rolequiz roles product-owner",
    "rolequiz roles product-owner business-analyst",
)
MORE = "README.md, “roles: the role cards”"


def roles(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROLE]...",
            autocompletion=offered,
            help="Roles, by id or name.",
            show_default=False,
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--with",
            metavar="ANSWERS",
            help="Show one person's answers (JSON) beside two roles; - for standard input.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> None:
    """List the roles, show one in full, or compare several side by side."""
    pack, form = quiz_and_format(target, pack_folder, answers)
    chosen = {role.id: role for role in named_roles(pack, names or ())}
    if answers and len(chosen) != 2:
        fail("--with draws two roles: rolequiz roles ROLE ROLE --with ANSWERS", WRONG_USAGE)
    stands = _stands(pack, answers) if answers else None
    text = _written(pack, list(chosen.values()), stands, form, render_options(target))
    deliver(text, target.output, form)


def _stands(pack: Pack, answers: Path) -> list[float | None]:
    """Return where one person stands on each dimension, −1…1; raises AnswersError."""
    from rolequiz.cli.one_person import read_one  # noqa: PLC0415 - cards alone need no answers
    from rolequiz.scoring import Scorer  # noqa: PLC0415

    return Scorer(pack).figures(read_one(answers, pack)).stands


def _written(
    pack: Pack,
    roles: list[Role],
    stands: list[float | None] | None,
    form: str,
    options: RenderOptions,
) -> str:
    if form == "json":
        from rolequiz.render.json import roles_json  # noqa: PLC0415 - pages need none

        return roles_json(pack, roles, stands)
    from rolequiz.pages.roles import roles_page  # noqa: PLC0415 - scripts need no pages

    return write(roles_page(pack, roles, stands), form, options)
