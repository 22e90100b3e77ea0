"""Tests of `rolequiz check` as its users run it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.pack import shipped_folder

Spoil = Callable[..., Path]

FIGURES = [
    "chance position",
    "chance share, smallest",
    "chance share, largest",
    "reachable",
    "separation",
    "coverage",
    "poles without options",
    "recovery, first",
    "recovery, first two",
    "recovery, worst role",
    "recovery of family",
    "calibration",
    "one-answer flips",
    "one-answer flips, clear",
    "careless",
]


def test_the_shipped_quiz_holds_strictly() -> None:
    """Ours has no warning and reaches every figure."""
    ended = run("check", "--quick", "--strict", "--json")
    assert (ended.code, ended.err) == (0, "")
    data = json.loads(ended.out)
    assert data["problems"] == []
    assert [figure["name"] for figure in data["audit"]["figures"]] == FIGURES
    assert all(figure["passed"] for figure in data["audit"]["figures"])


def test_warnings_and_misses_end_well_unless_strict() -> None:
    """A small quiz works, so the code is 0; with --strict it is 3, and the page is the same."""
    lenient, strict = (
        run("check", "--quick", "--pack", TINY, *more) for more in ([], ["--strict"])
    )
    assert (lenient.code, strict.code) == (0, 3)
    assert lenient.out == strict.out
    assert "questions.yaml:17:9: never-best " in lenient.out
    assert lenient.out.splitlines()[-1].startswith("In short: 7 warnings; ")


@pytest.mark.parametrize("options", [[], ["--plain"]])
def test_at_a_terminal_codes_are_set_off_from_the_sentence(
    tmp_path: Path, options: list[str]
) -> None:
    """Dimmed, on the page and in messages, with the same words in the same order."""
    person = Person([*COMMAND, "check", "--quick", "--pack", str(TINY), *options])
    assert person.ends() == 0
    dim, normal = ("", "") if options else ("\x1b[2m", "\x1b[")
    assert f"questions.yaml:17:9: {dim}never-best{normal}" in person.transcript
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"answers": {"x": "y"}}', encoding="utf-8")
    person = Person([*COMMAND, "why", "--pack", str(TINY), *options, "product-manager", str(wrong)])
    assert person.ends() == 4
    assert f"wrong.json:answers.x: {dim}unknown-question{normal}" in person.transcript


def test_a_missed_figure_alone_ends_a_strict_check(tmp_path: Path) -> None:
    """Half of our questions bring no warning, and too little coverage."""
    for name in ("questions.yaml", "roles.yaml"):
        shutil.copy(shipped_folder() / name, tmp_path)
    text = (tmp_path / "questions.yaml").read_text("utf-8")
    parts = text.split("\n  - id: ")
    (tmp_path / "questions.yaml").write_text("\n  - id: ".join(parts[:18]) + "\n", "utf-8")
    ended = run("check", "--quick", "--strict", "--pack", tmp_path, "--json")
    found = json.loads(ended.out)
    assert found["problems"] == []
    assert not all(figure["passed"] for figure in found["audit"]["figures"])
    assert ended.code == 3


def test_mistakes_in_both_files_come_in_one_run(spoil: Spoil) -> None:
    """Every problem is shown with its place, nothing is measured, and the code is 3."""
    folder = spoil("weight: 2", "wieght: 2")
    roles = folder / "roles.yaml"
    roles.write_text(roles.read_text().replace("{focus: 2, horizon: 2}", "{foucs: 2, horizon: 3}"))
    ended = run("check", "--pack", folder)
    assert (ended.code, ended.err) == (3, "")
    places = [line.split(" ")[0] for line in ended.out.splitlines() if line.startswith(str(folder))]
    mistakes = ended.out.partition("Warnings")[0]
    assert places[:3] == [
        f"{folder}/questions.yaml:13:5:",
        f"{folder}/roles.yaml:5:15:",
        f"{folder}/roles.yaml:5:34:",
    ]
    assert "unknown-key “wieght” is not a key of" in mistakes
    assert "Did you mean “focus”?" in mistakes
    assert "What was measured" not in ended.out


def test_more_roles_than_anyone_wants_are_not_measured(spoil: Spoil) -> None:
    """Beyond 100 roles it says so and ends at once; 24 are measured by fewer people each."""

    def named(count: int) -> str:
        profiles = (f"{{focus: {1 + i % 2}, horizon: {i % 3 - 1}}}" for i in range(count))
        roles = (
            f"  r{i}: {{name: R{i}, summary: s, profile: {each}}}\n"
            for i, each in enumerate(profiles)
        )
        return "roles:\n" + "".join(roles)

    many = run("check", "--pack", spoil(roles=named(101)), "--json")
    assert many.code == 0
    data = json.loads(many.out)
    assert data["audit"] is None
    assert "many-roles" in {problem["code"] for problem in data["problems"]}
    some = run("check", "--quick", "--pack", spoil(roles=named(24)), "--json")
    assert json.loads(some.out)["audit"]["respondents"] == 22


def test_json_has_every_problem_with_its_fields(spoil: Spoil) -> None:
    """Scripts get what people read, in the same order."""
    ended = run("check", "--json", "--pack", spoil("id: proud", "id: Proud"))
    assert ended.code == 3
    data = json.loads(ended.out)
    assert (data["pack"], data["audit"]) == (None, None)
    (mistake,) = (each for each in data["problems"] if each["severity"] == "error")
    assert {key: mistake[key] for key in ("line", "column", "code", "excerpt")} == {
        "line": 18,
        "column": 9,
        "code": "bad-id",
        "excerpt": "  - id: Proud",
    }
    assert mistake["file"].endswith("questions.yaml")


def test_equal_quizzes_give_equal_bytes() -> None:
    """Running it again gives the same figures."""
    first, second = (run("check", "--quick", "--pack", TINY, "--json") for _ in range(2))
    assert first.out == second.out


@pytest.mark.parametrize("name", ["questions.yaml", "roles.yaml", "sheets.csv"])
def test_what_is_read_is_never_written_over(spoil: Spoil, name: str) -> None:
    """A page never overwrites the quiz that it is about, nor its sheets."""
    folder = spoil()
    (folder / "sheets.csv").write_text(SHEETS)
    before = (folder / name).read_text()
    aimed = ("--pack", folder, "--sheets", folder / "sheets.csv", "-o", folder / "." / name)
    run("check", *aimed).refused(2, "in it. Name another file.")
    assert (folder / name).read_text() == before


@pytest.mark.parametrize("wrong", [["--format", "csv"], ["--json", "--format", "text"], ["extra"]])
def test_wrong_usage_is_told(wrong: list[str]) -> None:
    """What it can't do ends with 2 before anything is measured."""
    run("check", *wrong).refused(2)


