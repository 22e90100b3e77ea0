"""One person's result: the answer first, then what it rests on and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, cycle
from math import fsum

from rolequiz.model import Dimension, Role
from rolequiz.pages.parts import Fact, Facts, Items, Page, Part, Row, Scale, Scales, Table, sections
from rolequiz.pages.phrases import (
    EXPLORE,
    LEGEND,
    figure,
    not_safely,
    pole,
    poles,
    quoted,
    side,
    sureness,
)
from rolequiz.pages.reasons import reasons, versus
from rolequiz.pages.roles import comparison
from rolequiz.scoring import EPSILON, LEAST_ANSWERED, Change, Result, dot
from rolequiz.wording import counted, listing

CHANGES = "What would change it"
NAMES_IN_HEADLINE = 3
CHANGES_SHOWN = 5
RANDOM = "Answers given at random would differ as much, so read nothing into these."
FEW = "After so few answers, each further one can move these far."
TALKING_POINTS = (
    "{low} or {high}: which would you miss more in a usual week?",
    "{low} or {high}: when did you last choose one over the other, and were you glad?",
    "{low} or {high}: which do you reach for when there is no time for both?",
)


def result_page(result: Result) -> Page:
    """Return what a page says about somebody's result."""
    title, why = headline(result), reasons(result)
    enough = result.verdict != "insufficient"
    return Page(
        title=title,
        lead=_lead(result),
        sections=sections(
            ("", (why, _facts(result))),
            ("To talk over", (Items(_talking_points(result), numbered=True),)),
            ("How every role fits", _fits(result) if enough else ()),
            (f"Where you stand{'' if enough else ' so far'}", _stands(result)),
            *_versus_and_changes(result),
            *_about_the_role(result),
            ("What the words mean", (Items(tuple(_meanings(result))),)),
            _compared(result),
        ),
        note=f"{result.answered} of {result.questions} questions answered. {EXPLORE}",
        whose=result.respondent,
        recap=f"In short: {title}." + " The reasons are at the top." * bool(why.reasons),
    )


# --- The answer -------------------------------------------------------------------------------


def headline(result: Result) -> str:
    """Return the answer in a line."""
    names = _shortened(_names(result, result.contenders))
    match result.verdict:
        case "clear":
            return f"{names[0]} fits how you like to work best"
        case "flat":
            return "No role stands out from your answers"
        case "insufficient":
            return "Too few answers to recommend a role"
        case "close" if len(names) > 1:
            return f"Between {listing(names)}"
        case _:  # many roles each a little behind can add up to a close result, or a leaning one
            return not_safely(names[0], names[1:])


def _shortened(names: list[str]) -> list[str]:
    more = len(names) - NAMES_IN_HEADLINE
    return names if more <= 0 else [*names[:NAMES_IN_HEADLINE], f"{more} more"]


def _names(result: Result, roles: Iterable[str]) -> list[str]:
    return [result.pack.role(role).name for role in roles]


def _lead(result: Result) -> tuple[str, ...]:
    """Return what the role does; or why no role is recommended."""
    match result.verdict:
        case "close":
            return (f"{result.leader.name}: {result.leader.summary}",)
        case "flat" if not result.figures.ranking:
            return ("Your answers touch nothing by which this quiz tells its roles apart.",)
        case "flat":
            return (
                "Taken together, your answers point no further in any direction than answers "
                "given at random do on average, so no role is recommended.",
                "You may like several kinds of work equally well, or what matters to you was "
                "not asked.",
            )
        case "insufficient":
            return _too_few(result)
        case _:
            return (result.leader.summary,)


