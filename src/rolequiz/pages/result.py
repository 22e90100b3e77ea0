"""One person's result: the answer first, then what it rests on and what would change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, cycle
from math import inf

from rolequiz.model import Dimension, Role
from rolequiz.pages.parts import Fact, Facts, Items, Page, Part, Row, Scale, Scales, sections, table
from rolequiz.pages.roles import HEADINGS, comparison
from rolequiz.pages.sentences import (
    EXPLORE,
    LEGEND,
    figure,
    not_safely,
    pole,
    poles,
    quoted,
    sentence,
    side,
    sureness,
)
from rolequiz.pages.why import reasons, too_few, versus
from rolequiz.scoring import EPSILON, Change, Result, dot
from rolequiz.text import counted, listing

CHANGES = "What would change it"
NAMES_IN_HEADLINE = 3
SURENESS = {"clear": "fairly-sure", "leaning": "not-very-sure", "close": "not-sure"}
"""Verdict → the sentence that says how sure it is."""
CHANGES_SHOWN = 5
TALKING_POINTS = ("talk-1", "talk-2", "talk-3")


def result_page(result: Result) -> Page:
    """Return what a page says about somebody's result."""
    title, why = headline(result), reasons(result)
    note = {"answered": result.answered, "questions": result.questions, "explore": EXPLORE}
    return Page(
        title=title,
        lead=_lead(result),
        sections=sections(("", (why, Facts(tuple(_facts(result))))), *_sections(result)),
        note=sentence("answered", **note),
        whose=result.respondent,
        recap=f"In short: {title}." + " The reasons are at the top." * bool(why.reasons),
    )


def _sections(result: Result) -> Iterator[tuple[str, Iterable[Part]]]:
    undecided = result.verdict in {"close", "flat"}  # no role is safely first
    if undecided:
        yield sentence("talk-title"), (Items(_talking_points(result), numbered=True),)
    if result.enough:
        yield sentence("fits-title"), _fits(result)
    yield sentence("stands-title" if result.enough else "stands-so-far"), _stands(result)
    if result.decided and result.runner_up:
        yield versus(result, result.runner_up.name)
        yield CHANGES, _changes(result, result.runner_up)
    if result.verdict in {"clear", "leaning"}:
        card = result.leader.card
        yield HEADINGS["leavers_dislike"], (Items(card.leavers_dislike),)
        yield HEADINGS["try_next"], (Items(card.try_next),)
    meanings = (
        sentence("meaning", poles=poles(dimension), about=dimension.about)
        for dimension in result.pack.dimensions
        if dimension.about
    )
    yield sentence("meanings-title"), (Items(tuple(meanings)),)
    if undecided:
        title = "The top two compared" if result.decided else "Two very different roles compared"
        roles = [result.pack.role(role) for role in _in_question(result)[:2]]
        yield title, (comparison(result.pack, roles),)


# --- The answer -------------------------------------------------------------------------------


def headline(result: Result) -> str:
    """Return the answer in a line."""
    names = _shortened(_names(result, result.contenders))
    match result.verdict:
        case "clear":
            return sentence("clear", leader=names[0])
        case "flat" | "insufficient":
            return sentence(result.verdict)
        case "close" if len(names) > 1:
            return sentence("between", names=listing(names))
        case _:  # many roles, each a little behind, can make a result close or leaning
            return not_safely(names[0], names[1:])


def _shortened(names: list[str]) -> list[str]:
    more = len(names) - NAMES_IN_HEADLINE
    return names if more <= 0 else [*names[:NAMES_IN_HEADLINE], sentence("others", count=more)]


def _names(result: Result, roles: Iterable[str]) -> list[str]:
    return [result.pack.role(role).name for role in roles]


def _lead(result: Result) -> tuple[str, ...]:
    """Return what the role does; or why no role is recommended."""
    match result.verdict:
        case "close":
            leader = result.leader
            return (sentence("close-lead", leader=leader.name, summary=leader.summary),)
        case "flat" if not result.figures.ranking:
            return (sentence("nothing-asked"),)
        case "flat":
            return (sentence("flat-lead"), sentence("flat-why"))
        case "insufficient":
            return too_few(result)
        case _:
            return (result.leader.summary,)


# --- What stands beside the reasons -----------------------------------------------------------


