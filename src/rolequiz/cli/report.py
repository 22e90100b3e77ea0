"""`rolequiz report`: what can be told of a group, from many people's answers or results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from rolequiz.cli.options import Source, Target
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    INTERRUPTED,
    TOO_FEW_ANSWERS,
    WRONG_USAGE,
    checked,
    deliver,
    fail,
    render_options,
    say,
)
from rolequiz.cli.tally import Progress, Tally, check_somebody, read_source
from rolequiz.group import LEAST, group_report
from rolequiz.model import Pack, Responses
from rolequiz.pages.group import group_page
from rolequiz.render import write
from rolequiz.render.json_report import report_json
from rolequiz.responses.people import read_people
from rolequiz.scoring import Figures, Scorer
from rolequiz.spelling import fold
from rolequiz.text import counted, visible

EXAMPLES = (
    "rolequiz report answers.csv",
    "rolequiz report now.csv --before then.csv -o report.html",
)
MORE = "docs/workshops.md"

Room: TypeAlias = Counter[str]
"""How many answered enough under each name, as it is compared; "" is for having none."""

FEW_JOINED_OR_LEFT = (
    f"Fewer than {LEAST} people have joined or left since the earlier answers. Don't show the room "
    "a report from both times: the difference between the two would reveal these few."
)

ONE_EACH = (
    "--before takes one file: repeat it before every earlier file, or combine these files first: "
    "rolequiz score FILE... --json -o FILE.jsonl"
)

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
        help="Answers or results of the same people from an earlier day, to show what has changed. "
        "Repeat --before for more files.",
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
    *,
    source: Source,
    target: Target,
) -> int:
    """Show what a group can talk over, from many people's answers.

    It shows which roles fit, where the group stands, what divides it, and what to talk over. Groups
    of fewer than five people aren't shown unless you ask.
    """
    before = before or []
    _check_occasions(files, before)
    pack, mapping = read_source(source, *files, *before)
    form = checked(target, source, *files, *before)
    progress = Progress("Scoring", plain=target.plain)
    now, earlier, room, room_before = Tally(), Tally(), Room(), Room()
    old, new = (read_people(paths, pack, mapping) for paths in (before, files))
    try:
        then = _scored(pack, earlier.people(old), room_before, progress) if before else None
        people = _scored(pack, now.people(new), room, progress)
        group = group_report(pack, people, then, named=named, show_small=show_small)
    except KeyboardInterrupt:
        progress.clear()
        fail("Stopped; nothing was written.", INTERRUPTED)
    progress.clear()
    if not show_small or {path.parent for path in files} & {path.parent for path in before}:
        _check_more_than_one(files, before, earlier.good)
    for tally in (now, earlier):
        tally.tell(named=named, counted_as="the last answers of each count")
    check_somebody(now.good, files, "report")
    if group.moves:
        check_somebody(earlier.good, before, "compare with")
    if group.enough and group.least > 1 and _few_joined_or_left(room, room_before):
        say(FEW_JOINED_OR_LEFT)
    options = render_options(target)
    text = report_json(group) if form == "json" else write(group_page(group), form, options)
    deliver(text, target.output, form)
    if now.problems.count or earlier.problems.count:
        return BAD_ANSWERS
    return 0 if group.people else TOO_FEW_ANSWERS


def _scored(
    pack: Pack, people: Iterable[Responses], room: Room, progress: Progress
) -> Iterator[Figures]:
    """Yield everybody once: one person twice would count as two of the five that figures need."""
    last: dict[str | int, Responses] = {}
    for number, responses in enumerate(people):
        last[fold(responses.respondent or "") or number] = responses
    scorer = Scorer(pack)
    for number, (key, responses) in enumerate(last.items(), start=1):
        figures = scorer.figures(responses)
        if figures.verdict != "insufficient":
            room[key if isinstance(key, str) else ""] += 1
        yield figures
        progress(counted(number, "person"))


def _few_joined_or_left(now: Room, before: Room) -> bool:
    """Return whether the difference between reports of both rooms tells of few people."""
    joined, left = (now - before).total(), (before - now).total()
    return before.total() >= LEAST and (0 < joined < LEAST or 0 < left < LEAST)


def _check_occasions(files: Sequence[Path], before: Sequence[Path]) -> None:
    """Fail if a shell has spread `--before old/*.json`, of which --before takes the first only.

    The others would count as today's, and everybody twice.
    """
    folders = {path.parent for path in before}
    elsewhere = {path.name for path in files if path.parent not in folders}
    for path in files:
        if path.parent in folders and path.name in elsewhere:
            alike = visible(f"{path} is among the new answers, as is another file with that name.")
            fail(f"{alike} {ONE_EACH}", WRONG_USAGE)


def _check_more_than_one(files: Sequence[Path], before: Sequence[Path], people: int) -> None:
    """Fail if --before got one person's file, which nothing about several can be compared with.

    A shell does that with a pattern after --before, and the other old answers count as new ones.
    """
    if len(before) == people == 1 < len(files):
        alone = f"{before[0]} holds only one person. Other files after it count as new answers."
        fail(f"{visible(alone)} {ONE_EACH}", WRONG_USAGE)