def test_output_goes_to_a_file_whole(tmp_path: Path) -> None:
    """With -o there is nothing on standard output, and the file is for its owner alone."""
    page = tmp_path / "check.md"
    ended = run("check", "--quick", "--pack", TINY, "--format", "markdown", "-o", page)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert "| separation | 0.707 | below 0.800 | reached |" in page.read_text(encoding="utf-8")
    assert os.stat(page).st_mode & 0o777 == 0o600


def test_no_such_folder_is_a_mistake_like_others(tmp_path: Path) -> None:
    """A missing folder is reported as a problem, with the code 3."""
    ended = run("check", "--pack", tmp_path / "none")
    assert (ended.code, ended.err) == (3, "")
    assert "no-such-folder there is no such folder" in ended.out


def test_whoever_waits_sees_how_far_it_is_and_may_stop() -> None:
    """After a second a terminal shows a share; Ctrl-C takes it away and ends with 130."""
    person = Person([*COMMAND, "check"])
    try:
        person.reads("Measuring: ").types("\x03")
        assert person.ends() == 130
        assert person.shown()[-1] == "Stopped before everything was measured."
        assert not any("Measuring" in line for line in person.shown())
    finally:
        person.leave()


def test_plain_waiting_is_one_sentence() -> None:
    """On a plain terminal one line says that it takes a while."""
    person = Person([*COMMAND, "check", "--plain"])
    try:
        person.reads("Measuring: this takes a while.").types("\x03")
        assert person.ends() == 130
        assert "\r " not in person.transcript
    finally:
        person.leave()


