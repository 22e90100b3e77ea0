"""Parse YAML text into a tree of nodes with places, safely and without recursion.

It uses the parser's events, since composing in libyaml crashes on deep nesting, explodes on
aliases and drops duplicate keys. Scalars stay the text they are: `no` and `12:30` mean nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from rolequiz.problems import Fault, fault
from rolequiz.schemas import read_shape
from rolequiz.schemas.document import Document, Mapping, Node, Scalar, Sequence, open_document

MAX_DEPTH = 32
MAX_NODES = 50_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE  # compiling it takes as long as our other imports
_BREAKS = re.compile("[\x85\u2028\u2029]")

_KEY = r"[A-Za-z_][\w-]*"
_UNSPACED = re.compile(rf"[^\S\n]*(?:- +)*(?:{_KEY}:(?!//)|-(?=[A-Za-z\"'{{\[]))(?=[^ \t\r\n])")
"""The start of a line up to a colon or a dash that should have a space behind it."""
_UNSPACED_KEY = re.compile(rf"({_KEY}):(?!//)(\S.*)")
_FOREIGN_SPACE = re.compile(r" *(?:- +)*([\u00a0\u2000-\u200a\u3000])")
_COMMENT = re.compile(r"[ \t](#)")
_KNOWN = (
    # words of the parser, the fault, and whether its place is where the bracket or quote opened
    ("mapping values are not allowed", fault("bad-yaml.colon"), False),
    ("cannot start any token", fault("bad-yaml.sign"), False),
    ("unexpected end of stream", fault("bad-yaml.quote"), True),
    ("expected ',' or", fault("bad-yaml.bracket"), True),
    ("escape", fault("bad-yaml.escape"), False),
)

Located: TypeAlias = tuple[Fault, int]
"""A fault, and its offset in the text."""


def read_yaml(path: Path, schema_name: str) -> tuple[Document, dict[str, Any]]:
    """Return a YAML file, its problems in it, and what it says as data of the schema's shape."""
    if path.is_fifo():  # reading it could wait for ever
        document = Document(str(path), "")
        document.add(fault("not-a-file.pipe"))
    else:
        document = open_document(path)
    if not document.problems:
        parse_yaml(document)
    return document, read_shape(document, schema_name)


