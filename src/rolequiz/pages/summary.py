"""Many people's results at a glance: how clear, which roles; each person if they are few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from rolequiz.model import Pack, Verdict
from rolequiz.pages.parts import Page, Part, sections, table, tally
from rolequiz.pages.sentences import not_safely
from rolequiz.scoring import Figures
from rolequiz.text import counted, listing

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
    rows: list[tuple[str, str]] = []
    for figures in people:
        verdicts[figures.verdict] += 1
        role = figures.recommendation
        first[NO_ROLE[figures.verdict] if role is None else pack.role(role).name] += 1
        if len(rows) < MOST_SHOWN:
            name = figures.responses.respondent or f"Number {figures.responses.place}"
            rows.append((name, _in_words(pack, figures)))
    total = verdicts.total()
    if not total:
        return Page("No results")
    names = [*(role.name for role in pack.roles), *NO_ROLE.values()]
    clear = tally("Result", ((name, verdicts[name]) for name in get_args(Verdict)))
    fits = tally("Result", ((name, first[name]) for name in names if first[name]))
    people_part: Part = "--format csv writes a line for each person."
    if total <= MOST_SHOWN:
        people_part = table(("Name", "Result"), rows, figures=False)
    return Page(
        counted(total, "result"),
        sections=sections(
            ("How clear they are", (clear,)),
            ("Which role fits best", (fits,)),
            ("Person by person", (people_part,)),
        ),
    )


def _in_words(pack: Pack, figures: Figures) -> str:
    names = [pack.role(id).name for id in figures.contenders]
    match figures.verdict:
        case "clear":
            return names[0]
        case "close" if len(names) > 1:
            return f"between {listing(names)}"
        case "leaning" | "close":
            return not_safely(names[0], names[1:])
    return NO_ROLE[figures.verdict]
