"""The questions as a form to fill in, on paper or in another tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from typing import NamedTuple

from rolequiz.model import Pack, Question
from rolequiz.pages.sentences import EXPLORE
from rolequiz.text import CODE_TITLE, counted, minutes


class Choice(NamedTuple):
    """An option, and the letter or the number by which it is chosen."""

    label: str
    text: str


class FormQuestion(NamedTuple):
    """A question of a form."""

    number: int
    text: str
    choices: tuple[Choice, ...]
    scale: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form; texts are as the quiz holds them, and each writer makes them safe."""

    title: str
    intro: tuple[str, ...]
    how: tuple[str, ...]
    """How to fill it in, a sentence or two each."""
    note: str
    """What the form is for."""
    code: str
    """The label of the line for the person's code."""
    matters: str
    """The label of the box that marks a question."""
    questions: tuple[FormQuestion, ...]


def labels(question: Question) -> tuple[str, ...]:
    """Return what the options are called on paper: the steps of a scale by number, others a, b, c.

    More options than there are letters are numbered, too.
    """
    count = len(question.options)
    numbered = question.type == "scale" or count > len(ascii_lowercase)
    return tuple(map(str, range(1, count + 1))) if numbered else tuple(ascii_lowercase[:count])


def paper_form(pack: Pack) -> Form:
    """Return everything that a paper form says."""
    return Form(
        pack.title,
        tuple(part for part in pack.intro.split("\n\n") if part.strip()),
        tuple(_how(pack)),
        EXPLORE,
        CODE_TITLE,
        "matters",
        tuple(_questions(pack)),
    )


def alike(form: Form) -> FormQuestion | None:
    """Return the first question of which two options read alike, if there is one."""
    for question in form.questions:
        texts = {" ".join(choice.text.split()) for choice in question.choices}
        if len(texts) < len(question.choices):
            return question
    return None


def _questions(pack: Pack) -> Iterator[FormQuestion]:
    """Yield the questions; nothing in them tells what an answer counts for."""
    for number, question in enumerate(pack.questions, start=1):
        texts = (option.text for option in question.options)
        choices = tuple(map(Choice, labels(question), texts))
        yield FormQuestion(number, question.text, choices, question.type == "scale")


def _how(pack: Pack) -> Iterator[str]:
    count = len(pack.questions)
    yield (
        f"{counted(count, 'question')}, about {minutes(count)}. Put a cross in one box at each "
        "question. If you cannot decide, leave all its boxes empty: it is left out, which is not "
        "a middle answer."
    )
    yield (
        "If a question matters to you more than others, cross its box “matters” as well: your "
        "answer counts double."
    )
    yield "Write your code on every page. It tells your sheets from others; you need no name."
