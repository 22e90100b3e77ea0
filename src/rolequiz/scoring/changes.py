"""What changes between two results of one person, and replacing some of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Generic, NamedTuple, TypeVar

from rolequiz.model import OptionId, Pack, Responses, Verdict
from rolequiz.scoring.design import EPSILON, Designs
from rolequiz.scoring.figures import figures_of
from rolequiz.scoring.result import Result, result_of

T = TypeVar("T")


class Answer(NamedTuple):
    """One person's answer to a question; without an option, they skipped it."""

    question: str
    option: OptionId | None
    matters: bool = False


class Moved(NamedTuple, Generic[T]):
    """What something was before and is afterwards."""

    before: T
    after: T


class Place(NamedTuple):
    """A role's rank, from 1, and its fit, 0–100; None where the method has no figure."""

    rank: int | None
    fit: float | None


class Movement(NamedTuple):
    """Two results of one person from one quiz, and what differs between them."""

    before: Result
    after: Result

    @property
    def changes(self) -> list[Moved[Answer]]:
        """The questions whose answer or mark differs, in the order of the quiz."""
        return answers_moved(
            self.before.pack, self.before.figures.responses, self.after.figures.responses
        )

    @property
    def roles(self) -> dict[str, Moved[Place]]:
        """The roles whose rank or fit changes, in the order of the second result."""
        return roles_moved(self.before, self.after)

    @property
    def verdict(self) -> Moved[Verdict] | None:
        """The verdict, if it changes."""
        return _moved(self.before.verdict, self.after.verdict)

    @property
    def recommendation(self) -> Moved[str | None] | None:
        """The recommended role, if it changes."""
        return _moved(self.before.recommendation, self.after.recommendation)

    @property
    def stability(self) -> Moved[float | None] | None:
        """The stability, if it changes."""
        before, after = self.before.stability, self.after.stability
        return None if _same(before, after) else Moved(before, after)

    @property
    def side(self) -> Moved[str | None] | None:
        """The family on whose side somebody stands, if it changes."""
        return _moved(self.before.families.side, self.after.families.side)


def what_if(pack: Pack, responses: Responses, answers: Iterable[Answer]) -> Movement:
    """Return what would change if somebody had given other answers to some questions."""
    designs = Designs(pack)
    both = responses, with_answers(pack, responses, answers)
    return Movement(*(result_of(figures_of(designs.of(each), each)) for each in both))


def answer_to(responses: Responses, question: str) -> Answer:
    """Return somebody's answer to a question as it is now."""
    return Answer(question, responses.answers.get(question), question in responses.matters)


def with_answers(pack: Pack, responses: Responses, answers: Iterable[Answer]) -> Responses:
    """Return responses with some answers replaced; of two to the same question the last counts.

    Answers stay in the order of the quiz, so putting an answer back leaves no trace.
    """
    said = {id: answer_to(responses, id) for id in (question.id for question in pack.questions)}
    said |= {answer.question: answer for answer in answers}
    return replace(
        responses,
        answers={id: each.option for id, each in said.items() if each.option is not None},
        matters=frozenset(id for id, each in said.items() if each.matters),
    )


def answers_moved(pack: Pack, before: Responses, after: Responses) -> list[Moved[Answer]]:
    """Return the answers and marks that differ, in the order of the quiz.

    A mark on a question that was skipped both times has no effect, so it does not count.
    """
    pairs = (
        Moved(answer_to(before, question.id), answer_to(after, question.id))
        for question in pack.questions
    )
    given = (pair for pair in pairs if {pair.before.option, pair.after.option} != {None})
    return [pair for pair in given if pair.before != pair.after]


def roles_moved(before: Result, after: Result) -> dict[str, Moved[Place]]:
    """Return the roles whose rank or fit differs, in the order of the second result."""
    old, new = dict(_places(before)), dict(_places(after))
    return {
        role: Moved(old[role], new[role])
        for role in new
        if old[role].rank != new[role].rank or not _same(old[role].fit, new[role].fit)
    }


def _places(result: Result) -> Iterator[tuple[str, Place]]:
    for rank, role in enumerate(result.roles, start=1):
        yield role.role, Place(None if role.fit is None else rank, role.fit)


def _same(before: float | None, after: float | None) -> bool:
    if before is None or after is None:
        return before is after
    return abs(before - after) <= EPSILON


def _moved(before: T, after: T) -> Moved[T] | None:
    return None if before == after else Moved(before, after)