def _facts(result: Result) -> Iterator[Fact]:
    """Yield what to know of a leading role beside the reasons for it."""
    if len(result.families.ranking) > 1 and result.enough:
        yield Fact(sentence("which-side"), _side(result))
    if not result.decided:
        return
    if not result.reasons_against:
        none = sentence("nothing-against", leader=result.leader.name)
        yield Fact(sentence("nothing-against-label"), none)
    yield Fact(sentence("how-sure"), how_sure(result))
    if result.pack.evidence:
        yield Fact(sentence("how-tested"), result.pack.evidence)
    if result.verdict == "close":
        yield from _who_leans(result)
    if result.runner_up:
        label = "level-label" if len(result.tied) > 1 else "next"
        yield Fact(sentence(label), _difference(result.leader, result.runner_up))
    if also := _names(result, result.contenders[NAMES_IN_HEADLINE:]):
        yield Fact(sentence("also-near"), sentence("names", names=listing(also)))


def _side(result: Result) -> str:
    """Say on which side somebody stands, whether a single role stands out or not."""
    ranking, side = result.families.ranking, result.families.side
    leader, *rest = (
        sentence("family", name=result.pack.family(each.family).name, fit=figure(each.fit))
        for each in ranking
    )
    if side is None:
        return sentence("no-side", families=listing([leader, *rest]))
    about = result.pack.family(side).about
    key = "side-about" if about else "side"
    text = sentence(key, first=leader, others=listing(rest), about=about)
    if ranking[0].stability is not None:
        text += sentence("side-lasts", often=sureness(ranking[0].stability))
    if result.recommendation and result.leader.family != side:
        text += _belongs(result)
    return text


def _belongs(result: Result) -> str:
    """Say where the leading role belongs if it is not on the person's side."""
    name = result.leader.name
    if not result.leader.family:
        return sentence("on-both" if len(result.pack.families) == 2 else "on-all", leader=name)
    return sentence("of-family", leader=name, family=result.pack.family(result.leader.family).name)


def how_sure(result: Result) -> str:
    """Say how often the leader would stay first [5], in words."""
    if result.runner_up is None or result.stability is None:
        return sentence("alone")
    if len(result.tied) > 1:
        return sentence("level", names=listing(_names(result, result.tied)))
    often = sureness(result.stability)
    key = "very-sure" if often == sentence("surest") else SURENESS[result.verdict]
    return sentence(key, leader=result.leader.name, often=often)


def lasting(result: Result) -> str:
    """Return how often the leader would stay first [5], in figures; "" if none leads."""
    leads = result.decided and result.runner_up and len(result.tied) == 1
    return sureness(result.stability) if leads and result.stability is not None else ""


def _difference(leader: Role, other: Role) -> str:
    """Say how the other role's work differs, from the first of the two cards that says so."""
    differs = leader.card.confused_with.get(other.id) or other.card.confused_with.get(leader.id)
    text = differs or other.summary
    named = other.name.casefold() in text.casefold()
    return text if named else sentence("named", name=other.name, text=text)


def _who_leans(result: Result) -> Iterator[Fact]:
    """Say what sets the roles in question apart most."""
    roles = _in_question(result)
    labels = ("differs", "also-differs")
    for label, dimension in zip(labels, _separators(result, roles), strict=False):
        leaning = {role: _direction(result, role, dimension) for role in roles}
        order = sorted(leaning, key=leaning.__getitem__)
        low, high = _names(result, (order[0], order[-1]))
        if _spread(result, roles, dimension) > EPSILON:
            poles = {"low": dimension.low, "high": dimension.high}
            lean = side(dimension, _position(result, dimension))
            text = sentence("who-leans", low_role=low, high_role=high, lean=lean, **poles)
            yield Fact(sentence(label), text)


# --- Which roles are in question, and what separates them -------------------------------------


def _in_question(result: Result) -> tuple[str, ...]:
    """Return the contenders, with the runner-up if the leader is the only one.

    If no role stands out, these are the two that are most unlike.
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
    return sorted(result.pack.dimensions, key=lambda dimension: -_spread(result, roles, dimension))


def _spread(result: Result, roles: Sequence[str], dimension: Dimension) -> float:
    """Return the distance between roles' unit profiles on a dimension, 0–2."""
    values = [_direction(result, role, dimension) for role in roles]
    return max(values) - min(values)


def _direction(result: Result, role: str, dimension: Dimension) -> float:
    """Return a role's unit profile on a dimension, 0 if nothing was asked about it."""
    direction = result.figures.design.directions.get(role)
    return direction[result.pack.dimensions.index(dimension)] if direction else 0.0


def _position(result: Result, dimension: Dimension) -> float:
    return result.figures.positions[result.pack.dimensions.index(dimension)]


