"""Reports on a group or on a quiz as the JSON that scripts read.

`rolequiz schema report` describes that on a group.
"""

from __future__ import annotations

from rolequiz.audit import Audit, DimensionAudit, Estimate, FamilyAudit, Figure, RoleAudit
from rolequiz.audit.sheets import DimensionSheets, OptionSheets, RoleSheets, SheetsAudit
from rolequiz.group import GroupReport
from rolequiz.group.model import Average, Count, Moves, QuestionCounts, Spread
from rolequiz.model import Pack
from rolequiz.pages.check import ABOUT, Checked, causes
from rolequiz.pages.group import debrief
from rolequiz.problems import Problem
from rolequiz.render.json import dump, head

LONGEST_EXCERPT = 1000
"""Characters; a line can be as long as its file, and have many problems."""


def report_json(report: GroupReport) -> str:
    """Return what can be told of a group as JSON of schemas/report.json."""
    pack = report.pack
    return dump(
        {
            **head(pack),
            "least": report.least,
            "people": report.people,
            "unfinished": report.unfinished,
            "verdicts": [_count(count, "verdicts") for count in report.verdicts],
            "leaders": [_count(count, "roles") for count in report.leaders],
            "roles": [
                {
                    "id": role.role,
                    "name": pack.role(role.role).name,
                    "contends": role.contends,
                    **_average("mean_fit", role.fit),
                }
                for role in report.roles
            ],
            "dimensions": [_spread(report, spread) for spread in report.dimensions],
            "split": [_question_counts(report, asked) for asked in report.split],
            "agreed": [_question_counts(report, asked) for asked in report.agreed],
            "contested": report.contested and report.contested._asdict(),
            "debrief": list(debrief(report)) if report.enough else [],
            "moves": report.moves and _moves(report.moves),
            "talks": None if report.talks is None else [talk._asdict() for talk in report.talks],
            "sides": [_count(count, "families") for count in report.sides],
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
        **_average("mean", spread.mean),
        **_average("median", spread.median),
        "unplaced": spread.unplaced,
        "bins": [{"from": bin.low, "to": bin.high, "people": bin.people} for bin in spread.bins],
    }


def _question_counts(report: GroupReport, asked: QuestionCounts) -> dict[str, object]:
    return {
        "question": asked.question,
        "text": report.pack.question(asked.question).text,
        "most": asked.most,
        "answers": [_count(count, "answers") for count in asked.answers],
    }


def _moves(moves: Moves) -> dict[str, object]:
    return {
        "leaders": [_count(count, "leaders") for count in moves.leaders],
        "sureness": [_count(count, "sureness") for count in moves.sureness],
        "dimensions": {id: mean.value for id, mean in moves.dimensions.items()},
        "margins": {id: mean.margin for id, mean in moves.dimensions.items()},
    }


def _average(name: str, average: Average | None) -> dict[str, object]:
    value, margin = average or (None, None)
    return {name: value, f"{name}_margin": margin}


# --- A quiz -----------------------------------------------------------------------------------


def check_json(checked: Checked) -> str:
    """Return the problems and figures of a quiz, in full precision."""
    return dump(
        {
            **head(checked.pack),
            "problems": [_problem(problem) for problem in checked.problems],
            "audit": checked.audit and _audit(checked.audit),
            "sheets": checked.sheets and _sheets(checked.sheets),
        }
    )


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.source,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
        "path": problem.path,
        "excerpt": problem.excerpt[:LONGEST_EXCERPT],
    }


def _audit(audit: Audit) -> dict[str, object]:
    return {
        "respondents": audit.respondents,
        "figures": [_figure(audit.pack, figure) for figure in audit.figures],
        "dimensions": [_fields(dimension, dimension="id") for dimension in audit.dimensions],
        "roles": [
            _fields(role, role="id", mistaken="mistaken_for", mistaken_share="mistaken")
            for role in audit.roles
        ],
        "questions": [
            {
                "id": question.question,
                "mean": question.mean,
                "separates": [
                    {"roles": list(pair), "gap": gap} for pair, gap in question.separates.items()
                ],
            }
            for question in audit.questions
        ],
        "families": [
            {**_fields(family, family="id"), "right": _estimate(family.right)}
            for family in audit.families
        ],
    }


def _figure(pack: Pack, figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "about": ABOUT[figure.name],
        **_estimate(figure.estimate),
        "bound": figure.bound,
        "target": figure.target,
        "passed": figure.passed,
        "causes": [] if figure.passed else list(causes(pack, figure)),
    }


def _estimate(estimate: Estimate | None) -> dict[str, object]:
    """Return a figure; None if nothing was measured, and no error if nothing was drawn."""
    value, error = estimate or (None, None)
    return {"value": value, "standard_error": error or None}


def _sheets(audit: SheetsAudit) -> dict[str, object]:
    return {
        "people": audit.people,
        "first": _estimate(audit.first),
        "first_two": _estimate(audit.first_two),
        "clear": audit.clear,
        "clear_right": _estimate(audit.clear_right),
        "roles": [_fields(role, role="id") for role in audit.roles],
        "options": [
            {
                **_fields(option),
                "share": _estimate(option.share),
                "lopsided": option.lopsided,
                "dead": option.dead,
            }
            for option in audit.options
        ],
        "dimensions": [_fields(dimension, dimension="id") for dimension in audit.dimensions],
    }


def _fields(
    audited: DimensionAudit | RoleAudit | FamilyAudit | RoleSheets | OptionSheets | DimensionSheets,
    **published: str,
) -> dict[str, object]:
    """Return all fields, some under the other names by which they are published."""
    return {
        published.get(field, field): _estimate(value) if isinstance(value, Estimate) else value
        for field, value in audited._asdict().items()
    }
