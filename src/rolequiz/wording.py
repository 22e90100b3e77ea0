"""What every part that writes words for people needs."""

from __future__ import annotations

ASCII = str.maketrans(
    {"→": "->", "←": "<-", "↑": "Up", "↓": "Down", "›": ">", "•": "*", "·": "|", "×": "x"}
    | {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "−": "-", "–": "-", "—": "-"}
    | {"●": "o", "◆": "x", "◈": "*", "─": "-", "━": "=", "┼": "+"}
)
"""For str.translate: what our own signs become where a stream can show only ASCII."""


def counted(number: int, thing: str) -> str:
    """Return "1 answer", "2 answers"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
