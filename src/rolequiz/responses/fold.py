"""Words as forms and spreadsheets change them, brought back to one spelling to be compared."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u2060\ufeff")  # what only says where a line may break
)
_NUMBERING = re.compile(r"^\(?(?:q(?:uestion)? ?)?[0-9]+ ?[.):] ?")
_MARKS = re.compile(r"[\s*:.]+$")


def fold(text: str) -> str:
    """Return a text without case, typographic signs and needless white space of any kind."""
    plain = unicodedata.normalize("NFKC", text.translate(_ALIKE)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).translate(_ALIKE).split())


def bare(folded: str) -> str:
    """Return a folded text without a number before it, and a mark, colon or full stop after it."""
    return _MARKS.sub("", _NUMBERING.sub("", folded, count=1)) if folded else folded
