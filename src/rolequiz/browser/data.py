"""A quiz as plain data, for the scripts of a page."""

from __future__ import annotations

from dataclasses import asdict

from rolequiz.model import Pack
from rolequiz.responses.code import tag


def quiz_data(pack: Pack) -> dict[str, object]:
    """Return all of a quiz, ready for JSON, under the names of model.py, and its tag."""
    return {**asdict(pack), "tag": tag(pack)}
