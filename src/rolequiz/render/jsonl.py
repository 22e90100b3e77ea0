"""JSON of many people: the result of each as `rolequiz take --json` gives it, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rolequiz.model import Pack
from rolequiz.render import RenderOptions
from rolequiz.render.json import as_data
from rolequiz.scoring import Figures, result_of


def batch(pack: Pack, people: Iterable[Figures], options: RenderOptions) -> Iterator[str]:
    """Yield a line of ASCII for each person."""
    encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
    for found in people:
        yield encode(as_data(result_of(found))) + "\n"
