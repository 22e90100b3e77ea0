"""`rolequiz why`: why a role stands where it stands in one person's result."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.one_person import AnswersFile, exit_code, read_one
from rolequiz.cli.options import PackFolder, Source, Target, read_quiz
from rolequiz.cli.role_names import named_roles, offered
from rolequiz.cli.streams import WRONG_USAGE, checked, deliver, fail, render_options
from rolequiz.model import Pack, Role
from rolequiz.render import RenderOptions, write
from rolequiz.scoring import Between, Result, score

EXAMPLES = (
    "rolequiz why product-owner mine.json",
    "rolequiz why product-owner --over business-analyst mine.json",
)
MORE = "README.md, “why: why this role, or not”; docs/method.md, “Reasons”"


def why(
    role: Annotated[
        list[str],
        typer.Argument(
            metavar="ROLE",
            autocompletion=offered,
            show_default=False,
            help="The role to ask about, by id or name.",
        ),
    ],
    answers: AnswersFile,
    over: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            autocompletion=offered,
            help="Compare with this role instead of the one that fits best.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Show why a role fits you more, or less, than another."""
    form = checked(target, Source(pack_folder=pack_folder), answers)
    pack = read_quiz(pack_folder)
    one = _only(pack, role)
    other = _only(pack, [over]) if over else None
    result = score(pack, read_one(answers, pack))
    found = result.between(one.id, other.id if other else _best_but(result, one))
    if found.role == found.over:
        fail(f"{one.name} can't be compared with itself. Name two roles.", WRONG_USAGE)
    deliver(_written(result, found, form, render_options(target)), target.output, form)
    return exit_code(result)


def _only(pack: Pack, words: list[str]) -> Role:
    named = {role.id: role for role in named_roles(pack, words)}
    if len(named) != 1:
        one, other = [*named][:2]
        hint = f"rolequiz why {one} --over {other} …"
        fail(f"These are two roles. To compare them: {hint}", WRONG_USAGE)
    return next(iter(named.values()))


def _best_but(result: Result, role: Role) -> str:
    """Return the role that fits best of all others."""
    return next(each.role for each in result.roles if each.role != role.id)


def _written(result: Result, found: Between, form: str, options: RenderOptions) -> str:
    if form == "json":
        from rolequiz.render.json import why_json  # noqa: PLC0415 - pages need none

        return why_json(result.pack, found)
    from rolequiz.pages.why import why_page  # noqa: PLC0415 - scripts need no pages

    return write(why_page(result, found), form, options)
