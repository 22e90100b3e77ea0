"""`rolequiz take`: ask the questions, or read the answers, and print what fits."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.options import (
    Format,
    Json,
    Output,
    PackFolder,
    Plain,
    chosen_format,
    plain_wanted,
    read_quiz,
)
from rolequiz.cli.streams import (
    INTERRUPTED,
    TOO_FEW_ANSWERS,
    WRONG_USAGE,
    check_apart,
    check_apart_from_quiz,
    check_writable,
    deliver,
    fail,
    input_errors_told,
    medium,
    replace_file,
)
from rolequiz.model import Pack, Responses
from rolequiz.render import Page, formatter
from rolequiz.responses import parse_record, read_responses, to_json
from rolequiz.sanitise import visible
from rolequiz.scoring import score

LAST_ANSWERS = "last-answers.json"
NO_TERMINAL = """\
rolequiz asks its questions in a terminal, and this is none.
To score answers from a file:   rolequiz take --answers FILE
from another program:           … | rolequiz take --answers -
`rolequiz --help` lists the rest."""


def take(
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            readable=False,  # that would exit with 2; the reader says more
            help="Read one person's answers (JSON) from FILE, or - for standard input, "
            "instead of asking.",
        ),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the answers in FILE, for --answers."),
    ] = None,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Ask the questions, and say which role fits how you like to work."""
    form = chosen_format(format, json, output=output)
    with input_errors_told():
        pack = read_quiz(pack_folder)
        check_apart(output, save, answers)
        check_apart_from_quiz(pack_folder, output, save)
        check_writable(save, output)
        with _responses(answers, pack, plain, keep=save is None) as responses:
            if save is not None:
                deliver(to_json(responses, pack), save)
            result = score(pack, responses)
            page = Page(pack, responses, result)
            text = formatter(form).result(page, medium(plain, output))
            deliver(text, output, exact=form != "text")
            if result.verdict == "insufficient":
                raise typer.Exit(TOO_FEW_ANSWERS)


@contextmanager
def _responses(answers: Path | None, pack: Pack, plain: bool, *, keep: bool) -> Iterator[Responses]:
    """Read the answers or ask for them; asked-for ones stay on disk until the block ends well."""
    if answers is None:
        with _asked(pack, plain, keep=keep) as responses:
            yield responses
    elif str(answers) == "-":
        yield parse_record(sys.stdin.buffer.read() if sys.stdin else b"", "standard input", pack)
    else:
        yield read_responses(answers, pack)


@contextmanager
def _asked(pack: Pack, plain: bool, *, keep: bool) -> Iterator[Responses]:
    terminal = sys.stdin is not None and sys.stdin.isatty()
    if sys.stdin is None or not (terminal or plain):  # --plain also takes lines from a pipe
        fail(NO_TERMINAL, WRONG_USAGE)
    from rolequiz.ask import Interrupted, asking, state_folder  # noqa: PLC0415 - scripts need none

    folder, keys = state_folder(), terminal and not plain_wanted(plain, terminal=True)
    again = f"run the same command {'again' if terminal else 'in a terminal'}"
    try:
        with asking(pack, folder, keys=keys) as (responses, kept):
            yield responses
            if keep and folder is not None:
                _keep(responses, pack, folder / LAST_ANSWERS)
    except Interrupted as stop:
        if not (terminal or stop.answered):
            fail(NO_TERMINAL, WRONG_USAGE)
        _tell(_how_to_go_on(stop.journal, stop.answered, again))
        raise typer.Exit(INTERRUPTED) from None
    except typer.Exit as end:
        if end.exit_code == TOO_FEW_ANSWERS and kept and responses.answers:
            _tell(f"To answer the questions you skipped, {again}.")
        elif end.exit_code == WRONG_USAGE and kept:
            _tell(f"Your answers are kept: to see the result, {again}.")
        raise


def _keep(responses: Responses, pack: Pack, path: Path) -> None:
    """Let the person see the result again another day; without a place for it, they can't."""
    with suppress(OSError):
        replace_file(path, to_json(responses, pack))
        _tell(
            "Your answers are kept until you take the quiz again or delete them. To see this "
            f"result again, run the same command with --answers {_quoted(visible(str(path)))}"
        )


def _quoted(path: str) -> str:
    return f'"{path}"' if os.name == "nt" else shlex.quote(path)


def _tell(text: str) -> None:
    """Say something where the questions were asked, unless that has gone away."""
    from rolequiz.ask import opened  # noqa: PLC0415 - scripts need none

    with suppress(OSError), opened() as terminal:
        terminal.say("", text)


def _how_to_go_on(journal: Path | None, answered: int, again: str) -> str:
    answers = "answer is" if answered == 1 else "answers are"
    if journal is not None:
        return f"Stopped. Your {answered} {answers} kept: to go on from there, {again}."
    if answered:
        return f"Stopped. Your {answered} {answers} gone, since nothing could be kept on disk."
    return "Stopped before the first answer."
