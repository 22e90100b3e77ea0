"""Files of answers → Responses, or a list of problems.

people.py          many people's files: whose answers they hold, or what is wrong with them
table.py           a table, with records.py (header and rows), columns.py (what a header means)
                   and cells.py (what a cell means)
json_records.py    JSON and JSONL of many people
one_person.py      one person's JSON, or the result made of it
code.py            answer codes: one person's, or a file of them
workbook.py        spreadsheets' own files, as lines of CSV
mapping.py         --map: reads a mapping file, and writes one
lines.py           bytes → lines, in any encoding
"""

from rolequiz.responses.one_person import parse_responses, read_responses, to_json, to_json_line

__all__ = ["parse_responses", "read_responses", "to_json", "to_json_line"]
