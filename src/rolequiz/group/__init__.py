"""Figures of many people → one GroupReport, which tells nothing of one to four of them.

model.py       the report, as data
person.py      what is kept of each person
disclosure.py  which tables may be released
figures.py     the figures of the report, released one after another
"""

from __future__ import annotations

from collections.abc import Iterable

from rolequiz.group.disclosure import LEAST, ReleasedTables
from rolequiz.group.figures import filled, talks
from rolequiz.group.model import GroupReport
from rolequiz.group.person import GroupData, Person
from rolequiz.model import Pack
from rolequiz.scoring import Figures

__all__ = ["LEAST", "GroupReport", "group_report", "report_on"]


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
    There may be any number of people: only a few figures of each are kept.
    """
    earlier = None if before is None else map(Person.of, before)
    return report_on(pack, GroupData.of(people), earlier, named=named, show_small=show_small)


def report_on(
    pack: Pack,
    group: GroupData,
    before: Iterable[Person] | None = None,
    *,
    named: bool = False,
    show_small: bool = False,
) -> GroupReport:
    """Return a report as `group_report` does, from what was kept of these people."""
    people = [person for person in group.people if person.verdict != "insufficient"]
    least = 1 if show_small else LEAST
    unfinished = len(group.people) - len(people)
    report = GroupReport(
        pack=pack,
        least=least,
        people=len(people),
        unfinished=unfinished if unfinished >= least else None,
        talks=talks(group.people) if named else None,
    )
    if not report.enough:
        return report
    return filled(report, ReleasedTables(people, least), group.points, before)
