"""The JSON that scripts read: the result of docs/method.md in full precision, and the roles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from rolequiz import __version__
from rolequiz.model import Pack, Role
from rolequiz.render import RenderOptions
from rolequiz.scoring import Between, Figures, Position, Result, RoleResult, result_of

if TYPE_CHECKING:
    from rolequiz.scoring.changes import Answer, Moved, Movement
    from rolequiz.scoring.difference import Difference

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


def batch(pack: Pack, people: Iterable[Figures], options: RenderOptions) -> Iterator[str]:
    """Yield JSON Lines: the result of each person on a line of its own."""
    encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode
    for figures in people:
        yield encode(as_data(result_of(figures))) + "\n"


def roles_json(
    pack: Pack, roles: Sequence[Role], positions: Sequence[float | None] | None = None
) -> str:
    """Return the roles asked for, or all, as JSON of schemas/cards.json.

    Profile and card stand under the keys of the YAML, beside somebody's positions (−1…1) if given.
    """
    data: dict[str, object] = {"roles": [_role(role) for role in roles or pack.roles]}
    if positions is not None:
        ids = (dimension.id for dimension in pack.dimensions)
        data["positions"] = dict(zip(ids, positions, strict=True))
    return dump(data)


def why_json(pack: Pack, between: Between) -> str:
    """Return why one role rather than another, as JSON of schemas/why.json."""
    return dump({"schema_version": SCHEMA_VERSION, "pack": _quiz(pack), **between._asdict()})


def what_if_json(movement: Movement) -> str:
    """Return what other answers would move, as JSON of schemas/what-if.json."""
    before, after = movement.before, movement.after
    singles = ("verdict", "recommendation", "stability", "side")
    moved: dict[str, Moved[object] | None] = {name: getattr(movement, name) for name in singles}
    return dump(
        {
            **head(after.pack),
            "respondent": after.respondent,
            "changes": [_change(change, "from", "to") for change in movement.changes],
            "before": as_data(before),
            "after": as_data(after),
            "moved": {
                "roles": [
                    {
                        "id": role,
                        "before": was.fit,
                        "after": now.fit,
                        "rank": {"before": was.rank, "after": now.rank},
                    }
                    for role, (was, now) in movement.roles.items()
                ],
                **{name: both and both._asdict() for name, both in moved.items()},
            },
        }
    )


def difference_json(difference: Difference) -> str:
    """Return what has changed between two days, as JSON of schemas/diff.json."""
    before, after = difference.before, difference.after
    fits = {role.role: role.fit for role in before.roles}
    shifts = [shift._asdict() for shift in difference.shifts]
    return dump(
        {
            **head(difference.pack),
            "respondent": difference.respondent,
            "compared": {
                "questions": difference.compared,
                "of": difference.of,
                "lost": list(difference.lost),
            },
            "about": difference.about,
            "answers": [
                _change(change, "before", "after") for change in difference.movement.changes
            ],
            "dimensions": [{"id": shift.pop("dimension")} | shift for shift in shifts],
            "roles": [
                {"id": role.role, "before": fits[role.role], "after": role.fit}
                for role in after.roles
            ],
            **{
                name: {"before": getattr(before, name), "after": getattr(after, name)}
                for name in ("verdict", "recommendation", "stability")
            },
            "changed": bool(difference.sure),
        }
    )


def _change(moved: Moved[Answer], was: str, now: str) -> dict[str, object]:
    before, after = moved.before, moved.after
    marks = {was: before.matters, now: after.matters}
    return {
        "question": after.question,
        was: before.option,
        now: after.option,
        "matters": marks if before.matters != after.matters else None,
    }


def as_data(result: Result) -> dict[str, object]:
    """Return a result as plain data, in the order in which its keys are published."""
    pack, responses = result.pack, result.figures.responses
    ids = [question.id for question in pack.questions]
    versus, flip = result.versus, result.flip
    return {
        **head(pack),
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
        "families": [
            {
                "id": family.family,
                "name": pack.family(family.family).name,
                "fit": family.fit,
                "stability": family.stability,
            }
            for family in result.families.ranking
        ],
        "dimensions": [_position(pack, position) for position in result.dimensions],
        "roles": [_role_result(result, role) for role in result.roles],
        "reasons": {
            "for": [reason._asdict() for reason in result.reasons_for],
            "against": [reason._asdict() for reason in result.reasons_against],
            "versus": versus and {"role": versus.over, "points": dict(versus.points)},
        },
        "flip": flip
        and {
            "role": flip.role,
            "changes": [
                {"question": change.question, "from": change.from_, "to": change.to}
                for change in flip.changes
            ],
            "leader": flip.leader,
        },
    }


def head(pack: Pack | None) -> dict[str, object]:
    """Return the keys that every document begins with; a quiz with mistakes is no pack."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool_version": __version__,
        "pack": pack and _quiz(pack),
    }


def _quiz(pack: Pack) -> dict[str, object]:
    return {"title": pack.title, "version": pack.version, "hash": pack.hash}


def _position(pack: Pack, position: Position) -> dict[str, object]:
    dimension = pack.dimension(position.dimension)
    return {
        "id": dimension.id,
        "low": dimension.low,
        "high": dimension.high,
        "position": position.position,
        "answered": position.answered,
    }


def _role_result(result: Result, role: RoleResult) -> dict[str, object]:
    return {
        "id": role.role,
        "name": result.pack.role(role.role).name,
        "fit": role.fit,
        "match": role.match,
        "ahead": role.ahead,
        "changes_needed": role.changes_needed,
        "by_dimension": result.by_dimension(role.role),
        "by_answer": result.by_answer(role.role),
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
