"""A file of one person's answers → Responses; batch.py reads those of many."""

from __future__ import annotations

from pathlib import Path

from rolequiz.model import Pack, Responses
from rolequiz.responses.json_format import answers_in, parsed
from rolequiz.schemas.document import open_document


def read_responses(path: Path, pack: Pack) -> Responses:
    """Read one person's answers from a JSON file; raises AnswersError with every problem."""
    return answers_in(parsed(open_document(path)), pack)
