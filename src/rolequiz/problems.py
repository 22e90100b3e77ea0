"""What is wrong with somebody's file, as data; describing it and stopping because of it.

Only the command line prints problems or exits. Readers collect them, so that one run reports all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rolequiz.sanitise import visible

_EXCERPT_WIDTH = 72
_QUOTE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file: where it is, what it is, and how to mend it.

    `code` is stable, for scripts. `line` and `column` count from 1 and are None where a file has
    no such place; `path` then says where (`answers.meeting`). Texts are raw: show them through
    `describe`.
    """

    source: str
    code: str
    message: str
    hint: str = ""
    line: int | None = None
    column: int | None = None
    path: str = ""
    excerpt: str = ""
    """The whole line that the problem is on."""


class InputError(Exception):
    """A file that cannot be used; `problems` holds all that is wrong, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(
            sorted(problems, key=lambda each: (each.source, each.line or 0, each.column or 0))
        )
        super().__init__("\n".join(map(describe, self.problems)))


class PackError(InputError):
    """The pack is invalid."""


class AnswersError(InputError):
    """The answers are invalid."""


def describe(problem: Problem) -> str:
    """Return a problem as lines of plain text, safe to show on a terminal.

    `file:line:column: [code] message`, the offending line with a caret under the place, the hint.
    """
    places = (problem.line, problem.column) if problem.line else (cut(problem.path),)
    place = ":".join(str(part) for part in (problem.source, *places) if part)
    lines = [visible(f"{place}: [{problem.code}] {problem.message}")]
    if problem.line and problem.column and problem.excerpt.strip():
        lines += [f"    {line}" for line in _pointed(problem.excerpt, problem.column)]
    if problem.hint:
        lines.append(f"  {visible(problem.hint)}")
    return "\n".join(lines)


def quote(text: str) -> str:
    """Return `text` in quotes, cut to a length that a message can hold."""
    return f"“{cut(text)}”"


def cut(text: str) -> str:
    """Return `text`, or its beginning and an ellipsis where it is too long for a message."""
    return text if len(text) <= _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 1] + "…"


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a hint for a name that nobody knows: the closest known one, else the known ones."""
    import difflib  # noqa: PLC0415 - only mistakes pay for it

    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"Did you mean {quote(close[0])}?"
    return f"Known: {', '.join(cut(each) for each in list(known)[:20])}." if known else ""


def _pointed(line: str, column: int) -> tuple[str, str]:
    """Return the part of a line around a column that fits the screen, and a caret below it."""
    middle = column - 1
    left = line[max(0, middle - 2 * _EXCERPT_WIDTH) : middle]  # a line can be as long as its file
    right = line.rstrip()[middle : middle + 2 * _EXCERPT_WIDTH]
    left, right = ("".join(visible(char) or " " for char in side) for side in (left, right))
    after = _fit(right, _EXCERPT_WIDTH // 2)
    before = _fit(left[::-1], _EXCERPT_WIDTH - _width(after))[::-1]
    after = _fit(right, _EXCERPT_WIDTH - _width(before))
    head = "…" if len(before) < len(left) else ""
    tail = "…" if len(after) < len(right) else ""
    return f"{head}{before}{after}{tail}", " " * _width(head + before) + "^"


def _fit(text: str, room: int) -> str:
    """Return the beginning of `text` that is at most `room` columns wide."""
    for index, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return text[:index]
    return text


def _width(text: str) -> int:
    """Return how many columns a terminal gives to `text`."""
    return sum(
        0
        if unicodedata.category(char) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(char) in {"W", "F"})
        for char in text
    )
