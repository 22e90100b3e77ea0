"""Tests of rolequiz.schemas.yaml_nodes, with libyaml's parser and with the pure one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rolequiz.schemas.document import Document, Mapping, Node, Scalar, Sequence
from rolequiz.schemas.yaml_nodes import MAX_DEPTH, parse_yaml, syntax_fault, unspaced_key

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


# --- Syntax errors ----------------------------------------------------------------------------

COLON = "mapping values are not allowed here"
BRACKET = "expected ',' or '}', but got 'x'"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("title:Where\nversion: 1\n", ":"),
        ("a: b\n  -id: x: y\n", "-"),
        ("-{id: x}: y\n", "-"),
        ("- - low:Now\n    high: Later\n", ":"),
        ("a: b\n\u00a0c: d: e\n", "\u00a0"),
    ],
)
def test_a_missing_or_foreign_space_is_located(text: str, sign: str) -> None:
    """It is on the line where the parser gives up, or on the one above."""
    reason, at = syntax_fault(text, COLON, text.rindex(":"), None)
    assert text[at] == sign
    assert "space" in reason.message


@pytest.mark.parametrize(
    "text",
    [
        "- -5 degrees\n- cold: very: much\n",
        "The meeting is\n  12:30 and: nobody\n",
        "- http://x\n- b: c: d\n",
        "---\na: b: c\n",
    ],
)
def test_what_only_looks_like_a_missing_space_is_ignored(text: str) -> None:
    """Negative numbers, times, addresses and the start of a document lack no space."""
    at = text.rindex(":")
    assert syntax_fault(text, COLON, at, None)[1] == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{text: The #1 desk, x: y}\nz: 1\n", 11),
        ('{text: "Room # 1" x: y}\n', 0),
        ('{text: "One", # the first\n  x y: z}\n', 0),
        ("{text: One, # the first\n  x y: z}\n", 0),
    ],
)
def test_a_comment_is_reported_only_after_a_text(text: str, at: int) -> None:
    """Within quotes it is no comment, and after a comma it was meant as one."""
    assert syntax_fault(text, BRACKET, len(text) - 1, 0)[1] == at


def test_many_comments_on_a_line_are_read_once() -> None:
    """300,000 signs after an open quotation mark, none of which cuts a text, take no minute."""
    text = '[a" ' + "# " * 300_000 + "\nb # c"
    reason, at = syntax_fault(text, "expected ',' or ']'", len(text), 0)
    assert reason.message == "a comment starts here, inside brackets"
    assert at == len(text) - 3


def test_an_unknown_syntax_error_is_reported_in_the_parser_s_words() -> None:
    """The problem is where the parser gave up."""
    reason, at = syntax_fault("a", "something else", 1, 0)
    assert (reason.message, at) == ("this is not valid YAML: something else", 1)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("company:2", ("company", "2")),
        ('text:"The desk"', ("text", "The desk")),
        ("12:30 to 17:00", None),
        ("https://x", None),
        ("company", None),
    ],
)
def test_a_key_that_swallowed_its_value(key: str, meant: tuple[str, str] | None) -> None:
    """A word and a colon are split; a time and an address stay whole."""
    parts = unspaced_key(key)
    assert (parts and parts[:2]) == meant
    assert parts is None or parts[2] == key.index(":")
