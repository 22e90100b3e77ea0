"""A file of one person's answers → Responses; batch.py reads those of many."""

from __future__ import annotations

from pathlib import Path

from rolequiz.model import Pack, Responses
from rolequiz.responses.results_format import record_in
from rolequiz.schemas.document import open_document


def read_responses(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, or result, from a JSON file; raises AnswersError."""
    return record_in(open_document(path), pack)
