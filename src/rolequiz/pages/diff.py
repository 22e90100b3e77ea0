"""What has changed between two sheets of one person, and what of it could be chance."""

from __future__ import annotations

from collections.abc import Iterator

from rolequiz.pages.parts import Page, Part, Row, sections, table
from rolequiz.pages.sentences import EXPLORE, pole, poles, signed
from rolequiz.pages.what_if import changes, facts, role_moves
from rolequiz.problems import cut
from rolequiz.scoring.difference import Difference
from rolequiz.text import counted, listing

MOST_NAMED = 5
NOISE = (
    "People who answer twice differ by chance, too. A move is more than chance if it is over 2.73 "
    "times its standard error; about 1 in 12 people who have not changed still have such a move."
)
NAMED = "For the preference that you named beforehand, 1.96 times is enough."
NEW_LEADER = (
    "Another role comes first. That alone means little: it happens to about one in ten people who "
    "have not changed."
)


def diff_page(difference: Difference) -> Page:
    """Return a page about two sheets of one person."""
    movement, pack = difference.movement, difference.pack
    return Page(
        title=_title(difference),
        lead=tuple(_lead(difference)),
        sections=sections(
            ("Where you stand", _stands(difference)),
            ("The result", (facts(movement), role_moves(movement))),
            ("Answers that differ", (changes(pack, movement.changes),)),
        ),
        note=f"{_compared(difference)} {EXPLORE}",
        whose=difference.respondent,
    )


def _title(difference: Difference) -> str:
    if not difference.movement.changes:
        whole = difference.compared == difference.of
        return "The answers are the same both times" if whole else "No compared answer differs"
    if not difference.sure:
        return "The differences could be chance"
    towards = [
        pole(difference.pack.dimension(shift.dimension), shift.change or 0.0)
        for shift in difference.sure
    ]
    return f"You lean more to {listing(towards)} than before"


def _lead(difference: Difference) -> Iterator[str]:
    answers = len(difference.movement.changes)
    if not answers:
        return
    differ = f"{counted(answers, 'answer')} differ{'s' * (answers == 1)}"
    yield f"Of {counted(difference.compared, 'question')} compared, {differ}."
    if not difference.sure:
        yield "No preference has moved further than it could by chance."
        if difference.new_leader:
            yield NEW_LEADER


def _stands(difference: Difference) -> Iterator[Part]:
    """Say which preferences have moved, and which of that is more than noise."""
    rows, apart = [], []
    for shift in difference.shifts:
        name = poles(difference.pack.dimension(shift.dimension))
        before, after = _of_100(shift.before), _of_100(shift.after)
        if shift.change is None and (shift.before, shift.after) != (None, None):
            apart.append(name)
        elif before != after:
            verdict = "more than chance" if shift.sure else "could be chance"
            rows.append(Row((name, before, after, verdict), marked=shift.sure))
    yield table(("Preference", "Before", "Now", "Move"), rows)
    if rows:
        named = f" {NAMED}" if difference.about else ""
        yield f"Positions run from −100 (left pole) to +100 (right pole). {NOISE}{named}"
    if apart:
        yield f"Not compared, since they were answered on one day only: {listing(apart)}."


def _of_100(position: float | None) -> str:
    text = signed(100 * (position or 0.0), 0)
    return "0" if text == "+0" else text


def _compared(difference: Difference) -> str:
    text = f"Compared on {difference.compared} of {counted(difference.of, 'question')}"
    if difference.compared == difference.of:
        return f"{text}."
    if not difference.lost:
        return f"{text}: the others may not have been asked both times."
    names = [cut(id) for id in difference.lost[:MOST_NAMED]]
    more = len(difference.lost) - MOST_NAMED
    names += [f"{more} more"] if more > 0 else []
    return f"{text}: today's quiz does not ask {listing(names)}, or no longer has that answer."
