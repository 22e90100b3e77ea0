"""What a form says: the questions with their letters and numbers, and nothing of what counts."""

from __future__ import annotations

import pytest

from packs import choice, make_pack
from rolequiz.model import Option, Question
from rolequiz.pack import shipped_pack
from rolequiz.pages.form import alike, labels, paper_form

SHIPPED = shipped_pack()


def question(options: int, type: str = "choice") -> Question:
    """A question with so many options."""
    ids = range(1, options + 1)
    return Question("q", "What?", tuple(Option(id, f"Option {id}", {}) for id in ids), type=type)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        (question(2), "a", "b"),
        (question(26), "a", "z"),
        (question(27), "1", "27"),
        (question(5, "scale"), "1", "5"),
        (question(20, "scale"), "1", "20"),
    ],
)
def test_options_have_letters_and_steps_have_numbers(
    asked: Question, first: str, last: str
) -> None:
    """Choices are a, b, c as long as there are letters; scales, and longer choices, are 1, 2, 3."""
    found = labels(asked)
    assert (found[0], found[-1], len(set(found))) == (first, last, len(asked.options))


def test_every_text_of_the_quiz_is_asked() -> None:
    """Questions and options come in the order of the quiz, with the quiz's own words."""
    asked = paper_form(SHIPPED).questions
    found = [(each.text, [choice.text for choice in each.choices]) for each in asked]
    wanted = [(each.text, [option.text for option in each.options]) for each in SHIPPED.questions]
    assert found == wanted


def test_it_says_how_to_fill_it_in_and_what_it_is_not() -> None:
    """How to skip, what a mark does, how long it takes, and that it selects nobody."""
    form = paper_form(SHIPPED)
    how = " ".join(form.how)
    for said in (
        f"{len(SHIPPED.questions)} questions, about 8 minutes",
        "one box",
        "empty",
        "counts double",
        "code",
    ):
        assert said in how
    assert "never to select people" in form.note


def test_options_that_read_alike_are_found() -> None:
    """White space does not tell two options apart."""
    good = choice("good", {"d": 1}, {"d": -1})
    twins = Question("twins", "Which?", (Option("x", "The  same", {}), Option("y", "The same", {})))
    assert alike(paper_form(make_pack([good], {}))) is None
    found = alike(paper_form(make_pack([good, twins], {})))
    assert found is not None
    assert found.number == 2
