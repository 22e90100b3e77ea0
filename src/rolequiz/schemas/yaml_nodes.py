"""YAML text → a tree of nodes, each with its place; never recursive, and never slow or fooled.

Built from the parser's events, since composing in libyaml crashes on deep nesting, explodes on
aliases and drops duplicate keys. Scalars stay the text they are: `no` and `12:30` mean nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from rolequiz.problems import Fault, fault
from rolequiz.schemas.document import (
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    open_document,
)
from rolequiz.schemas.shape import read_shape
from rolequiz.schemas.yaml_mistakes import foreign_space, mistake, unspaced_key

MAX_DEPTH = 32
MAX_NODES = 50_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster
_UNPRINTABLE = yaml.reader.Reader.NON_PRINTABLE  # compiling it takes as long as our other imports
_BREAKS = re.compile("[\x85\u2028\u2029]")


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
    for found in _UNPRINTABLE.finditer(document.text):
        document.add(fault("bad-character", sign=ord(found[0])), found.start())
    for found in _BREAKS.finditer(document.text):
        document.add(fault("bad-character.break", sign=ord(found[0])), found.start())


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
                self._guard(event)
                self._children.append(_scalar(event))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._guard(event)
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

    def _guard(self, event: Any) -> None:
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

    def _refuse(self, event: Any, wrong: Fault) -> None:
        self.document.add(wrong, _at(event))
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
        """Return a key and its value as they are meant, where a space is missing or no space."""
        if not isinstance(key, Scalar) or key.style != "plain":
            return key, value
        at = key.at or 0
        if not key.text[:1].isprintable() and key.text[:1].isspace():
            self.document.add(*foreign_space(key.text[0], at))
            key = key._replace(text=key.text.strip())
        if isinstance(value, Scalar) and (value.text, value.style) == ("", "plain"):
            meant = unspaced_key(key.text, at)
            if meant:
                name, rest, wrong = meant
                self.document.add(*wrong)
                return key._replace(text=name), Scalar(wrong.at + 1, rest, "plain")
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
    problem = error.problem or "this is not YAML"
    if "nesting depth" in problem:  # libyaml looks ahead, and newer ones meet a limit of their own
        parse_yaml(document, yaml.SafeLoader)
        return
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    at = mark.index if mark else 0
    document.add(*mistake(document.text, problem, at, opened.index if opened else None))
