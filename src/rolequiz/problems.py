"""Problems of files, as data, and how to describe them.

A `Fault` is what is wrong; a `Problem` is a fault at its place in a file, and is what we report.
Only the command line prints problems or exits. Readers collect them, so that one run reports all.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from heapq import nlargest
from itertools import islice
from operator import add
from pkgutil import get_data
from string import Formatter
from typing import Any, Literal, NamedTuple

from rolequiz.text import counted, listing, visible

Severity = Literal["error", "warning"]

_WIDTH = 80
_QUOTE_LENGTH = 60
_INDENT = "    "
_LISTED = 20
"""Known names that a hint lists."""
_LOOKED_AT, _COMPARED, _COMPARED_LENGTH = 1_000, 10, 100
"""For a hint: how many known names are read, how many compared by letters, and how many letters."""


class Words(NamedTuple):
    """The content of problems.toml: every sentence about a problem."""

    errors: Mapping[str, str]
    """Code of what makes a file unusable → what it means and what to do, in Markdown."""
    warnings: Mapping[str, str]
    """The same for problems with which a quiz can still be used."""
    sentences: Mapping[str, Sequence[str]]
    """Code, or code.variant → what is wrong and, for most, a hint."""
    hints: Mapping[str, str]
    types: Mapping[str, str]
    bounds: Mapping[str, str]
    phrases: Mapping[str, str]


@cache
def words() -> Words:
    """Return the content of problems.toml."""
    import tomllib  # noqa: PLC0415 - only mistakes pay for it

    text = (get_data(__name__, "problems.toml") or b"").decode()  # it may be in a zip
    return Words(**tomllib.loads(text))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, without its place: the key of a sentence in problems.toml, and its values.

    `hint_key` names one of the hints there; it is empty if the sentence's own hint is to be used.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    hint_key: str = ""

    @property
    def code(self) -> str:
        """The part of the key before the dot: stable, for scripts."""
        return self.key.partition(".")[0]

    @property
    def severity(self) -> Severity:
        """An error makes a file unusable."""
        return "warning" if self.code in words().warnings else "error"

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return filled(words().sentences[self.key][0], self.values)

    @property
    def hint(self) -> str:
        """How to fix it; may be empty."""
        if self.hint_key:
            return filled(words().hints[self.hint_key], self.values)
        return "".join(filled(hint, self.values) for hint in words().sentences[self.key][1:])

    def hinted(self, hint_key: str, /, **values: Any) -> Fault:
        """Return the same fault with another hint, and the values of that hint."""
        return replace(self, hint_key=hint_key, values={**self.values, **values})

    def having(self, **values: Any) -> Fault:
        """Return the same fault with those values replaced that it has."""
        return replace(self, values={key: values.get(key, self.values[key]) for key in self.values})


def fault(key: str, /, **values: Any) -> Fault:
    """Return a fault: the key of its sentence, and the values that the sentence names."""
    return Fault(key, values)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at its place in a file.

    `line` and `column` count from 1 and are None where a file has no such place; `path` then says
    where (`answers.meeting`). Texts are raw: show them through `describe`.
    """

    source: str
    fault: Fault
    line: int | None = None
    column: int | None = None
    path: str = ""
    excerpt: str = ""
    """The whole line that the problem is on; problems of one line share it."""
    group: str = ""
    """Problems of other rows with the same group have one fix, and are reported once."""
    row: int | None = None
    """The row number in a spreadsheet, if it differs from the line."""
    table_column: str = ""
    """The column as people name it: C “Which page first?”."""
    more: int = 0
    """How many other rows have the same problem."""

    def __post_init__(self) -> None:
        if self.fault.key not in words().sentences:
            raise ValueError(f"{self.fault.key} has no sentence in problems.toml")

    @property
    def code(self) -> str:
        """What is wrong, for scripts."""
        return self.fault.code

    @property
    def message(self) -> str:
        """What is wrong, and in which row and column of a table."""
        message = self.fault.message
        if self.table_column:
            message = _phrase("in-cell", column=self.table_column, message=message)
        if self.row is not None:
            message = _phrase("in-row", row=self.row, message=message)
        return _phrase("and-more", message=message, more=self.more) if self.more else message

    @property
    def hint(self) -> str:
        """How to fix it; may be empty."""
        return self.fault.hint

    @property
    def severity(self) -> Severity:
        """An error makes the file unusable."""
        return self.fault.severity


class InputError(Exception):
    """A file that cannot be used; `problems` holds all its problems, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = by_place(problems)
        super().__init__("\n".join(map(describe, self.problems)))


class PackError(InputError):
    """The pack is invalid."""


class AnswersError(InputError):
    """The answers are invalid."""


def by_place(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems in the order of the files."""
    return tuple(sorted(problems, key=_place))


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.source, problem.line or 0, problem.column or 0


def describe(problem: Problem, *, dimmed: bool = False) -> str:
    """Return a problem as lines of text, safe to show on a terminal; its code may be `dimmed`.

    `file:line:column: code message`, the line with a caret under the place, then the hint. A hint
    keeps its line breaks, since lines for a map are there to be copied.
    """
    place, code, message = headline(problem)
    lines = [f"{place} \x1b[2m{code}\x1b[22m {message}" if dimmed else f"{place} {code} {message}"]
    if pointed := excerpt(problem):
        before, after = pointed
        lines += [before + after, " " * _width(before) + "^"]
    lines += [f"  {visible(line)}" for line in problem.hint.splitlines()]
    return "\n".join(lines)


