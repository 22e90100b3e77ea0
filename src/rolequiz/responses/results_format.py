"""One person's answers, or the result that was made of them, from a file or a record of it.

A result holds the answers it came from, so that it can be scored again by the same quiz.
"""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, fault
from rolequiz.responses.json_format import answers_in, parsed
from rolequiz.schemas.document import Document, Mapping, Node, Scalar, decode, open_document

ANSWERS_KEYS = ("respondent", "answers", "matters", "stopped")
"""What a result holds of the answers it came from."""


def read_responses(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, or result, from a JSON file; raises AnswersError."""
    return record_in(open_document(path), pack)


def parse_record(content: bytes | str, source: str, pack: Pack) -> Responses:
    """Read one person's answers, or the answers in one person's result; `source` names them.

    Raises AnswersError with every problem: a result of another quiz is one.
    """
    return record_in(decode(content, source), pack)


def record_in(document: Document, pack: Pack) -> Responses:
    """Read a document as `parse_record` reads its content."""
    root = parsed(document).root
    if _is_result(root) and quiz_of(root) != pack.hash:
        _refuse(document, root, pack)
    document.root = cut_to_answers(root)
    return answers_in(document, pack)


def cut_to_answers(root: Node | None) -> Node | None:
    """Return what a result holds of the answers it came from; anything else as it is."""
    if not (isinstance(root, Mapping) and _is_result(root)):
        return root
    return root._replace(pairs=[pair for pair in root.pairs if pair[0].text in ANSWERS_KEYS])


def quiz_of(root: Node | None) -> str | None:
    """Return the hash of the quiz that a result is of; None where that is not said."""
    taken = _value(_value(root, "pack"), "hash") if _is_result(root) else None
    return taken.text if isinstance(taken, Scalar) else None


def _is_result(root: Node | None) -> bool:
    return _value(root, "schema_version") is not None


def _refuse(document: Document, root: Node | None, pack: Pack) -> NoReturn:
    """Stop at a result that another quiz gave: its answers mean something else here."""
    title, version = (_value(_value(root, "pack"), key) for key in ("title", "version"))
    wrong = fault("other-quiz", ours=pack.title)
    if isinstance(title, Scalar):
        wrong = fault("other-quiz.named", title=title.text, ours=pack.title)
        known = version.text if isinstance(version, Scalar) else ""
        if title.text == pack.title and known not in {"", str(pack.version)}:
            wrong = fault("other-quiz.result", version=known, title=title.text, ours=pack.version)
    document.add(wrong, ("pack", "hash") if quiz_of(root) else ())
    raise AnswersError(document.problems)


def _value(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for name, value in pairs if name.text == key), None)
