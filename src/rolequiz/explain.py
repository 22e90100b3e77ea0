"""Result → Explanation: everything a page for readers says, before anybody lays it out.

The renderers only place these sentences, so that the terminal and a pasted document say the same.
Section numbers are those of docs/method.md, "Figures". Texts are as the quiz files hold them: each
renderer makes them safe for its own medium.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, cycle
from math import ceil
from typing import Literal

from rolequiz.model import (
    Change,
    Dimension,
    Option,
    Pack,
    Question,
    Reason,
    Responses,
    Result,
    Role,
    Verdict,
)
from rolequiz.scoring import EPSILON, LEAST_ANSWERED, Scorer
from rolequiz.wording import counted, listing

REASONS_FOR = 3
REASONS_AGAINST = 1
NAMES_IN_HEADLINE = 3
CHANGES_SHOWN = 5
LEAST_POINTS = 0.05
"""Points that would not show as 0.0."""
STATEMENT_LENGTH = 100
"""Characters of a scale's statement that a reason quotes; a reason should take two lines."""

LEGEND = "100 same direction, 50 unrelated, 0 opposite; not a percentage."
EXPLORE = (
    "This shows preference fit: how you like to work, not how well you would do. "
    "Use it to explore, never to select people; it has not been validated on people."
)
TALK_TITLE, FITS_TITLE = "To talk over", "How every role fits"
NO_FIT = "nothing asked tells of it"
TALKING_POINTS = (
    "{low} or {high}: which would you miss more in a usual week?",
    "{low} or {high}: when did you last choose one over the other, and were you glad?",
    "{low} or {high}: which do you reach for when there is no time for both?",
)


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

    role: str
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


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer, and by dimension what it adds: towards a pole, and to the leader's match [4]."""

    question: Question
    chosen: Option
    adds: dict[str, float]
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Case:
    """What the sentences are made from, with the figures that a Result does not carry."""

    pack: Pack
    result: Result
    positions: dict[str, float]
    """By dimension, of those that an answered question touches."""
    directions: dict[str, dict[str, float]]
    """Role → its profile on these dimensions, of length 1."""
    answers: dict[str, _Answer]
    """The answers by question."""

    @property
    def decided(self) -> bool:
        """Whether there is a leader to speak of."""
        return self.result.verdict in {"clear", "leaning", "close"}

    @property
    def leader(self) -> Role:
        return self.pack.role(self.result.roles[0].role)

    @property
    def runner_up(self) -> Role | None:
        return self.pack.role(self.result.versus.role) if self.result.versus else None

    @property
    def tied(self) -> list[str]:
        """The ids of the roles whose match equals the leader's, the leader's first."""
        best = self.result.roles[0].match
        return [
            role.role
            for role in self.result.roles
            if best is not None and role.match is not None and best - role.match <= EPSILON
        ]

    def names(self, roles: Iterable[str]) -> list[str]:
        return [self.pack.role(role).name for role in roles]


def explain(pack: Pack, responses: Responses, result: Result) -> Explanation:
    """Return what a page says about the result of these responses to this pack."""
    case = _case(pack, responses, result)
    enough = result.verdict != "insufficient"
    return Explanation(
        verdict=result.verdict,
        headline=_headline(case),
        lead=_lead(case),
        reasons=_reasons(case),
        facts=_facts(case),
        talk=_talking_points(case),
        fits=tuple(Fit(pack.role(role.role).name, role.fit) for role in result.roles if enough),
        fits_note=_fits_note(case),
        stands=_stands(case),
        stands_title="Where you stand" if enough else "Where you stand so far",
        stands_note="" if enough else "After so few answers, each further one can move these far.",
        marked=case.leader.name if case.decided else None,
        ask=_ask(case),
        sections=_sections(case),
        compare=_compared(case),
        compare_title="The first two, to compare"
        if case.decided
        else "Two unlike roles to compare",
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
    )


