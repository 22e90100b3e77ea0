"""Answers from files → Responses, or a list of problems.

batch.py           many people's files: rows, or what is wrong with them
table.py           tables, with columns.py (headers) and cells.py (what is in them)
json_records.py    JSON and JSONL of many
json_format.py     one person's JSON; results_format.py that, or a result
code.py            one person's as a code; code_lines.py a file of them
workbook.py        spreadsheets' own files, a line of CSV for a row
answer_map.py      --map: other words for columns and cells; map_text.py writes one
lines.py           bytes to lines, whatever the encoding; rows.py what reading yields
repeated.py        who is there twice
"""

from rolequiz.responses.json_format import parse_json, to_json, to_json_line
from rolequiz.responses.results_format import parse_record, read_responses

__all__ = ["parse_json", "parse_record", "read_responses", "to_json", "to_json_line"]
