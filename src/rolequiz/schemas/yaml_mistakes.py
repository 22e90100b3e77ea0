"""What YAML's parser stumbles over → what its author did, where, and how to mend it.

A parser notices late: where the next line begins, or where a bracket was opened. These look back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from rolequiz.problems import Fault, fault

_KEY = r"[A-Za-z_][\w-]*"
_UNSPACED = re.compile(rf"[^\S\n]*(?:- +)*(?:{_KEY}:(?!//)|-(?=[A-Za-z\"'{{\[]))(?=[^ \t\r\n])")
"""The start of a line up to a colon or a dash that should have a space behind it."""
_UNSPACED_KEY = re.compile(rf"({_KEY}):(?!//)(\S.*)")
_FOREIGN_SPACE = re.compile(r" *(?:- +)*([\u00a0\u2000-\u200a\u3000])")
_COMMENT = re.compile(r"[ \t](#)")
_KNOWN = (
    # words of the parser's, what is wrong, and whether it is told where it began
    ("mapping values are not allowed", fault("bad-yaml.colon"), False),
    ("cannot start any token", fault("bad-yaml.sign"), False),
    ("unexpected end of stream", fault("bad-yaml.quote"), True),
    ("expected ',' or", fault("bad-yaml.bracket"), True),
    ("escape", fault("bad-yaml.escape"), False),
)


class Mistake(NamedTuple):
    """What is wrong, and where in the text, from 0."""

    wrong: Fault
    at: int


def mistake(text: str, problem: str, at: int, opened: int | None) -> Mistake:
    """Return what is wrong with a text that can't be parsed.

    `problem` is the parser's sentence, `at` where it gave up, `opened` where what it was in began.
    """
    seen = _space(text, at)
    if seen is None and "expected ',' or" in problem and opened is not None:
        seen = _comment(text, opened, at)
    if seen is not None:
        return seen
    for words, wrong, from_start in _KNOWN:
        if words in problem:
            return Mistake(wrong, opened if from_start and opened is not None else at)
    return Mistake(fault("bad-yaml", reason=problem), at)


def unspaced_key(key: str, at: int) -> tuple[str, str, Mistake] | None:
    """Return the key and the value that `key:value` was to be, where it stands as a key at `at`."""
    found = _UNSPACED_KEY.fullmatch(key)
    return found and (found[1], found[2].strip("\"'"), _missing_space(at + found.start(2) - 1))


def foreign_space(sign: str, at: int) -> Mistake:
    """Return the mistake of a space that only looks like one."""
    return Mistake(fault("bad-character.space", sign=ord(sign)), at)


def _missing_space(at: int) -> Mistake:
    return Mistake(fault("bad-yaml.space"), at)


def _space(text: str, at: int) -> Mistake | None:
    """Look for a missing space, or a foreign one, on the line at fault and on the one above."""
    start = text.rfind("\n", 0, at) + 1
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    for begins, ends in ((start, len(text)), (above, start)):
        if found := _UNSPACED.match(text, begins, ends):
            return _missing_space(found.end() - 1)
        if found := _FOREIGN_SPACE.match(text, begins, ends):
            return foreign_space(found[1], found.start(1))
    return None


def _comment(text: str, begins: int, ends: int) -> Mistake | None:
    """Look for a # that cuts a text inside a bracket: behind a word, and not within quotes."""
    seen, quotes = text.rfind("\n", 0, begins) + 1, 0  # on the line, which can be very long
    for found in _COMMENT.finditer(text, begins, ends):
        at = found.start()
        if start := text.rfind("\n", seen, at) + 1:
            seen, quotes = start, 0
        before = text[seen:at].rstrip()
        seen, quotes = at, quotes + before.count('"')
        if before and before[-1] not in ",[]{}\"'" and quotes % 2 == 0:
            return Mistake(fault("bad-yaml.comment"), found.start(1))
    return None
