"""Words as forms and spreadsheets change them, brought back to one spelling to be compared."""

from __future__ import annotations

import re

from rolequiz.spelling import fold

__all__ = ["bare", "fold"]

_NUMBERING = re.compile(r"^\(?(?:q(?:uestion)? ?)?[0-9]+ ?[.):] ?")
_MARKS = re.compile(r"[\s*:.]+$")


def bare(folded: str) -> str:
    """Return a folded text without a number before it, and a mark, colon or full stop after it."""
    return _MARKS.sub("", _NUMBERING.sub("", folded, count=1)) if folded else folded
