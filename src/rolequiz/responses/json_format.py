"""One person's answers as JSON, read and written.

{"respondent": "r1", "answers": {"first-hour": "problem", "meeting": 4}, "matters": ["meeting"]}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Map
from itertools import islice
from typing import Any

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
)

_EXACT = 10**15
"""Below it, a number that reads as a whole one is written as one."""


def parse_json(content: bytes | str, source: str, pack: Pack) -> Responses:
    """Read one person's answers to a pack; `source` names them in messages.

    Bytes are UTF-8, with or without a byte order mark. Raises AnswersError with every problem.
    """
    return answers_in(parsed(decode(content, source)), pack)


def parsed(document: Document) -> Document:
    """Make the tree of a document's JSON, or add what is wrong with it; return the document."""
    if not document.problems:
        _parse(document)
    return document


def answers_in(document: Document, pack: Pack) -> Responses:
    """Read a parsed document as one person's answers; raises AnswersError with all problems."""
    data = read_shape(document, "answers")
    _check(document, data, pack)
    if document.problems:
        raise AnswersError(document.problems)
    return as_responses(data, pack)


def as_responses(data: Map[str, Any], pack: Pack) -> Responses:
    """Return what data of the schema's shape says, answers in the order of the pack."""
    given = data["answers"]
    return Responses(
        answers={each.id: given[each.id] for each in pack.questions if given.get(each.id)},
        matters=frozenset(data.get("matters", ())),
        respondent=data.get("respondent"),
        role=data.get("role"),
        stopped=bool(data.get("stopped")),
    )


def to_json(responses: Responses, pack: Pack) -> str:
    """Write answers so that `parse_json` reads them back: equal answers give equal text.

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


def _parse(document: Document) -> None:
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


def _mapping(document: Document, pairs: list[tuple[str, Any]]) -> Mapping:
    seen: dict[str, Node] = {}
    again: dict[str, int] = {}
    for key, value in pairs:
        if key in seen:
            again[key] = again.get(key, 1) + 1
        else:
            seen[key] = _node(value)
    for key, times in again.items():
        if document.full:  # looking for a place takes time
            break
        document.add(fault("duplicate-key.json", key=key, times=times), _second(document, key))
    return Mapping(None, [(Scalar(None, key, "text"), node) for key, node in seen.items()])


def _second(document: Document, key: str) -> Place:
    """Return where a key stands for the second time: the parser does not tell."""
    written = re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:"
    found = list(islice(re.finditer(written, document.text), 2))
    return found[1].start() if len(found) > 1 else ()


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
    given = data.get("answers", {})
    unknown = sum(id not in questions for id in given)
    if unknown >= max(_FOREIGN, len(given) / 3):
        about: Map[str, Any] = {"title": pack.title, "ours": pack.version}
        wrong = fault("other-quiz.answers", count=unknown, of=len(given), **about)
        document.add(wrong, ("answers",))
        return
    for id, answer in given.items():
        path: Steps = ("answers", id)
        if id not in questions:
            document.add_unknown("unknown-question", id, questions, KeyOf(path))
        elif answer is not None:
            check_answer(document, questions[id], answer, path)
    for index, id in enumerate(data.get("matters", ())):
        if id is not None and id not in questions:
            document.add_unknown("unknown-question", id, questions, ("matters", index))
    role, roles = data.get("role"), [each.id for each in pack.roles]
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
