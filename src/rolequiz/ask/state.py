"""The quiz under way as a value, and what each event makes of it. Pure: no disk, no screen.

An answer chooses an option, or is None where the question was skipped; a question not yet reached
has no answer at all. Whatever is behind the current question has been answered or skipped.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple, TypeAlias, TypeGuard

from rolequiz.model import OptionId, Question, Responses
from rolequiz.scoring import answered_enough


@dataclass(frozen=True, slots=True)
class State:
    """Where one person is in the quiz; `at` is the current question, all of them when done."""

    questions: tuple[Question, ...]
    answers: Mapping[str, OptionId | None] = field(default_factory=dict)
    matters: frozenset[str] = frozenset()
    at: int = 0
    row: int | None = None
    """The option that Enter would choose; None until the person selects one or comes back."""
    helping: bool = False
    offers: tuple[int, ...] = ()
    """How many questions were answered when stopping early was offered."""
    offered_at: int | None = None
    """The question at which that was offered last."""
    stopped: bool = False
    """Whether the person accepted that."""

    @property
    def done(self) -> bool:
        """Whether every question has been answered or skipped, or the person has stopped."""
        return self.stopped or self.at >= len(self.questions)

    @property
    def offering(self) -> bool:
        """Whether the person may stop here."""
        return self.offered_at == self.at and not self.done

    @property
    def question(self) -> Question:
        """The current question; there is none once the quiz is done."""
        return self.questions[self.at]

    @property
    def answered(self) -> int:
        """How many questions have an answer; the skipped ones do not count."""
        return sum(answer is not None for answer in self.answers.values())

    @property
    def chosen(self) -> int | None:
        """The row of the answer already given to the current question; None where there is none."""
        answer = self.answers.get(self.question.id)
        ids = [option.id for option in self.question.options]
        return None if answer is None else ids.index(answer)

    @property
    def settled(self) -> bool:
        """Whether the current question has been answered or skipped before."""
        return self.question.id in self.answers

    @property
    def marked(self) -> bool:
        """Whether the current question is marked "this matters to me"."""
        return self.question.id in self.matters

    def turned_to(self, at: int) -> State:
        """Return the state at another question, its earlier answer selected."""
        turned = replace(self, at=at, row=None, helping=False, stopped=False)
        return turned if turned.done else replace(turned, row=turned.chosen)

    def at_first_open(self) -> State:
        """Return the state at the first question without an answer or a skip; done without one."""
        open_ones = (i for i, q in enumerate(self.questions) if q.id not in self.answers)
        return self.turned_to(next(open_ones, len(self.questions)))

    def answered_with(self, answer: OptionId | None) -> State:
        """Return the state at the next question, the current one answered, or skipped (None)."""
        answers = {**self.answers, self.question.id: answer}
        return replace(self, answers=answers).turned_to(self.at + 1)

    def responses(self) -> Responses:
        """Return the answers in the order of the questions."""
        ordered = ((question.id, self.answers.get(question.id)) for question in self.questions)
        answers = {id: answer for id, answer in ordered if answer is not None}
        return Responses(answers, self.matters.intersection(answers), stopped=self.stopped)


# --- Events -----------------------------------------------------------------------------------


class Choose(NamedTuple):
    """Answer with the option in this row, counted from 0; where None, with the selected one."""

    row: int | None = None


class Move(NamedTuple):
    """Select the option so many rows further down; past either end it starts again at the other.

    Where none is selected, one down is the first and one up the last. Help closes.
    """

    by: int


class Action(Enum):
    """What else a person can do at a question, or what the quiz does for them."""

    SKIP = "leave the question out; an earlier answer and its mark go"
    BACK = "return to the question before; the first one has none"
    FORWARD = "go on to the next question, if this one has been answered or skipped before"
    MATTER = "mark the question as mattering, or take the mark away again"
    HELP = "show the help under the question, or hide it again"
    OFFER = "let the person stop at this question, if they like; it stands until the next one"
    STOP = "leave the rest out, where that is offered"


Event: TypeAlias = Choose | Move | Action


def step(state: State, event: Event) -> State:
    """Return the state after `event`. Never raises: what makes no sense here changes nothing."""
    if event is Action.BACK:
        return state.turned_to(max(0, state.at - 1)) if state.questions else state
    if state.done:
        return state
    options = state.question.options
    match event:
        case Choose(row):
            row = state.row if row is None else row
            if row is None or not 0 <= row < len(options):
                return state
            return state.answered_with(options[row].id)
        case Move(by):
            row = (-1 if by > 0 else 0) if state.row is None else state.row
            return replace(state, row=(row + by) % len(options), helping=False)
    return _acted(state, event)


def _acted(state: State, action: Action) -> State:
    id = state.question.id
    match action:
        case Action.SKIP:
            return replace(state, matters=state.matters - {id}).answered_with(None)
        case Action.MATTER:
            return replace(state, matters=state.matters ^ {id})
        case Action.HELP:
            return replace(state, helping=not state.helping)
        case Action.OFFER:
            return replace(state, offers=(*state.offers, state.answered), offered_at=state.at)
        case Action.STOP:
            return replace(state, stopped=state.offering)
    return state.turned_to(state.at + 1) if state.settled else state


# --- To and from what the journal keeps -------------------------------------------------------


def entry(state: State, id: str) -> dict[str, object]:
    """Return all there is to keep of one question, as plain JSON; a null answer is a skip."""
    answer = {"answer": state.answers[id]} if id in state.answers else {}
    return {"question": id, **answer, "matters": id in state.matters}


def wording(question: Question) -> str:
    """Return a checksum of all that a person reads of a question."""
    options = [(option.id, option.text) for option in question.options]
    return f"{zlib.crc32(json.dumps([question.text, options]).encode()):08x}"


def replay(questions: tuple[Question, ...], entries: Iterable[Mapping[str, object]]) -> State:
    """Return the state to go on from after `entries`, as `resumed` does.

    A later entry for a question replaces an earlier one. Entries that do not fit the questions,
    for example because somebody has edited the journal, are ignored.
    """
    known = {question.id: question for question in questions}
    answers: dict[str, OptionId | None] = {}
    matters: frozenset[str] = frozenset()
    for kept in entries:
        id = kept.get("question")
        if not isinstance(id, str) or id not in known:
            continue
        answer = kept.get("answer", ...)  # only marked, as yet
        if _is_answer(answer, known[id]):
            answers[id] = answer
        matters = matters | {id} if kept.get("matters") is True else matters - {id}
    return resumed(State(questions, answers, matters))


def resumed(state: State) -> State:
    """Return the state at the first question without an answer or a skip.

    If there is none but the answers are too few for a result, it is at the first skipped one.
    """
    state = state.at_first_open()
    if state.done and not answered_enough(state.questions, state.responses().answers):
        skipped = (at for at, q in enumerate(state.questions) if state.answers[q.id] is None)
        return state.turned_to(next(skipped))
    return state


def _is_answer(answer: object, question: Question) -> TypeGuard[OptionId | None]:
    ids = [option.id for option in question.options]
    return answer is None or any(answer == id and type(answer) is type(id) for id in ids)
