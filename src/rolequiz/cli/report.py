"""`rolequiz report`: what can be told of a group, from many people's answers or results."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
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
    read_quiz,
)
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    check_apart,
    check_writable,
    deliver,
    fail,
    input_errors_told,
    medium,
    say,
)
from rolequiz.model import Pack, Responses, Result
from rolequiz.problems import AnswersError, Problem
from rolequiz.render import report_formatter
from rolequiz.responses import parse_record
from rolequiz.scoring import score

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,  # the reader says more
        show_default=False,
        help="Answers or results of many people: JSON, or JSONL with a person a line; - for "
        "standard input.",
    ),
]
Before = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        readable=False,
        help="Answers or results of the same people from an earlier day: say what has moved.",
    ),
]
Named = Annotated[
    bool,
    typer.Option(
        "--named", help="Also name who would gain most from a conversation. Not for the room."
    ),
]
ShowSmall = Annotated[
    bool,
    typer.Option(
        "--show-small",
        help="Show groups of fewer than five people too, for a room that agreed to it.",
    ),
]


def report(
    files: Files,
    before: Before = None,
    named: Named = False,
    show_small: ShowSmall = False,
    pack_folder: PackFolder = None,
    format: Format = None,
    json: Json = False,
    output: Output = None,
    plain: Plain = False,
) -> None:
    """Say what a group can talk over, from many people's answers.

    Roles, where the group stands, what divides it, and questions to talk over. Nothing is told of
    fewer than five people, unless you ask for it.
    """
    form = chosen_format(format, json)
    with input_errors_told():
        pack = read_quiz(pack_folder)
    check_apart(output, *files, *before or ())
    check_writable(output)
    from rolequiz.group import group_report  # noqa: PLC0415 - --help needs no figures

    now, earlier = _People(files, pack), _People(before or (), pack)
    made = group_report(
        pack, now.scored(), earlier.scored() if before else None, named=named, show_small=show_small
    )
    if not now.good:
        fail("There are no answers in what was read, so there is nothing to report.", BAD_ANSWERS)
    text = report_formatter(form).report(made, medium(plain, output))
    deliver(text, output, exact=form != "text")
    if now.bad or earlier.bad:
        raise typer.Exit(BAD_ANSWERS)


class _People:
    """The people in some files; what is wrong is told on standard error, the rest is scored."""

    def __init__(self, files: Sequence[Path], pack: Pack) -> None:
        self.good = self.bad = 0
        self._files, self._pack = files, pack

    def scored(self) -> Iterator[tuple[Responses, Result]]:
        """Yield the answers and the result of one person after the other."""
        for row in (row for path in self._files for row in _rows(path, self._pack)):
            if isinstance(row, AnswersError):
                self.bad += 1
                say(str(row))
            else:
                self.good += 1
                yield row, score(self._pack, row)


def _rows(path: Path, pack: Pack) -> Iterator[Responses | AnswersError]:
    """Yield what each line, or a .json file as a whole, holds; or what is wrong with it."""
    named = str(path) != "-"
    source = str(path) if named else "standard input"
    try:
        content = path.read_bytes() if named else sys.stdin.buffer.read() if sys.stdin else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield AnswersError([Problem(source, "unreadable-file", f"it can't be read: {reason}")])
        return
    records = [(source, content)]
    if path.suffix != ".json":
        lines = enumerate(content.splitlines(), start=1)
        records = [(f"{source}:{number}", line) for number, line in lines if line.strip()]
    for place, record in records:
        try:
            yield parse_record(record, place, pack)
        except AnswersError as error:
            yield error
