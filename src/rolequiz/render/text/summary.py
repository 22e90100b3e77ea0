"""Many people's results in a terminal: how many, how clear, which roles; each person if few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from rolequiz.model import Pack, Verdict
from rolequiz.render import Medium
from rolequiz.render.text.sheet import Sheet
from rolequiz.scoring import Figures
from rolequiz.wording import counted, listing, not_safely

MOST_SHOWN = 30
"""People, each on a line of their own."""

_NOBODY = {
    "close": "no single role: several are level",
    "flat": "no role stands out",
    "insufficient": "too few answers",
}


def batch(pack: Pack, people: Iterable[Figures], medium: Medium) -> Iterator[str]:
    """Yield a page, once all results are there."""
    verdicts: Counter[str] = Counter()
    first: Counter[str] = Counter()
    shown: list[tuple[str, str]] = []
    for found in people:
        verdicts[found.verdict] += 1
        first[_first(pack, found)] += 1
        if len(shown) < MOST_SHOWN:
            name = found.responses.respondent or f"Number {found.responses.place}"
            shown.append((name, _said(pack, found)))
    sheet = Sheet(medium)
    sheet.say(counted(verdicts.total(), "result") if verdicts else "No results")
    if verdicts:
        sheet.heading("How clear they are")
        _table(sheet, [(str(verdicts[each]), each) for each in get_args(Verdict)])
        sheet.heading("Which role fits best")
        names = [*(role.name for role in pack.roles), *_NOBODY.values()]
        _table(sheet, [(str(first[name]), name) for name in names if first[name]])
        _people(sheet, shown, verdicts.total())
    yield str(sheet)


def _first(pack: Pack, found: Figures) -> str:
    if found.recommendation is None:
        return _NOBODY[found.verdict]
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
    return _NOBODY[found.verdict]


def _people(sheet: Sheet, people: list[tuple[str, str]], total: int) -> None:
    if total <= MOST_SHOWN:
        sheet.heading("Person by person")
        for name, said in people:
            sheet.say(f"{name}: {said}")
    else:
        sheet.blank()
        sheet.say("--format csv writes a line for each person.")


def _table(sheet: Sheet, rows: list[tuple[str, str]]) -> None:
    column = max(len(count) for count, _ in rows)
    for count, name in rows:
        sheet.say(f"{count} {name}" if sheet.plain else name, f"{count.rjust(column)}  ")
