"""`rolequiz score`: many people's answers to one result each."""

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Self, TextIO

import typer

from rolequiz.cli.options import Source, Target, is_standard_output
from rolequiz.cli.streams import (
    BAD_ANSWERS,
    INTERRUPTED,
    WRONG_USAGE,
    check_apart,
    checked_format,
    fail,
    on_terminal,
    render_options,
    writing,
)
from rolequiz.cli.tally import Progress, Tally, check_somebody, read_source
from rolequiz.model import Pack, Responses
from rolequiz.render import BATCH_FORMATS, FORMATS, RenderOptions, record_format, write
from rolequiz.responses.people import read_people
from rolequiz.scoring import Figures, Scorer, result_of
from rolequiz.text import counted

EXAMPLES = ("rolequiz score answers.csv", "rolequiz score answers.xlsx --each pages")
MORE = "README.md, “score: many people at once”; docs/workshops.md"

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Tables as form tools export them (CSV, TSV, .xlsx, .xls, .ods), JSON or JSONL; - for "
        "standard input.",
        show_default=False,
    ),
]


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        autocompletion=lambda: dict.fromkeys([*BATCH_FORMATS, *FORMATS]),  # --each has others
        help="text: a summary; csv: a row for each person; jsonl, or json: a whole result on each "
        "line (-o FILE.json alone writes one list of them).",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Short for --format jsonl.")]
GOES_WITH_DRY_RUN = (
    "--dry-run scores nothing, so it takes only --map, --write-map, --output and --plain."
)
JSON_LIST = "a list in JSON"
"""What a name that ends in .json means if no format is given: one document."""


@dataclass(frozen=True)
class TableTarget(Target):
    """The target of many people's results, which has other formats."""

    format: Format = None
    json: Json = False


DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show how columns and cells are read; score nothing.")
]
WriteMap = Annotated[
    Path | None,
    typer.Option(
        "--write-map",
        metavar="FILE",
        help="Like --dry-run, but also write a mapping to FILE: what was understood, and lines to "
        "fill in for the rest.",
    ),
]
SkipUnreadable = Annotated[
    bool,
    typer.Option(
        "--skip-unreadable",
        help="Treat a cell that can't be read as not answered, instead of leaving out its row.",
    ),
]
Errors = Annotated[
    Path | None,
    typer.Option(
        "--errors", metavar="FILE", help="Write everything that is wrong with rows to FILE."
    ),
]
Each = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Write a separate page for each person into DIR instead: html (the default), "
        "markdown, text or json.",
    ),
]
OneFile = Annotated[
    bool,
    typer.Option(
        "--one-file",
        help="With --each, write one document to print, with each person on a new page.",
    ),
]
Raw = Annotated[
    bool,
    typer.Option(
        "--raw",
        help="In CSV, keep names as they are, even if a spreadsheet would run them as formulas.",
    ),
]


def score(
    files: Files,
    dry_run: DryRun = False,
    write_map: WriteMap = None,
    skip_unreadable: SkipUnreadable = False,
    errors: Errors = None,
    each: Each = None,
    one_file: OneFile = False,
    raw: Raw = False,
    *,
    source: Source,
    target: TableTarget,
) -> int:
    """Score many people's answers, as form tools export them."""
    dry_run = dry_run or write_map is not None
    if dry_run and any((errors, each, raw, target.format, target.json, skip_unreadable)):
        fail(GOES_WITH_DRY_RUN, WRONG_USAGE)
    _check_each(each, target.output, one_file=one_file)
    chosen = target.format or target.json
    if each and not chosen:
        target = replace(target, format="html")
    formats = FORMATS if each else ["text"] if dry_run else BATCH_FORMATS
    pack, mapping = read_source(source, *files)
    format = checked_format(target, source, *files, more=[errors, write_map], formats=formats)
    _check_errors(errors, target.output)
    _check_map_file(write_map, target.output)
    if dry_run:
        from rolequiz.cli.dry_run import show_reading  # noqa: PLC0415 - few runs are dry

        return BAD_ANSWERS if show_reading(files, pack, mapping, target.output, write_map) else 0
    people = read_people(files, pack, replace(mapping, skip_unreadable=skip_unreadable))
    scrolls = format != "text" and on_terminal(target.output)  # results come there meanwhile
    with writing(errors, utf8=True) if errors else nullcontext() as error_list:
        progress = Progress("Scoring", plain=target.plain, quiet=each is None and scrolls)
        tally = Tally(error_list, progress)
        if each is None:
            # names that steer a terminal stay off it
            options = render_options(target)._replace(raw=raw and not scrolls)
            format = JSON_LIST if format == "json" and not chosen else format
            _score(pack, tally, tally.people(people), format, target.output, options)
        else:
            from rolequiz.cli.each import write_each  # noqa: PLC0415 - tables need no pages

            everybody = tally.people(people)
            write_each(pack, tally, everybody, format, each, one_file=one_file, raw=raw)
    if tally.problems.count:
        return BAD_ANSWERS
    check_somebody(tally.good, files, "score")
    return 0


