"""What would move if somebody had answered otherwise: only what moves, and that it is no result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rolequiz.model import Pack, Question
from rolequiz.pages.parts import Fact, Facts, Items, Page, Part, Row, Table, sections
from rolequiz.pages.phrases import EXPLORE, figure, quoted, sureness
from rolequiz.pages.result import headline
from rolequiz.scoring import Answer, Moved, Place, Result, WhatIf

NOTHING_KEPT = "This is a what-if: your answers stay as they are, and nothing is kept."


def what_if_page(found: WhatIf) -> Page:
    """Return a page about what would move with other answers."""
    pack = found.after.pack
    return Page(
        title=f"What if: {headline(found.after)}",
        lead=(NOTHING_KEPT,),
        sections=sections(
            ("What you change", (changes(pack, found.changes),)),
            ("What would move", _moves(found)),
        ),
        note=EXPLORE,
        whose=found.after.respondent,
    )


def _moves(found: WhatIf) -> Iterator[Part]:
    facts, roles = tuple(_facts(found)), role_moves(found.after.pack, found.roles)
    yield Facts(facts)
    yield roles
    if not (facts or roles.rows):
        yield "Nothing that a result shows: neither a rank nor a fit, nor how sure it is."


def changes(pack: Pack, moved: list[Moved[Answer]]) -> Items:
    """List answers that have become others."""
    return Items(tuple(_changed(pack.question(each.after.question), each) for each in moved))


def _changed(question: Question, moved: Moved[Answer]) -> str:
    before, after = moved.before, moved.after
    said = [question.text]
    if before.option != after.option:
        now = "No answer" if after.option is None else quoted(question.option(after.option).text)
        was = "none" if before.option is None else quoted(question.option(before.option).text)
        said.append(f"{now} instead of {was}")
    if before.matters != after.matters and after.option is not None:
        said.append("(it counts double)" if after.matters else "(it no longer counts double)")
    return " ".join(said)


def _facts(found: WhatIf) -> Iterator[Fact]:
    """Say which of the answers to "which role, and how sure" would be others."""
    before, after = found.before, found.after
    if headline(before) != headline(after):
        yield Fact("Result", became(headline(before), headline(after)))
    now, then = _sure(before), _sure(after)
    if now != then and now and then:
        yield Fact("How sure", f"Of leads like this, {then} would last, instead of {now}.")
    if found.side:
        label = " or ".join(family.name for family in after.pack.families).capitalize()
        yield Fact(label, became(_side(before), _side(after)))


def became(before: str, after: str) -> str:
    """Say what has become something else."""
    return f"{after}, instead of: {before}"


def _sure(result: Result) -> str:
    return "" if not result.decided or result.stability is None else sureness(result.stability)


def _side(result: Result) -> str:
    side = result.families.side
    return result.pack.family(side).name if side else "neither side"


def role_moves(pack: Pack, moved: Mapping[str, Moved[Place]]) -> Table:
    """Return a row for each role whose place or fit moves by what is shown of it."""
    rows = (
        Row((pack.role(role).name, _rank(each), _fit(each)))
        for role, each in moved.items()
        if each.before.rank != each.after.rank or _shown(each.before) != _shown(each.after)
    )
    return Table("", ("Role", "Place", "Fit"), tuple(rows))


def _rank(moved: Moved[Place]) -> str:
    places = [str(each.rank or "–") for each in (moved.before, moved.after)]
    return " → ".join(dict.fromkeys(places))


def _fit(moved: Moved[Place]) -> str:
    return " → ".join(dict.fromkeys([_shown(moved.before), _shown(moved.after)]))


def _shown(place: Place) -> str:
    return "–" if place.fit is None else figure(place.fit)
