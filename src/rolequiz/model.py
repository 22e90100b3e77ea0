"""The pack and one person's responses, as frozen data.

Standard library only; every other module may import this one, and it imports none of them.
The words are those of docs/method.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

OptionId = str | int
"""How an answer names an option: a choice's option id, or a scale's step 1…n."""

Verdict = Literal["clear", "leaning", "close", "flat", "insufficient"]


# --- The pack: what is asked and what is recommended ------------------------------------------


@dataclass(frozen=True, slots=True)
class Dimension:
    """A bipolar preference; negative positions lie towards `low`, positive ones towards `high`."""

    id: str
    low: str
    high: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; `loadings` maps dimension ids to −2…2, an absent dimension is 0."""

    id: OptionId
    text: str
    loadings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with two or more options; a scale's options are its steps, ids 1…n."""

    id: str
    text: str
    options: tuple[Option, ...]
    weight: float = 1.0
    type: str = "choice"
    """A key of OPTIONS_OF in rolequiz.pack.reader."""

    def option(self, id: OptionId) -> Option:
        """Return the option that an answer names; raises KeyError if there is none."""
        for option in self.options:
            if option.id == id and type(option.id) is type(id):  # True is no 1
                return option
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Card:
    """What a person should know about a role before choosing it; every part may be empty."""

    accountable_for: tuple[str, ...] = ()
    success_measures: tuple[str, ...] = ()
    horizon: tuple[str, ...] = ()
    artefacts: tuple[str, ...] = ()
    week: tuple[str, ...] = ()
    suits: tuple[str, ...] = ()
    leavers_dislike: tuple[str, ...] = ()
    confused_with: Mapping[str, str] = field(default_factory=dict)
    """Role id → how that role's work differs from this one's."""
    try_next: tuple[str, ...] = ()
    """`try` in the YAML, which is a Python keyword."""
    pay: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A role; `profile` maps dimension ids to −2…2, an absent dimension is 0."""

    id: str
    name: str
    summary: str
    profile: Mapping[str, float]
    card: Card = field(default_factory=Card)
    family: str = ""
    """The family that it belongs to, if any."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of similar roles: one of the sides that somebody may be on."""

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A quiz: its questions, the dimensions they measure and the roles it can recommend."""

    title: str
    version: int | str
    intro: str
    dimensions: tuple[Dimension, ...]
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    hash: str
    """`sha256:…` of the pack in a canonical form: comments and line endings do not change it."""
    families: tuple[Family, ...] = ()
    evidence: str = ""
    """What is known about how often its results are right, in a sentence or two."""

    def question(self, id: str) -> Question:
        """Return a question by its id; raises KeyError."""
        return _by_id(self.questions, id)

    def dimension(self, id: str) -> Dimension:
        """Return a dimension by its id; raises KeyError."""
        return _by_id(self.dimensions, id)

    def role(self, id: str) -> Role:
        """Return a role by its id; raises KeyError."""
        return _by_id(self.roles, id)

    def family(self, id: str) -> Family:
        """Return a family of roles by its id; raises KeyError."""
        return _by_id(self.families, id)


_Named = TypeVar("_Named", Dimension, Question, Role, Family)


def _by_id(parts: tuple[_Named, ...], id: str) -> _Named:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)


# --- Responses: what one person answered ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Responses:
    """One person's answers; a question that is not in `answers` was skipped."""

    answers: Mapping[str, OptionId]
    matters: frozenset[str] = frozenset()
    """Questions marked "this matters to me"; a mark on a skipped question has no effect."""
    respondent: str | None = None
    role: str | None = None
    """The role that this person holds, for testing a pack; never used in scoring."""
    stopped: bool = False
    """Whether this person accepted to stop early [docs/method.md, "Stopping early"]."""
    place: int | None = field(default=None, compare=False)
    """The number of its row or record among all that were read, from 1, valid or not."""
