"""`rolequiz help`: the help of a command."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rolequiz.cli.streams import deliver, fail_unknown

EXAMPLES = ("rolequiz help", "rolequiz help take")
MORE = "README.md, “Every command”"


def help(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="COMMAND",
            autocompletion=lambda ctx: ctx.parent.command.list_commands(ctx.parent),
            show_default=False,
            help="A command (default: list them all).",
        ),
    ] = None,
) -> None:
    """Show what a command does, with its options and examples."""
    whole: Any = ctx.parent  # the program, with all its commands
    names = whole.command.list_commands(whole)
    if name is None:
        text = whole.command.get_help(whole)
    elif name in names:
        command = whole.command.get_command(whole, name)
        with type(whole)(command, info_name=name, parent=whole) as its:
            text = command.get_help(its)
    else:
        fail_unknown("command", name, names)
    deliver(f"{text}\n", None, "text")