def _case(pack: Pack, responses: Responses, result: Result) -> _Case:
    found = Scorer(pack).figures(responses)
    basis = found.basis
    ids = [dimension.id for dimension in pack.dimensions]
    asked = [d for d, count in enumerate(basis.asked) if count]
    pull = basis.pulls[found.ranking[0].role] if found.ranking else [0.0] * len(ids)
    answers = {}
    for item in basis.items:
        option = responses.answers[item.question.id]
        adds = {ids[d]: item.adds[option][d] for d in item.touched}
        shares = {ids[d]: item.adds[option][d] * pull[d] for d in item.touched}
        answers[item.question.id] = _Answer(
            item.question, item.question.option(option), adds, shares
        )
    directions = {
        role: {ids[d]: direction[d] for d in asked} for role, direction in basis.directions.items()
    }
    return _Case(pack, result, {ids[d]: found.positions[d] for d in asked}, directions, answers)


def sureness(stability: float) -> str:
    """Return stability [5], 0–1, in words that people use: never more than "19 in 20 or more".

    The nearest tenth, halves rounded down; the method's own checks bear no finer words.
    """
    if stability >= 0.95:
        return "19 in 20 or more"
    tenths = ceil(10 * stability - 0.5)
    return f"about {tenths} in 10" if tenths else "1 in 20 or fewer"


def figure(value: float) -> str:
    """Return a fit as it is shown: one decimal."""
    return f"{round(value, 1) + 0.0:.1f}"  # + 0.0 turns −0.0 into 0.0


def signed(points: float) -> str:
    """Return points as they are shown: one decimal and always a sign."""
    return f"{round(points, 1) + 0.0:+.1f}".replace("-", "−")


# --- The answer -------------------------------------------------------------------------------


def _headline(case: _Case) -> str:
    match case.result.verdict:
        case "clear":
            return f"{case.leader.name} fits how you like to work best"
        case "leaning" if case.runner_up:
            return f"{case.leader.name}, ahead of {case.runner_up.name} but not safely"
        case "flat":
            return "No role stands out from your answers"
        case "insufficient":
            return "Too few answers to recommend a role"
        case _:
            return _between(case.names(case.result.contenders))


def _between(names: list[str]) -> str:
    if len(names) == 1:  # many roles each a little behind can add up to a close result
        return f"{names[0]}, but not safely ahead of the others"
    more = len(names) - NAMES_IN_HEADLINE
    shown = names if more <= 0 else [*names[:NAMES_IN_HEADLINE], f"{more} more"]
    return f"Between {listing(shown)}"


def _lead(case: _Case) -> tuple[str, ...]:
    match case.result.verdict:
        case "close":
            return (f"{case.leader.name}: {case.leader.summary}",)
        case "flat" if not case.directions:
            return ("Your answers touch nothing by which this quiz tells its roles apart.",)
        case "flat":
            return (
                "Taken together, your answers point no further in any direction than answers "
                "given at random would, so no role is recommended.",
                "You may like several kinds of work equally well, or what matters to you was "
                "not asked.",
            )
        case "insufficient":
            return _too_few(case)
        case _:
            return (case.leader.summary,)


def _too_few(case: _Case) -> tuple[str, ...]:
    """Say how many more answers a recommendation takes [7], the heaviest questions first."""
    answered = case.answers.keys()
    weights = {question.id: question.weight for question in case.pack.questions}
    left = sorted((weights[id] for id in weights if id not in answered), reverse=True)
    missing = LEAST_ANSWERED * sum(weights.values()) - sum(weights[id] for id in answered)
    more = 0
    while missing > EPSILON:
        missing -= left[more]
        more += 1
    least = "" if len(set(left)) == 1 else "at least "
    return (
        f"You answered {case.result.answered} of {case.result.questions} questions. "
        f"A recommendation takes two thirds of the quiz: {least}{counted(more, 'more answer')}.",
        "From fewer, the result would depend too much on which questions you happened to answer.",
    )


# --- Reasons ----------------------------------------------------------------------------------


def _reasons(case: _Case) -> tuple[Because, ...]:
    if not case.decided:
        return ()
    result = case.result
    reasons = (*_varied(case, result.reasons_for), *result.reasons_against[:REASONS_AGAINST])
    return tuple(_because(case, reason) for reason in reasons)


