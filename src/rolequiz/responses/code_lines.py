"""A text file of many people's answers as codes, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolequiz.model import Pack
from rolequiz.responses.cells import UnreadableError
from rolequiz.responses.code import codes_of, decode, is_whole
from rolequiz.responses.lines import Lines
from rolequiz.responses.rows import Row
from rolequiz.spelling import composed

LONGEST = 10_000
"""Characters of a line that may be a code; a file of JSON may be a single one."""

_IN_GROUPS = re.compile(r"(?=.*[0-9])([0-9A-Z]{3,5}-){3,}[0-9A-Z]{1,5}")


def are_codes(first: str, pack: Pack) -> bool:
    """Return whether a file that begins with this line holds codes, rather than a header.

    The first code may be mistyped, but has the look of one.
    """
    if len(first) > LONGEST:
        return False
    text = composed(first).upper()
    known = is_whole(text) or _IN_GROUPS.fullmatch(text) is not None
    return known or bool(codes_of(pack).readable(text))


def code_rows(lines: Lines, pack: Pack) -> Iterator[Row]:
    """Yield a row for each line that is not blank; one that is wrong spoils no other."""
    lines.whole = True
    number = 0
    for line in lines:
        if not line.strip():
            continue
        number += 1
        try:
            yield Row(number, decode(pack, line))
        except UnreadableError as error:
            told = lines.problem(error.wrong, group=error.wrong.message)
            yield Row(number, problems=(told,))
