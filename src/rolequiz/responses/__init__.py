"""Answers from files → Responses, or a list of problems.

reader.py          one person's file
batch.py           many people's files: rows, or what is wrong with them
table.py           tables, with columns.py (headers), cells.py (what is in them), fold.py (likeness)
json_records.py    JSON and JSONL of many; json_format.py one person's, results_format.py a result
workbook.py        spreadsheets' own files, a line of CSV for a row
answer_map.py      --map: other words for columns and cells; map_text.py writes one
lines.py           bytes to lines, whatever the encoding; rows.py what reading yields
repeated.py        who is there twice
"""

from rolequiz.responses.json_format import parse_json, to_json
from rolequiz.responses.reader import read_responses
from rolequiz.responses.results_format import parse_record

__all__ = ["parse_json", "parse_record", "read_responses", "to_json"]
