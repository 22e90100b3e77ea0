"""A file being read: its text, the tree that was made of it, and the problems found so far."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from rolequiz.problems import Fault, Problem, cut, fault, near

MAX_BYTES = 1 << 20
MAX_PROBLEMS = 200

Steps: TypeAlias = tuple[str | int, ...]
"""The path from the root of a file to a part of it: keys, and indices from 0."""


@dataclass(frozen=True, slots=True)
class KeyOf:
    """The key at the end of a path, rather than its value."""

    path: Steps


Place: TypeAlias = int | Steps | KeyOf
"""Where a problem is: an offset in the text, a value or a key."""

_LINE_BREAK = re.compile("\r\n|[\n\r]")  # as editors count lines


class Scalar(NamedTuple):
    """A single value as it was written; the schema says what it means.

    A "plain" one may be text or a number, a "text" is in quotes, a "bare" one (a number, true,
    false or null in JSON) is never text. `at` is the offset in the file, None where unknown.
    """

    at: int | None
    text: str
    style: Literal["plain", "text", "bare"]

    @property
    def empty(self) -> bool:
        """Whether it stands for no value."""
        return self.style != "text" and self.text in {"", "~", "null", "Null", "NULL"}


class Sequence(NamedTuple):
    """A list."""

    at: int | None
    items: list[Node]


class Mapping(NamedTuple):
    """Keys and values in their order; `flow` where YAML wrote it inside {…}."""

    at: int | None
    pairs: list[tuple[Scalar, Node]]
    flow: bool = False


Node: TypeAlias = "Scalar | Sequence | Mapping"


class Document:
    """One file: `source` is its name for people, `root` its tree once it is parsed."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.text = text
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._lines: dict[int, str] = {}

    @property
    def full(self) -> bool:
        """Whether no further problem would be kept."""
        return len(self.problems) >= MAX_PROBLEMS

    def add(self, new: Fault, at: Place = ()) -> None:
        """Add a problem at a place; the last of MAX_PROBLEMS says that there are more."""
        if self.full:
            return
        if len(self.problems) == MAX_PROBLEMS - 1:
            error = new.severity == "error"
            new = fault("too-many") if error else fault("too-many-warnings")
        path = at.path if isinstance(at, KeyOf) else () if isinstance(at, int) else at
        offset = at if isinstance(at, int) else self._locate(at)
        line, column = (None, None) if offset is None else self.place(offset)
        excerpt = self._line(line) if line else ""
        self.problems.append(Problem(self.source, new, line, column, _dotted(path), excerpt))

    def add_unknown(
        self, key: str, name: str, known: Collection[str], at: Place, /, **values: str
    ) -> None:
        """Add that a name is unknown, with the nearest known one as a hint."""
        if not self.full:  # finding the nearest takes time
            self.add(Fault(key, {"name": name, "near": near(name, known), **values}), at)

    def place(self, at: int) -> tuple[int, int]:
        """Return the line and column, from 1, of an offset in the text."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def scalars(self) -> Iterator[Scalar]:
        """Yield every single value, keys aside."""
        nodes = [self.root] if self.root else []
        while nodes:
            match nodes.pop():
                case Scalar() as scalar:
                    yield scalar
                case Sequence() as sequence:
                    nodes += sequence.items
                case Mapping() as mapping:
                    nodes += [value for _, value in mapping.pairs]

    def sound(self, name: str) -> set[str | int]:
        """Return the keys or indices, under a key of the root, whose values have no problem."""
        if self.full or not isinstance(self.root, Mapping):  # when full, not all were checked
            return set()
        parts: list[tuple[int, str | int | None]] = []  # where each begins; None: a key of the root
        for key, node in self.root.pairs:
            parts.append((key.at or 0, None))
            if key.text == name and isinstance(node, Mapping):
                parts += [(part.at or 0, part.text) for part, _ in node.pairs]
            elif key.text == name and isinstance(node, Sequence):
                parts += [(part.at or 0, index) for index, part in enumerate(node.items)]
        starts = [start for start, _ in parts]
        faulty = {
            bisect_right(starts, self._starts[problem.line - 1] + problem.column - 1) - 1
            for problem in self.problems
            if problem.line and problem.column
        }
        steps = enumerate(step for _, step in parts)
        return {step for index, step in steps if step is not None and index not in faulty}

    def _locate(self, at: Steps | KeyOf) -> int | None:
        node = self.root
        offset = node.at if node else None
        for step in at.path if isinstance(at, KeyOf) else at:
            if isinstance(node, Sequence) and isinstance(step, int):
                node = node.items[step]
                offset = node.at
            elif isinstance(node, Mapping):
                key, node = next(pair for pair in node.pairs if pair[0].text == step)
                offset = key.at if isinstance(at, KeyOf) else node.at
        return offset

    def _line(self, line: int) -> str:
        """Return a line; its problems share one text, since it can be as long as its file."""
        if line not in self._lines:
            start, *end = self._starts[line - 1 : line + 1]
            self._lines[line] = self.text[start : end[0] if end else None].rstrip("\r\n")
        return self._lines[line]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]


def open_document(path: Path) -> Document:
    """Read a file; where that fails, the document has the reason as its problem and no text."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        document = Document(str(path), "")
        document.add(unreadable(error))
        return document
    return decode(content, str(path))


def unreadable(error: OSError | ValueError) -> Fault:
    """Return why a file could not be opened or read.

    A ValueError is a name with a null character.
    """
    match error:
        case FileNotFoundError():
            return fault("missing-file")
        case IsADirectoryError():
            return fault("not-a-file")
    return fault("unreadable-file", reason=getattr(error, "strerror", None) or str(error))


def decode(content: bytes | str, source: str) -> Document:
    """Return a file's content as a document, with a problem if it is not text that we can use."""
    if isinstance(content, str):
        document = Document(source, content.removeprefix("\ufeff"))
    else:
        document = Document(source, content.decode("utf-8-sig", errors="replace"))
        _check_utf8(document, content)
    if len(content) > MAX_BYTES:
        document.problems.clear()
        document.add(fault("too-large"))
    elif not document.text.strip():
        document.add(fault("empty-file"))
    return document


def _check_utf8(document: Document, content: bytes) -> None:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or (0 in content[:2] and len(content) > 1):
        document.add(fault("not-utf-8.utf-16"), 0)
        return
    text = content.removeprefix(codecs.BOM_UTF8)  # else places would be counted from behind it
    try:
        text.decode()
    except UnicodeDecodeError as error:
        document.add(fault("not-utf-8"), len(text[: error.start].decode()))


def _dotted(path: Steps) -> str:
    """Write a path as jq does: questions[3].text."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{cut(step)}" for step in path)
    return "".join(steps).removeprefix(".")