def _check_each(folder: Path | None, output: Path | None, *, one_file: bool) -> None:
    if one_file and folder is None:
        fail("--one-file needs --each DIR, the folder where the document is written.", WRONG_USAGE)
    if folder is not None and output is not None:
        fail("--each writes files into a folder, so it can't be used with --output.", WRONG_USAGE)


def _check_errors(errors: Path | None, output: Path | None) -> None:
    check_apart(output, errors, holds="the list of problems would be")
    if errors is not None and is_standard_output(errors):
        fail("--errors takes a file: standard output is for the results.", WRONG_USAGE)


def _check_map_file(map_file: Path | None, output: Path | None) -> None:
    """Fail if a map would replace one that somebody filled in, or the result."""
    check_apart(map_file, output, holds="the result would be")
    if map_file is None:
        return
    if is_standard_output(map_file):
        fail("--write-map takes a file: standard output is for the result.", WRONG_USAGE)
    with suppress(OSError):  # check_writable says more
        if map_file.is_file() and map_file.stat().st_size:
            fail(f"{map_file} already exists. Name a new file for the map.", WRONG_USAGE)


def _score(
    pack: Pack,
    tally: Tally,
    people: Iterable[Responses],
    format: str,
    output: Path | None,
    options: RenderOptions,
) -> None:
    """Write the results as they come; nothing if there are none."""
    with _Writer() as writer:
        try:
            results = map(Scorer(pack).figures, people)
            if first := list(islice(results, 1)):
                texts = _written(pack, chain(first, results), format, options)
                with writing(output, utf8=format != "text") as stream:
                    for text in texts:
                        writer.write(stream, text)
                    writer.finished = True
                if not writer.finished:
                    return  # into a closed pipe: nobody reads on
        except KeyboardInterrupt:
            tally.end_progress()
            done = max(0, writer.written - (format == "csv"))  # its header is no person
            kept = f"{output} is unchanged" if output else f"{counted(done, 'person')} scored"
            if format == "text" and not output:
                kept = "nothing was written"
            fail(f"Stopped: {kept}.", INTERRUPTED)
    tally.tell()


def _written(
    pack: Pack, people: Iterable[Figures], format: str, options: RenderOptions
) -> Iterator[str]:
    if format == JSON_LIST:
        from rolequiz.render.json import results_json  # noqa: PLC0415 - few want a list

        yield from results_json(map(result_of, people))
        return
    if format != "text":
        yield from record_format(format).batch(pack, people, options)
        return
    from rolequiz.pages.summary import summary_page  # noqa: PLC0415 - tables need no pages

    yield write(summary_page(pack, people), format, options)


class _Writer:
    """Writes whole lines: Ctrl-C ends the block between two lines, never within one."""

    def __init__(self) -> None:
        self.written = 0
        self.finished = False
        self._writing = self._stopped = False
        self._before = signal.getsignal(signal.SIGINT)

    def __enter__(self) -> Self:
        if self._before is signal.default_int_handler:  # else whoever started us handles it
            signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def write(self, stream: TextIO, text: str) -> None:
        """Write lines; raises KeyboardInterrupt after them if Ctrl-C was pressed meanwhile."""
        self._writing = True
        stream.write(text)
        self._writing = False
        self.written += 1
        if self._stopped:
            raise KeyboardInterrupt

    def _stop(self, *_: object) -> None:
        self._stopped = True
        if not self._writing:
            raise KeyboardInterrupt
