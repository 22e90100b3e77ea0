"""`rolequiz report`: what can be told of a group, from many people's answers or results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from rolequiz.cli.batch import Batch, read_quiz_and_map
from rolequiz.cli.options import (
    Format,
    Json,
    MapFile,
    Output,
    PackFolder,
    Plain,
    chosen_format,
)
from rolequiz.cli.progress import Progress
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    INTERRUPTED,
    TOO_FEW_ANSWERS,
    check_inputs_kept,
    check_writable,
    deliver,
    fail,
    medium,
)
from rolequiz.group import group_report
from rolequiz.model import Responses, Result
from rolequiz.render import report_formatter
from rolequiz.scoring import Scorer
from rolequiz.wording import counted

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        readable=False,  # the reader says more
        show_default=False,
        help="Answers of many people, as `rolequiz score` reads them, or results that it wrote as "
        "JSON; - for standard input.",
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
    map_file: MapFile = None,
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
    answers = [*files, *(before or ())]
    pack, mapping = read_quiz_and_map(pack_folder, map_file, *answers)
    check_inputs_kept(output, answers=answers, map_file=map_file, quiz=pack_folder)
    form = chosen_format(format, json, output=output)
    check_writable(output)
    progress = Progress("Scoring", plain=plain)
    now, earlier = (Batch(paths, pack, mapping) for paths in (files, before or ()))
    try:
        then = _scored(earlier, progress) if before else None
        made = group_report(pack, _scored(now, progress), then, named=named, show_small=show_small)
    except KeyboardInterrupt:
        progress.clear()
        fail("Stopped; nothing was written.", INTERRUPTED)
    progress.clear()
    for batch in (now, earlier):
        batch.tell(named=named, counted_as="the last answers of each count")
    if not now.good:
        fail("There are no answers in what was read, so there is nothing to report.", BAD_ANSWERS)
    text = report_formatter(form).report(made, medium(plain, output))
    deliver(text, output, exact=form != "text")
    if now.wrong.count or earlier.wrong.count:
        raise typer.Exit(BAD_ANSWERS)
    if not made.people:
        raise typer.Exit(TOO_FEW_ANSWERS)


def _scored(batch: Batch, progress: Progress) -> Iterator[tuple[Responses, Result]]:
    """Yield everybody once: whoever is there twice would count as two, and as one of five."""
    last: dict[str | int, Responses] = {}
    for number, responses in enumerate(batch.people()):
        name = responses.respondent
        last[number if name is None else name] = responses
    scorer = Scorer(batch.pack)
    for number, responses in enumerate(last.values(), start=1):
        yield responses, scorer.result(responses)
        progress(counted(number, "person"))
