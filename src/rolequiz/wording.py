"""What every part that writes words for people needs."""

from __future__ import annotations

from collections.abc import Sequence

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
