"""Words as forms and spreadsheets change them, brought back to one spelling to be compared."""

from __future__ import annotations

import re

from rolequiz.spelling import fold

__all__ = ["bare", "fold"]

_NUMBERING = re.compile(r"^\(?(?:q(?:uestion)? ?)?[0-9]+ ?[.):] ?")
_MARKS = re.compile(r"[\s*:.]+$")
_QUOTED = re.compile(r"""["]|(?<!\w)'|'(?!\w)""")
_END = re.compile(r"[\s.,;:!]+$")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def bare(folded: str) -> str:
    """Return a folded text without a number before it, and a mark, colon or full stop after it."""
    return _MARKS.sub("", _NUMBERING.sub("", folded, count=1)) if folded else folded


def loose(folded: str) -> str:
    """Return a folded text without quotation marks, and without punctuation at its end."""
    return _END.sub("", _QUOTED.sub("", folded)).strip()


def unmarked(text: str) -> str:
    """Return a text of a web page as people see it: without entities and tags."""
    if "&" in text or "<" in text:
        from html import unescape  # noqa: PLC0415 - few texts need it

        return unescape(_TAG.sub(" ", unescape(text)))
    return text
