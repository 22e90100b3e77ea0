"""What a quiz makes of sheets of people whose job is known, as lines of docs/method.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from rolequiz.model import Pack, Responses
from rolequiz.scoring import Scorer

DATA = Path(__file__).parent / "data"


class Outcome(NamedTuple):
    """What came out for one sheet."""

    job: str
    ranking: list[str]
    verdict: str
    stability: float | None


class Tally(NamedTuple):
    """How many of the people came out how."""

    sheets: int
    first: int
    two: int
    clear: int
    right: int

    def shares(self) -> tuple[float, float, float]:
        """Own role first, among the first two, and clear verdicts that name it."""
        return self.first / self.sheets, self.two / self.sheets, self.right / self.clear


def records(name: str) -> list[dict[str, Any]]:
    """The records of a file in tests/data."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def jobs(name: str) -> dict[str, str]:
    """Which job everybody in a file of people holds."""
    return {each["id"]: each["role"] for each in records(name)}


def outcomes(pack: Pack, names: Iterable[str], people: str = "") -> list[Outcome]:
    """Score the sheets of some files, which name the jobs themselves, or else `people` does."""
    known, scorer, found = jobs(people) if people else {}, Scorer(pack), []
    for sheet in (each for name in names for each in records(name)):
        answers = {id: answer for id, answer in sheet["answers"].items() if answer is not None}
        figures = scorer.figures(Responses(answers))
        ranking = [standing.role for standing in figures.ranking]
        job = sheet.get("role") or known[sheet["respondent"]]
        found.append(Outcome(job, ranking, figures.verdict, figures.stability))
    return found


def tally(found: list[Outcome]) -> Tally:
    """Count them."""
    first = sum(each.ranking[0] == each.job for each in found)
    two = sum(each.job in each.ranking[:2] for each in found)
    clear = [each.ranking[0] == each.job for each in found if each.verdict == "clear"]
    return Tally(len(found), first, two, len(clear), sum(clear))


def row(title: str, found: list[Outcome]) -> str:
    """A line of a table of people."""
    count, (first, two, right) = tally(found), tally(found).shares()
    clear = f"{count.right} of {count.clear} ({right:.0%})"
    shares = f"{count.first} ({first:.0%}) | {count.two} ({two:.0%})"
    return f"| {title} | {count.sheets} | {shares} | {clear} |"


def by_role(pack: Pack, *groups: list[Outcome]) -> list[str]:
    """The lines of a table of roles: found how often in each group, and taken for which in all."""
    lines = []
    for role in pack.roles:
        mine = [[each.ranking[0] for each in group if each.job == role.id] for group in groups]
        cells = [f"{leaders.count(role.id)} of {len(leaders)}" for leaders in mine]
        others = Counter(id for leaders in mine for id in leaders if id != role.id)
        first = sorted(others.items(), key=lambda item: (-item[1], pack.role(item[0]).name))[:3]
        taken = ", ".join(f"{pack.role(id).name} {count}" for id, count in first) or "–"
        lines.append(f"| {role.name} | {' | '.join(cells)} | {taken} |")
    return lines
