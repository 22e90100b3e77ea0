"""The JSON that scripts read: the result of docs/method.md in full precision, and the roles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rolequiz import __version__
from rolequiz.model import Flip, Pack, Position, Reason, Role, RoleResult
from rolequiz.render import Medium, Page
from rolequiz.render.cards import HEADINGS

if TYPE_CHECKING:  # a result needs none of these
    from rolequiz.audit import Audit, Estimate, Figure
    from rolequiz.audit.sheets import SheetsAudit
    from rolequiz.problems import Problem
    from rolequiz.render.check_page import Checked

SCHEMA_VERSION = 1


def result(page: Page, medium: Medium) -> str:
    """Return the result as JSON of schemas/result.json; equal input gives equal bytes."""
    return dump(as_data(page))


def roles(pack: Pack, roles: Sequence[Role], medium: Medium) -> str:
    """Return the roles asked for, or all, with profile and card, under the keys of the YAML."""
    return dump({"roles": [_role(role) for role in roles or pack.roles]})


def check(checked: Checked, medium: Medium) -> str:
    """Return what was found out about a quiz, in full precision."""
    pack, audit = checked.pack, checked.audit
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool_version": __version__,
            "pack": pack and _pack(pack),
            "problems": [_problem(problem) for problem in checked.problems],
            "audit": audit and _audit(audit),
            "sheets": checked.sheets and _sheets(checked.sheets),
        }
    )


def as_data(page: Page) -> dict[str, object]:
    """Return a result as plain data, in the order in which its keys are published."""
    pack, responses, result = page
    ids = [question.id for question in pack.questions]
    versus, flip = result.versus, result.flip
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "pack": _pack(pack),
        "respondent": result.respondent,
        "answers": {id: responses.answers[id] for id in ids if id in responses.answers},
        "matters": [id for id in ids if id in responses.matters],
        "answered": result.answered,
        "questions": result.questions,
        "verdict": result.verdict,
        "recommendation": result.recommendation,
        "contenders": list(result.contenders),
        "stability": result.stability,
        "dimensions": [_position(pack, place) for place in result.dimensions],
        "roles": [_role_result(pack, role) for role in result.roles],
        "reasons": {
            "for": [_reason(reason) for reason in result.reasons_for],
            "against": [_reason(reason) for reason in result.reasons_against],
            "versus": versus and {"role": versus.role, "points": dict(versus.points)},
        },
        "flip": flip and _flip(flip),
    }


def _pack(pack: Pack) -> dict[str, object]:
    return {"title": pack.title, "version": pack.version, "hash": pack.hash}


def _position(pack: Pack, place: Position) -> dict[str, object]:
    dimension = pack.dimension(place.dimension)
    return {
        "id": dimension.id,
        "low": dimension.low,
        "high": dimension.high,
        "position": place.position,
        "answered": place.answered,
    }


def _flip(flip: Flip) -> dict[str, object]:
    changes = [
        {"question": change.question, "from": change.from_, "to": change.to}
        for change in flip.changes
    ]
    return {"role": flip.role, "changes": changes, "leader": flip.leader}


def _role_result(pack: Pack, role: RoleResult) -> dict[str, object]:
    return {
        "id": role.role,
        "name": pack.role(role.role).name,
        "fit": role.fit,
        "match": role.match,
        "ahead": role.ahead,
        "changes_needed": role.changes_needed,
        "by_dimension": dict(role.by_dimension),
        "by_answer": dict(role.by_answer),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {"question": reason.question, "answer": reason.answer, "points": reason.points}


def _role(role: Role) -> dict[str, object]:
    card: dict[str, object] = {field: getattr(role.card, field) for field in HEADINGS}
    card["confused_with"] = dict(role.card.confused_with)
    return {
        "id": role.id,
        "name": role.name,
        "summary": role.summary,
        "profile": dict(role.profile),
        **{"try" if field == "try_next" else field: card[field] for field in card},
    }


# --- What was found out about a quiz ----------------------------------------------------------


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
        "excerpt": problem.excerpt,
    }


def _audit(audit: Audit) -> dict[str, object]:
    return {
        "respondents": audit.respondents,
        "figures": [_figure(figure) for figure in audit.figures],
        "roles": [
            {
                "id": role.role,
                "chance": _estimate(role.chance),
                "first": _estimate(role.first),
                "first_two": _estimate(role.first_two),
                "mistaken_for": role.mistaken,
                "mistaken": _estimate(role.mistaken_share),
            }
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
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "name": figure.name,
        "about": figure.about,
        **(_estimate(figure.estimate) if figure.estimate else {"value": None}),
        "bound": figure.bound,
        "target": figure.target,
        "passed": figure.passed,
        "causes": [] if figure.passed else list(figure.causes),
    }


def _estimate(estimate: Estimate) -> dict[str, object]:
    return {"value": estimate.value, "standard_error": estimate.error or None}


def _sheets(found: SheetsAudit) -> dict[str, object]:
    return {
        "people": found.people,
        "first": _estimate(found.first),
        "first_two": _estimate(found.first_two),
        "clear": found.clear,
        "clear_right": _estimate(found.clear_right),
        "roles": [
            {
                "id": role.role,
                "people": role.people,
                "first": _estimate(role.first),
                "first_two": _estimate(role.first_two),
                "leaders": dict(role.leaders),
            }
            for role in found.roles
        ],
        "options": [
            {
                "question": option.question,
                "option": option.option,
                "share": _estimate(option.share),
                "by_role": dict(option.by_role),
                "lopsided": option.lopsided,
                "dead": option.dead,
            }
            for option in found.options
        ],
        "dimensions": [
            {
                "id": spread.dimension,
                "mean": spread.mean,
                "between": spread.between,
                "within": spread.within,
            }
            for spread in found.dimensions
        ],
    }


def dump(data: object) -> str:
    """Return data as JSON that reads well and ends in a newline."""
    # ASCII only: nothing in it can steer a terminal, and no encoding can spoil it
    return json.dumps(data, ensure_ascii=True, indent=2, allow_nan=False) + "\n"
