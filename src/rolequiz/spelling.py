"""One spelling for all that looks the same, so that words and names can be compared."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    # marks and fillers that show nothing; other signs that do not are found by their category
    | dict.fromkeys("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f")
    | dict.fromkeys(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
)
_UNSEEN = {"Cc", "Cf"}


def composed(text: str) -> str:
    """Return a text in the one spelling of all that look like it.

    Letters and their accents are one sign, typographic signs plain ones, and white space of any
    kind is one space; what shows nothing is left out. Capital letters stay.
    """
    seen = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    if not seen.isprintable():
        seen = "".join(c for c in seen if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", seen).translate(_ALIKE).split())


def fold(text: str) -> str:
    """Return the same without case: what is told apart by capital letters only is alike, too."""
    if text.isascii() and text.isalnum():  # most codes are, and there are many of them
        return text.lower()
    return composed(composed(text).casefold())
