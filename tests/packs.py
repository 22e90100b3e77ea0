"""Small packs made of nothing but loadings and profiles."""

from __future__ import annotations

from rolequiz.model import Dimension, Option, Pack, Question, Role


def choice(id: str, *loadings: dict[str, float], weight: float = 1) -> Question:
    """A choice question whose options are named id-a, id-b, … in order."""
    options = tuple(
        Option(f"{id}-{letter}", f"Option {letter}", loading)
        for letter, loading in zip("abcdef", loadings, strict=False)
    )
    return Question(id, f"Question {id}?", options, weight)


def make_pack(questions: list[Question], roles: dict[str, dict[str, float]]) -> Pack:
    """A pack of these questions and roles, with the dimensions that they name."""
    ids = {d: None for q in questions for o in q.options for d in o.loadings}
    ids |= {d: None for profile in roles.values() for d in profile}
    return Pack(
        title="A quiz",
        version=1,
        intro="",
        dimensions=tuple(Dimension(d, f"low {d}", f"high {d}") for d in ids),
        questions=tuple(questions),
        roles=tuple(Role(id, id.title(), "", profile) for id, profile in roles.items()),
        hash="sha256:0",
    )
