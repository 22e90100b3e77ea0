"""Figures of many people → one GroupReport: what a room can say of itself, and nobody's secrets.

model.py       what is told, as data
person.py      what is kept of each person
disclosure.py  what may be told without betraying anybody
figures.py     the figures, asked of disclosure.py one after another
"""

from __future__ import annotations

from collections.abc import Iterable

from rolequiz.group.disclosure import LEAST, ReleasedTables
from rolequiz.group.figures import filled, talks
from rolequiz.group.model import Asked, Average, Bin, Count, GroupReport, Id, Moves, Spread
from rolequiz.group.person import GroupData, Person
from rolequiz.model import Pack
from rolequiz.scoring import Figures

__all__ = [
    "LEAST",
    "Asked",
    "Average",
    "Bin",
    "Count",
    "GroupReport",
    "Id",
    "Moves",
    "Spread",
    "group_report",
]


def group_report(
    pack: Pack,
    people: Iterable[Figures],
    before: Iterable[Figures] | None = None,
    *,
    named: bool = False,
    show_small: bool = False,
) -> GroupReport:
    """Return what can be told of people who took the quiz, and of what moved since `before`.

    `named` adds who would gain from a conversation; `show_small` shows all counts, without names.
    The people may be any number: of each only a few figures are kept.
    """
    earlier = None if before is None else map(Person.of, before)
    return report_on(pack, GroupData.of(people), earlier, named=named, show_small=show_small)


def report_on(
    pack: Pack,
    kept: GroupData,
    before: Iterable[Person] | None = None,
    *,
    named: bool = False,
    show_small: bool = False,
) -> GroupReport:
    """Return the same of what was kept of these people."""
    room = [person for person in kept.people if person.verdict != "insufficient"]
    least = 1 if show_small else LEAST
    unfinished = len(kept.people) - len(room)
    report = GroupReport(
        pack=pack,
        least=least,
        people=len(room),
        unfinished=unfinished if unfinished >= least else None,
        talks=talks(kept.people) if named else None,
    )
    if not report.enough:
        return report
    return filled(report, ReleasedTables(room, least), kept.points, before)
