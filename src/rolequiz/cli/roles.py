"""`rolequiz roles`: the role cards."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.options import PackFolder, Source, Target, read_quiz
from rolequiz.cli.role_names import named_roles, offered
from rolequiz.cli.streams import checked, deliver, medium
from rolequiz.model import Pack, Role
from rolequiz.render import Medium, write

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
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> None:
    """List the roles, show one whole, or compare several side by side."""
    form = checked(target, Source(pack_folder=pack_folder))
    pack = read_quiz(pack_folder)
    chosen = {role.id: role for role in named_roles(pack, names or ())}
    text = _written(pack, list(chosen.values()), form, medium(target))
    deliver(text, target.output, form)


def _written(pack: Pack, roles: list[Role], form: str, medium: Medium) -> str:
    if form == "json":
        from rolequiz.render.json import roles_json  # noqa: PLC0415 - pages need none

        return roles_json(pack, roles)
    from rolequiz.pages.roles import roles_page  # noqa: PLC0415 - scripts need no pages

    return write(roles_page(pack, roles), form, medium)
