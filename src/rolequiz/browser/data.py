"""A quiz as plain data, for the scripts of a page."""

from __future__ import annotations

from dataclasses import asdict

from rolequiz.model import Pack


def quiz_data(pack: Pack) -> dict[str, object]:
    """Return all of a quiz, ready for JSON, under the names of model.py."""
    return asdict(pack)
