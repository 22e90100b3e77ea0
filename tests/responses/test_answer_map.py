"""Tests of rolequiz.responses.answer_map."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading import PACK
from rolequiz.problems import AnswersError
from rolequiz.responses.answer_map import AnswerMap, read_map


def mapping(tmp_path: Path, text: str) -> AnswerMap:
    """Return what a mapping file with this text says."""
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return read_map(path, PACK)


def test_a_mapping_is_read(tmp_path: Path) -> None:
    """Headers and cells are folded; a scale's own cells count before those of all scales."""
    known = mapping(
        tmp_path,
        """
        respondent: Your Name
        role: "Role:"
        matters: Counts
        questions: {"How do you begin?": first-hour}
        ignore: [Department, "“Anything” else"]
        scales: {Agree (+1): 4, No opinion: null}
        options:
          proud: {Growth!: growing, "-": null}
          meeting: {Agree (+1): 5}
        """,
    )
    assert known.columns == {"how do you begin?": "first-hour"}
    assert known.personal == {"your name": "respondent", "role:": "role", "counts": "matters"}
    assert known.ignore == {"department", '"anything" else'}
    assert known.cells == {
        "proud": {"growth!": "growing", "-": None},
        "meeting": {"agree (+1)": 5, "no opinion": None},
    }


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("questions: {How?: frist-hour}", "unknown-question", (1, 19)),
        ("options: {prout: {a: growing}}", "unknown-question", (1, 11)),
        ("options: {proud: {a: groing}}", "unknown-option", (1, 22)),
        ("options: {meeting: {a: 6}}", "bad-step", (1, 24)),
        ("scales: {Agree: 6}", "bad-step", (1, 17)),
        ("scales: {Agree: four}", "wrong-type", (1, 17)),
        ("columns: {}", "unknown-key", (1, 1)),
        ("respondent: [a]", "wrong-type", (1, 13)),
        ("respondent: Name\nignore: [name]", "duplicate-key", (2, 10)),
        ("scales: {Agree: 4, 'AGREE ': 5}", "duplicate-key", (1, 20)),
        ("scales: {Agree: 4", "bad-yaml", (1, 9)),
        ("scales: {Agree: 4.5}", "wrong-type", (1, 17)),
        ("scales: {Agree: 6.0}", "bad-step", (1, 17)),
        *(
            (text.replace("?", nothing), code, (1, text.index("?") + 1))
            for text in ("ignore: [?, a]", "questions: {How: ?}", "respondent: ?", "role: ?")
            for nothing, code in (("null", "empty"), ("[]", "wrong-type"), ("{}", "wrong-type"))
        ),
        *(
            (text.replace("?", nothing), "wrong-type", (1, text.index("?") + 1))
            for text in ("questions: ?", "options: {proud: ?}", "scales: {Agree: ?}")
            for nothing in ("true", "[[]]", "{a: {}}")
            if nothing != "{a: {}}" or text.startswith("scales")
        ),
    ],
)
def test_a_mistake_is_one_problem_at_its_place(
    tmp_path: Path, text: str, code: str, place: tuple[int, int]
) -> None:
    """Every mistake in a mapping is reported with its line and column."""
    with pytest.raises(AnswersError) as caught:
        mapping(tmp_path, text)
    found = [(each.code, (each.line, each.column)) for each in caught.value.problems]
    assert found == [(code, place)]


def test_a_missing_mapping_is_a_problem(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(AnswersError, match="missing-file"):
        read_map(tmp_path / "none.yaml", PACK)
