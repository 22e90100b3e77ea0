"""What a result says: each sentence once, and figures in words.

The sentences are data, so that the page of `rolequiz form` says a result in the same words as
every other format: words.js fills in the same templates. A name in braces is a gap to fill in.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice
from math import ceil, floor

from rolequiz.model import Dimension
from rolequiz.scoring import EPSILON
from rolequiz.text import listing

SENTENCES = {
    # the answer in a line
    "clear": "{leader} fits how you like to work best",
    "between": "Between {names}",
    "ahead": "{leader}, but not safely ahead of {others}",
    "ahead-of-all": "{leader}, but not safely ahead of the others",
    "flat": "No role stands out from your answers",
    "insufficient": "Too few answers to recommend a role",
    "others": "{count} more",
    # what the role does, or why there is none
    "close-lead": "{leader}: {summary}",
    "nothing-asked": "Your answers say nothing about how the roles of this quiz differ.",
    "flat-lead": "Overall, your answers point no more strongly in any direction than random "
    "answers do on average, so no role is recommended.",
    "flat-why": "You may like several kinds of work equally well, or what matters to you was not "
    "asked.",
    "too-few": "You answered {answered} of {questions} questions. A recommendation takes two "
    "thirds of the quiz{weighted}: {least}{more}.",
    "by-weight": ", by the weights of its questions",
    "at-least": "at least ",
    "too-few-why": "With fewer, the result would depend too much on which questions you happened "
    "to answer.",
    # an answer for a role or against it
    "quoted": "“{text}”",
    "cut": "{start}…",
    "step": "{statement}: {step}",
    "double": " (counts double)",
    "for": "{given} → {pole} → {role}",
    "against": "{given} → {pole}, while {role} → {other}",
    "for-in-words": "You answered {given}. That speaks for {pole}, as does {role}.",
    "against-in-words": "You answered {given}. That speaks for {pole}, while {role} leans to "
    "{other}.",
    # on which side
    "which-side": "Which side",
    "family": "{name} ({fit})",
    "no-side": "No clear side: {families}. Random answers might lean as much.",
    "side": "{first} rather than {others}.",
    "side-about": "{first} rather than {others}: {about}.",
    "side-lasts": " The chance that more questions like these would say the same: {often}.",
    "on-both": " {leader} work is part of both.",
    "on-all": " {leader} work is part of all.",
    "of-family": " {leader} counts as {family}.",
    # what to know beside the reasons
    "nothing-against-label": "Against",
    "nothing-against": "None of your answers speaks against {leader}.",
    "how-sure": "How sure",
    "alone": "No other role could be compared with your answers.",
    "level": "{names} come out exactly level.",
    # Stability is calibrated against endless questions; one more quiz with errors of its own
    # would agree less often (docs/method.md, "Why this way").
    "very-sure": "Very sure: with more questions like these, {leader} would almost certainly stay "
    "first ({often}).",
    "fairly-sure": "Fairly sure: with more questions like these, {leader} would probably stay "
    "first ({often}).",
    "not-very-sure": "Not very sure: with more questions like these, {leader} would stay first in "
    "{often} cases.",
    "not-sure": "Not sure: with more questions like these, {leader} would stay first in only "
    "{often} cases.",
    "surest": "19 in 20 or more",
    "sure": "about {tenths} in 10",
    "least-sure": "1 in 20 or fewer",
    "how-tested": "How tested",
    "differs": "What differs",
    "also-differs": "Also differs",
    "who-leans": "{low_role} is nearer {low}, {high_role} nearer {high}; you lean {lean}.",
    "level-label": "Level with it",
    "next": "Next nearest",
    "named": "{name}. {text}",
    "also-near": "Also near",
    "names": "{names}.",
    # between two poles
    "poles": "{low} – {high}",
    "neither-way": "neither way",
    "slightly": "slightly to {pole}",
    "to": "to {pole}",
    "strongly": "strongly to {pole}",
    "no-answer": "no answer",
    # the same for people who listen to the page
    "place": "{low} or {high}: {places}.",
    "you-lean": "you lean {lean}, {of} of 100",
    "role-leans": "{role} leans {lean}",
    # to talk over
    "talk-title": "To talk over",
    "talk-1": "{low} or {high}: which would you miss more in a usual week?",
    "talk-2": "{low} or {high}: when did you last choose one over the other, and were you glad?",
    "talk-3": "{low} or {high}: which do you reach for when there is no time for both?",
    # fits and positions
    "fits-title": "How every role fits",
    "unknown": "No question that you answered says anything about {names}.",
    "legend": "100 = same direction, 50 = unrelated, 0 = opposite; not a percentage.",
    "random-legend": "{legend} Random answers could differ this much, so don't read anything into "
    "these.",
    "stands-title": "Where you stand",
    "stands-so-far": "Where you stand so far",
    "few": "With so few answers, one more can move these a long way.",
    "ask-label": "Ask about this",
    "ask-more": "You lean more to {pole} than {leader} does. {ask}",
    "ask-less": "You lean less to {pole} than {leader} does. {ask}",
    "ask-other": "You lean {you}, {leader} {role}. {ask}",
    "ask": "Ask someone in the role how much of a usual week is about {pole}.",
    # the foot
    "answered": "{answered} of {questions} questions answered. {explore}",
    "explore": "This shows preference fit: how you like to work, not how well you would do. Use "
    "it to explore, never to select people; it has not been validated on people.",
    "meanings-title": "What the words mean",
    "meaning": "{poles}: {about}",
    # while answering
    "progress": "Question {number} of {questions}",
    "may-stop": "You could stop here{key}: your {answered} answers point clearly to one role. To "
    "go on, just answer.",
    "nothing-sent": "Nothing is sent anywhere.",
    "exploration": "This is for exploration: it shows what you prefer, never what you are good at.",
}
"""What to say → the words for it."""


def sentence(key: str, /, **texts: object) -> str:
    """Return a sentence with its texts filled in; raises KeyError for a key that does not exist."""
    return SENTENCES[key].format(**texts)


DOUBLE = sentence("double")
"""Follows an answer to a question that matters."""
LEGEND, EXPLORE = sentence("legend"), sentence("explore")


def sureness(stability: float) -> str:
    """Return stability [5], 0–1, in words that people use: never more than "19 in 20 or more".

    The nearest tenth, halves rounded down; the method's own checks bear no finer words.
    """
    if stability >= 0.95:
        return sentence("surest")
    tenths = ceil(10 * stability - 0.5)
    return sentence("sure", tenths=tenths) if tenths else sentence("least-sure")


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
    return [number / unit for number in units]


def signed(points: float, digits: int = 1) -> str:
    """Return points, or a position, as they are shown: always with a sign, never as −0."""
    return f"{round(points, digits) + 0.0:+.{digits}f}".replace("-", "−")


def quoted(text: str) -> str:
    """Put a text in quotes, unless it is already a quotation."""
    return text if text.startswith("“") else sentence("quoted", text=text)


def poles(dimension: Dimension) -> str:
    """Name a dimension."""
    return sentence("poles", low=dimension.low, high=dimension.high)


def pole(dimension: Dimension, value: float) -> str:
    """Return the pole that a position is nearer to."""
    return dimension.high if value > 0 else dimension.low


def side(dimension: Dimension, value: float) -> str:
    """Return a position, −1…1, in words that follow "you lean"."""
    if abs(value) <= EPSILON:
        return sentence("neither-way")
    degree = "slightly" if abs(value) < 0.2 else "to" if abs(value) < 0.6 else "strongly"
    return sentence(degree, pole=pole(dimension, value))


def not_safely(leader: str, others: Sequence[str]) -> str:
    """Say that a role is ahead, but not safely, and of which; of all a little if of none much."""
    if others:
        return sentence("ahead", leader=leader, others=listing(others))
    return sentence("ahead-of-all", leader=leader)
