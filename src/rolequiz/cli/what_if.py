"""`rolequiz what-if`: what other answers would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from rolequiz.cli.one_person import AnswersFile, exit_code, read_one
from rolequiz.cli.options import PackFolder, Target
from rolequiz.cli.streams import (
    WRONG_USAGE,
    deliver,
    fail,
    fail_unknown,
    quiz_and_format,
    render_options,
)
from rolequiz.model import OptionId, Pack, Question, Responses
from rolequiz.problems import did_you_mean, quote
from rolequiz.render import write_what_if
from rolequiz.scoring.changes import Answer, answer_to
from rolequiz.scoring.changes import what_if as score_what_if

EXAMPLES = (
    "rolequiz what-if mine.json meeting=week",
    "rolequiz what-if mine.json hour= 'hospital*' meeting=week",
)
MORE = "docs/method.md, “What would change it”"
WAYS = (
    "Write QUESTION=OPTION for another answer, QUESTION= to skip it, or “QUESTION*” to mark it as "
    "mattering to you."
)


def what_if(
    answers: AnswersFile,
    changes: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION=OPTION...",
            help="Another answer, by ids (a scale by its step); QUESTION= skips it, and "
            "'QUESTION*' marks it as mattering, or removes the mark.",
        ),
    ],
    pack_folder: PackFolder = None,
    *,
    target: Target,
) -> int:
    """Show what would change if you answered differently; saves nothing."""
    pack, format = quiz_and_format(target, pack_folder, answers)
    responses = read_one(answers, pack)
    movement = score_what_if(pack, responses, _other_answers(pack, responses, changes))
    if not movement.changes:
        fail(_unchanged(responses, changes), WRONG_USAGE)
    deliver(write_what_if(movement, format, render_options(target)), target.output, format)
    return exit_code(movement.after)


def _other_answers(pack: Pack, responses: Responses, changes: Sequence[str]) -> Iterator[Answer]:
    """Yield the answers that the changes ask for; fail if one can't be understood.

    A question may be answered and marked, each once.
    """
    options: dict[str, OptionId | None] = {}
    marked: set[str] = set()
    for change in changes:
        name, sign, option = change.partition("=")
        mark = not sign and name.endswith("*")
        if not (sign or mark):
            fail(f"{quote(change)} has no “=” in it. {WAYS}", WRONG_USAGE)
        question = _question(pack, name.removesuffix("*") if mark else name)
        if question.id in (marked if mark else options):
            fail(f"{quote(question.id)} is named twice. Name it once.", WRONG_USAGE)
        if mark:
            marked.add(question.id)
        else:
            options[question.id] = _option(question, option.strip())
    for id in {**options, **dict.fromkeys(marked)}:
        now = answer_to(responses, id)
        yield Answer(id, options.get(id, now.option), now.matters ^ (id in marked))


def _question(pack: Pack, name: str) -> Question:
    known = {question.id: question for question in pack.questions}
    return known.get(name.strip()) or fail_unknown("question", name, known)


def _option(question: Question, name: str) -> OptionId | None:
    known = {str(option.id): option.id for option in question.options}
    if name and name not in known:
        hint = did_you_mean(name, known)
        fail(f"{quote(question.id)} has no answer {quote(name)}. {hint}", WRONG_USAGE)
    return known.get(name)


def _unchanged(responses: Responses, changes: Sequence[str]) -> str:
    """Say why nothing changes: a mark on a skipped question, or the same answers."""
    skipped = [change for change in changes if change.endswith("*")]
    if len(skipped) == len(changes):
        return f"{quote(skipped[0])} changes nothing: a skipped question has no weight."
    return "That changes nothing: these are the answers that were given. " + WAYS
