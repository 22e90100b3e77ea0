"""One person's answers, or the result that was made of them, from a file or a record of it.

A result holds the answers it came from, so that it can be scored again by the same quiz.
"""

from __future__ import annotations

from pathlib import Path

from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, fault
from rolequiz.responses.json_format import answers_in, parsed
from rolequiz.schemas.document import Document, Mapping, Node, Scalar, decode, open_document

ANSWERS_KEYS = ("respondent", "answers", "matters")
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
    if isinstance(root, Mapping) and _value(root, "schema_version") is not None:
        _check_quiz(document, root, pack)
        kept = [pair for pair in root.pairs if pair[0].text in ANSWERS_KEYS]
        document.root = root._replace(pairs=kept)
    return answers_in(document, pack)


def _check_quiz(document: Document, root: Mapping, pack: Pack) -> None:
    """Stop at a result that another quiz gave: its answers mean something else here."""
    quiz = _value(root, "pack")
    taken = _value(quiz, "hash") if isinstance(quiz, Mapping) else None
    if isinstance(taken, Scalar) and taken.text == pack.hash:
        return
    title = _value(quiz, "title") if isinstance(quiz, Mapping) else None
    wrong = fault("other-quiz", ours=pack.title)
    if isinstance(title, Scalar):
        wrong = fault("other-quiz.named", title=title.text, ours=pack.title)
    document.add(wrong, ("pack", "hash") if taken else ())
    raise AnswersError(document.problems)


def _value(mapping: Mapping, key: str) -> Node | None:
    return next((value for name, value in mapping.pairs if name.text == key), None)
