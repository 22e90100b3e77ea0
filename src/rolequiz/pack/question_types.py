"""The types of question: each turns what YAML says of a question into options with loadings.

A new type is a function here, a line in OPTIONS_OF and its keys in schemas/questions.json.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rolequiz.model import Option

DEFAULT_STEPS = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def choice(question: Mapping[str, Any]) -> tuple[Option, ...]:
    """Return the options that the pack's author wrote."""
    return tuple(
        Option(option["id"], option["text"], option.get("scores", {}))
        for option in question["options"]
    )


def scale(question: Mapping[str, Any]) -> tuple[Option, ...]:
    """Return steps 1…n; step i loads the scores times 2(i−1)/(n−1) − 1.

    docs/method.md, "Terms".
    """
    labels = question.get("steps", DEFAULT_STEPS)
    return tuple(
        Option(step + 1, label, _times(question["scores"], 2 * step / (len(labels) - 1) - 1))
        for step, label in enumerate(labels)
    )


def _times(scores: Mapping[str, float], factor: float) -> dict[str, float]:
    return {dimension: score * factor + 0.0 for dimension, score in scores.items()}  # no −0


OPTIONS_OF: Mapping[str, Callable[[Mapping[str, Any]], tuple[Option, ...]]] = {
    "choice": choice,
    "scale": scale,
}
