"""Names of files that are made after people, and of people that are known by their files."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rolequiz.responses.rows import Row
from rolequiz.spelling import fold

LONGEST = 40
"""Characters of a person's name in a file name, at most 160 bytes of UTF-8."""


def safe_name(respondent: str | None, number: int) -> str:
    """Return a file name, without an ending, for whoever is number 1, 2, … in what was read.

    It is safe in any folder of Linux, macOS and Windows. The number comes first, so that no two
    are alike even where letter case or accents do not count, and no name is one that Windows keeps
    for itself (CON), is hidden, or is empty. Of the person's own name letters and digits stay.
    """
    name = unicodedata.normalize("NFC", respondent or "")
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in name)
    words = "-".join("".join(kept).split())[:LONGEST].rstrip("-")
    return f"{number:04}-{words}" if words else f"{number:04}"


def code_of(file: Path) -> str:
    """Return the name of a file without folder and ending; nothing of what is no file, as a pipe.

    Whoever saved answers under p07.json is p07.
    """
    return os.fsencode(file.stem).decode("utf-8", "replace") if os.path.isfile(file) else ""


def named_after(code: str, rows: Iterator[Row], used: list[str]) -> Iterator[Row]:
    """Yield the rows of a file; if they are one person without a name, this code is their name.

    It is added to those that were `used`.
    """
    alone: Row | None = None
    people = 0
    for row in rows:
        if row.responses or row.problems:
            people += 1
            if alone:
                yield alone
                alone = None
            if people == 1 and row.responses and not fold(row.responses.respondent or ""):
                alone = row
                continue
        yield row
    if alone and alone.responses:
        used.append(code)
        yield alone._replace(responses=replace(alone.responses, respondent=code))
