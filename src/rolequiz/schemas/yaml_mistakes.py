"""What YAML's parser stumbles over → what its author did, where, and how to mend it.

A parser notices late: where the next line begins, or where a bracket was opened. These look back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_KEY = r"[A-Za-z_][\w-]*"
_UNSPACED = re.compile(rf"[^\S\n]*(?:- +)*(?:{_KEY}:(?!//)|-(?=[A-Za-z\"'{{\[]))(?=[^ \t\r\n])")
"""The start of a line up to a colon or a dash that should have a space behind it."""
_UNSPACED_KEY = re.compile(rf"({_KEY}):(?!//)(\S.*)")
_FOREIGN_SPACE = re.compile(r" *(?:- +)*([\u00a0\u2000-\u200a\u3000])")
_COMMENT = re.compile(r"[ \t](#)")
_KNOWN = (
    # words of the parser's, what we say, how to mend it, and whether it is told where it began
    (
        "mapping values are not allowed",
        "a colon and a space cannot stand here",
        "If they belong to a text, put the text in quotes. If not, look at the indentation.",
        False,
    ),
    (
        "cannot start any token",
        "this sign cannot start a value",
        "Indent with spaces, never tabs; put a text that starts with a sign in quotes.",
        False,
    ),
    (
        "unexpected end of stream",
        "this quote is never closed",
        "Close it, or double the quotes that belong to the text.",
        True,
    ),
    (
        "expected ',' or",
        "this bracket is not closed before something that cannot stand inside it",
        "Close the bracket and every quotation mark in it; put texts inside it in double quotes if "
        "they hold signs like , : # ' [ ] { }.",
        True,
    ),
    (
        "escape",
        "a backslash starts a code here that YAML does not know",
        "Write \\\\ for a backslash, and a letter or sign itself instead of its code.",
        False,
    ),
)


class Mistake(NamedTuple):
    """What is wrong, how to mend it, and where in the text, from 0."""

    message: str
    hint: str
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
    for words, message, hint, from_start in _KNOWN:
        if words in problem:
            return Mistake(message, hint, opened if from_start and opened is not None else at)
    hint = "Look at the indentation and the quotes here and on the lines above."
    return Mistake(f"this is not valid YAML: {problem}", hint, at)


def unspaced_key(key: str, at: int) -> tuple[str, str, Mistake] | None:
    """Return the key and the value that `key:value` was to be, where it stands as a key at `at`."""
    found = _UNSPACED_KEY.fullmatch(key)
    return found and (found[1], found[2].strip("\"'"), _missing_space(at + found.start(2) - 1))


def foreign_space(sign: str, at: int) -> Mistake:
    """Return the mistake of a space that only looks like one."""
    message = f"the character U+{ord(sign):04X} is no space to YAML in front of a line"
    return Mistake(message, "Type a space instead.", at)


def _missing_space(at: int) -> Mistake:
    hint = "Write “key: value” and “- item”, with a space after the colon and the dash."
    return Mistake("a space is missing after this sign", hint, at)


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
            hint = "Put a text that holds a # in quotes, or the comment on a line of its own."
            return Mistake("a comment begins here, within a bracket", hint, found.start(1))
    return None
