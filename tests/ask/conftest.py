"""A quiz of any size, whose questions and options are told apart by their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rolequiz.model import Dimension, Option, Pack, Question


@pytest.fixture(scope="session")
def quiz() -> Callable[..., Pack]:
    """Return a function that makes a quiz with so many questions of so many options."""

    def make(questions: int = 3, options: int = 3, hash: str = "sha256:" + "a" * 64) -> Pack:
        choices = tuple(
            Option(f"o{i}", f"Option {i}", {"focus": i % 3 - 1}) for i in range(options)
        )
        return Pack(
            "A quiz",
            1,
            "What it is about.",
            (Dimension("focus", "Near", "Far"),),
            tuple(Question(f"q{i}", f"What about {i}?", choices) for i in range(questions)),
            (),
            hash,
        )

    return make
