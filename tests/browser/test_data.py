"""What the scripts of a page know of a quiz."""

from __future__ import annotations

import json

from rolequiz.browser import quiz_data
from rolequiz.pack import shipped_pack

SHIPPED = shipped_pack()
DATA = json.loads(json.dumps(quiz_data(SHIPPED)))


def test_a_page_knows_which_quiz_it_is() -> None:
    """It has the title and version, the hash that answers are kept under, and the evidence."""
    for key in ("title", "version", "hash", "intro", "evidence"):
        assert DATA[key] == getattr(SHIPPED, key)


def test_a_page_knows_the_questions() -> None:
    """All questions are there in order, with their options, loadings and weights."""
    assert [each["id"] for each in DATA["questions"]] == [each.id for each in SHIPPED.questions]
    for data, question in zip(DATA["questions"], SHIPPED.questions, strict=True):
        assert (data["text"], data["type"], data["weight"]) == (
            *(question.text, question.type, question.weight),
        )
        options = [(each["id"], each["text"], each["loadings"]) for each in data["options"]]
        assert options == [(each.id, each.text, each.loadings) for each in question.options]


def test_a_page_knows_the_dimensions_and_families() -> None:
    """With both poles and what they are about, and what the families are about."""
    for data, each in zip(DATA["dimensions"], SHIPPED.dimensions, strict=True):
        assert data == {"id": each.id, "low": each.low, "high": each.high, "about": each.about}
    for data, family in zip(DATA["families"], SHIPPED.families, strict=True):
        assert data == {"id": family.id, "name": family.name, "about": family.about}


def test_a_page_knows_the_roles() -> None:
    """With their profiles, families and whole cards."""
    for data, role in zip(DATA["roles"], SHIPPED.roles, strict=True):
        assert (data["id"], data["name"], data["summary"]) == (role.id, role.name, role.summary)
        assert (data["profile"], data["family"]) == (role.profile, role.family)
        assert data["card"].keys() == {*role.card.__slots__}
        assert data["card"]["week"] == [*role.card.week]
        assert data["card"]["confused_with"] == role.card.confused_with
