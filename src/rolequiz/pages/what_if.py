"""What would move if somebody had answered otherwise: only what moves, and that it is no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rolequiz.model import Pack, Question
from rolequiz.pages.parts import NOBODY, Fact, Facts, Items, Page, Part, Row, Table, sections
from rolequiz.pages.result import headline, how_sure, lasting
from rolequiz.pages.sentences import EXPLORE, figure, quoted
from rolequiz.scoring import Result
from rolequiz.scoring.changes import Answer, Moved, Movement, Place

NOTHING_KEPT = "This is a what-if: your answers stay as they are, and nothing is saved."
STOPPED_EARLY = (
    "You stopped early. So few answers are enough only while they point clearly to one role, and "
    "these do not."
)


def what_if_page(found: Movement) -> Page:
    """Return a page about what would move with other answers."""
    pack = found.after.pack
    return Page(
        title=f"What if: {headline(found.after)}",
        lead=tuple(_lead(found)),
        sections=sections(
            ("What you change", (changes(pack, found.changes),)),
            ("What would change", _moves(found)),
        ),
        note=EXPLORE,
        whose=found.after.respondent,
    )


def _lead(found: Movement) -> Iterator[str]:
    yield NOTHING_KEPT
    if found.after.figures.responses.stopped and found.before.enough and not found.after.enough:
        yield STOPPED_EARLY


def _moves(found: Movement) -> Iterator[Part]:
    result, roles = facts(found), role_moves(found)
    yield result
    yield roles
    if not (result.facts or roles.rows):
        yield "Nothing that a result shows: no rank, no fit, and not how sure it is."


def changes(pack: Pack, moved: list[Moved[Answer]]) -> Items:
    """List answers that have become others."""
    return Items(tuple(_changed(pack.question(each.after.question), each) for each in moved))


def _changed(question: Question, moved: Moved[Answer]) -> str:
    before, after = moved.before, moved.after
    told = [question.text]
    if before.option != after.option:
        now = "No answer" if after.option is None else quoted(question.option(after.option).text)
        was = "none" if before.option is None else quoted(question.option(before.option).text)
        told.append(f"{now} instead of {was}")
    if before.matters != after.matters and after.option is not None:
        told.append("(it counts double)" if after.matters else "(it no longer counts double)")
    return " ".join(told)


def facts(found: Movement) -> Facts:
    """Say what becomes of the role, of how sure that is, and of the side, where these move."""
    return Facts(tuple(_facts(found)))


def _facts(found: Movement) -> Iterator[Fact]:
    before, after = found.before, found.after
    if headline(before) != headline(after):
        yield Fact("Result", _became(headline(before), headline(after)))
    now, then = lasting(before), lasting(after)
    if now != then and now and then:
        yield Fact("How sure", f"{how_sure(after)} Before: {now}.")
    if found.side and _enough(found):
        label = " or ".join(family.name for family in after.pack.families).capitalize()
        yield Fact(label, _became(_side(before), _side(after)))


def _became(before: str, after: str) -> str:
    """Say what has become something else."""
    return f"{after}. Before: {before}."


def _side(result: Result) -> str:
    if side := result.families.side:
        return result.pack.family(side).name
    return "Neither" if len(result.pack.families) == 2 else "None of them"


def _enough(found: Movement) -> bool:
    return found.before.enough and found.after.enough


def role_moves(found: Movement) -> Table:
    """Return a row for each role whose place or fit moves by what is shown of it.

    There is none where too few answers keep one of the two results from showing fits.
    """
    pack, moved = found.after.pack, found.roles.items()
    pairs = ((role, _cells(_place, each) + _cells(_fit, each)) for role, each in moved)
    rows = (
        Row((pack.role(role).name, *cells)) for role, cells in pairs if {*cells[1::2]} != {NOBODY}
    )
    head = ("Role", "Place", "Before", "Fit", "Before")
    return Table("", head, tuple(rows) if _enough(found) else ())


def _cells(shown: Callable[[Place], str], moved: Moved[Place]) -> tuple[str, str]:
    """Return what something is now, and what it was if that was something else."""
    before, after = shown(moved.before), shown(moved.after)
    return after, NOBODY if before == after else before


def _place(place: Place) -> str:
    return str(place.rank or "–")


def _fit(place: Place) -> str:
    return "–" if place.fit is None else figure(place.fit)
