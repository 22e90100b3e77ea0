"""The one sanitiser: text from people and files, made safe to show in a terminal or a page."""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINER = "\N{ZERO WIDTH JOINER}"  # holds emoji families and some scripts' letters together


def visible(text: str) -> str:
    """Return `text` on one line, with every character that could steer a terminal made visible.

    White space of any kind becomes single spaces. Control, direction-override and other invisible
    format characters and lone surrogates become U+FFFD: what follows an escape character stays,
    as the harmless text that it then is. So do joiners at the start of a word.
    """
    line = " ".join(text.split())
    if line.isprintable():  # nearly always, and much faster than looking at each character
        return line
    shown, before = "", " "
    for char in line:
        shown += _REPLACEMENT if _steers(char, before) else char
        before = char
    return shown


def _steers(char: str, before: str) -> bool:
    if char == _JOINER:
        return before == " "  # it joins nothing, and Rich stumbles over it
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}
