"""Tests of rolequiz.responses.columns and rolequiz.responses.mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading import PACK
from rolequiz.problems import AnswersError
from rolequiz.responses.columns import AnswerMap, letters, names_of
from rolequiz.responses.mapping import read_map


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
        ("ignore: Timestamp", "unknown-value", (1, 9)),
        ("skipped: N/A", "wrong-type", (1, 10)),
        ("skipped: [N/A, N/A]", "duplicate-item", (1, 16)),
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
    """A missing file is named."""
    with pytest.raises(AnswersError, match="missing-file"):
        read_map(tmp_path / "none.yaml", PACK)


def test_cells_can_be_skipped_in_every_question(tmp_path: Path) -> None:
    """One list is for all questions; what a question or the scales say of a cell comes first."""
    known = mapping(
        tmp_path,
        "skipped: [N/A, '-', 99, '?']\nscales: {'?': 3}\noptions: {proud: {'-': growing}}",
    )
    nothing = {"n/a": None, "-": None, "99": None}
    assert known.skipped == {"n/a", "-", "99", "?"}
    assert known.cells == {
        "week": {**nothing, "?": None},
        "first-hour": {**nothing, "?": None},
        "proud": {**nothing, "?": None, "-": "growing"},
        "meeting": {**nothing, "?": 3},
    }


def test_one_word_ignores_all_other_columns(tmp_path: Path) -> None:
    """The word stands for itself; in a list it is a header like any other."""
    assert mapping(tmp_path, "ignore: others").ignore_others
    listed = mapping(tmp_path, "ignore: [others]")
    assert listed.ignore == {"others"}
    assert not listed.ignore_others


def test_a_list_of_one_that_lacks_its_brackets_is_told_so(tmp_path: Path) -> None:
    """The hint is what to write."""
    with pytest.raises(AnswersError, match=r"Put brackets around it: \[Timestamp\]"):
        mapping(tmp_path, "ignore: Timestamp")


def test_columns_have_the_letters_of_spreadsheets() -> None:
    """They continue with two and three letters."""
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA")
    ]


def test_a_column_goes_by_its_letter_or_its_header() -> None:
    """A letter that is some column's header is that header, wherever it stands."""
    known = AnswerMap(columns={"b": "week", "c": "proud", "mood": "meeting"})
    assert names_of(["x", "Mood", "z"], known) == ["x", "b", "c"]
    assert names_of(["C", "y", "z"], known) == ["c", "b", "z"]
    assert names_of(["Mood", "Mood"], known) == ["mood", "b"]


def test_a_key_without_anything_after_it_says_nothing(tmp_path: Path) -> None:
    """A written map has such keys, until its lines are filled in."""
    text = "questions:\nignore:\nskipped:\nscales:\noptions:\n  proud:\n"
    assert mapping(tmp_path, text) == AnswerMap()
    assert mapping(tmp_path, "options:\n") == AnswerMap()
