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
    checked_format,
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
from rolequiz.text import counted

EXAMPLES = (
    "rolequiz report answers.csv",
    "rolequiz report now.csv --before then.csv -o report.html",
)
MORE = "docs/workshops.md"

NameCounts: TypeAlias = Counter[str]
"""How many people answered enough under each folded name; "" counts those without a name."""

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
        show_default=False,
        help="Answers of many people, as `rolequiz score` reads them, or results that it wrote as "
        "JSON; - for standard input.",
    ),
]
Before = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
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
    format = checked_format(target, source, *files, *before)
    progress = Progress("Scoring", plain=target.plain)
    tally_now, tally_before = Tally(), Tally()
    names, names_before = NameCounts(), NameCounts()
    everybody = tally_now.people(read_people(files, pack, mapping))
    everybody_before = tally_before.people(read_people(before, pack, mapping))
    try:
        people = _scored(pack, everybody, names, progress)
        earlier = _scored(pack, everybody_before, names_before, progress) if before else None
        group = group_report(pack, people, earlier, named=named, show_small=show_small)
    except KeyboardInterrupt:
        progress.clear()
        fail("Stopped; nothing was written.", INTERRUPTED)
    progress.clear()
    if not show_small or {path.parent for path in files} & {path.parent for path in before}:
        _check_more_than_one(files, before, tally_before.good)
    for tally in (tally_now, tally_before):
        tally.tell(named=named, counted_as="the last answers of each count")
    check_somebody(tally_now.good, files, "report")
    if group.moves:
        check_somebody(tally_before.good, before, "compare with")
    if group.enough and group.least > 1 and _few_joined_or_left(names, names_before):
        say(FEW_JOINED_OR_LEFT)
    options = render_options(target)
    text = report_json(group) if format == "json" else write(group_page(group), format, options)
    deliver(text, target.output, format)
    if tally_now.problems.count or tally_before.problems.count:
        return BAD_ANSWERS
    return 0 if group.people else TOO_FEW_ANSWERS


def _scored(
    pack: Pack, people: Iterable[Responses], names: NameCounts, progress: Progress
) -> Iterator[Figures]:
    """Yield everybody once: one person twice would count as two of the five that figures need."""
    last: dict[str | int, Responses] = {}
    for number, responses in enumerate(people):
        last[fold(responses.respondent or "") or number] = responses
    scorer = Scorer(pack)
    for number, (key, responses) in enumerate(last.items(), start=1):
        figures = scorer.figures(responses)
        if figures.verdict != "insufficient":
            names[key if isinstance(key, str) else ""] += 1
        yield figures
        progress(counted(number, "person"))


def _few_joined_or_left(names: NameCounts, before: NameCounts) -> bool:
    """Return whether the difference between the reports of both days tells of few people."""
    joined, left = (names - before).total(), (before - names).total()
    return before.total() >= LEAST and (0 < joined < LEAST or 0 < left < LEAST)


def _check_occasions(files: Sequence[Path], before: Sequence[Path]) -> None:
    """Fail if a shell has spread `--before old/*.json`, of which --before takes the first only.

    The others would count as today's, and everybody twice.
    """
    folders = {path.parent for path in before}
    elsewhere = {path.name for path in files if path.parent not in folders}
    for path in files:
        if path.parent in folders and path.name in elsewhere:
            alike = f"{path} is among the new answers, as is another file with that name."
            fail(f"{alike} {ONE_EACH}", WRONG_USAGE)


def _check_more_than_one(files: Sequence[Path], before: Sequence[Path], people: int) -> None:
    """Fail if --before got one person's file, which nothing about several can be compared with.

    A shell does that with a pattern after --before, and the other old answers count as new ones.
    """
    if len(before) == people == 1 < len(files):
        alone = f"{before[0]} holds only one person. Other files after it count as new answers."
        fail(f"{alone} {ONE_EACH}", WRONG_USAGE)
