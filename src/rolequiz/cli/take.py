"""`rolequiz take`: ask the questions, or read the answers, and print what fits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
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
    is_standard_output,
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
    is_stream,
    medium,
    replace_file,
    say,
)
from rolequiz.model import Pack, Responses
from rolequiz.render import write_result
from rolequiz.responses import parse_record, read_responses, to_json
from rolequiz.sanitise import visible
from rolequiz.scoring import Result, score
from rolequiz.spelling import composed

LAST_ANSWERS = "last-answers.json"
NO_TERMINAL = """\
rolequiz asks its questions in a terminal, and this is none.
To score answers from a file:   rolequiz take --answers FILE
from another program:           … | rolequiz take --answers -
`rolequiz --help` lists the rest."""


def _respondent(code: str | None) -> str | None:
    """Return a code on one line; raises BadParameter for one that nobody could read or retype."""
    if code is not None and not (code := " ".join(code.split())):
        raise typer.BadParameter("it is empty. Give a code or a name, such as p01.")
    if code is not None and visible(code) != code:
        message = f"{visible(code)} has signs in it that can't be shown. Use letters and digits."
        raise typer.BadParameter(message)
    return code


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
    respondent: Annotated[
        str | None,
        typer.Option(
            metavar="CODE",
            callback=_respondent,
            help="Keep this code (or name) with the answers, to tell people apart.",
        ),
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
        options = _options(pack_folder, respondent, save, output, form)
        asked = _asked(pack, options, plain, keep=save is None)
        with nullcontext(_read(answers, pack, respondent)) if answers else asked as responses:
            if save is not None:
                deliver(to_json(responses, pack), save)
            result = score(pack, responses)
            text = write_result(result, form, medium(plain, output))
            deliver(text, output, exact=form != "text")
            if answers is None:
                _tell_where(result, save, output)
            if result.verdict == "insufficient":
                raise typer.Exit(TOO_FEW_ANSWERS)


def _read(answers: Path, pack: Pack, respondent: str | None) -> Responses:
    """Read one person's answers from a file or from standard input; raises AnswersError."""
    if str(answers) != "-":
        responses = read_responses(answers, pack)
    else:
        if sys.stdin is not None and sys.stdin.isatty():
            end = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
            say(f"Type or paste the answers (JSON), then press Enter and {end}.")
        content = sys.stdin.buffer.read() if sys.stdin else b""
        responses = parse_record(content, "standard input", pack)
    return _named(responses, respondent)


def _named(responses: Responses, respondent: str | None) -> Responses:
    return replace(responses, respondent=respondent) if respondent else responses


def _options(
    quiz: Path | None, respondent: str | None, save: Path | None, output: Path | None, form: str
) -> dict[str, str]:
    """Return the options that were given, as they can be typed again in any folder."""
    given = {
        "--pack": quiz and os.path.realpath(quiz),
        "--respondent": respondent,
        "--save": save and _whole(save),
        "-o": output and _whole(output),
        "--format": form if form != "text" else None,
    }
    return {option: value for option, value in given.items() if value}


def _whole(file: Path) -> str | None:
    """Return the whole path of a file; None for a pipe and the like, which is gone tomorrow."""
    if is_standard_output(file) or is_stream(file):
        return None
    return os.path.join(os.path.realpath(file.parent), file.name)


@contextmanager
def _asked(pack: Pack, options: dict[str, str], plain: bool, *, keep: bool) -> Iterator[Responses]:
    """Ask for the answers; they stay on disk until the block ends well, and then if `keep`."""
    terminal = sys.stdin is not None and sys.stdin.isatty()
    if sys.stdin is None or not (terminal or plain):  # --plain also takes lines from a pipe
        fail(NO_TERMINAL, WRONG_USAGE)
    from rolequiz.ask import Interrupted, Run, asking, state_folder  # noqa: PLC0415 - for speed

    folder, keys = state_folder(), terminal and not plain_wanted(plain, terminal=True)
    owned = {"--respondent", "--save" if "--save" in options else "-o"}
    # The code as names are compared: it may be typed with other signs that look the same.
    alike = {**options, "--respondent": composed(options.get("--respondent", ""))}
    owner = [each for name in options if name in owned for each in (name, alike[name])]
    words = [each for option in options.items() for each in option]
    run = Run(pack.hash, options.get("--pack", ""), tuple(owner), tuple(words))
    again = f"run the same command {'again' if terminal else 'in a terminal'}"
    _tell_of_earlier(options.get("--save"))
    try:
        with asking(pack, folder, run, keys=keys) as (answered, kept):
            responses = _named(answered, options.get("--respondent"))
            yield responses
            if keep and kept and (typed := _keep(responses, pack, folder)):
                _tell(
                    "Your answers are kept until you take the quiz again or delete them. To see "
                    f"this result again, run the same command with {typed}"
                )
    except Interrupted as stop:
        if not (terminal or stop.answered):
            fail(NO_TERMINAL, WRONG_USAGE)
        _tell(_how_to_go_on(stop.journal, stop.answered, again))
        raise typer.Exit(INTERRUPTED) from None
    except typer.Exit as end:
        if end.exit_code == TOO_FEW_ANSWERS and kept and answered.answers:
            _tell(f"To answer the questions you skipped, {again}.")
        elif end.exit_code == WRONG_USAGE and kept:
            typed = _keep(responses, pack, folder)  # for where that file can never be written
            more = f", or name another file and add {typed}" if typed else "."
            _tell(f"Your answers are kept: to see the result, {again}{more}")
        raise


def _tell_of_earlier(save: str | None) -> None:
    """Say that somebody's answers will be replaced: on a shared laptop they may be another's."""
    if save and os.path.isfile(save) and os.path.getsize(save):
        _tell(
            f"{visible(os.path.basename(save))} is there already. Your answers take "
            "its place at the end. To keep it, quit and name another file."
        )


def _tell_where(result: Result, save: Path | None, output: Path | None) -> None:
    """Say what the answer is, unless it shows, and which files hold it and the answers."""
    from rolequiz.pages.result import headline  # noqa: PLC0415 - scripts need none

    told = []
    if output is not None:
        told.append(f"{headline(result)}. The result is in {output}.")
    if save is not None and not is_standard_output(save):
        told.append(f"Your answers are in {save}.")
    if told:
        _tell(visible(" ".join(told)))


def _keep(responses: Responses, pack: Pack, folder: Path | None) -> str:
    """Keep the answers for another day; return the option that reads them, "" where it can't be."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - scripts need none

    with suppress(OSError):
        if folder is not None:
            replace_file(folder / LAST_ANSWERS, to_json(responses, pack))
            return f"--answers {quoted(str(folder / LAST_ANSWERS))}"
    return ""


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
