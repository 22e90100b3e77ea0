"""Many people's results at a glance: how clear, which roles; each person if they are few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from rolequiz.model import Pack, Verdict
from rolequiz.pages.parts import Page, Part, Row, Section, Table, tally
from rolequiz.pages.sentences import not_safely
from rolequiz.scoring import Figures
from rolequiz.wording import counted, listing

MOST_SHOWN = 30
"""People, each on a line of their own."""
NO_ROLE = {
    "close": "no single role: several are level",
    "flat": "no role stands out",
    "insufficient": "too few answers",
}


def summary_page(pack: Pack, people: Iterable[Figures]) -> Page:
    """Return a page about all results; a line about each person is there if they are few."""
    verdicts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    shown: list[tuple[str, str]] = []
    for found in people:
        verdicts[found.verdict] += 1
        first[_first(pack, found)] += 1
        if len(shown) < MOST_SHOWN:
            name = found.responses.respondent or f"Number {found.responses.place}"
            shown.append((name, _said(pack, found)))
    if not verdicts:
        return Page("No results")
    names = [*(role.name for role in pack.roles), *NO_ROLE.values()]
    return Page(
        counted(verdicts.total(), "result"),
        sections=(
            Section(
                "How clear they are",
                (tally("Result", ((name, verdicts[name]) for name in get_args(Verdict))),),
            ),
            Section(
                "Which role fits best",
                (tally("Result", ((name, first[name]) for name in names if first[name])),),
            ),
            _people(shown, verdicts.total()),
        ),
    )


def _people(people: list[tuple[str, str]], total: int) -> Section:
    part: Part = "--format csv writes a line for each person."
    if total <= MOST_SHOWN:
        part = Table("", ("Name", "Result"), tuple(map(Row, people)), figures=False)
    return Section("Person by person", (part,))


def _first(pack: Pack, found: Figures) -> str:
    if found.recommendation is None:
        return NO_ROLE[found.verdict]
    return pack.role(found.recommendation).name


def _said(pack: Pack, found: Figures) -> str:
    names = [pack.role(id).name for id in found.contenders]
    match found.verdict:
        case "clear":
            return names[0]
        case "close" if len(names) > 1:
            return f"between {listing(names)}"
        case "leaning" | "close":
            return not_safely(names[0], names[1:])
    return NO_ROLE[found.verdict]
