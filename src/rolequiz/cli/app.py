"""All commands as one program; without the name of a command it runs `take`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from itertools import chain
from textwrap import TextWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from rolequiz import __version__
from rolequiz.cli.options import grouped, read_quiz
from rolequiz.cli.streams import BAD_ANSWERS, BAD_PACK, StopError, dims, say
from rolequiz.problems import InputError, PackError, describe, quote
from rolequiz.text import visible

GROUPS = {
    "For you": ("take", "explore", "why", "what-if", "diff", "roles", "help"),
    "For coaches": ("form", "score", "report", "host", "kiosk", "forget"),
    "For quiz authors": ("check", "audit", "schema"),
}
"""Who a command is for → the commands: modules of this package, each with a function of the same
name (with _), two EXAMPLES, and MORE, which says where to read more."""
COMMANDS = tuple(chain.from_iterable(GROUPS.values()))


class _Program(TyperGroup):
    """Loads a command only when it is needed: loading all would slow down every start."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            name = cmd_name.replace("-", "_")
            module = import_module(f"rolequiz.cli.{name}")
            alone.command(cmd_name, cls=_Command)(grouped(getattr(module, name)))
            command: Any = get_command(alone)
            command.examples, command.more = module.EXAMPLES, module.MORE
            for param in command.params:
                param.type.readable = False  # our readers say more of a file than Typer would
            self.commands[cmd_name] = command
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands by who uses them, in aligned columns."""
        longest = max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            with formatter.section(title):
                commands = [self.get_command(ctx, name) for name in names]
                formatter.write_dl(
                    [(c.name.ljust(longest), c.get_short_help_str(limit=200)) for c in commands]
                )

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        formatter.write_paragraph()
        formatter.write_text("Examples and more: rolequiz help COMMAND")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # Left alone, Typer writes its help at least 50 columns wide. Commands inherit the width.
        ctx.terminal_width = max(40, min(80, shutil.get_terminal_size().columns)) - 2
        typed = bool(args) or not ctx.resilient_parsing  # else the shell asks what can come next
        own = _options([self], ctx)
        if typed and (not args or (args[0].startswith("-") and args[0] not in own)):
            if not ctx.resilient_parsing:
                self._check_options(ctx, args, own)
            args = ["take", *args]
        return super().parse_args(ctx, args)

    def _check_options(self, ctx: Any, args: Sequence[str], own: Collection[str]) -> None:
        """Fail if options come before their command, or one is nearly an option of the program."""
        if misplaced := self._misplaced(ctx, args):
            ctx.fail(f"Options come after the command: rolequiz {misplaced} …")
        option = args[0].partition("=")[0] if args else ""
        known = _options([self.get_command(ctx, "take")], ctx)
        if option[1:] and option[:2] not in known and option not in known:
            meant = _closest(option, {*known, *own})
            if option.lower() == "-v":
                meant = "--version"
            if meant in own:
                ctx.fail(visible(f"There is no option {quote(option)}. Did you mean {meant}?"))

    def _misplaced(self, ctx: Any, args: Sequence[str]) -> str | None:
        """Return the command that comes after options, if any; an option's value is no command."""
        if not {*args} & {*COMMANDS}:
            return None
        every = [self.get_command(ctx, name) for name in COMMANDS]
        with_value = _options(every, ctx, flags=False)
        left = iter(args)
        for arg in left:
            if arg in with_value:
                next(left, None)
            elif not arg.startswith("-"):
                return arg if arg in COMMANDS else None
        return None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            meant = _closest(args[0], {*COMMANDS, *_options([self], ctx)})
            hint = _for_word(args[0]) or (f"Did you mean {meant}?" if meant else "")
            ctx.fail(visible(f"There is no command {quote(args[0])}. {hint}"))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offer the options of `take` as well, since its name can be left out."""
        items = super().shell_complete(ctx, incomplete)
        names = {item.value for item in items}
        of_take = self.get_command(ctx, "take").shell_complete(ctx, incomplete)
        return items + [item for item in of_take if item.value not in names]


class _Command(TyperCommand):
    """Ends the program with the code that a command returns, or that its error stands for."""

    allow_extra_args = True  # so that we can say where an extra word belongs
    examples: tuple[str, ...] = ()
    more = ""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write examples that are still commands where a narrow terminal breaks their lines."""
        words = TextWrapper(
            width=formatter.width - 4,
            subsequent_indent="  ",
            break_on_hyphens=False,
            break_long_words=False,
        )
        with formatter.section("Examples"):
            for example in self.examples:
                lines = " \\\n  ".join(words.wrap(example))
                formatter.write(f"  {lines}\n")
        formatter.write_paragraph()
        formatter.write_text(f"More: {self.more}")

    def invoke(self, ctx: Any) -> Any:
        try:
            code = super().invoke(ctx)
        except InputError as error:
            dimmed = dims(plain=ctx.params.get("plain", False))
            say("\n".join(describe(problem, dimmed=dimmed) for problem in error.problems))
            code = BAD_PACK if isinstance(error, PackError) else BAD_ANSWERS
        except StopError as error:
            say(str(error))
            code = error.code
        ctx.exit(code or 0)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(visible(_too_many(extra[0], _options([self], ctx))))
        return extra


def _options(commands: Iterable[Any], ctx: Any, *, flags: bool = True) -> set[str]:
    """Return the names of the options of some commands, with or without those that are flags."""
    params = (param for command in commands for param in command.get_params(ctx))
    return {
        name
        for param in params
        if param.param_type_name == "option" and (flags or not param.is_flag)
        for name in param.opts
    }


def _closest(word: str, known: Collection[str]) -> str:
    return next(iter(get_close_matches(word, known, n=1)), "")


def _too_many(word: str, options: Collection[str]) -> str:
    """Return what to do about a word that a command with these options has no place for."""
    too_many = f"{quote(word)} is one word too many."
    if word in COMMANDS:
        return f"{too_many} Name one command: rolequiz {word} …"
    pack = "--pack" if os.path.isdir(word) else None
    answers = "--answers" if word == "-" or word.endswith(".json") else None
    option = next((o for o in (pack, answers, "--sheets") if o in options), None)
    if option:
        return f"{quote(word)} needs an option before it: {option} {_shell(word)}"
    return f"{too_many} {_for_word(word)}" if "--answers" in options else too_many


def _for_word(name: str) -> str:
    """Return what to do with a file, folder or role that is named instead of a command."""
    if os.path.isdir(name):
        return f"To use the quiz in it: rolequiz --pack {_shell(name)}"
    if name.endswith(".json"):
        return f"To see the result of the answers in it: rolequiz --answers {_shell(name)}"
    if os.path.isfile(name):
        return f"To score the people in it: rolequiz score {_shell(name)}"
    with suppress(PackError):
        if name in {role.id for role in read_quiz(None).roles}:
            return f"To read about this role: rolequiz roles {name}"
    return ""


def _shell(word: str) -> str:
    import shlex  # noqa: PLC0415 - only mistakes pay for it

    return f'"{word}"' if os.name == "nt" else shlex.quote(word)


# Plain help: it reads well in a screen reader and at 40 columns, and does not import Rich.
app = typer.Typer(
    cls=_Program,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:  # nothing else may reach a shell that completes
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

    Without a command, it asks the questions, as `rolequiz take` does.
    """