def headline(problem: Problem) -> tuple[str, str, str]:
    """Return `file:line:column:`, the code and the message, each on one line and safe to show."""
    places = (problem.line, problem.column) if problem.line else (cut(problem.path),)
    place = ":".join(str(part) for part in (problem.source, *places) if part)
    return visible(f"{place}:"), problem.code, visible(problem.message)


def excerpt(problem: Problem, width: int = _WIDTH) -> tuple[str, str] | None:
    """Return the line of a problem, indented: the part before the place, and the part from it on.

    It is safe to show and cut to `width` columns around the place; None if there is no line.
    """
    if not (problem.line and problem.column and problem.excerpt.strip()):
        return None
    room = max(width - len(_INDENT) - len("…  …"), 2)
    middle = problem.column - 1
    left = problem.excerpt[max(0, middle - 2 * room) : middle]  # a line can be as long as its file
    right = problem.excerpt.rstrip()[middle : middle + 2 * room]
    left, right = ("".join(visible(char) or " " for char in side) for side in (left, right))
    after = _fit(right, room // 2)
    before = _fit(left[::-1], room - _width(after))[::-1]
    after = _fit(right, room - _width(before))
    head = "…" if len(before) < len(left) else ""
    tail = "…" if len(after) < len(right) else ""
    return f"{_INDENT}{head}{before}", f"{after}{tail}"


def quote(text: str) -> str:
    """Return `text` in quotes, cut to a length that a message can hold."""
    return f"“{cut(text)}”"


def cut(text: str) -> str:
    """Return `text`, shortened with an ellipsis if it is too long for a message."""
    return text if len(text) <= _QUOTE_LENGTH else text[: _QUOTE_LENGTH - 1] + "…"


class Near(NamedTuple):
    """What an unknown name may mean: the closest known name, and the first of all known ones."""

    close: str
    known: tuple[str, ...]


def near(name: str, known: Collection[str]) -> Near:
    """Return the known names that may be meant."""
    import difflib  # noqa: PLC0415 - only mistakes pay for it

    by_beginning = {other[:_COMPARED_LENGTH]: other for other in _most_alike(name, known)}
    close = difflib.get_close_matches(name[:_COMPARED_LENGTH], by_beginning, n=1)
    return Near(by_beginning[close[0]] if close else "", tuple(islice(known, _LISTED)))


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a hint for an unknown name: the closest known one, or else the known ones."""
    return _near(near(name, known))


def _most_alike(name: str, known: Collection[str]) -> list[str]:
    """Return the few known names that share the most pairs of letters with this one.

    difflib takes half a millisecond for two long names, and a file can have 200 wrong among 1,000.
    """
    if len(known) <= _COMPARED:
        return list(known)
    pairs = _pairs(name)

    def alike(other: str) -> float:
        others = _pairs(other)
        return len(pairs & others) / (len(pairs) + len(others) or 1)

    return nlargest(_COMPARED, islice(known, _LOOKED_AT), alike)


@lru_cache(maxsize=2 * _LOOKED_AT)
def _pairs(text: str) -> set[str]:
    text = text[:_COMPARED_LENGTH]
    return set(map(add, text, text[1:]))


# --- Values → words -------------------------------------------------------------------------------


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Return a template of problems.toml with its values, each as _WRITTEN says.

    `{rows:n row}` is “1 row”, “2 rows”; other formats are Python's own.
    """
    return _Filler().vformat(template, (), values)


class _Filler(Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec in _WRITTEN:
            return _WRITTEN[format_spec](value)
        if format_spec.startswith("n "):
            return counted(value, format_spec.removeprefix("n "))
        return format(value, format_spec)


def _near(names: Near) -> str:
    if names.close or names.known:
        return _phrase("close" if names.close else "known", **names._asdict())
    return ""


def _named(path: Sequence[str | int] | None) -> str:
    """Name the value that a path leads to: “weight”, item 2 of “options”, the file; or the key."""
    if not path:
        return _phrase("this-key" if path is None else "the-file")
    last = path[-1]
    if isinstance(last, str):
        return quote(last)
    return _phrase("item", number=last + 1, of=_named(path[:-1]))


def _type_or_text(value: tuple[str, str]) -> str:
    """Describe a value: by its type, by its text if the type is unclear, or by both for text."""
    type, text = value
    if type == "string":
        return _phrase("the-text", text=text)
    return words().types[type] if type else quote(text)


def _bounds(bounds: Mapping[str, float]) -> str:
    """Describe the bounds of a number: "from -2 to 2" if there are both."""
    if bounds.keys() == {"minimum", "maximum"}:
        return _phrase("range", **bounds)
    return _joined(f"{words().bounds[name]} {bound}" for name, bound in bounds.items())


def _phrase(name: str, **values: Any) -> str:
    return filled(words().phrases[name], values)


def _joined(names: Iterable[str], sign: str = "and") -> str:
    return words().phrases[sign].join(names)


_WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "quoted": lambda value: quote(str(value)),
    "cut": lambda value: cut(value) if isinstance(value, str) else ", ".join(map(cut, value)),
    "list": ", ".join,
    "and": _joined,
    "or": lambda names: _joined(names, "or"),
    "all": lambda names: _joined(map(quote, names)),
    "listing": listing,
    "plural": lambda word: f"{word}s",
    "near": _near,
    "named": _named,
    "found": _type_or_text,
    "types": lambda types: _joined((words().types[type] for type in types), "or"),
    "bounds": _bounds,
    "times": lambda times: _phrase("twice" if times == 2 else "times", times=times),
}


# --- Widths ---------------------------------------------------------------------------------------


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
