"""Tests of rolequiz.schemas.yaml_nodes, with libyaml's parser and with the pure one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.schemas.document import Document, Mapping, Node, Scalar, Sequence
from rolequiz.schemas.yaml_nodes import MAX_DEPTH, parse_yaml

LOADERS: list[Any] = list(
    dict.fromkeys([yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
)
each_loader = pytest.mark.parametrize("loader", LOADERS)


def parsed(text: str, loader: Any) -> Document:
    """Return a document after parsing its text."""
    document = Document("file", text)
    parse_yaml(document, loader)
    return document


def plain(node: Node | None) -> Any:
    """Return a tree as lists, dicts and texts."""
    match node:
        case Mapping():
            return {key.text: plain(value) for key, value in node.pairs}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar():
            return node.text
        case _:
            return None


@each_loader
def test_tree_holds_texts_with_their_places(loader: Any) -> None:
    """Lists, mappings and scalars of any style come out as they are written, with their places."""
    document = parsed(
        "a: no\r\nb:\r\n  - {x: '1', y: 010}\r\n  - >\r\n    two\r\n    lines\r\n", loader
    )
    assert not document.problems
    assert plain(document.root) == {"a": "no", "b": [{"x": "1", "y": "010"}, "two lines"]}
    assert isinstance(document.root, Mapping)
    items = document.root.pairs[1][1]
    assert isinstance(items, Sequence)
    assert isinstance(items.items[0], Mapping)
    (_, quoted), (_, bare) = items.items[0].pairs
    assert isinstance(quoted, Scalar)
    assert isinstance(bare, Scalar)
    assert (quoted.style, bare.style) == ("text", "plain")
    assert document.place(bare.at or 0) == (3, 17)


@each_loader
@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: &x 1\nb: *x\n", "anchor", 1, 4),
        ("a: *x\n", "alias", 1, 4),
        ("a:\n  <<: {b: 1}\n", "merge-key", 2, 3),
        ("a: !!python/object:os.system 1\n", "tag", 1, 4),
        ("a: ! 1\n", "tag", 1, 4),
        ("a: 1\n---\nb: 1\n", "second-document", 2, 1),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("? [a, b]\n: 1\n", "bad-key", 1, 3),
        ("# nothing\n", "empty-file", None, None),
        ("a: b: c\n", "bad-yaml", 1, 5),
        ("a: 'b\n", "bad-yaml", 1, 4),
        ("a: [1\n", "bad-yaml", 1, 4),
        ("a:\n\t- b\n", "bad-yaml", 2, 1),
        ("a: b\x00\n", "bad-character", 1, 5),
        ("a: \x1b[0m\n", "bad-character", 1, 4),
        ('a: "\\q"\n', "bad-yaml", 1, None),
        ('a: "\\U00110000"\n', "bad-yaml", 1, None),
        ("%YAML 3.0\n---\na\n", "bad-yaml", 1, 1),
    ],
)
def test_what_is_not_for_a_quiz_is_refused_at_its_place(
    loader: Any, text: str, code: str, line: int | None, column: int | None
) -> None:
    """YAML that is broken or does more than say values is one problem, at its place."""
    (problem,) = parsed(text, loader).problems
    assert (problem.code, problem.line) == (code, line)
    assert column is None or problem.column == column


def test_duplicate_key_says_where_the_first_is() -> None:
    """A key written twice names the line of the first, and what else is there is still read."""
    document = parsed("a: 1\nb: 2\na: 3\n", LOADERS[0])
    assert "line 1" in document.problems[0].message
    assert plain(document.root) == {"a": "1", "b": "2"}


BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)


@each_loader
@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "{" * 30_000,
        "- " * 30_000,
        "? " * 30_000,
        "[" * 30_000 + "]" * 30_000,
        "{a: " * 30_000,
        "\n".join(" " * i + "a:" for i in range(300)),
        BOMB,
        "- x\n" * 60_000,
    ],
)
def test_bombs_are_refused(loader: Any, text: str) -> None:
    """Endless nesting, aliases of aliases and endless lists are refused without a crash."""
    document = parsed(text, loader)
    assert document.root is None
    assert {each.code for each in document.problems} <= {"too-deep", "too-large", "anchor"}


@each_loader
def test_depth_has_a_limit(loader: Any) -> None:
    """Nesting is read up to the limit and refused beyond it."""
    assert parsed("[" * MAX_DEPTH + "]" * MAX_DEPTH, loader).root is not None
    deeper = MAX_DEPTH + 1
    assert [each.code for each in parsed("[" * deeper + "]" * deeper, loader).problems] == [
        "too-deep"
    ]


@each_loader
@given(text=st.text(alphabet=st.sampled_from(list("ab:-?[]{},&*!|>'\"%@#\\ \n\tUx0\ud800\x00é"))))
def test_any_text_is_read_or_refused(loader: Any, text: str) -> None:
    """Whatever the text, there is a tree or a problem, never an exception."""
    document = parsed(text, loader)
    assert document.root is not None or document.problems
