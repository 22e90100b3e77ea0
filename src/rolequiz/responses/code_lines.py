"""A text file of many people's answers as codes, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rolequiz.model import Pack
from rolequiz.responses.cells import UnreadableError
from rolequiz.responses.code import codes_of, decode, is_whole, plain
from rolequiz.responses.lines import Lines
from rolequiz.responses.rows import Row
from rolequiz.spelling import composed

LONGEST = 10_000
"""Characters of a line that may be a code; a file of JSON may be a single one."""
NO_CHANCE = 12
"""Answers; hardly ever do two people give so many equal ones."""

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
    """Yield a row for each line that is not blank; one that is wrong spoils no other.

    A code that comes again is told: it may have been pasted twice.
    """
    lines.whole = True
    first: dict[str, int] = {}
    for number, line in enumerate(filter(str.strip, lines), start=1):
        try:
            read = decode(pack, line)
        except UnreadableError as error:
            problem = lines.problem(error.wrong, group=error.wrong.message)
            yield Row(number, problems=(problem,))
            continue
        before = first.setdefault(plain(line), lines.number)
        again = before != lines.number and len(read.answers) >= NO_CHANCE
        notice = (
            f"{lines.source}: line {lines.number} repeats the code of line {before}; both count."
        )
        yield Row(number, read, notices=(notice,) if again else ())
