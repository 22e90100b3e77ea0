"""Lines of FILE that no room wrote, such as those of an earlier survey: they stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError
from rolequiz.responses.json_records import jsonl_rows
from rolequiz.responses.lines import Lines
from rolequiz.text import visible

ENDINGS = {".jsonl", ".ndjson"}


class Carried(NamedTuple):
    """A line of FILE of somebody who is not in the journal, unchanged, and its answers."""

    text: str
    responses: Responses

    @property
    def name(self) -> str:
        """Whose it is; "" where the line does not say."""
        return self.responses.respondent or ""


def why_unusable(path: Path) -> str:
    """Return why a file can't hold a room's answers, in words; "" if it can."""
    if path.suffix.lower() not in ENDINGS:
        return (
            f"{visible(path.name)} does not end in .jsonl, but answers are kept as JSON Lines. "
            f"Name {visible(path.stem)}.jsonl, for example."
        )
    if path.exists() and not path.is_file():
        return f"{visible(str(path))} is not an ordinary file. Name another one."
    return ""


def read_lines(path: Path, pack: Pack) -> Iterator[tuple[str, Carried]]:
    """Yield the lines of a file, if there is one, each with a key that depends on its content.

    Raises AnswersError, as `responses_in`, and OSError.
    """
    if not path.exists():
        return
    alike: Counter[str] = Counter()
    with path.open("rb") as stream:
        lines = Lines(str(path), stream)
        for responses in responses_in(lines, pack):
            line = lines.last.strip()
            digest = sha256(line.encode("utf-8", "replace")).hexdigest()[:16]
            alike[digest] += 1
            yield f"={digest}.{alike[digest]}", Carried(f"{line}\n", responses)


def responses_in(lines: Lines, pack: Pack) -> Iterator[Responses]:
    """Yield the answers in each line; raises AnswersError if one holds anything else."""
    for row in jsonl_rows(lines, pack):
        if row.responses is None:
            raise AnswersError(row.problems)
        yield row.responses
