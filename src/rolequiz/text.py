"""Text for people: made safe to show in a terminal or a page, and put into words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINER = "\N{ZERO WIDTH JOINER}"  # holds emoji families and some scripts' letters together


def visible(text: str) -> str:
    """Return `text` on one line, with every character that could steer a terminal made visible.

    White space of any kind becomes single spaces. Control, direction-override and other invisible
    format characters, lone surrogates and joiners at the start of a word become U+FFFD. What
    follows an escape character stays: without it, that is harmless text.
    """
    line = " ".join(text.split())
    if line.isprintable():  # nearly always, and much faster than looking at each character
        return line
    pairs = zip(f" {line}", line, strict=False)
    return "".join(_REPLACEMENT if _steers(char, before) else char for before, char in pairs)


def _steers(char: str, before: str) -> bool:
    if char == _JOINER:
        return before == " "  # it joins nothing, and Rich stumbles over it
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


ASCII = str.maketrans(
    {"→": "->", "←": "<-", "↑": "Up", "↓": "Down", "›": ">", "•": "*", "·": "|", "×": "x"}
    | {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "−": "-", "–": "-", "—": "-"}
    | {"●": "o", "◆": "x", "◈": "*", "─": "-", "━": "=", "┼": "+"}
)
"""For str.translate: what our own signs become where a stream can show only ASCII."""


_PLURALS = {"person": "people", "entry": "entries"}


def counted(number: int, thing: str) -> str:
    """Return "1 answer", "2 answers"; "1 person", "2 people"."""
    return f"1 {thing}" if number == 1 else f"{number:,} {_PLURALS.get(thing, f'{thing}s')}"


def listing(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


_SECONDS_A_QUESTION = 15


def minutes(questions: int) -> str:
    """Return how long so many questions take, as "8 minutes"."""
    return counted(max(1, round(questions * _SECONDS_A_QUESTION / 60)), "minute")


CODE_TITLE = "Your code or name"
MATTERS_TITLE = "Which of these questions matter most to you?"
"""What our forms ask besides the questions; columns that are called so are read as the answers."""
