"""The commands put together; without a command's name, `take` is meant."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from rolequiz import __version__

COMMANDS = ("take", "score", "report", "roles", "check", "schema")
"""The modules of this package that are commands, each with a function of the same name."""


class _TakeByDefault(TyperGroup):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # Left alone, Typer writes its help at least 50 columns wide. Commands inherit the width.
        ctx.terminal_width = max(40, min(80, shutil.get_terminal_size().columns)) - 2
        own = {name for param in self.get_params(ctx) for name in param.opts}
        if not args or (args[0].startswith("-") and args[0] not in own):
            for command in (name for name in args if name in self.commands):
                ctx.fail(f"Options come after the command: rolequiz {command} …")
            args = ["take", *args]
        return super().parse_args(ctx, args)


# Plain help: it reads well in a screen reader and at 40 columns, and does not import Rich.
app = typer.Typer(
    cls=_TakeByDefault,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def program(arguments: Sequence[str]) -> typer.Typer:
    """Return the command line with the commands that the arguments name, or all of them.

    Each command takes a millisecond or two to load, which would add up on every start.
    """
    for name in [name for name in COMMANDS if name in arguments] or COMMANDS:
        app.command()(getattr(import_module(f"rolequiz.cli.{name}"), name))
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rolequiz {__version__}")
        raise typer.Exit


@app.callback()
def rolequiz(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Find out which product or project role fits how you like to work, and why.

    Without a command it asks the questions, as `rolequiz take` does.
    """
