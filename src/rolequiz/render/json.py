"""The JSON that scripts read: the result of docs/method.md in full precision, and the roles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from rolequiz import __version__
from rolequiz.model import Pack, Role
from rolequiz.scoring import Between, FamilyResult, Flip, Position, Result, RoleResult

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
    about = {"schema_version": SCHEMA_VERSION, "pack": quiz(pack)}
    return dump(about | between._asdict())


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
        "families": [_family(pack, family) for family in result.families.ranking],
        "dimensions": [_position(pack, place) for place in result.dimensions],
        "roles": [_role_result(result, role) for role in result.roles],
        "reasons": {
            "for": [reason._asdict() for reason in result.reasons_for],
            "against": [reason._asdict() for reason in result.reasons_against],
            "versus": versus and {"role": versus.over, "points": dict(versus.points)},
        },
        "flip": flip and _flip(flip),
    }


def head(pack: Pack) -> dict[str, object]:
    """Return the keys that every document begins with."""
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
