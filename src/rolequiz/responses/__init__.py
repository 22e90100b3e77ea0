"""Answers from files → Responses, or a list of problems."""

from rolequiz.responses.json_format import parse_json, to_json
from rolequiz.responses.reader import read_responses
from rolequiz.responses.results_format import parse_record

__all__ = ["parse_json", "parse_record", "read_responses", "to_json"]
