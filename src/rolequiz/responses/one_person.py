"""One person's answers as JSON, read and written; or the result that was made of them.

A result holds the answers it came from, so that the same quiz can score them again.

{"respondent": "r1", "answers": {"first-hour": "problem", "meeting": 4}, "matters": ["meeting"]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Map
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from rolequiz.model import OptionId, Pack, Question, Responses
from rolequiz.problems import AnswersError, fault
from rolequiz.schemas import read_shape
from rolequiz.schemas.document import (
    Document,
    KeyOf,
    Mapping,
    Node,
    Place,
    Scalar,
    Sequence,
    Steps,
    decode,
    open_document,
)

_EXACT = 10**15
"""Below it, a number that reads as a whole one is written as one."""


def read_responses(path: Path, pack: Pack) -> Responses:
    """Read one person's answers, or result, from a JSON file; raises AnswersError."""
    return responses_in(open_document(path), pack)


def parse_responses(content: bytes | str, source: str, pack: Pack) -> Responses:
    """Read one person's answers, or the answers in their result; `source` names them in messages.

    Bytes are UTF-8, with or without a byte order mark. Raises AnswersError with every problem: a
    result of another quiz is one.
    """
    return responses_in(decode(content, source), pack)


def responses_in(document: Document, pack: Pack) -> Responses:
    """Read a document as one person's answers, or their result; raises AnswersError."""
    root = _parse(document)
    if _is_result(root) and _quiz_of(root) != pack.hash:
        _refuse(document, root, pack)
    document.root = _answers_part(root)
    data = read_shape(document, "answers")
    _check(document, data, pack)
    if document.problems:
        raise AnswersError(document.problems)
    return _as_responses(data, pack)


def _as_responses(data: Map[str, Any], pack: Pack) -> Responses:
    """Return data of the schema's shape as responses, the answers in the order of the pack."""
    answers, ids = data["answers"], [question.id for question in pack.questions]
    return Responses(
        answers={id: answers[id] for id in ids if answers.get(id)},
        matters=frozenset(data.get("matters", ())),
        respondent=data.get("respondent"),
        role=data.get("role"),
        stopped=bool(data.get("stopped")),
    )


def to_json(responses: Responses, pack: Pack) -> str:
    """Write answers so that `parse_responses` reads them back: equal answers give equal text.

    Plain ASCII in the order of the pack, with a line break at the end.
    """
    return json.dumps(_as_data(responses, pack), indent=2) + "\n"


def to_json_line(responses: Responses, pack: Pack) -> str:
    """Write the same in one line, as files of many people hold it."""
    return json.dumps(_as_data(responses, pack)) + "\n"


def _as_data(responses: Responses, pack: Pack) -> dict[str, Any]:
    ids = [question.id for question in pack.questions]
    data: dict[str, Any] = {
        "respondent": responses.respondent,
        "answers": {id: responses.answers[id] for id in ids if id in responses.answers},
        "matters": [id for id in ids if id in responses.matters],
        "stopped": responses.stopped,
        "role": responses.role,
    }
    return {key: value for key, value in data.items() if value or key == "answers"}


# --- JSON → a tree ----------------------------------------------------------------------------


def _parse(document: Document) -> Node | None:
    """Return the tree of a document's JSON; where it is broken, add what is wrong with it."""
    if document.problems:
        return None

    def mapping(pairs: list[tuple[str, Any]]) -> Mapping:
        return _mapping(document, pairs)

    try:
        value = json.loads(
            document.text,
            object_pairs_hook=mapping,
            parse_int=_bare,  # digits stay text: the schema says how long a number may be
            parse_float=_number,
            parse_constant=_bare,
        )
        document.root = _node(value)
    except json.JSONDecodeError as error:
        torn = error.pos >= len(document.text.rstrip())
        wrong = fault("bad-json", reason=error.msg)
        document.add(wrong.hinted("cut-short") if torn else wrong, error.pos)
    except RecursionError:
        document.problems.clear()
        document.add(fault("too-deep.json"))
    return document.root


def _mapping(document: Document, pairs: list[tuple[str, Any]]) -> Mapping:
    nodes: dict[str, Node] = {}
    times: dict[str, int] = {}
    for key, value in pairs:
        if key in nodes:
            times[key] = times.get(key, 1) + 1
        else:
            nodes[key] = _node(value)
    for key, number in times.items():
        if document.full:  # looking for a place takes time
            break
        wrong = fault("duplicate-key.json", key=key, times=number)
        document.add(wrong, _second_place(document, key))
    return Mapping(None, [(Scalar(None, key, "text"), node) for key, node in nodes.items()])


def _second_place(document: Document, key: str) -> Place:
    """Return where a key stands for the second time, which the parser does not report."""
    written = re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:"
    second = next(islice(re.finditer(written, document.text), 1, None), None)
    return second.start() if second else ()


def _node(value: Any) -> Node:
    match value:
        case Mapping() | Scalar():
            return value
        case list():
            return Sequence(None, [_node(item) for item in value])
        case str():
            return Scalar(None, value, "text")
        case _:  # true, false, null
            return _bare(json.dumps(value))


def _number(text: str) -> Scalar:
    """Return a number with a point or an exponent; 3.0 is the whole number 3."""
    number = float(text)
    return _bare(str(int(number)) if abs(number) < _EXACT and number.is_integer() else text)


