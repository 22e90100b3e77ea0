"""`rolequiz roles`: the role cards."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.options import (
    Format,
    Json,
    Output,
    PackFolder,
    Plain,
    chosen_format,
    read_quiz,
)
from rolequiz.cli.streams import (
    WRONG_USAGE,
    check_apart_from_quiz,
    check_writable,
    deliver,
    fail,
    input_errors_told,
    medium,
)
from rolequiz.model import Pack, Role
from rolequiz.problems import did_you_mean, quote
from rolequiz.render import formatter
from rolequiz.sanitise import visible


def roles(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROLE]...", help="Roles, by id or name.", show_default=False),
    ] = None,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """List the roles, show one whole, or compare several side by side."""
    form = chosen_format(format, json)
    with input_errors_told():
        pack = read_quiz(pack_folder)
    check_apart_from_quiz(pack_folder, output)
    check_writable(output)
    chosen = {role.id: role for role in (_role(pack, name) for name in names or ())}
    text = formatter(form).roles(pack, list(chosen.values()), medium(plain, output))
    deliver(text, output, exact=form != "text")


def _role(pack: Pack, name: str) -> Role:
    known = {role.name.casefold(): role for role in pack.roles} | {r.id: r for r in pack.roles}
    role = known.get(name.casefold())
    if role is None:
        hint = did_you_mean(name, [role.id for role in pack.roles])
        fail(visible(f"There is no role {quote(name)}. {hint}"), WRONG_USAGE)
    return role
