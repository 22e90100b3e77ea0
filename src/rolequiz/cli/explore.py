"""`rolequiz explore`: a result that can be asked, in a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.one_person import LAST_ANSWERS, exit_code, read_one
from rolequiz.cli.options import PackFolder, Source, Target, format_of, plain_wanted, read_quiz
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    StopError,
    checked,
    deliver,
    fail,
    medium,
    say,
)
from rolequiz.model import Pack, Responses
from rolequiz.render import FORMATS, Medium, write, write_result
from rolequiz.responses import to_json
from rolequiz.sanitise import visible
from rolequiz.scoring import Result, score

if TYPE_CHECKING:
    from rolequiz.ask.explore import Reply
    from rolequiz.pages.parts import Page

EXAMPLES = (
    "rolequiz explore",
    "rolequiz explore mine.json --plain",
)
MORE = "README.md, “explore: ask the result”"
NO_LAST = (
    "There is no last result to open. Take the quiz first (rolequiz), or name a file of answers: "
    "rolequiz explore FILE"
)


def explore(
    answers: Annotated[
        Path | None,
        typer.Argument(
            metavar="[ANSWERS]",
            readable=False,  # the reader says more
            show_default=False,
            help="One person's answers, or their result (JSON); else the last that were kept.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Open a result and ask it: part by part, role by role, what if."""
    form = checked(target, Source(pack_folder=pack_folder), answers)
    pack = read_quiz(pack_folder)
    result = score(pack, read_one(answers or _last(), pack))
    if opens(target, form):
        talk(result, target)
    else:
        deliver(write_result(result, form, medium(target)), target.output, form)
    return exit_code(result)


def _last() -> Path:
    """Return the file of the answers that were kept last; fail where there is none."""
    from rolequiz.ask import state_folder  # noqa: PLC0415 - for speed

    folder = state_folder()
    if folder is None or not (folder / LAST_ANSWERS).is_file():
        fail(NO_LAST, BAD_ANSWERS)
    return folder / LAST_ANSWERS


def opens(target: Target, form: str) -> bool:
    """Return whether a result goes to somebody who can read and type, rather than being written."""
    ends = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    return ends and form == "text" and not target.output


def talk(result: Result, target: Target) -> None:
    """Show the first screen of a result at a terminal, and answer what is asked of it."""
    from rolequiz.ask import opened, state_folder  # noqa: PLC0415 - for speed
    from rolequiz.ask.explore import Save, Talk, by_keys, by_lines, hold  # noqa: PLC0415
    from rolequiz.pages.talk import first_screen, keys  # noqa: PLC0415

    shown = medium(target)
    lines = min(os.get_terminal_size(sys.stdout.fileno()).lines, 24)

    def text(page: Page) -> str:
        return f"{write(page, 'text', shown)}\n"

    with opened() as terminal:

        def show(reply: Reply) -> None:
            match reply:
                case Save(file, responses):
                    say(_saved(result.pack, responses, file))
                case str():
                    terminal.say(reply)
                case page:
                    deliver(text(page), None, "text")

        room = lines - len(terminal.wrap(keys(result))) - 1  # the cursor's line
        first, rest = first_screen(result, lambda page: text(page).count("\n") <= room)
        show(first)
        folder = visible(str(state_folder() or ""))
        start = Talk(result, result.figures.responses, rest=rest, folder=folder)
        plain = plain_wanted(target.plain, terminal=True)
        hold(start, show, by_lines(terminal) if plain else by_keys(terminal))


def _saved(pack: Pack, responses: Responses, name: str) -> str:
    """Save answers, or their result, in a file; say so, or why not."""
    path = Path(name).expanduser()
    form = format_of(path)
    if form not in FORMATS:
        return visible(f"{name} has none of the endings .json, .md, .html and .txt.")
    if path.exists():
        return visible(f"{name} is there already. Press s again, and name another file.")
    if form == "json":
        text = to_json(responses, pack)
    else:
        text = write_result(score(pack, responses), form, Medium())
    try:
        deliver(text, path, form)
    except StopError as error:
        return str(error)
    return visible(f"Saved in {name}.")