def _bare(text: str) -> Scalar:
    return Scalar(None, text, "bare")


# --- What the schema cannot say ---------------------------------------------------------------


_FOREIGN = 5
"""So many unknown questions, if they are a third of all, are no slips: the quiz is another one."""


def _check(document: Document, data: Map[str, Any], pack: Pack) -> None:
    questions = {question.id: question for question in pack.questions}
    answers = data.get("answers", {})
    unknown = sum(id not in questions for id in answers)
    if unknown >= max(_FOREIGN, len(answers) / 3):
        quiz: Map[str, Any] = {"title": pack.title, "ours": pack.version}
        wrong = fault("other-quiz.answers", count=unknown, of=len(answers), **quiz)
        document.add(wrong, ("answers",))
        return
    for id, answer in answers.items():
        path: Steps = ("answers", id)
        if id not in questions:
            document.add_unknown("unknown-question", id, questions, KeyOf(path))
        elif answer is not None:
            check_answer(document, questions[id], answer, path)
    for index, id in enumerate(data.get("matters", ())):
        if id is not None and id not in questions:
            document.add_unknown("unknown-question", id, questions, ("matters", index))
    role, roles = data.get("role"), [role.id for role in pack.roles]
    if role is not None and role not in roles:
        document.add_unknown("unknown-role", role, roles, ("role",))


def check_answer(document: Document, question: Question, answer: OptionId, path: Steps) -> None:
    """Add a problem to a document where an answer in it names no option of the question."""
    ids = [option.id for option in question.options]
    if answer in ids:
        return
    if isinstance(ids[0], int):
        wrong = fault("bad-step", answer=answer, question=question.id, last=len(ids))
        document.add(wrong, path)
    else:
        known = [str(id) for id in ids]
        document.add_unknown("unknown-option", str(answer), known, path, question=question.id)


# --- Results ----------------------------------------------------------------------------------

ANSWERS_KEYS = ("respondent", "answers", "matters", "stopped")
"""The keys of a result that hold the answers it came from."""


def _answers_part(root: Node | None) -> Node | None:
    """Return a result without the figures; anything else as it is."""
    if not (isinstance(root, Mapping) and _is_result(root)):
        return root
    return root._replace(pairs=[pair for pair in root.pairs if pair[0].text in ANSWERS_KEYS])


def _quiz_of(root: Node | None) -> str | None:
    """Return the hash of the quiz that gave a result; None where there is none."""
    hash = _value(_value(root, "pack"), "hash") if _is_result(root) else None
    return hash.text if isinstance(hash, Scalar) else None


def _is_result(root: Node | None) -> bool:
    return _value(root, "schema_version") is not None


def _refuse(document: Document, root: Node | None, pack: Pack) -> NoReturn:
    """Refuse the result of another quiz, whose answers mean something else here."""
    title, version = (_value(_value(root, "pack"), key) for key in ("title", "version"))
    wrong = fault("other-quiz", ours=pack.title)
    if isinstance(title, Scalar):
        wrong = fault("other-quiz.named", title=title.text, ours=pack.title)
        known = version.text if isinstance(version, Scalar) else ""
        if title.text == pack.title and known not in {"", str(pack.version)}:
            wrong = fault("other-quiz.result", version=known, title=title.text, ours=pack.version)
    document.add(wrong, ("pack", "hash") if _quiz_of(root) else ())
    raise AnswersError(document.problems)


def _value(node: Node | None, key: str) -> Node | None:
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for name, value in pairs if name.text == key), None)


# --- Answers of another day -----------------------------------------------------------------------


class Earlier(NamedTuple):
    """Somebody's answers of another day, as far as today's quiz asks the same."""

    responses: Responses
    comparable: frozenset[str]
    """The questions of today's quiz that they were asked too, as far as can be known."""
    lost: tuple[str, ...]
    """The questions that they answer, but today's quiz does not ask, or not with that option."""


def earlier_in(document: Document, pack: Pack) -> Earlier:
    """Read a document as answers of another day, perhaps to another version of the quiz.

    Which version it was is known of a result only, by the hash in it. Such answers are compared
    on what they answer: the rest may not have been asked. Raises AnswersError.
    """
    root = _parse(document)
    quiz = _quiz_of(root)
    document.root = _answers_part(root)
    data = read_shape(document, "answers")
    if document.problems:
        raise AnswersError(document.problems)
    options = {
        question.id: {option.id for option in question.options} for question in pack.questions
    }
    answers = {id: answer for id, answer in data["answers"].items() if answer is not None}
    lost = tuple(id for id, answer in answers.items() if answer not in options.get(id, ()))
    kept = {id: answer for id, answer in answers.items() if id not in lost}
    if answers and not kept:
        document.add(fault("other-quiz.nothing", ours=pack.title), ("answers",))
        raise AnswersError(document.problems)
    known = {
        **data,
        "answers": kept,
        "matters": [id for id in data.get("matters", ()) if id in kept],
        "role": data.get("role") if data.get("role") in {role.id for role in pack.roles} else None,
    }
    other = quiz is not None and quiz != pack.hash
    asked = frozenset(kept) if other else frozenset(options) - {*lost}
    return Earlier(_as_responses(known, pack), asked, lost)