def parse_yaml(document: Document, loader: Any = _LOADER) -> None:
    """Parse a document's text into `document.root`, adding what is wrong with its YAML.

    The root stays None where there is nothing, or nothing safe, to read. Keys written twice do
    not prevent reading on: the first one counts.
    """
    _check_characters(document)
    if document.problems:
        return
    try:
        document.root = _Builder(document).build(yaml.parse(document.text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        _add_syntax_error(document, error)
    except (ValueError, OverflowError):  # the pure parser, where no character has a \U code
        document.add(fault("bad-yaml.code"), 0)
    if document.root is None and not document.problems:
        document.add(fault("empty-file.comments"))


def _check_characters(document: Document) -> None:
    for match in _UNPRINTABLE.finditer(document.text):
        document.add(fault("bad-character", sign=ord(match[0])), match.start())
    for match in _BREAKS.finditer(document.text):
        document.add(fault("bad-character.break", sign=ord(match[0])), match.start())


class _Builder:
    """Puts the tree together from the parser's events."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._ended = False
        self._refused = False
        self._count = 0
        self._documents = 0
        self._top: list[Node] = []
        self._opened: list[tuple[Any, list[Node]]] = []
        self._children = self._top  # of the innermost list or mapping that is open

    def build(self, events: Iterable[Any]) -> Node | None:
        """Return the tree, or None if there is none or something in it was refused."""
        for event in events:
            self._feed(event)
            if self._ended:
                break
        return self._top[0] if self._top and not self._refused else None

    def _feed(self, event: Any) -> None:
        match event:
            case yaml.ScalarEvent():
                self._check_node(event)
                self._children.append(_scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event)
                self._opened.append((event, self._children))
                self._children = []
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                if not self._refused:  # else its anchor is a problem already
                    self._refuse(event, fault("alias"))
                self._children.append(Scalar(_at(event), "", "text"))
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(event, fault("second-document"))
                    self._ended = True

    def _check_node(self, event: Any) -> None:
        self._count += 1
        if event.anchor is not None:
            self._refuse(event, fault("anchor"))
        if event.tag is not None:
            self._refuse(event, fault("tag"))
        if self._count > MAX_NODES:
            self._refuse(event, fault("too-large.values", most=MAX_NODES))
            self._ended = True
        if len(self._opened) >= MAX_DEPTH:
            self._refuse(event, fault("too-deep", most=MAX_DEPTH))
            self._ended = True

    def _refuse(self, event: Any, reason: Fault) -> None:
        self.document.add(reason, _at(event))
        self._refused = True

    def _close(self) -> None:
        start, siblings = self._opened.pop()
        at = _at(start)
        if isinstance(start, yaml.SequenceStartEvent):
            siblings.append(Sequence(at, self._children))
        else:
            siblings.append(Mapping(at, self._pairs(), bool(start.flow_style)))
        self._children = siblings

    def _pairs(self) -> list[tuple[Scalar, Node]]:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        for key, value in map(self._spaced, self._children[::2], self._children[1::2]):
            if not isinstance(key, Scalar):
                self.document.add(fault("bad-key"), key.at or 0)
            elif key.text == "<<" and key.style == "plain":
                self.document.add(fault("merge-key"), key.at or 0)
            elif key.text in pairs:
                line, _ = self.document.place(pairs[key.text][0].at or 0)
                self.document.add(fault("duplicate-key", key=key.text, line=line), key.at or 0)
            else:
                pairs[key.text] = key, value
        return list(pairs.values())

    def _spaced(self, key: Node, value: Node) -> tuple[Node, Node]:
        """Return a key and its value as they were meant, if a space is missing or a foreign one."""
        if not isinstance(key, Scalar) or key.style != "plain":
            return key, value
        at = key.at or 0
        if not key.text[:1].isprintable() and key.text[:1].isspace():
            self.document.add(fault("bad-character.space", sign=ord(key.text[0])), at)
            key = key._replace(text=key.text.strip())
        no_value = isinstance(value, Scalar) and (value.text, value.style) == ("", "plain")
        if no_value and (parts := unspaced_key(key.text)):
            name, rest, colon = parts
            self.document.add(fault("bad-yaml.space"), at + colon)
            return key._replace(text=name), Scalar(at + colon + 1, rest, "plain")
        return key, value


def _scalar(event: Any) -> Scalar:
    if event.style in ("", None):
        return Scalar(_at(event), event.value, "plain")
    folded = event.style in "|>"  # the line break that ends such a block is not part of the text
    return Scalar(_at(event), event.value.rstrip("\n") if folded else event.value, "text")


def _at(event: Any) -> int:
    at: int = event.start_mark.index
    return at


def _add_syntax_error(document: Document, error: yaml.MarkedYAMLError) -> None:
    reason = error.problem or "this is not YAML"
    if "nesting depth" in reason:  # libyaml looks ahead, and newer ones meet a limit of their own
        parse_yaml(document, yaml.SafeLoader)
        return
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    at = mark.index if mark else 0
    document.add(*syntax_fault(document.text, reason, at, opened.index if opened else None))


# --- Syntax errors: what the author did, and where -------------------------------------------


def syntax_fault(text: str, reason: str, at: int, opened: int | None) -> Located:
    """Return why a text can't be parsed, and where.

    `reason` is the parser's sentence, `at` where it gave up, `opened` where the list, mapping or
    text began that it was in. A parser notices late, at the next line or bracket: this looks back.
    """
    located = _space(text, at)
    if located is None and "expected ',' or" in reason and opened is not None:
        located = _comment(text, opened, at)
    if located is not None:
        return located
    for words, known, from_start in _KNOWN:
        if words in reason:
            return known, opened if from_start and opened is not None else at
    return fault("bad-yaml", reason=reason), at


def unspaced_key(key: str) -> tuple[str, str, int] | None:
    """Return the key and the value that `key:value` was meant to be, and the colon's offset."""
    match = _UNSPACED_KEY.fullmatch(key)
    return match and (match[1], match[2].strip("\"'"), match.end(1))


def _space(text: str, at: int) -> Located | None:
    """Look for a missing or a foreign space on the line that can't be parsed and the one above."""
    start = text.rfind("\n", 0, at) + 1
    above = text.rfind("\n", 0, max(0, start - 1)) + 1
    for begins, ends in ((start, len(text)), (above, start)):
        if match := _UNSPACED.match(text, begins, ends):
            return fault("bad-yaml.space"), match.end() - 1
        if match := _FOREIGN_SPACE.match(text, begins, ends):
            return fault("bad-character.space", sign=ord(match[1])), match.start(1)
    return None


def _comment(text: str, begins: int, ends: int) -> Located | None:
    """Look for a # that cuts a text inside a bracket: after a word, and not within quotes."""
    seen, quotes = text.rfind("\n", 0, begins) + 1, 0  # on the line, which can be very long
    for match in _COMMENT.finditer(text, begins, ends):
        at = match.start()
        if start := text.rfind("\n", seen, at) + 1:
            seen, quotes = start, 0
        before = text[seen:at].rstrip()
        seen, quotes = at, quotes + before.count('"')
        if before and before[-1] not in ",[]{}\"'" and quotes % 2 == 0:
            return fault("bad-yaml.comment"), match.start(1)
    return None
