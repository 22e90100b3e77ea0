"""A page for every person to take home, in files of their own or in one document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from rolequiz.cli.streams import INTERRUPTED, fail, say, unwritable
from rolequiz.cli.tally import Tally
from rolequiz.disk import replace_file, replacing
from rolequiz.model import Pack, Responses
from rolequiz.render import ENDINGS, RenderOptions, write_result, write_results
from rolequiz.render.csv import Entry, index
from rolequiz.scoring import Result, Scorer
from rolequiz.text import counted, visible

EVERYBODY = "everybody"
"""The name of the document that holds all pages; those of single people begin with a number."""
LONGEST = 40
"""Characters of a person's name in a file name, at most 160 bytes of UTF-8."""


def write_each(
    pack: Pack,
    tally: Tally,
    people: Iterable[Responses],
    format: str,
    folder: Path,
    *,
    one_file: bool = False,
    raw: bool = False,
) -> None:
    """Write everybody's result into a folder, and index.csv, which says whose is which.

    Each file is written whole, and only its owner can read it. With `one_file` all results are one
    document.
    """
    written: list[Entry] = []
    ending = ENDINGS[format][0]
    document = EVERYBODY + ending if one_file else None
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if any(folder.iterdir()):  # or somebody gets a page of an earlier run
            raise unwritable(folder, "it is not empty", "folder")
        results = _results(pack, people, ending, document, written)
        _write(pack.title, results, format, folder, document)
        if written:
            replace_file(folder / "index.csv", index(written, RenderOptions(raw=raw)))
    except OSError as error:
        tally.end_progress()
        raise unwritable(folder, error, "folder") from None
    except KeyboardInterrupt:
        tally.end_progress()
        done = "nothing was" if document else counted(len(written), "page")
        fail(f"Stopped: {done} written to {folder}.", INTERRUPTED)
    tally.tell()
    if written:
        where = folder / document if document else folder
        how = "one after the other" if document else "one for each person"
        say(visible(f"{counted(len(written), 'page')} written to {where}, {how}."))


def _results(
    pack: Pack, people: Iterable[Responses], ending: str, document: str | None, written: list[Entry]
) -> Iterator[tuple[Result, str]]:
    """Yield everybody's result and its file, and note in `written` each that has been used."""
    scorer = Scorer(pack)
    for responses in people:
        result, place = scorer.result(responses), responses.place
        file = document or f"{safe_name(responses.respondent, place or 0)}{ending}"
        yield result, file
        written.append(
            Entry(place, responses.respondent, file, result.verdict, result.recommendation)
        )


def _write(
    title: str,
    results: Iterator[tuple[Result, str]],
    format: str,
    folder: Path,
    document: str | None,
) -> None:
    if document is None:
        for result, file in results:
            replace_file(folder / file, write_result(result, format, RenderOptions()))
    elif first := next(results, None):  # without anybody, there is no document
        everybody = (result for result, _ in chain([first], results))
        with replacing(folder / document) as stream:
            stream.writelines(write_results(title, everybody, format, RenderOptions()))


def safe_name(respondent: str | None, number: int) -> str:
    """Return a file name, without an ending, for person number 1, 2, … of those read.

    It is safe in any folder of Linux, macOS and Windows. The number comes first, so that no two
    names are alike even if case and accents do not count, and none is hidden, empty or reserved by
    Windows (CON). Letters and digits of the person's own name are kept.
    """
    name = unicodedata.normalize("NFC", respondent or "")
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in name)
    words = "-".join("".join(kept).split())[:LONGEST].rstrip("-")
    return f"{number:04}-{words}" if words else f"{number:04}"