def _talking_points(result: Result) -> tuple[str, ...]:
    """Ask about what sets the roles in question apart; every quiz has a dimension to ask about."""
    dimensions = _separators(result, _in_question(result))
    return tuple(
        sentence(question, low=dimension.low, high=dimension.high)
        for question, dimension in zip(TALKING_POINTS, cycle(dimensions), strict=False)
    )


# --- Fits and positions -----------------------------------------------------------------------


def _fits(result: Result) -> Iterator[Part]:
    first = {result.leader.id} if result.decided else set()
    names = {role.role: result.pack.role(role.role).name for role in result.roles}
    rows = [
        Row((names[role.role], figure(role.fit)), role.fit / 100, marked=role.role in first)
        for role in result.roles
        if role.fit is not None
    ]
    yield table(("Role", "Fit"), rows)
    if unknown := [names[role.role] for role in result.roles if role.fit is None]:
        yield sentence("unknown", names=listing(unknown))
    flat = result.verdict == "flat" and bool(rows)
    yield sentence("random-legend", legend=LEGEND) if flat else LEGEND


def _stands(result: Result) -> Iterator[Part]:
    """Say where the person stands on each dimension, with the role that is marked."""
    if not result.answered:
        return
    profile = result.leader.profile if result.decided else {}
    scales = []
    for position in result.dimensions:
        dimension = result.pack.dimension(position.dimension)
        role = profile.get(dimension.id, 0.0) / 2  # −2…2 in the quiz files
        you = position.position
        lean = sentence("no-answer") if you is None else side(dimension, you)
        scales.append(
            Scale(dimension.low, dimension.high, you, role or None, lean, side(dimension, role))
        )
    yield Scales(tuple(scales), result.leader.name if result.decided else None)
    if not result.enough:
        yield sentence("few")
    if asked := _ask(result):
        yield Fact(sentence("ask-label"), asked)


def _ask(result: Result) -> str | None:
    """Return where the person and the role are furthest apart, as something to ask about."""
    if not result.decided:
        return None
    profile, name = result.leader.profile, result.leader.name
    apart = {
        id: position - profile[id] / 2
        for id, position, _ in result.dimensions
        if position is not None and profile.get(id) and abs(position - profile[id] / 2) > EPSILON
    }
    if not apart:
        return None
    widest = max(apart, key=lambda id: abs(apart[id]))
    dimension, role = result.pack.dimension(widest), profile[widest]
    you = _position(result, dimension)
    towards = pole(dimension, role)
    ask = sentence("ask", pole=towards)
    if you * role > 0:
        further = "ask-more" if apart[widest] * role > 0 else "ask-less"
        return sentence(further, pole=towards, leader=name, ask=ask)
    leans = side(dimension, role / 2)
    return sentence("ask-other", you=side(dimension, you), leader=name, role=leans, ask=ask)


# --- What would change it ---------------------------------------------------------------------


def _changes(result: Result, other: Role) -> Iterator[str | Items]:
    """Say which answers would have to change for the runner-up to pass the leader [6]."""
    flip = result.flip
    if flip is None:
        yield f"No other answers to these questions would put {other.name} first."
        yield _quicker(result, inf)
        return
    passing = f"{other.name} first"
    if flip.leader != flip.role:
        third = result.pack.role(flip.leader).name
        passing = f"{other.name} ahead of {result.leader.name}, and {third} first"
    number = len(flip.changes)
    these = "this answer" if number == 1 else f"these {number} answers"
    yield f"Changing {these} would put {passing}:"
    items = [_changed(result, change) for change in flip.changes[:CHANGES_SHOWN]]
    items += [f"and {number - len(items)} more"] * (number > len(items))
    yield Items(tuple(items))
    faint = "Overall, your answers would then point too weakly anywhere to recommend a role."
    after = [faint if flip.verdict == "flat" else "", _quicker(result, number)]
    yield " ".join(filter(None, after))


def _changed(result: Result, change: Change) -> str:
    question = result.pack.question(change.question)
    from_, to = question.option(change.from_).text, question.option(change.to).text
    return f"{question.text} {quoted(to)} instead of {quoted(from_)}"


def _quicker(result: Result, number: float) -> str:
    """Name the role that fewer changes than `number` would put ahead of the leader, if any."""
    needed = {role.role: role.changes_needed for role in result.roles if role.changes_needed}
    role = min(needed, key=needed.__getitem__, default=None)
    if role is None or needed[role] >= number:
        return ""
    return (
        f"Changing {counted(needed[role], 'answer')} would be enough to put "
        f"{result.pack.role(role).name} ahead of {result.leader.name}."
    )
