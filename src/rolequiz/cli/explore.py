"""`rolequiz explore`: look into a result, in a terminal."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rolequiz.cli.one_person import LAST_ANSWERS, exit_code, explorable, read_one
from rolequiz.cli.options import PackFolder, Target, format_of, plain_wanted
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    StopError,
    deliver,
    fail,
    quiz_and_format,
    render_options,
)
from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.render import FORMATS, RenderOptions, write, write_result
from rolequiz.responses import to_json
from rolequiz.scoring import Result, score
from rolequiz.text import visible

if TYPE_CHECKING:
    from rolequiz.ask.explore import Reply, Save
    from rolequiz.pages.parts import Page

EXAMPLES = ("rolequiz explore", "rolequiz explore mine.json --plain")
MORE = "README.md, “explore: look into a result”"
NO_LAST = (
    "There is no last result to open. Take the quiz first (rolequiz), or name a file of answers: "
    "rolequiz explore FILE"
)

OTHER_LAST = (
    "The last answers kept, in {file}, are from another quiz, or another version of this one. To "
    "open them, name that quiz with --pack. For a result of this quiz, take it first."
)
OF_OTHER_QUIZ = {"other-quiz", "unknown-question", "unknown-option", "bad-step"}
"""What is wrong with answers to another quiz."""


def explore(
    answers: Annotated[
        Path | None,
        typer.Argument(
            metavar="[ANSWERS]",
            show_default=False,
            help="One person's answers, or their result (JSON); default: the last saved answers.",
        ),
    ] = None,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Explore a result: its parts, the roles, and what would change it."""
    pack, format = quiz_and_format(target, pack_folder, answers)
    result = score(pack, read_one(answers, pack) if answers else _last_answers(pack))
    if explorable(target, format):
        talk(result, target)
    else:
        deliver(write_result(result, format, render_options(target)), target.output, format)
    return exit_code(result)


def _last_answers(pack: Pack) -> Responses:
    """Return the answers that were kept last; fail if there are none, or of another quiz."""
    from rolequiz.ask import state_folder  # noqa: PLC0415 - for speed

    folder = state_folder()
    if folder is None or not (folder / LAST_ANSWERS).is_file():
        fail(NO_LAST, BAD_ANSWERS)
    try:
        return read_one(folder / LAST_ANSWERS, pack)
    except AnswersError as error:
        if {problem.fault.code for problem in error.problems} <= OF_OTHER_QUIZ:
            fail(OTHER_LAST.format(file=folder / LAST_ANSWERS), BAD_ANSWERS)
        raise


def talk(result: Result, target: Target) -> None:
    """Show the first screen of a result at a terminal, and answer what is asked of it."""
    from rolequiz.ask import opened, state_folder  # noqa: PLC0415 - for speed
    from rolequiz.ask.explore import Files, Pager, Save, Talk, by_keys, by_lines, hold  # noqa: PLC0415
    from rolequiz.pages.talk import first_screen, keys  # noqa: PLC0415

    def text(page: Page) -> str:
        return f"{write(page, 'text', render_options(target))}\n"

    with opened() as terminal:
        plain = plain_wanted(target.plain, terminal=True)
        read, ask = (by_lines(terminal), None) if plain else by_keys(terminal)

        def below() -> int:
            return 1 + len(terminal.wrap(*keys(result, 1).splitlines()))

        pager = Pager(terminal, lambda text: deliver(text, None, "text"), read, below)

        def show(reply: Reply) -> None:
            match reply:
                case Save():
                    terminal.say(_saved(result.pack, reply))
                case str():
                    pager.show("\n".join([*terminal.wrap(reply), "\n"]))
                case page:
                    pager.show(text(page))

        lines = min(os.get_terminal_size(sys.stdout.fileno()).lines, 24)
        room = lines - len(terminal.wrap(keys(result))) - 1  # the cursor's line
        first, rest = first_screen(result, lambda page: text(page).count("\n") <= room)
        deliver(text(first), None, "text")
        folder = visible(str(state_folder() or ""))
        files = Files(_free_name, _unfit_name, lambda name: os.path.lexists(_path(name)))
        start = Talk(result, result.figures.responses, rest=rest, folder=folder, files=files)
        hold(start, show, pager.read, ask)


def _path(name: str) -> Path:
    return Path(name).expanduser()


def _free_name() -> str:
    """Return a name for the page of a result that no file in the current folder has."""
    today = f"rolequiz-{date.today()}"
    names = (f"{today}{f'-{number}' if number else ''}.html" for number in count())
    return next(name for name in names if not os.path.lexists(name))


def _unfit_name(name: str) -> str:
    """Return why nothing can be saved under a name; "" if it can."""
    if format_of(_path(name)) in FORMATS:
        return ""
    endings = ".json, .md, .html or .txt"
    return visible(f"{name} does not end in {endings}. Type another name, or - to save nothing.")


def _saved(pack: Pack, save: Save) -> str:
    """Save answers, or their result, in a file; say so, or why not."""
    format = format_of(_path(save.file))
    json = format == "json"
    text = to_json(save.responses, pack) if json else _result(pack, save, format)
    try:
        deliver(text, _path(save.file), format)
    except StopError as error:
        return str(error)
    whose = f" of this what-if ({save.changed} changed)" if save.changed else ""
    return visible(f"Saved in {save.file}: the {'answers' if json else 'result'}{whose}.")


def _result(pack: Pack, save: Save, format: str) -> str:
    """Return a result as it is saved; it says so if some of its answers are a what-if."""
    from rolequiz.pages.result import result_page  # noqa: PLC0415 - few save a page
    from rolequiz.pages.talk import no_result  # noqa: PLC0415

    page = result_page(score(pack, save.responses))
    if save.changed:
        page = replace(page, lead=(no_result(save.changed), *page.lead))
    return write(page, format, RenderOptions())