def _too_few(result: Result) -> tuple[str, ...]:
    """Say how many more answers a recommendation takes [7], the heaviest questions first."""
    answered = result.figures.responses.answers.keys()
    weights = {question.id: question.weight for question in result.pack.questions}
    left = sorted((weights[id] for id in weights if id not in answered), reverse=True)
    missing = LEAST_ANSWERED * fsum(weights.values()) - fsum(weights[id] for id in answered)
    more = 0
    while missing > EPSILON:
        missing -= left[more]
        more += 1
    least = "" if len(set(left)) == 1 else "at least "
    weighted = ", by the weights of its questions" * (len(set(weights.values())) > 1)
    needed = f"{least}{counted(more, 'more answer')}"
    return (
        f"You answered {result.answered} of {result.questions} questions. "
        f"A recommendation takes two thirds of the quiz{weighted}: {needed}.",
        "From fewer, the result would depend too much on which questions you happened to answer.",
    )


# --- What stands beside the reasons -----------------------------------------------------------


def _facts(result: Result) -> Facts:
    """Return what to know of a leading role beside the reasons for it."""
    side = _side(result)
    found = [side] if side else []
    if not result.decided:
        return Facts(tuple(found))
    if not result.reasons_against:
        found.append(Fact("Against", f"None of your answers speaks against {result.leader.name}."))
    found.append(Fact("How sure", _how_sure(result)))
    if result.pack.evidence:
        found.append(Fact("How tested", result.pack.evidence))
    if result.verdict == "close":
        roles = _in_question(result)
        apart = [d for d in _separators(result, roles) if _spread(result, roles, d) > EPSILON]
        labels = ("What differs", "Also differs")
        found += [
            Fact(label, _who_leans(result, d)) for label, d in zip(labels, apart, strict=False)
        ]
    if result.runner_up:
        label = "Level with it" if len(result.tied) > 1 else "Next nearest"
        found.append(Fact(label, _difference(result.leader, result.runner_up)))
    if also := _names(result, result.contenders[NAMES_IN_HEADLINE:]):
        found.append(Fact("Also near", f"{listing(also)}."))
    return Facts(tuple(found))


def _side(result: Result) -> Fact | None:
    """Say on which side somebody stands, whether a single role stands out or not."""
    ranking, side = result.families.ranking, result.families.side
    if len(ranking) < 2 or result.verdict == "insufficient":
        return None
    fits = {result.pack.family(each.family): each.fit for each in ranking}
    leader, *rest = (f"{family.name} ({figure(fit)})" for family, fit in fits.items())
    if side is None:
        neither = "neither" if len(ranking) == 2 else "none of them"
        fits_alike = f"{neither} more than random ones might: {listing([leader, *rest])}"
        return Fact("Which side", f"Your answers lean to {fits_alike}.")
    about = result.pack.family(side).about
    text = f"{leader} rather than {listing(rest)}" + (f": {about}." if about else ".")
    if ranking[0].stability is not None:
        text += f" Of leads like this, {sureness(ranking[0].stability)} would last."
    if result.recommendation and result.leader.family != side:
        text += f" {result.leader.name} {_belongs(result)}."
    return Fact("Which side", text)


def _belongs(result: Result) -> str:
    """Say where the leading role belongs that is not of the side on which somebody stands."""
    if not result.leader.family:
        return "work is part of both" if len(result.pack.families) == 2 else "work is part of all"
    return f"counts as {result.pack.family(result.leader.family).name}"


def _how_sure(result: Result) -> str:
    if result.runner_up is None or result.stability is None:
        return "No other role could be compared with your answers."
    if len(result.tied) > 1:
        return f"{listing(_names(result, result.tied))} come out exactly level."
    # Stability is calibrated against endless questions; one more quiz with errors of its own
    # would agree less often (docs/method.md, "Why this way").
    return (
        f"Of leads like that of {result.leader.name}, {sureness(result.stability)} would last, "
        "however many more questions of this kind were asked."
    )


def _difference(leader: Role, other: Role) -> str:
    """Say how the other role's work differs, from whichever card does."""
    differs = leader.card.confused_with.get(other.id) or other.card.confused_with.get(leader.id)
    text = differs or other.summary
    return text if other.name.casefold() in text.casefold() else f"{other.name}. {text}"