def _varied(case: _Case, reasons: Sequence[Reason]) -> list[Reason]:
    """Return the weightiest reasons, on different dimensions as far as there are any.

    Three answers for one pole would tell a person one thing three times.
    """
    weightiest: dict[str, Reason] = {}
    for reason in reasons:
        weightiest.setdefault(_strongest(case, reason), reason)
    first = [*weightiest.values(), *(r for r in reasons if r not in weightiest.values())]
    return [reason for reason in reasons if reason in first[:REASONS_FOR]]


def _strongest(case: _Case, reason: Reason) -> str:
    """Return the dimension that gives most of a reason's points, or takes most [4]."""
    shares = case.answers[reason.question].shares
    return (max if reason.points > 0 else min)(shares, key=shares.__getitem__)


def _because(case: _Case, reason: Reason) -> Because:
    answer, strongest = case.answers[reason.question], _strongest(case, reason)
    dimension = case.pack.dimension(strongest)
    pole, other = dimension.low, dimension.high
    if answer.adds[strongest] > 0:
        pole, other = other, pole
    given, role = _given(answer), case.leader.name
    if reason.points > 0:
        return Because(
            "for",
            f"{given} → {pole} → {role}",
            f"You answered {given}. That speaks for {pole}, as does {role}.",
        )
    return Because(
        "against",
        f"{given} → {pole}, while {role} → {other}",
        f"You answered {given}. That speaks for {pole}, while {role} leans to {other}.",
    )


def _given(answer: _Answer) -> str:
    """Quote an answer; a step of a scale means nothing without the start of its statement."""
    chosen = answer.chosen.text
    if isinstance(answer.chosen.id, str):
        return _quoted(chosen)
    return f"{_quoted(_start(answer.question.text))}: {chosen}"


def _quoted(text: str) -> str:
    """Put a text in quotes, unless it is itself something that somebody says."""
    return text if text.startswith("“") else f"“{text}”"


def _start(text: str) -> str:
    if len(text) <= STATEMENT_LENGTH:
        return text
    cut = text[: STATEMENT_LENGTH + 1]
    return f"{(cut.rsplit(maxsplit=1)[0] if ' ' in cut else cut).rstrip(' ,;:.')}…"


# --- Facts beside the reasons -----------------------------------------------------------------


def _facts(case: _Case) -> tuple[Fact, ...]:
    if not case.decided:
        return ()
    facts = []
    if not case.result.reasons_against:
        facts.append(Fact("Against", f"None of your answers speaks against {case.leader.name}."))
    facts.append(Fact("How sure", _how_sure(case)))
    if case.result.verdict == "close":
        roles = _contenders(case)
        apart = [d for d in _separators(case, roles) if _spread(case, roles, d) > EPSILON]
        labels = ("What differs", "Also differs")
        facts += [Fact(label, _who_leans(case, d)) for label, d in zip(labels, apart, strict=False)]
    if case.runner_up:
        label = "Level with it" if len(case.tied) > 1 else "Next nearest"
        facts.append(Fact(label, _difference(case.leader, case.runner_up)))
    if also := case.names(case.result.contenders[NAMES_IN_HEADLINE:]):
        facts.append(Fact("Also near", f"{listing(also)}."))
    return tuple(facts)


def _how_sure(case: _Case) -> str:
    if case.runner_up is None or case.result.stability is None:
        return "No other role could be compared with your answers."
    if len(case.tied) > 1:
        return f"{listing(case.names(case.tied))} come out exactly level."
    # Stability is calibrated against endless questions; one more quiz with errors of its own
    # would agree less often (docs/method.md, "Why this way").
    return (
        f"In {sureness(case.result.stability)} such quizzes, {case.leader.name} would stay first "
        "however many more questions of this kind were asked."
    )


def _difference(leader: Role, other: Role) -> str:
    """Say how the other role's work differs, from whichever card does."""
    differs = leader.card.confused_with.get(other.id) or other.card.confused_with.get(leader.id)
    text = differs or other.summary
    return text if other.name.casefold() in text.casefold() else f"{other.name}. {text}"


