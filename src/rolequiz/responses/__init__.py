"""Answers from files → Responses, or a list of problems."""

from rolequiz.responses.json_format import parse_json, to_json
from rolequiz.responses.reader import read_responses

__all__ = ["parse_json", "read_responses", "to_json"]
