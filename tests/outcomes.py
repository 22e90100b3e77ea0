"""How well a quiz finds the jobs of people whose job is known, as lines of docs/method.md."""

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
    """The result of one respondent."""

    job: str
    ranking: list[str]
    verdict: str
    stability: float | None


class Tally(NamedTuple):
    """Counts of outcomes."""

    sheets: int
    first: int
    two: int
    clear: int
    right: int

    def shares(self) -> tuple[float, float, float]:
        """Return the shares with their role first, in the first two, and right if clear."""
        return self.first / self.sheets, self.two / self.sheets, self.right / self.clear


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of a file in tests/data."""
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def jobs(name: str) -> dict[str, str]:
    """Return the job of everybody in a file of people."""
    return {each["id"]: each["role"] for each in records(name)}


def outcomes(pack: Pack, names: Iterable[str], people: str = "") -> list[Outcome]:
    """Score the answers in some files; these name the jobs, or else the file `people` does."""
    known, scorer, results = jobs(people) if people else {}, Scorer(pack), []
    for sheet in (each for name in names for each in records(name)):
        answers = {id: answer for id, answer in sheet["answers"].items() if answer is not None}
        figures = scorer.figures(Responses(answers))
        ranking = [standing.role for standing in figures.ranking]
        job = sheet.get("role") or known[sheet["respondent"]]
        results.append(Outcome(job, ranking, figures.verdict, figures.stability))
    return results


def tally(results: list[Outcome]) -> Tally:
    """Count outcomes."""
    first = sum(each.ranking[0] == each.job for each in results)
    two = sum(each.job in each.ranking[:2] for each in results)
    clear = [each.ranking[0] == each.job for each in results if each.verdict == "clear"]
    return Tally(len(results), first, two, len(clear), sum(clear))


def row(title: str, results: list[Outcome]) -> str:
    """Return a line of a table of people."""
    count, (first, two, right) = tally(results), tally(results).shares()
    clear = f"{count.right} of {count.clear} ({right:.0%})"
    shares = f"{count.first} ({first:.0%}) | {count.two} ({two:.0%})"
    return f"| {title} | {count.sheets} | {shares} | {clear} |"


def by_role(pack: Pack, *groups: list[Outcome]) -> list[str]:
    """Return a table: how often people of each role got it, by group, and what they got instead."""
    lines = []
    for role in pack.roles:
        mine = [[each.ranking[0] for each in group if each.job == role.id] for group in groups]
        cells = [f"{leaders.count(role.id)} of {len(leaders)}" for leaders in mine]
        others = Counter(id for leaders in mine for id in leaders if id != role.id)
        first = sorted(others.items(), key=lambda item: (-item[1], pack.role(item[0]).name))[:3]
        taken = ", ".join(f"{pack.role(id).name} {count}" for id, count in first) or "–"
        lines.append(f"| {role.name} | {' | '.join(cells)} | {taken} |")
    return lines
