"""JSON of many people: the result of each as `rolequiz take --json` gives it, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rolequiz.model import Pack, Result
from rolequiz.render import Medium
from rolequiz.render.json import as_data


def batch(pack: Pack, results: Iterable[Result], medium: Medium) -> Iterator[str]:
    """Yield a line of ASCII for each result."""
    encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
    for result in results:
        yield encode(as_data(pack, result)) + "\n"
