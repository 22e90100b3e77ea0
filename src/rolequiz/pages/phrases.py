"""Phrases and figures that several pages say alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from math import ceil, floor

from rolequiz.model import Dimension
from rolequiz.pages.sentences import said
from rolequiz.scoring import EPSILON
from rolequiz.wording import listing

DOUBLE = said("double")
"""What stands behind an answer to a question that matters."""
LEGEND, EXPLORE = said("legend"), said("explore")


def sureness(stability: float) -> str:
    """Return stability [5], 0–1, in words that people use: never more than "19 in 20 or more".

    The nearest tenth, halves rounded down; the method's own checks bear no finer words.
    """
    if stability >= 0.95:
        return said("surest")
    tenths = ceil(10 * stability - 0.5)
    return said("sure", tenths=tenths) if tenths else said("least-sure")


def figure(value: float) -> str:
    """Return a fit as it is shown: one decimal."""
    return f"{round(value, 1) + 0.0:.1f}"  # + 0.0 turns −0.0 into 0.0


def adding_up(figures: Sequence[float], total: float, digits: int = 1) -> list[float]:
    """Round figures that are shown as a sum so that they add up to the total as it is shown.

    Each is rounded up or down: up where the remainder is largest (Hamilton's method).
    """
    unit = 10**digits
    units = [floor(figure * unit) for figure in figures]
    by_remainder = sorted(range(len(units)), key=lambda at: units[at] - figures[at] * unit)
    missing = round(total * unit) - sum(units)
    order = by_remainder if missing > 0 else by_remainder[::-1]
    for at in islice(cycle(order), abs(missing)):
        units[at] += 1 if missing > 0 else -1
    return [each / unit for each in units]


def signed(points: float, digits: int = 1) -> str:
    """Return points, or a position, as they are shown: always with a sign, never as −0."""
    return f"{round(points, digits) + 0.0:+.{digits}f}".replace("-", "−")


def quoted(text: str) -> str:
    """Put a text in quotes, unless it is itself something that somebody says."""
    return text if text.startswith("“") else said("quoted", text=text)


def poles(dimension: Dimension) -> str:
    """Name a dimension."""
    return said("poles", low=dimension.low, high=dimension.high)


def pole(dimension: Dimension, value: float) -> str:
    """Return the pole that a position is nearer to."""
    return dimension.high if value > 0 else dimension.low


def side(dimension: Dimension, value: float) -> str:
    """Return a position, −1…1, in words that follow "you lean"."""
    if abs(value) <= EPSILON:
        return said("neither-way")
    degree = "slightly" if abs(value) < 0.2 else "to" if abs(value) < 0.6 else "strongly"
    return said(degree, pole=pole(dimension, value))


def not_safely(leader: str, others: Sequence[str]) -> str:
    """Say that a role is ahead, but not safely, and of which; of all a little if of none much."""
    if others:
        return said("ahead", leader=leader, others=listing(others))
    return said("ahead-of-all", leader=leader)
