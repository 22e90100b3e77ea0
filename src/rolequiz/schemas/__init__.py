"""What the files may look like: the JSON Schemas we publish, and reading files by them.

The schema files are the only statement of a file's shape: editors check by them, and so do we.
"""

from __future__ import annotations

from pkgutil import get_data

SCHEMAS = (
    "questions", "roles", "answers",
    "result", "why", "what-if", "cards", "diff", "report", "mapping",
)  # fmt: skip


def schema_text(name: str) -> str:
    """Return the JSON Schema of that name as text; raises KeyError for a name not in SCHEMAS."""
    if name not in SCHEMAS:
        raise KeyError(name)
    return (get_data(__name__, f"{name}.json") or b"").decode()  # it may be in a zip
