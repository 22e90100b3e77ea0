"""What is known of one person in a room, and the codes that they go by."""

from __future__ import annotations

import secrets
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from rolequiz.ask.state import State
from rolequiz.model import OptionId, Pack, Responses
from rolequiz.responses.code import ALPHABET
from rolequiz.room.journal import Entry

DIGITS, LETTERS = ALPHABET[:10], ALPHABET[10:]


@dataclass(frozen=True, slots=True)
class Respondent:
    """One person's codes and their answers so far; None is the answer to a skipped question."""

    code: str
    """The anonymous code (with --names, the name and that) by which FILE and reports know them."""
    token: str
    """128 secret bits: the browser that has them in a cookie is this person's."""
    resume: str
    """The code by which they go on elsewhere; shown to nobody else."""
    answers: Mapping[str, OptionId | None] = field(default_factory=dict)
    matters: frozenset[str] = frozenset()
    stopped: bool = False
    """Whether they stopped early, as was offered."""
    finished: bool = False
    """Whether they have been through the quiz."""

    @property
    def begun(self) -> bool:
        """Whether anything was answered, skipped or marked."""
        return bool(self.answers or self.matters)

    def with_entry(self, entry: Entry) -> Respondent:
        """Return the same person once an entry about one question is taken in."""
        id = entry["question"]
        answers = {**self.answers, id: entry["answer"]} if "answer" in entry else self.answers
        matters = self.matters | {id} if entry.get("matters") else self.matters - {id}
        return replace(self, answers=answers, matters=matters)

    def state(self, pack: Pack) -> State:
        """Return the quiz with their answers, at its first question."""
        return State(pack.questions, self.answers, self.matters, stopped=self.stopped)

    def responses(self, pack: Pack) -> Responses:
        """Return the answers as they are scored, in the order of the quiz."""
        return replace(self.state(pack).responses(), respondent=self.code)


def checked(entry: Entry, pack: Pack) -> Entry:
    """Return an entry as `rolequiz.ask.state.entry` makes it; raises ValueError if it can't be.

    That is {"question": id, "answer": option or None, "matters": whether it does}, without "answer"
    where the question is only marked.
    """
    try:
        question = pack.question(entry["question"])
        answer = {"answer": entry["answer"]} if "answer" in entry else {}
        if answer and answer["answer"] is not None:
            question.option(answer["answer"])
    except (KeyError, TypeError):
        raise ValueError("there is no such question or option") from None
    if not isinstance(entry.get("matters", False), bool):
        raise ValueError("“matters” is neither true nor false")
    return {"question": question.id, **answer, "matters": entry.get("matters", False)}


def new_code(taken: Container[str]) -> str:
    """Return a new code of four signs that no spreadsheet takes for a number or a date."""
    while True:
        first, second = secrets.choice(LETTERS), secrets.choice(DIGITS)
        if (code := first + second + random_code(2)) not in taken:
            return code


def random_code(length: int) -> str:
    """Return a code of so many signs that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(resume: str) -> str:
    """Return a code in two halves, which are easier to copy; the hyphen need not be typed."""
    half = (len(resume) + 1) // 2
    return f"{resume[:half]}-{resume[half:]}"
