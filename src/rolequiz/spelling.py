"""One spelling for texts that look the same, so that words and names can be compared."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    # marks and fillers that show nothing; other such signs are known by their category
    | dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f")
    | dict.fromkeys(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
_UNSEEN = {"Cc", "Cf"}
_NUMBERING = re.compile(r"^\(?(?:q(?:uestion)? ?)?[0-9]+ ?[.):] ?")
_MARKS = re.compile(r"[\s*:.]+$")
_QUOTED = re.compile(r"""["]|(?<!\w)'|'(?!\w)""")
_END = re.compile(r"[\s.,;:!]+$")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def composed(text: str) -> str:
    """Return a text in the spelling that all texts which look like it share.

    A letter and its accents become one sign, typographic signs plain ones, and white space of any
    kind one space. Signs that show nothing are left out. Capital letters stay.
    """
    text = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    if not text.isprintable():
        text = "".join(
            char for char in text if char.isspace() or unicodedata.category(char) not in _UNSEEN
        )
    return " ".join(unicodedata.normalize("NFKC", text).translate(_ALIKE).split())


def fold(text: str) -> str:
    """Return a text as `composed` does, but in small letters: “P01” and “p01” are alike."""
    if text.isascii() and text.isalnum():  # most codes are, and there are many of them
        return text.lower()
    return composed(composed(text).casefold())


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