SHEETS = """role,first-hour,proud,meeting,week
product-manager,problem,growing,4,roadmap
project-manager,date,on-time,2,schedule
portfolio-manager,problem,on-time,5,roadmap
"""


def test_sheets_of_people_whose_role_is_known_are_audited(tmp_path: Path) -> None:
    """A table with a column `role` says who came out as what; two of three are right here.

    The first has positions 5.5/6 and 3/8: a match of 0.914 with their own role, and 0.917 with
    the portfolio manager's.
    """
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(SHEETS)
    ended = run("check", "--pack", TINY, "--sheets", sheets, "--json")
    assert ended.code == 0
    assert run("audit", "--pack", TINY, sheets, "--json").out == ended.out
    data = json.loads(ended.out)
    assert data["audit"] is None
    assert data["sheets"]["people"] == 3
    assert {role["id"]: role["leaders"] for role in data["sheets"]["roles"]} == {
        "product-manager": {"portfolio-manager": 1},
        "project-manager": {"project-manager": 1},
        "portfolio-manager": {"portfolio-manager": 1},
    }


def test_a_mapping_says_what_a_sheet_s_columns_mean(tmp_path: Path) -> None:
    """A map names the column of the role, so nobody has to rename it by hand."""
    sheets, mapping = tmp_path / "sheets.csv", tmp_path / "map.yaml"
    sheets.write_text(SHEETS.replace("role,", "Your job,"))
    check = ("check", "--pack", TINY, "--sheets", sheets)
    run(*check).refused(4, "without a role")
    mapping.write_text("role: Your job\n")
    ended = run(*check, "--map", mapping, "--json")
    assert (ended.code, json.loads(ended.out)["sheets"]["people"]) == (0, 3)
    mapping.write_text("rle: Your job\n")
    run(*check, "--map", mapping).refused(4, "map.yaml:1:1: unknown-key")
    run("check", "--map", mapping).refused(2, "--map needs --sheets")


def test_sheets_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    """Bad rows are left out with code 4."""
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(SHEETS.replace("2,schedule", "often,schedule"))
    ended = run("check", "--pack", TINY, "--sheets", sheets)
    assert ended.code == 4
    assert "What 2 people of known roles answered" in ended.out
    assert "sheets.csv:3: " in ended.err


def test_sheets_without_a_role_are_counted_and_left_out(tmp_path: Path) -> None:
    """People without a role are left out, the others are audited, and the code is 4."""
    sheets = tmp_path / "sheets.csv"
    sheets.write_text(SHEETS.replace("project-manager", "").replace("portfolio-manager", ""))
    ended = run("check", "--pack", TINY, "--sheets", sheets)
    assert ended.code == 4
    assert "What 1 person of known roles answered" in ended.out
    assert ended.err == (
        "2 people without a role are left out: give the id of each person's role as “role”.\n"
    )
    sheets.write_text(SHEETS.replace("role,", "name,").replace("product-manager", "Ann"))
    ended = run("check", "--pack", TINY, "--sheets", sheets)
    ended.refused(4, "3 people without a role are left out: ")


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "missing-file"), ("", "empty-file"), ("role,first-hour,proud\n", "no answers")],
)
def test_no_sheets_at_all_have_a_reason(tmp_path: Path, content: str | None, said: str) -> None:
    """A missing file or one without people is reported once, with the code 4."""
    sheets = tmp_path / "sheets.csv"
    if content is not None:
        sheets.write_text(content)
    ended = run("check", "--pack", TINY, "--sheets", sheets).refused(4, said)
    assert "without a role" not in ended.err


def test_a_quick_look_at_sheets_is_refused(tmp_path: Path) -> None:
    """--quick with sheets is refused, since nobody is simulated then."""
    run("check", "--quick", "--sheets", tmp_path / "none").refused(2, "--quick can't be used with")
