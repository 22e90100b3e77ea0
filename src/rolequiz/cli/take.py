"""`rolequiz take`: ask the questions, or read the answers, and print what fits."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rolequiz.cli.one_person import exit_code, explorable, keep_last, read_code, read_one
from rolequiz.cli.options import FOREIGN, PackFolder, Source, Target, is_standard_output, read_quiz
from rolequiz.cli.streams import (
    INTERRUPTED,
    WRONG_USAGE,
    UnwritableError,
    check_apart,
    checked_format,
    deliver,
    is_terminal,
    render_options,
    say,
    takes_keys,
)
from rolequiz.disk import is_stream
from rolequiz.model import Pack, Responses
from rolequiz.render import ENDINGS, write_result
from rolequiz.responses import to_json
from rolequiz.scoring import Result, score
from rolequiz.spelling import composed
from rolequiz.text import visible

if TYPE_CHECKING:
    from rolequiz.ask import Asked, Run

EXAMPLES = ("rolequiz take", "rolequiz take --answers mine.json -o result.html")
MORE = "README.md, “take: ask, or read the answers”; docs/method.md"

NO_TERMINAL = """\
rolequiz asks its questions in a terminal, and standard input is not one.
To score answers from a file:   rolequiz take --answers FILE
from another program:           … | rolequiz take --answers -
`rolequiz --help` lists the rest."""


def _respondent(code: str | None) -> str | None:
    """Return a code on one line; raises BadParameter for one that nobody could read or retype."""
    if code is None:
        return None
    if not (code := " ".join(code.split())):
        raise typer.BadParameter("it is empty. Give a code or a name, such as p01.")
    if visible(code) != code:
        message = f"{visible(code)} has characters that can't be shown. Use letters and digits."
        raise typer.BadParameter(message)
    return code


def _save_file(file: Path | None) -> Path | None:
    """Return the file for the answers; raises BadParameter if it has the ending of another kind."""
    others = FOREIGN.union(
        *(ENDINGS[format] for format in ENDINGS if format not in {"json", "text"})
    )
    if file is not None and (ending := file.suffix.lower()) in others:
        message = f"{file} looks like {ending}, but answers are kept as JSON. Name a .json file."
        raise typer.BadParameter(visible(message))
    return file


AnswerCode = Annotated[
    str | None,
    typer.Option(
        metavar="CODE", help="Read the answers from an answer code, as shown on a result page."
    ),
]
Respondent = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        callback=_respondent,
        help="Keep this code (or name) with the answers, to tell people apart.",
    ),
]


class _Job(NamedTuple):
    """What is to be done with one person's answers, once they are there."""

    pack: Pack
    pack_folder: Path | None
    respondent: str | None
    save: Path | None
    target: Target
    format: str
    full: bool

    def explorable(self, result: Result) -> bool:
        """Return whether somebody explores a result, which is then not written whole."""
        return result.enough and not self.full and explorable(self.target, self.format)

    def named(self, responses: Responses) -> Responses:
        """Return the answers under the code that was given."""
        return replace(responses, respondent=self.respondent) if self.respondent else responses

    def options(self) -> dict[str, str]:
        """Return the options that were given, as they can be typed again in any folder."""
        options = {
            "--pack": self.pack_folder and os.path.realpath(self.pack_folder),
            "--respondent": self.respondent,
            "--save": _absolute(self.save),
            "-o": _absolute(self.target.output),
            "--format": self.format if self.format != "text" else None,
        }
        return {option: value for option, value in options.items() if value}


class _Ending(NamedTuple):
    """How it ended: the exit code, what to tell the person, and the result, if it was written."""

    code: int
    texts: tuple[str, ...] = ()
    result: Result | None = None