def _who_leans(case: _Case, dimension: Dimension) -> str:
    d = dimension.id
    roles = sorted(_contenders(case), key=lambda role: case.directions[role][d])
    low, high = case.names([roles[0], roles[-1]])
    return (
        f"{low} is nearer {dimension.low}, {high} nearer {dimension.high}; "
        f"you lean {_side(dimension, case.positions[d])}."
    )


def _contenders(case: _Case) -> tuple[str, ...]:
    """Return the contenders, with the runner-up where the leader is the only one."""
    contenders = case.result.contenders
    if len(contenders) > 1 or case.runner_up is None:
        return contenders
    return (*contenders, case.runner_up.id)


def _separators(case: _Case, roles: Sequence[str]) -> list[Dimension]:
    """Return the dimensions in the order in which they separate the roles, the widest first."""
    return sorted(case.pack.dimensions, key=lambda dimension: -_spread(case, roles, dimension))


def _spread(case: _Case, roles: Sequence[str], dimension: Dimension) -> float:
    """Return the distance between the roles' unit profiles on a dimension."""
    directions = [case.directions.get(role, {}) for role in roles]
    values = [direction.get(dimension.id, 0.0) for direction in directions]
    return max(values, default=0.0) - min(values, default=0.0)


# --- Fits and positions -----------------------------------------------------------------------


def _fits_note(case: _Case) -> str:
    if case.result.verdict == "flat":
        return f"{LEGEND} Answers given at random would differ as much, so read nothing into these."
    return LEGEND


def _stands(case: _Case) -> tuple[Stand, ...]:
    profile = case.leader.profile if case.decided else {}
    stands = []
    for place in case.result.dimensions if case.result.answered else ():
        dimension = case.pack.dimension(place.dimension)
        role = profile.get(dimension.id, 0.0) / 2  # −2…2 in the quiz files
        you = place.position
        stands.append(
            Stand(
                low=dimension.low,
                high=dimension.high,
                you=you,
                role=role or None,
                you_words="not asked" if you is None else _side(dimension, you),
                role_words=_side(dimension, role),
            )
        )
    return tuple(stands)


def _side(dimension: Dimension, value: float) -> str:
    """Return a position, −1…1, in words that follow "you lean"."""
    if abs(value) <= EPSILON:
        return "neither way"
    pole = dimension.high if value > 0 else dimension.low
    if abs(value) < 0.2:
        return f"slightly to {pole}"
    return f"to {pole}" if abs(value) < 0.6 else f"strongly to {pole}"


def _ask(case: _Case) -> str | None:
    """Return where the person and the role are furthest apart, as something to ask about."""
    if not case.decided:
        return None
    profile, name = case.leader.profile, case.leader.name
    apart = {
        d: you - profile[d] / 2
        for d, you in case.positions.items()
        if profile.get(d) and abs(you - profile[d] / 2) > EPSILON
    }
    if not apart:
        return None
    widest = max(apart, key=lambda d: abs(apart[d]))
    dimension = case.pack.dimension(widest)
    you, role = case.positions[widest], profile[widest]
    if you * role > 0:
        pole = dimension.high if role > 0 else dimension.low
        more = "more" if apart[widest] * role > 0 else "less"
        said = f"You lean {more} to {pole} than {name} does. "
    else:
        said = f"You lean {_side(dimension, you)}, {name} {_side(dimension, role / 2)}. "
    return said + "Ask someone in the role how much of a usual week that is."


# --- The rest of the page ---------------------------------------------------------------------


def _sections(case: _Case) -> tuple[Section, ...]:
    sections: list[Section] = []
    if case.decided and case.runner_up:
        sections += [_versus(case, case.runner_up), _change(case, case.runner_up)]
    if case.result.verdict in {"clear", "leaning"}:
        card = case.leader.card
        sections.append(Section("What people who leave it dislike", "", card.leavers_dislike))
        sections.append(Section("What to try next", "", card.try_next))
    meant = (
        f"{dimension.low} – {dimension.high}: {dimension.about}"
        for dimension in case.pack.dimensions
        if dimension.about
    )
    sections.append(Section("What the words mean", "", tuple(meant)))
    return tuple(section for section in sections if section.text or section.items)