def _who_leans(result: Result, dimension: Dimension) -> str:
    leaning = {role: _direction(result, role, dimension) for role in _in_question(result)}
    order = sorted(leaning, key=leaning.__getitem__)
    low, high = _names(result, (order[0], order[-1]))
    return (
        f"{low} is nearer {dimension.low}, {high} nearer {dimension.high}; "
        f"you lean {side(dimension, _position(result, dimension))}."
    )


# --- Which roles are in question, and what separates them -------------------------------------


def _in_question(result: Result) -> tuple[str, ...]:
    """Return the contenders, with the runner-up where the leader is the only one.

    Where no role stands out, these are the two that are most unlike.
    """
    if result.decided:
        lone = len(result.contenders) == 1 and result.runner_up
        return (*result.contenders, lone.id) if lone else result.contenders
    directions = result.figures.design.directions
    pairs = list(combinations((role.id for role in result.pack.roles if role.id in directions), 2))
    if not pairs:  # nothing was asked about them: any two may be compared
        return tuple(role.id for role in result.pack.roles[:2])
    return min(pairs, key=lambda pair: dot(*map(directions.__getitem__, pair)))


def _separators(result: Result, roles: Sequence[str]) -> list[Dimension]:
    """Return the dimensions in the order in which they separate roles, the widest first."""
    return sorted(result.pack.dimensions, key=lambda each: -_spread(result, roles, each))


def _spread(result: Result, roles: Sequence[str], dimension: Dimension) -> float:
    """Return the distance between roles' unit profiles on a dimension, 0–2."""
    values = [_direction(result, role, dimension) for role in roles]
    return max(values) - min(values)


def _direction(result: Result, role: str, dimension: Dimension) -> float:
    """Return a role's unit profile on a dimension, 0 where nothing was asked about it."""
    direction = result.figures.design.directions.get(role)
    return direction[result.pack.dimensions.index(dimension)] if direction else 0.0


def _position(result: Result, dimension: Dimension) -> float:
    return result.figures.positions[result.pack.dimensions.index(dimension)]


def _talking_points(result: Result) -> tuple[str, ...]:
    """Ask about what sets the roles in question apart; every quiz has a dimension to ask about."""
    if result.verdict not in {"close", "flat"}:
        return ()
    dimensions = _separators(result, _in_question(result))
    return tuple(
        question.format(low=dimension.low, high=dimension.high)
        for question, dimension in zip(TALKING_POINTS, cycle(dimensions), strict=False)
    )


def _compared(result: Result) -> tuple[str, Sequence[Part]]:
    """Put two roles side by side, where no role is safely first."""
    title = "The first two, to compare" if result.decided else "Two unlike roles to compare"
    if result.verdict not in {"close", "flat"}:
        return title, ()
    roles = [result.pack.role(role) for role in _in_question(result)[:2]]
    return title, (comparison(result.pack, roles),)


# --- Fits and positions -----------------------------------------------------------------------


def _fits(result: Result) -> Iterator[Part]:
    first = {result.leader.id} if result.decided else set()
    names = {role.role: result.pack.role(role.role).name for role in result.roles}
    rows = [
        Row((names[role.role], figure(role.fit)), role.fit / 100, marked=role.role in first)
        for role in result.roles
        if role.fit is not None
    ]
    yield Table("", ("Role", "Fit"), tuple(rows))
    if unknown := [names[role.role] for role in result.roles if role.fit is None]:
        yield f"No question that you answered says anything about {listing(unknown)}."
    flat = result.verdict == "flat" and bool(rows)
    yield f"{LEGEND} {RANDOM}" if flat else LEGEND