def take(
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Read one person's answers (JSON) from FILE, or - for standard input, "
            "instead of asking.",
        ),
    ] = None,
    code: AnswerCode = None,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            callback=_save_file,
            help="Save the answers in FILE, to use with --answers.",
        ),
    ] = None,
    respondent: Respondent = None,
    full: Annotated[
        bool, typer.Option("--full", help="Show the whole result at once, even in a terminal.")
    ] = False,
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Ask the questions, and show which role fits how you like to work."""
    pack = read_quiz(pack_folder)
    source = Source(pack_folder=pack_folder)
    format = checked_format(target, source, answers)
    checked_format(
        Target(format="json", output=save), source
    )  # answers may be saved where they were
    check_apart(target.output, save)
    job = _Job(pack, pack_folder, respondent, save, target, format, full)
    if answers is None and code is None:
        return _ask(job)
    if answers is not None and code is not None:
        message = "a code already holds the answers: use --answers or --code, not both."
        raise typer.BadParameter(message, param_hint="--code")
    result = _delivered(job, read_one(answers, pack) if answers else read_code(code or "", pack))
    _talk(job, result)
    return exit_code(result)


def _delivered(job: _Job, responses: Responses) -> Result:
    """Save the answers if asked to, and write a result that is not explored; raises StopError."""
    named = job.named(responses)
    if job.save is not None:
        deliver(to_json(named, job.pack), job.save)
    result = score(job.pack, named)
    if not job.explorable(result):
        text = write_result(result, job.format, render_options(job.target))
        deliver(text, job.target.output, job.format)
    return result


def _talk(job: _Job, result: Result) -> None:
    """Let the person explore the result, if somebody is at a terminal."""
    if job.explorable(result):
        from rolequiz.cli.explore import talk  # noqa: PLC0415 - scripts need none

        talk(result, job.target)


def _absolute(file: Path | None) -> str | None:
    """Return a file's absolute path; None for a pipe and the like, which can't be named again."""
    if file is None or is_standard_output(file) or is_stream(file):
        return None
    return os.path.join(os.path.realpath(file.parent), file.name)


def _ask(job: _Job) -> int:
    """Ask for the answers, which stay on disk until they have arrived; return the exit code."""
    from rolequiz.ask import ask_all, state_folder  # noqa: PLC0415 - for speed

    keys = takes_keys(plain=job.target.plain, otherwise=NO_TERMINAL)
    terminal, folder = is_terminal(sys.stdin), state_folder()
    save = _absolute(job.save)
    if save and os.path.isfile(save) and os.path.getsize(save):  # perhaps another person's
        _tell(
            f"{visible(os.path.basename(save))} already exists. Your answers will "
            "replace it at the end. To keep it, quit and name another file."
        )

    def ended(asked: Asked) -> tuple[_Ending, bool]:
        end = _ended(job, asked, folder, terminal=terminal)
        return end, end.result is not None and end.result.enough

    end = ask_all(job.pack, folder, _run(job), keys=keys, ended=ended)
    if end.result:
        _talk(job, end.result)
    for text in end.texts:
        _tell(text)
    return end.code


def _run(job: _Job) -> Run:
    """Return what an interrupted run is known by when somebody continues it."""
    from rolequiz.ask import Run  # noqa: PLC0415 - for speed

    options = job.options()
    names = {"--respondent", "--save" if "--save" in options else "-o"}
    owner = {name: value for name, value in options.items() if name in names}
    if job.respondent:  # may be typed again with other signs that look the same
        owner["--respondent"] = composed(job.respondent)
    words = [tuple(chain.from_iterable(pairs.items())) for pairs in (owner, options)]
    return Run(job.pack.hash, options.get("--pack", ""), *words)


def _ended(job: _Job, asked: Asked, folder: Path | None, *, terminal: bool) -> _Ending:
    """Deliver the answers, if all was asked, and say how that ended."""
    from rolequiz.ask import quoted  # noqa: PLC0415 - scripts need none

    again = f"run the same command {'again' if terminal else 'in a terminal'}"
    if not asked.finished:
        return _stopped(asked, again, terminal=terminal)
    try:
        result = _delivered(job, asked.responses)
    except UnwritableError as error:
        say(str(error))
        if asked.journal is None:
            return _Ending(error.code)
        kept = _keep(job, asked, folder)  # in case that file can never be written
        more = f", or name another file and add --answers {quoted(str(kept))}" if kept else "."
        return _Ending(error.code, (f"Your answers are kept: to see the result, {again}{more}",))
    texts = [_where_it_is(job, result)]
    if not result.enough and asked.journal:
        texts.append(f"To answer the questions you skipped, {again}.")
    elif result.enough and job.save is None and asked.journal and _keep(job, asked, folder):
        pack = job.options().get("--pack")
        texts.append(
            "Your answers are kept until you delete them. To open this result again and "
            f"explore it: rolequiz explore{f' --pack {quoted(pack)}' if pack else ''}"
        )
    return _Ending(exit_code(result), tuple(filter(None, texts)), result)


def _stopped(asked: Asked, again: str, *, terminal: bool) -> _Ending:
    """Say how to go on with what was cut short, or that nothing can be asked here."""
    if not (terminal or asked.answered):
        say(NO_TERMINAL)
        return _Ending(WRONG_USAGE)
    if not asked.answered:
        return _Ending(INTERRUPTED, ("Stopped before the first answer.",))
    answers = f"Your {asked.answered} {'answer is' if asked.answered == 1 else 'answers are'}"
    if asked.journal is None:
        text = f"Stopped. {answers} gone, because nothing could be kept on disk."
    else:
        text = f"Stopped. {answers} kept: to go on from there, {again}."
    return _Ending(INTERRUPTED, (text,))


def _where_it_is(job: _Job, result: Result) -> str:
    """Say what the answer is, unless it shows, and which files hold it and the answers."""
    from rolequiz.pages.result import headline  # noqa: PLC0415 - scripts need none

    texts = []
    if job.target.output is not None:
        texts.append(f"{headline(result)}. The result is in {job.target.output}.")
    if job.save is not None and not is_standard_output(job.save):
        texts.append(f"Your answers are in {job.save}.")
    return visible(" ".join(texts))


def _keep(job: _Job, asked: Asked, folder: Path | None) -> Path | None:
    """Keep the answers for another day; return their file, None where they can't be kept."""
    with suppress(OSError):
        return folder and keep_last(folder, to_json(job.named(asked.responses), job.pack))
    return None


def _tell(text: str) -> None:
    """Say something where the questions were asked, unless that has gone away."""
    from rolequiz.ask import opened  # noqa: PLC0415 - scripts need none

    with suppress(OSError), opened() as terminal:
        terminal.say("", text)
