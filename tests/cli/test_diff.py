"""`rolequiz diff`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from command import TINY, run
from rolequiz.pack import shipped_pack
from rolequiz.schemas import schema_text

QUIZ = ("--pack", TINY)
MINE = TINY / "answers.json"
SHIPPED = shipped_pack()
Sheet = Callable[..., Path]


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """Return a function that writes the tiny answers with some of them changed."""

    def write(name: str, **answers: object) -> Path:
        data = json.loads(MINE.read_text())
        data["answers"] |= {id.replace("_", "-"): answer for id, answer in answers.items()}
        file = tmp_path / name
        file.write_text(json.dumps(data))
        return file

    return write


def extremes(towards: float) -> dict[str, object]:
    """Answers to the shipped quiz that all speak for one pole of its first dimension."""
    first = SHIPPED.dimensions[0].id
    return {
        question.id: max(
            question.options, key=lambda option: towards * option.loadings.get(first, 0.0)
        ).id
        for question in SHIPPED.questions
    }


def test_what_differs_is_said_to_be_chance_where_it_could_be(sheet: Sheet) -> None:
    """One answer of four: a new leader means little, and says so."""
    ended = run("diff", MINE, sheet("now.json", proud="growing", meeting=3), *QUIZ)
    assert (ended.code, ended.err) == (0, "")
    said = " ".join(ended.out.split())
    assert said.startswith(
        "The differences could be chance Of 4 questions compared, 2 answers differ."
    )
    assert "Another role comes first. That alone means little: it happens to about one in" in said
    assert "“It is still growing” instead of “It shipped on the day we promised”" in said
    assert "more than chance" not in said.partition("The result")[0].partition("Positions")[0]
    assert "Compared on 4 of 4 questions." in said


def test_a_move_beyond_the_noise_is_said(tmp_path: Path) -> None:
    """A move across a whole preference, in many questions, is not chance."""
    files = [tmp_path / "then.json", tmp_path / "now.json"]
    for file, towards in zip(files, (-1, 1), strict=True):
        file.write_text(json.dumps({"answers": extremes(towards)}))
    data = json.loads(run("diff", *files, "--json").out)
    first = data["dimensions"][0]
    assert (data["changed"], first["sure"], round(first["before"])) == (True, True, -1)
    assert first["change"] == pytest.approx(first["after"] - first["before"], abs=1e-9)
    page = run("diff", *files).out
    high = SHIPPED.dimensions[0].high
    assert page.splitlines()[0].startswith(f"You lean more to {high}")
    assert "more than chance" in page


def test_json_matches_its_schema_and_the_results(sheet: Sheet) -> None:
    """Positions, fits and verdicts are those of `take --json`; a skip is null."""
    now = sheet("now.json", proud=None, meeting=1)
    ended = run("diff", MINE, now, "--about", "Strategy", *QUIZ, "--json")
    data = json.loads(ended.out)
    Draft7Validator(json.loads(schema_text("diff"))).validate(data)
    assert list(data) == json.loads(schema_text("diff"))["required"]
    assert data["answers"] == [
        {"question": "proud", "before": "on-time", "after": None, "matters": None},
        {"question": "meeting", "before": 4, "after": 1, "matters": None},
    ]
    assert (data["about"], data["respondent"]) == ("focus", "r1")
    for day, file in (("before", MINE), ("after", now)):
        result = json.loads(run("take", "--answers", file, *QUIZ, "--json").out)
        positions = {each["id"]: each["position"] for each in result["dimensions"]}
        assert {each["id"]: each[day] for each in data["dimensions"]} == positions
        fits = {each["id"]: each["fit"] for each in result["roles"]}
        assert {each["id"]: each[day] for each in data["roles"]} == fits
        assert data["verdict"][day] == result["verdict"]
        assert data["recommendation"][day] == result["recommendation"]


def test_results_are_compared_as_answers_are(sheet: Sheet, tmp_path: Path) -> None:
    """A result works like its answers, and one of the two can be standard input."""
    now = sheet("now.json", week="schedule")
    result = tmp_path / "result.json"
    run("take", "--answers", MINE, *QUIZ, "-o", result)
    expected = run("diff", MINE, now, *QUIZ)
    assert expected.code == 0
    assert run("diff", result, now, *QUIZ) == expected
    assert run("diff", "-", now, *QUIZ, stdin=result.read_text()) == expected
    run("diff", "-", "-", *QUIZ).refused(2, "Standard input (-) can be read only once.")


def test_another_version_is_compared_on_what_both_have(sheet: Sheet) -> None:
    """What is left out is counted and named, on the page and in the JSON."""
    then = sheet("then.json", gone="yes", proud="sold")
    ended = run("diff", then, MINE, *QUIZ)
    said = " ".join(ended.out.split())
    assert ended.code == 0
    assert "Compared on 3 of 5 questions: today's quiz does not ask" in said
    compared = json.loads(run("diff", then, MINE, *QUIZ, "--json").out)["compared"]
    assert (compared["questions"], compared["of"], {*compared["lost"]}) == (3, 5, {"gone", "proud"})


def test_the_same_answers_differ_in_nothing(sheet: Sheet) -> None:
    """One line says so, and nothing is listed."""
    ended = run("diff", MINE, sheet("same.json"), *QUIZ)
    assert ended.code == 0
    assert ended.out.startswith("The answers are the same both times\n")
    assert "Before" not in ended.out


def test_two_names_are_told(sheet: Sheet) -> None:
    """Two people's sheets are compared with a warning; other spellings of one name give none."""
    other = sheet("other.json", week="schedule")
    for name, warned in (("p02", True), ("R1", False)):
        other.write_text(json.dumps(json.loads(other.read_text()) | {"respondent": name}))
        ended = run("diff", MINE, other, *QUIZ)
        assert ended.code == 0
        assert ("These are answers of “r1” and “p02”." in ended.err) is warned


def test_what_cannot_be_compared_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    """The message for an unknown preference, file or quiz says what to do."""
    run("diff", MINE, MINE, "--about", "focsu", *QUIZ).refused(2, "Did you mean “focus”?")
    run("diff", MINE, "nowhere.json", *QUIZ).refused(4, "missing-file")
    run("diff", MINE, MINE).refused(4, "other-quiz", "Name its quiz with --pack.")
    run("diff", MINE, MINE, "-o", MINE, *QUIZ).refused(2, "the answers are in it")
    few = tmp_path / "few.json"
    few.write_text('{"answers": {"proud": "growing"}}')
    ended = run("diff", few, MINE, *QUIZ)
    assert ended.code == 5
    assert "Role" not in ended.out


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_format_says_the_same(form: str, sheet: Sheet, tmp_path: Path) -> None:
    """Every format holds the answer, and only the owner can read the file."""
    page = tmp_path / "page"
    args = ("diff", MINE, sheet("now.json", week="schedule"), *QUIZ, "--format", form)
    assert run(*args, "-o", page).code == 0
    assert page.read_text() == run(*args).out
    assert "could be chance" in page.read_text()
    assert oct(page.stat().st_mode & 0o777) == "0o600"