def _stands(result: Result) -> Iterator[Part]:
    """Say where the person stands on each dimension, with the role that is marked."""
    if not result.answered:
        return
    profile = result.leader.profile if result.decided else {}
    scales = []
    for place in result.dimensions:
        dimension = result.pack.dimension(place.dimension)
        role = profile.get(dimension.id, 0.0) / 2  # −2…2 in the quiz files
        you = place.position
        said = "no answer" if you is None else side(dimension, you)
        scales.append(
            Scale(dimension.low, dimension.high, you, role or None, said, side(dimension, role))
        )
    yield Scales(tuple(scales), result.leader.name if result.decided else None)
    if result.verdict == "insufficient":
        yield FEW
    if asked := _ask(result):
        yield Fact("Ask about this", asked)


def _ask(result: Result) -> str | None:
    """Return where the person and the role are furthest apart, as something to ask about."""
    if not result.decided:
        return None
    profile, name = result.leader.profile, result.leader.name
    apart = {
        dimension: position - profile[dimension] / 2
        for dimension, position, _ in result.dimensions
        if position is not None
        and profile.get(dimension)
        and abs(position - profile[dimension] / 2) > EPSILON
    }
    if not apart:
        return None
    widest = max(apart, key=lambda id: abs(apart[id]))
    dimension, role = result.pack.dimension(widest), profile[widest]
    you = _position(result, dimension)
    if you * role > 0:
        more = "more" if apart[widest] * role > 0 else "less"
        said = f"You lean {more} to {pole(dimension, role)} than {name} does. "
    else:
        said = f"You lean {side(dimension, you)}, {name} {side(dimension, role / 2)}. "
    return said + "Ask someone in the role how much of a usual week that is."


# --- What would change it, and the role's other side ------------------------------------------


def _versus_and_changes(result: Result) -> Iterator[tuple[str, Iterable[Part]]]:
    if result.decided and result.runner_up:
        yield versus(result, result.runner_up.name)
        yield CHANGES, _changes(result, result.runner_up)


def _changes(result: Result, other: Role) -> Iterator[str | Items]:
    """Say which answers would have to be others for the runner-up to pass the leader [6]."""
    flip = result.flip
    if flip is None:
        yield f"No answers to these questions would put {other.name} first."
        yield _quicker(result, None)
        return
    passing = f"{other.name} first"
    if flip.leader != flip.role:
        third = result.pack.role(flip.leader).name
        passing = f"{other.name} ahead of {result.leader.name}, and {third} first"
    number = len(flip.changes)
    yield f"{counted(number, 'other answer')} would put {passing}:"
    items = [_changed(result, change) for change in flip.changes[:CHANGES_SHOWN]]
    if number > len(items):
        items.append(f"and {number - len(items)} more")
    yield Items(tuple(items))
    faint = "Together, your answers would then point too little anywhere to recommend a role."
    after = [faint if flip.verdict == "flat" else "", _quicker(result, number)]
    yield " ".join(filter(None, after))


def _changed(result: Result, change: Change) -> str:
    question = result.pack.question(change.question)
    from_, to = question.option(change.from_).text, question.option(change.to).text
    return f"{question.text} {quoted(to)} instead of {quoted(from_)}"


def _quicker(result: Result, number: int | None) -> str:
    """Name the role that fewer changes than `number` would put ahead of the leader, if any."""
    needed = {role.role: role.changes_needed for role in result.roles if role.changes_needed}
    fewest = min(needed.values(), default=0)
    if not needed or (number is not None and fewest >= number):
        return ""
    role = next(role for role in needed if needed[role] == fewest)
    return (
        f"For {result.pack.role(role).name} to pass {result.leader.name}, "
        f"{counted(fewest, 'other answer')} would do."
    )


def _about_the_role(result: Result) -> Iterator[tuple[str, Iterable[Part]]]:
    if result.verdict in {"clear", "leaning"}:
        card = result.leader.card
        yield "What people who leave it dislike", (Items(card.leavers_dislike),)
        yield "What to try next", (Items(card.try_next),)


def _meanings(result: Result) -> Iterator[str]:
    for dimension in result.pack.dimensions:
        if dimension.about:
            yield f"{poles(dimension)}: {dimension.about}"
