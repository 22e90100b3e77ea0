"""What the files may look like: the JSON Schemas we publish, and reading files by them.

The schema files are the only statement of a file's shape: editors check by them, and so do we.
"""

from __future__ import annotations

from pathlib import Path

SCHEMAS = ("questions", "roles", "answers", "result", "report", "mapping")


def schema_text(name: str) -> str:
    """Return the JSON Schema of that name as text; raises KeyError for a name not in SCHEMAS."""
    if name not in SCHEMAS:
        raise KeyError(name)
    return Path(__file__).with_name(f"{name}.json").read_text(encoding="utf-8")
