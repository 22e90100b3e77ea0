"""A sheet of another day, which may be of another version of the quiz.

A result says by the hash of its quiz which one it was; a file of answers does not.
"""

from __future__ import annotations

from typing import NamedTuple

from rolequiz.model import Pack, Responses
from rolequiz.problems import AnswersError, fault
from rolequiz.responses.json_format import as_responses, parsed
from rolequiz.responses.results_format import cut_to_answers, quiz_of
from rolequiz.schemas import read_shape
from rolequiz.schemas.document import Document


class Earlier(NamedTuple):
    """Somebody's answers, as far as today's quiz asks the same."""

    responses: Responses
    comparable: frozenset[str]
    """The questions of today's quiz that the sheet's own quiz had, too, as far as can be known."""
    lost: tuple[str, ...]
    """The questions that it answers, but today's quiz does not ask, or not with that option."""


def earlier_in(document: Document, pack: Pack) -> Earlier:
    """Read a document as a sheet of another day; raises AnswersError.

    A result of another version is compared on what it answers: the rest may not have been asked.
    """
    root = parsed(document).root
    taken = quiz_of(root)
    document.root = cut_to_answers(root)
    data = read_shape(document, "answers")
    if document.problems:
        raise AnswersError(document.problems)
    options = {q.id: {option.id for option in q.options} for q in pack.questions}
    given = {id: answer for id, answer in data["answers"].items() if answer is not None}
    lost = tuple(id for id, answer in given.items() if answer not in options.get(id, ()))
    kept = {id: answer for id, answer in given.items() if id not in lost}
    roles = {role.id for role in pack.roles}
    known = {
        **data,
        "answers": kept,
        "matters": [id for id in data.get("matters", ()) if id in kept],
        "role": data.get("role") if data.get("role") in roles else None,
    }
    other = taken is not None and taken != pack.hash
    asked = frozenset(kept) if other else frozenset(options) - {*lost}
    if given and not kept:
        document.add(fault("other-quiz.nothing", ours=pack.title), ("answers",))
        raise AnswersError(document.problems)
    return Earlier(as_responses(known, pack), asked, lost)
