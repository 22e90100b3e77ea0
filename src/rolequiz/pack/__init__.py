"""YAML text → Pack, or a list of located problems."""

from __future__ import annotations

from pathlib import Path

from rolequiz.model import Pack
from rolequiz.pack.reader import Diagnosis, diagnose, read_pack
from rolequiz.pack.shipped import shipped_folder, shipped_pack

__all__ = ["Diagnosis", "diagnose", "load_quiz", "read_pack", "shipped_folder", "shipped_pack"]


def load_quiz(folder: str | Path | None = None) -> Pack:
    """Return the quiz in a folder, or the shipped one; raises PackError with every problem."""
    return read_pack(Path(folder)) if folder is not None else shipped_pack()
