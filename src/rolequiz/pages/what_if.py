"""What would move if somebody had answered otherwise: only what moves, and that it is no result."""

from __future__ import annotations

from collections.abc import Iterator

from rolequiz.model import Pack, Question
from rolequiz.pages.parts import EMPTY_CELL, Fact, Facts, Items, Page, Table, sections, table
from rolequiz.pages.result import headline, how_sure, lasting
from rolequiz.pages.sentences import EXPLORE, figure, quoted
from rolequiz.scoring import Result
from rolequiz.scoring.changes import Answer, Moved, Movement, Place

NOTHING_KEPT = "This is a what-if: your answers stay as they are, and nothing is saved."
STOPPED_EARLY = (
    "You stopped early. So few answers are enough only while they point clearly to one role, and "
    "these do not."
)
NOTHING_MOVES = "Nothing that a result shows: no rank, no fit, and not how sure it is."


def what_if_page(movement: Movement) -> Page:
    """Return a page about what would move with other answers."""
    before, after = movement.before, movement.after
    lead = [NOTHING_KEPT]
    if after.figures.responses.stopped and before.enough and not after.enough:
        lead.append(STOPPED_EARLY)
    result, roles = facts(movement), role_moves(movement)
    nothing = "" if result.facts or roles.rows else NOTHING_MOVES
    return Page(
        title=f"What if: {headline(after)}",
        lead=tuple(lead),
        sections=sections(
            ("What you change", (changes(after.pack, movement.changes),)),
            ("What would change", (result, roles, nothing)),
        ),
        note=EXPLORE,
        whose=after.respondent,
    )


def changes(pack: Pack, moved: list[Moved[Answer]]) -> Items:
    """List answers that have become others."""
    return Items(tuple(_changed(pack.question(move.after.question), move) for move in moved))


def _changed(question: Question, moved: Moved[Answer]) -> str:
    before, after = moved.before, moved.after
    words = [question.text]
    if before.option != after.option:
        now = "No answer" if after.option is None else quoted(question.option(after.option).text)
        was = "none" if before.option is None else quoted(question.option(before.option).text)
        words.append(f"{now} instead of {was}")
    if before.matters != after.matters and after.option is not None:
        words.append("(it counts double)" if after.matters else "(it no longer counts double)")
    return " ".join(words)


def facts(movement: Movement) -> Facts:
    """Say which role comes first, how sure that is, and which side: whatever of these moves."""
    return Facts(tuple(_facts(movement)))


def _facts(movement: Movement) -> Iterator[Fact]:
    before, after = movement.before, movement.after
    if headline(before) != headline(after):
        yield Fact("Result", f"{headline(after)}. Before: {headline(before)}.")
    was, now = lasting(before), lasting(after)
    if was != now and was and now:
        yield Fact("How sure", f"{how_sure(after)} Before: {was}.")
    if movement.side and _enough(movement):
        label = " or ".join(family.name for family in after.pack.families).capitalize()
        yield Fact(label, f"{_side(after)}. Before: {_side(before)}.")


def _side(result: Result) -> str:
    if side := result.families.side:
        return result.pack.family(side).name
    return "Neither" if len(result.pack.families) == 2 else "None of them"


def _enough(movement: Movement) -> bool:
    return movement.before.enough and movement.after.enough


def role_moves(movement: Movement) -> Table:
    """Return a row for each role whose place or fit moves by what is shown of it.

    There is none where too few answers keep one of the two results from showing fits.
    """
    rows = []
    for role, moved in movement.roles.items() if _enough(movement) else ():
        (place, fit), (place_before, fit_before) = map(_shown, (moved.after, moved.before))
        if (place, fit) != (place_before, fit_before):
            place_before = EMPTY_CELL if place == place_before else place_before
            fit_before = EMPTY_CELL if fit == fit_before else fit_before
            name = movement.after.pack.role(role).name
            rows.append((name, place, place_before, fit, fit_before))
    return table(("Role", "Place", "Before", "Fit", "Before"), rows)


def _shown(place: Place) -> tuple[str, str]:
    """Return the place and the fit of a role as they are shown."""
    return str(place.rank or "–"), "–" if place.fit is None else figure(place.fit)
