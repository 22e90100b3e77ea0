"""What every part that writes words for people needs."""

from __future__ import annotations

from collections.abc import Sequence

ASCII = str.maketrans(
    {"→": "->", "←": "<-", "↑": "Up", "↓": "Down", "›": ">", "•": "*", "·": "|", "×": "x"}
    | {"“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "−": "-", "–": "-", "—": "-"}
    | {"●": "o", "◆": "x", "◈": "*", "─": "-", "━": "=", "┼": "+"}
)
"""For str.translate: what our own signs become where a stream can show only ASCII."""


def counted(number: int, thing: str) -> str:
    """Return "1 answer", "2 answers"; "1 person", "2 people"."""
    if number == 1:
        return f"1 {thing}"
    return f"{number:,} people" if thing == "person" else f"{number:,} {thing}s"


def listing(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
