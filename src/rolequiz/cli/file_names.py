"""Names of files that are made after people, whatever those people are called."""

from __future__ import annotations

import unicodedata

LONGEST = 40
"""Characters of a person's name in a file name, at most 160 bytes of UTF-8."""


def safe_name(respondent: str | None, number: int) -> str:
    """Return a file name, without an ending, for whoever is number 1, 2, … in what was read.

    It is safe in any folder of Linux, macOS and Windows. The number comes first, so that no two
    are alike even where letter case or accents do not count, and no name is one that Windows keeps
    for itself (CON), is hidden, or is empty. Of the person's own name letters and digits stay.
    """
    composed = unicodedata.normalize("NFC", respondent or "")
    kept = (char if unicodedata.category(char)[0] in "LMN" else " " for char in composed)
    words = "-".join("".join(kept).split())[:LONGEST].rstrip("-")
    return f"{number:04}-{words}" if words else f"{number:04}"
