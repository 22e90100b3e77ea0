"""The JSON that scripts read: the result of docs/method.md in full precision, and the roles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from rolequiz import __version__
from rolequiz.model import Pack, Role
from rolequiz.scoring import (
    Answer,
    Difference,
    FamilyResult,
    Flip,
    Moved,
    Movement,
    Place,
    Position,
    Result,
    RoleResult,
    Shift,
)

SCHEMA_VERSION = 1


def result_json(result: Result) -> str:
    """Return the result as JSON of schemas/result.json; equal input gives equal bytes."""
    return dump(as_data(result))


def results_json(results: Iterable[Result]) -> Iterator[str]:
    """Yield a list of such results."""
    between = "["
    for result in results:
        yield f"{between}\n{result_json(result).rstrip()}"
        between = ","
    yield "\n]\n" if between == "," else "[]\n"


def what_if_json(found: Movement) -> str:
    """Return what would move as JSON of schemas/what-if.json."""
    moved = ("verdict", "recommendation", "stability", "side")
    return dump(
        {
            **_head(found.after.pack),
            "respondent": found.after.respondent,
            "changes": [_change(each, "from", "to") for each in found.changes],
            "before": as_data(found.before),
            "after": as_data(found.after),
            "moved": {
                "roles": [_role_moved(role, each) for role, each in found.roles.items()],
                **{name: _both(getattr(found, name)) for name in moved},
            },
        }
    )


def difference_json(found: Difference) -> str:
    """Return what has changed as JSON of schemas/diff.json."""
    before, after = found.before, found.after
    fits = {role.role: role.fit for role in before.roles}
    return dump(
        {
            **_head(found.pack),
            "respondent": found.respondent,
            "compared": {"questions": found.compared, "of": found.of, "lost": list(found.lost)},
            "about": found.about,
            "answers": [_change(each, "before", "after") for each in found.movement.changes],
            "dimensions": [_shift(each) for each in found.shifts],
            "roles": [
                {"id": each.role, "before": fits[each.role], "after": each.fit}
                for each in after.roles
            ],
            "verdict": _both(Moved(before.verdict, after.verdict)),
            "recommendation": _both(Moved(before.recommendation, after.recommendation)),
            "stability": _both(Moved(before.stability, after.stability)),
            "changed": bool(found.sure),
        }
    )


def _shift(shift: Shift) -> dict[str, object]:
    return {"id": shift.dimension, **{k: v for k, v in shift._asdict().items() if k != "dimension"}}


def _change(moved: Moved[Answer], was: str, now: str) -> dict[str, object]:
    before, after = moved.before, moved.after
    marks = {was: before.matters, now: after.matters}
    return {
        "question": after.question,
        was: before.option,
        now: after.option,
        "matters": marks if before.matters != after.matters else None,
    }


def _role_moved(role: str, moved: Moved[Place]) -> dict[str, object]:
    ranks = {"before": moved.before.rank, "after": moved.after.rank}
    return {"id": role, "before": moved.before.fit, "after": moved.after.fit, "rank": ranks}


def _both(moved: Moved[object] | None) -> dict[str, object] | None:
    return None if moved is None else {"before": moved.before, "after": moved.after}


def roles_json(pack: Pack, roles: Sequence[Role]) -> str:
    """Return the roles asked for, or all, with profile and card, under the keys of the YAML."""
    return dump({"roles": [_role(role) for role in roles or pack.roles]})


def as_data(result: Result) -> dict[str, object]:
    """Return a result as plain data, in the order in which its keys are published."""
    pack, responses = result.pack, result.figures.responses
    ids = [question.id for question in pack.questions]
    versus, flip = result.versus, result.flip
    return {
        **_head(pack),
        "respondent": result.respondent,
        "answers": {id: responses.answers[id] for id in ids if id in responses.answers},
        "matters": [id for id in ids if id in responses.matters],
        "stopped": responses.stopped,
        "answered": result.answered,
        "questions": result.questions,
        "verdict": result.verdict,
        "recommendation": result.recommendation,
        "contenders": list(result.contenders),
        "stability": result.stability,
        "side": result.families.side,
        "families": [_family(pack, family) for family in result.families.ranking],
        "dimensions": [_position(pack, place) for place in result.dimensions],
        "roles": [_role_result(pack, role) for role in result.roles],
        "reasons": {
            "for": [reason._asdict() for reason in result.reasons_for],
            "against": [reason._asdict() for reason in result.reasons_against],
            "versus": versus and {"role": versus.role, "points": dict(versus.points)},
        },
        "flip": flip and _flip(flip),
    }


def _head(pack: Pack) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "pack": quiz(pack),
    }


def quiz(pack: Pack) -> dict[str, object]:
    """Return which quiz it was."""
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


def _family(pack: Pack, family: FamilyResult) -> dict[str, object]:
    name = pack.family(family.family).name
    return {"id": family.family, "name": name, "fit": family.fit, "stability": family.stability}


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


def _role(role: Role) -> dict[str, object]:
    card = asdict(role.card)
    return {
        "id": role.id,
        "name": role.name,
        "summary": role.summary,
        "family": role.family or None,
        "profile": dict(role.profile),
        **{"try" if field == "try_next" else field: texts for field, texts in card.items()},
    }


def dump(data: object) -> str:
    """Return data as JSON that reads well and ends in a newline."""
    # ASCII only: nothing in it can steer a terminal, and no encoding can spoil it
    return json.dumps(data, ensure_ascii=True, indent=2, allow_nan=False) + "\n"
