"""What would move, and what has moved, as the JSON that scripts read."""

from __future__ import annotations

from rolequiz.render.json import as_data, dump, head
from rolequiz.scoring.changes import Answer, Moved, Movement, Place
from rolequiz.scoring.difference import Difference, Shift


def what_if_json(found: Movement) -> str:
    """Return what would move as JSON of schemas/what-if.json."""
    moved = ("verdict", "recommendation", "stability", "side")
    return dump(
        {
            **head(found.after.pack),
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
            **head(found.pack),
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
