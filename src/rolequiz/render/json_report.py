"""A group report as the JSON that scripts read; `rolequiz schema report` describes it."""

from __future__ import annotations

from rolequiz import __version__
from rolequiz.group import Asked, Count, GroupReport, Moves, Spread
from rolequiz.render import Medium
from rolequiz.render.briefing import debrief
from rolequiz.render.json import SCHEMA_VERSION, dump


def report(report: GroupReport, medium: Medium) -> str:
    """Return what can be told of a group as JSON of schemas/report.json."""
    pack = report.pack
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool_version": __version__,
            "pack": {"title": pack.title, "version": pack.version, "hash": pack.hash},
            "least": report.least,
            "people": report.people,
            "unfinished": report.unfinished,
            "verdicts": [_count(each, "verdicts") for each in report.verdicts],
            "leaders": [_count(each, "roles") for each in report.leaders],
            "roles": [
                {
                    "id": each.role,
                    "name": pack.role(each.role).name,
                    "contends": each.contends,
                    "mean_fit": each.fit,
                }
                for each in report.roles
            ],
            "dimensions": [_spread(report, each) for each in report.dimensions],
            "split": [_asked(report, each) for each in report.split],
            "agreed": [_asked(report, each) for each in report.agreed],
            "contested": report.contested and report.contested._asdict(),
            "debrief": list(debrief(report)) if report.enough else [],
            "moves": report.moves and _moves(report.moves),
            "talks": None if report.talks is None else [talk._asdict() for talk in report.talks],
        }
    )


def _count(count: Count, of: str) -> dict[str, object]:
    return {of: list(count.ids), "people": count.people}


def _spread(report: GroupReport, spread: Spread) -> dict[str, object]:
    dimension = report.pack.dimension(spread.dimension)
    return {
        "id": dimension.id,
        "low": dimension.low,
        "high": dimension.high,
        "mean": spread.mean,
        "median": spread.median,
        "bins": [
            {"from": each.low, "to": each.high, "people": each.people, "missing": each.missing}
            for each in spread.bins
        ],
    }


def _asked(report: GroupReport, asked: Asked) -> dict[str, object]:
    return {
        "question": asked.question,
        "text": report.pack.question(asked.question).text,
        "most": asked.most,
        "answers": [_count(each, "answers") for each in asked.answers],
    }


def _moves(moves: Moves) -> dict[str, object]:
    return {
        "leaders": [_count(each, "leaders") for each in moves.leaders],
        "sureness": [_count(each, "sureness") for each in moves.sureness],
        "dimensions": dict(moves.dimensions),
    }