def _versus(case: _Case, other: Role) -> Section:
    """Divide the gap between two fits among the answers: the weightiest, then all others [4]."""
    points = case.result.versus.points if case.result.versus else {}
    answers = case.answers
    order = sorted(points, key=lambda question: -points[question])
    shown = [q for q in order[:3] if points[q] >= LEAST_POINTS]
    shown += [q for q in order[:-3:-1] if points[q] <= -LEAST_POINTS]
    items = [
        f"{signed(points[q])} {answers[q].question.text} {_quoted(answers[q].chosen.text)}"
        for q in shown
    ]
    rest = [points[question] for question in points if question not in shown]
    if rest:
        items.append(f"{signed(sum(rest))} for {counted(len(rest), 'other answer')} together")
    gap = sum(points.values())
    leader = case.leader.name
    if gap <= EPSILON:
        text = f"Their fits are equal. For {leader} (+) and for {other.name} (−):"
        return Section(f"{leader} or {other.name}", text, tuple(items))
    text = f"Its fit is {figure(gap)} points higher. These answers make the difference:"
    return Section(f"Why {leader} rather than {other.name}", text, tuple(items))


def _change(case: _Case, other: Role) -> Section:
    """Say which answers would have to be others for the runner-up to pass the leader [6]."""
    title, flip = "What would change it", case.result.flip
    if flip is None:
        text = f"No answers to these questions would put {other.name} first."
        return Section(title, text, (), _quicker(case, None))
    passing = f"{other.name} first"
    if flip.leader != flip.role:
        third = case.pack.role(flip.leader).name
        passing = f"{other.name} ahead of {case.leader.name}, and {third} first"
    number = len(flip.changes)
    items = [_changed(case, change) for change in flip.changes[:CHANGES_SHOWN]]
    if number > len(items):
        items.append(f"and {number - len(items)} more")
    text = f"{counted(number, 'other answer')} would put {passing}:"
    return Section(title, text, tuple(items), _quicker(case, number))


def _changed(case: _Case, change: Change) -> str:
    question = case.pack.question(change.question)
    from_, to = question.option(change.from_).text, question.option(change.to).text
    return f"{question.text} {_quoted(to)} instead of {_quoted(from_)}"


def _quicker(case: _Case, number: int | None) -> str:
    """Name the role that fewer changes than `number` would put ahead of the leader, if any."""
    needed = {role.role: role.changes_needed for role in case.result.roles if role.changes_needed}
    fewest = min(needed.values(), default=0)
    if not needed or (number is not None and fewest >= number):
        return ""
    role = next(role for role in needed if needed[role] == fewest)
    return (
        f"For {case.pack.role(role).name} to pass {case.leader.name}, "
        f"{counted(fewest, 'other answer')} would do."
    )


def _talking_points(case: _Case) -> tuple[str, ...]:
    """Ask about what sets the roles in question apart; every pack has a dimension to ask about."""
    if case.result.verdict not in {"close", "flat"}:
        return ()
    dimensions = _separators(case, _in_question(case))
    return tuple(
        question.format(low=dimension.low, high=dimension.high)
        for question, dimension in zip(TALKING_POINTS, cycle(dimensions), strict=False)
    )


def _compared(case: _Case) -> tuple[Role, ...]:
    if case.result.verdict not in {"close", "flat"}:
        return ()
    return tuple(case.pack.role(role) for role in _in_question(case)[:2])


def _in_question(case: _Case) -> tuple[str, ...]:
    """Return the contenders; where no role stands out, the two that are most unlike."""
    if case.decided:
        return _contenders(case)
    roles = [role.id for role in case.pack.roles if role.id in case.directions]
    pairs = list(combinations(roles, 2))
    if not pairs:  # nothing was asked about them: any two may be compared
        return tuple(role.id for role in case.pack.roles[:2])
    return min(pairs, key=lambda pair: _likeness(case, *pair))


def _likeness(case: _Case, one: str, other: str) -> float:
    """Return the cosine of the angle between two roles' profiles."""
    return sum(value * case.directions[other][d] for d, value in case.directions[one].items())
