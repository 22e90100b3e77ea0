"""What a page for readers says, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rolequiz.model import Role, Verdict


@dataclass(frozen=True, slots=True)
class Because:
    """An answer that speaks for or against the leader, as a short chain and as a sentence."""

    speaks: Literal["for", "against"]
    chain: str
    """“your answer” → the pole it speaks for → the role."""
    sentence: str
    """The same in words, for those who hear the page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence with a short label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A role's fit, 0–100; None where no answered question says anything about the role."""

    name: str
    fit: float | None


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a person and the role stand between two poles, −1…1, and the same in words.

    `you` is None where no answered question asks about the poles, `role` where no role is marked
    or the role leans neither way.
    """

    low: str
    high: str
    you: float | None
    role: float | None
    you_words: str
    role_words: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the page: a sentence, a list and a last sentence, each of them optional."""

    title: str
    text: str
    items: tuple[str, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A result in words; parts that there is nothing to say about are empty or None."""

    respondent: str | None
    """Whose answers these are, where they gave a name."""
    verdict: Verdict
    headline: str
    lead: tuple[str, ...]
    """What the role does; or why no role is recommended."""
    reasons: tuple[Because, ...]
    facts: tuple[Fact, ...]
    talk: tuple[str, ...]
    """Three questions to talk over, where no role is safely first."""
    fits: tuple[Fit, ...]
    fits_note: str
    stands: tuple[Stand, ...]
    stands_title: str
    stands_note: str
    marked: str | None
    """The name of the role that is marked beside the person in `stands`."""
    ask: str | None
    """The widest disagreement between the person and the role, as something to ask about."""
    sections: tuple[Section, ...]
    compare: tuple[Role, ...]
    """Two roles whose cards the page ends with, where it cannot settle on one."""
    compare_title: str
    note: str
