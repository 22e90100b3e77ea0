"""`rolequiz why`: why a role has its place in one person's result."""

from __future__ import annotations

from typing import Annotated

import typer

from rolequiz.cli.one_person import AnswersFile, exit_code, read_one
from rolequiz.cli.options import PackFolder, Target
from rolequiz.cli.roles import complete_role, named_roles
from rolequiz.cli.streams import WRONG_USAGE, deliver, fail, quiz_and_format, render_options
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
            autocompletion=complete_role,
            show_default=False,
            help="The role to ask about, by id or name.",
        ),
    ],
    answers: AnswersFile,
    over: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            autocompletion=complete_role,
            help="Compare with this role instead of the one that fits best.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Show why a role fits you more, or less, than another."""
    pack, format = quiz_and_format(target, pack_folder, answers)
    asked = _one_role(pack, role)
    other = _one_role(pack, [over]) if over else None
    if asked == other:
        fail(f"{asked.name} can't be compared with itself. Name two roles.", WRONG_USAGE)
    result = score(pack, read_one(answers, pack))
    best_of_others = next(fit.role for fit in result.roles if fit.role != asked.id)
    comparison = result.between(asked.id, other.id if other else best_of_others)
    deliver(_written(result, comparison, format, render_options(target)), target.output, format)
    return exit_code(result)


def _one_role(pack: Pack, words: list[str]) -> Role:
    """Return the one role that some words name; fail if they name several."""
    first, *others = {role.id: role for role in named_roles(pack, words)}.values()
    if others:
        hint = f"rolequiz why {first.id} --over {others[0].id} …"
        fail(f"These are two roles. To compare them: {hint}", WRONG_USAGE)
    return first


def _written(result: Result, comparison: Between, format: str, options: RenderOptions) -> str:
    if format == "json":
        from rolequiz.render.json import why_json  # noqa: PLC0415 - pages need none

        return why_json(result.pack, comparison)
    from rolequiz.pages.why import why_page  # noqa: PLC0415 - scripts need no pages

    return write(why_page(result, comparison), format, options)
