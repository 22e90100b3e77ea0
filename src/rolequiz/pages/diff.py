"""What has changed between two sheets of one person, and what of it could be chance."""

from __future__ import annotations

from collections.abc import Iterator

from rolequiz.model import Dimension, Pack
from rolequiz.pages.parts import Page, Part, Row, Table, sections
from rolequiz.pages.sentences import EXPLORE, pole, poles, signed
from rolequiz.pages.what_if import changes, facts, role_moves
from rolequiz.problems import cut
from rolequiz.scoring.difference import Difference, Shift
from rolequiz.wording import counted, listing

MOST_NAMED = 5
NOISE = (
    "People who answer twice differ by chance, too. A move is more than chance where it is over "
    "2.73 times its standard error; about 1 in 12 people who have not changed have one somewhere."
)
NAMED = "For the preference that you named beforehand, 1.96 times is enough."
NEW_LEADER = (
    "Another role comes first. That alone means little: it happens to about one in ten people who "
    "have not changed."
)


def diff_page(found: Difference) -> Page:
    """Return a page about two sheets of one person."""
    answers = found.movement.changes
    return Page(
        title=_title(found),
        lead=tuple(_lead(found, len(answers))),
        sections=sections(
            ("Where you stand", _stands(found)),
            ("The result", _result(found)),
            ("Answers that differ", (changes(found.pack, answers),)),
        ),
        note=f"{_compared(found)} {EXPLORE}",
        whose=found.respondent,
    )


def _title(found: Difference) -> str:
    if not found.movement.changes:
        whole = found.compared == found.of
        return "Both sheets have the same answers" if whole else "No answer compared differs"
    if not found.sure:
        return "What differs could be chance"
    towards = [_towards(found.pack, shift) for shift in found.sure]
    return f"You lean more to {listing(towards)} than before"


def _towards(pack: Pack, shift: Shift) -> str:
    return pole(pack.dimension(shift.dimension), shift.change or 0.0)


def _lead(found: Difference, answers: int) -> Iterator[str]:
    if not answers:
        return
    differ = f"{counted(answers, 'answer')} differ{'s' * (answers == 1)}"
    yield f"Of {counted(found.compared, 'question')} compared, {differ}."
    if not found.sure:
        yield "No preference has moved by more than the questions' own noise."
        if found.new_leader:
            yield NEW_LEADER


def _stands(found: Difference) -> Iterator[Part]:
    """Say which preferences have moved, and which of that is more than noise."""
    moved = [each for each in found.shifts if each.change is not None and _shown(each)]
    yield Table(
        "",
        ("Preference", "Before", "Now", "Move"),
        tuple(_row(found.pack.dimension(each.dimension), each) for each in moved),
    )
    if moved:
        yield "Positions run from −100 to +100, the pole on the right. " + NOISE + _named(found)
    apart = [
        poles(found.pack.dimension(each.dimension))
        for each in found.shifts
        if each.change is None and (each.before, each.after) != (None, None)
    ]
    if apart:
        yield f"Answered on one day only, and so not compared: {listing(apart)}."


def _named(found: Difference) -> str:
    return f" {NAMED}" if found.about else ""


def _shown(shift: Shift) -> bool:
    return _hundred(shift.before) != _hundred(shift.after)


def _hundred(position: float | None) -> str:
    shown = signed(100 * (position or 0.0), 0)
    return "0" if shown == "+0" else shown


def _row(dimension: Dimension, shift: Shift) -> Row:
    verdict = "more than chance" if shift.sure else "could be chance"
    places = (_hundred(shift.before), _hundred(shift.after), verdict)
    return Row((poles(dimension), *places), marked=shift.sure)


def _result(found: Difference) -> Iterator[Part]:
    yield facts(found.movement)
    yield role_moves(found.movement)


def _compared(found: Difference) -> str:
    said = f"Compared on {found.compared} of {counted(found.of, 'question')}"
    if found.compared == found.of:
        return f"{said}."
    if not found.lost:
        return f"{said}, those that both sheets have."
    names = [cut(id) for id in found.lost[:MOST_NAMED]]
    names += [f"{len(found.lost) - MOST_NAMED} more"] if len(found.lost) > MOST_NAMED else []
    return f"{said}: today's quiz does not ask {listing(names)}, or with other answers."
