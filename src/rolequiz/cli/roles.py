"""`rolequiz roles`: the role cards; and roles as people name them on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.options import PackFolder, Target, read_quiz
from rolequiz.cli.streams import (
    WRONG_USAGE,
    deliver,
    fail,
    fail_unknown,
    quiz_and_format,
    render_options,
)
from rolequiz.model import Pack, Role
from rolequiz.problems import PackError, quote
from rolequiz.render import RenderOptions, write

EXAMPLES = ("rolequiz roles product-owner", "rolequiz roles product-owner business-analyst")
MORE = "README.md, “roles: the role cards”"


def complete_role(ctx: typer.Context) -> list[str]:
    """Return the ids of the quiz's roles, for a shell that completes one."""
    named, folder = ctx.params.get("names") or (), ctx.params.get("pack_folder")
    with suppress(PackError):
        pack = read_quiz(Path(folder) if folder else None)
        return [role.id for role in pack.roles if role.id not in named]
    return []


def roles(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ROLE]...",
            autocompletion=complete_role,
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
    pack, format = quiz_and_format(target, pack_folder, answers)
    chosen = {role.id: role for role in named_roles(pack, names or ())}
    if answers and len(chosen) != 2:
        fail("--with needs two roles: rolequiz roles ROLE ROLE --with ANSWERS", WRONG_USAGE)
    stands = _stands(pack, answers) if answers else None
    text = _written(pack, list(chosen.values()), stands, format, render_options(target))
    deliver(text, target.output, format)


def _stands(pack: Pack, answers: Path) -> list[float | None]:
    """Return where one person stands on each dimension, −1…1; raises AnswersError."""
    from rolequiz.cli.one_person import read_one  # noqa: PLC0415 - cards alone need no answers
    from rolequiz.scoring import Scorer  # noqa: PLC0415

    return Scorer(pack).figures(read_one(answers, pack)).stands


def _written(
    pack: Pack,
    roles: list[Role],
    stands: list[float | None] | None,
    format: str,
    options: RenderOptions,
) -> str:
    if format == "json":
        from rolequiz.render.json import roles_json  # noqa: PLC0415 - pages need none

        return roles_json(pack, roles, stands)
    from rolequiz.pages.roles import roles_page  # noqa: PLC0415 - scripts need no pages

    return write(roles_page(pack, roles, stands), format, options)


# --- Which roles are named ----------------------------------------------------------------------


def named_roles(pack: Pack, words: Sequence[str]) -> Iterator[Role]:
    """Yield the roles that some words name; a name of several words may lack its quotation marks.

    Fails where words name no role, or could name several.
    """
    known = {_fold(role.name): role for role in pack.roles} | {_fold(r.id): r for r in pack.roles}
    known |= {role.id: role for role in pack.roles}  # an id as it is counts more than a likeness
    start = 0
    while start < len(words):
        ends = range(len(words), start, -1)  # the longest name counts
        names = {end: " ".join(words[start:end]) for end in ends}
        roles = {end: known.get(name) or known.get(_fold(name)) for end, name in names.items()}
        start = next((end for end, role in roles.items() if role), start + 1)
        yield roles[start] or _nearest(pack, names[start])


def _nearest(pack: Pack, name: str) -> Role:
    """Return the one role whose name has these words, or these first letters; fail without one."""
    asked = _fold(name)
    near = [role for role in pack.roles if {*asked.split()} <= {*_fold(role.name).split()}]
    near = near or [role for role in pack.roles if asked == _initials(role.name)]
    if not near or not asked:
        fail_unknown("role", name, [role.id for role in pack.roles])
    if len(near) > 1:
        *others, last = (role.id for role in near)
        fail(f"{quote(name)} could be {', '.join(others)} or {last}. Say which.", WRONG_USAGE)
    return near[0]


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _initials(name: str) -> str:
    return "".join(word[0] for word in _fold(name).split())
