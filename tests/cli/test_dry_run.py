"""`rolequiz score --dry-run`: what columns and cells are taken for."""

from __future__ import annotations

from pathlib import Path

from command import TINY, run

EXPORTS = Path(__file__).parents[1] / "data" / "exports"
DRY = ("score", "--pack", TINY, "--dry-run")


def test_every_column_and_cell_is_shown() -> None:
    """What it holds and what was understood of it, with how often; nothing is scored."""
    text = "Timestamp,respondent,week,meeting,first-hour,proud,role,matters,Dog?\n"
    text += "1,r1,The Roadmap,Agree,a,,Product manager,week proud,yes\n1,r2,roadmap,4,a,,,,no\n"
    ended = run(*DRY, "-", stdin=text)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        "standard input: a table in UTF-8, with commas between cells, 2 people",
        "  A “Timestamp”: ignored",
        "  B “respondent”: the name of the person",
        "  C “week”: “week”",
        "      “The Roadmap” is “roadmap” (1×)",
        "      “roadmap” is “roadmap” (1×)",
        "  D “meeting”: “meeting”",
        "      “Agree” is “4” (1×)",
        "      “4” is “4” (1×)",
        "  E “first-hour”: “first-hour”",
        "      “a” is “problem” (2×)",
        "  F “proud”: “proud”",
        "      empty means skipped (2×)",
        "  G “role”: the role that the person holds",
        "      “Product manager” is “product-manager” (1×)",
        "      empty means skipped (1×)",
        "  H “matters”: the questions that matter to the person",
        "      “week proud” is proud, week (1×)",
        "      empty means skipped (1×)",
        "  I “Dog?”: not a question of this quiz",
        "Nothing was scored: this was a dry run.",
    ]


def test_what_is_not_understood_is_shown(tmp_path: Path) -> None:
    """Cells, columns and files, with the problems that scoring would report, and its code."""
    out = tmp_path / "dry.txt"
    files = (EXPORTS / "decorated.csv", tmp_path / "none.csv", EXPORTS / "excel-german.csv")
    ended = run(*DRY, *files, "-o", out)
    assert (ended.code, ended.out) == (4, "")
    text = out.read_text(encoding="utf-8")
    for said in (
        *("B “How do you begin?”: not a question of this quiz", "“Agree (+1)” is not understood"),
        *("unknown-column", "No column holds “first-hour”.", "none.csv: missing-file"),
        "a table in Windows-1252, with semicolons between cells, 4 people",
    ):
        assert said in text


def test_a_second_row_of_headers_is_told() -> None:
    """What is passed over is said, not only what is read."""
    ended = run(*DRY, EXPORTS / "surveymonkey.csv")
    assert ended.code == 0
    assert "Row 2 holds headers too, and is ignored." in ended.out


def test_what_a_mapping_does_is_shown() -> None:
    """Mapped cells are what the mapping says."""
    files = (EXPORTS / "decorated.csv", "--map", EXPORTS / "decorated.yaml")
    ended = run(*DRY, *files)
    assert ended.code == 0
    assert "“No opinion” is skipped (1×)" in ended.out
    assert "A “Your nickname”: the name of the person" in ended.out


def test_json_is_only_counted() -> None:
    """Its keys are ids already."""
    text = '{"answers": {}}\n{"answers": {"x": 1}}\n'
    ended = run(*DRY, "-", stdin=text)
    assert ended.code == 4
    assert "standard input: JSON, 1 person\n" in ended.out
    assert "standard input:2: unknown-question" in ended.out


def test_endless_different_cells_are_listed_only_so_far() -> None:
    """A column of free text does not flood the screen."""
    rows = "".join(f"text {number}\n" for number in range(2000))
    out = run(*DRY, "-", stdin="week\n" + rows).out
    assert out.count("is not understood (1×)") == 30
    assert "… and others, not understood either: score --errors FILE lists them all" in out
    assert "… and 1,980 more problems" in out


def test_what_is_not_understood_comes_first() -> None:
    """However seldom it is, it is what a mapping must name."""
    out = run(*DRY, "-", stdin="week\n" + "roadmap\n" * 9 + "elsewhere\n").out
    assert out.index("“elsewhere” is not understood (1×)") < out.index("“roadmap” is")


def test_a_file_that_cannot_be_read_on_still_shows_what_came_before() -> None:
    """Its columns are what one looks for then."""
    ended = run(*DRY, "-", stdin='week\nroadmap\n"' + "x\n" * 100_000)
    assert ended.code == 4
    assert "A “week”: “week”\n      “roadmap” is “roadmap” (1×)" in ended.out
    assert "bad-table" in ended.out


def test_rows_of_a_table_whose_columns_are_wrong_are_not_called_people() -> None:
    """Nobody can be scored before that is mended."""
    out = run(*DRY, "-", stdin="proud,wek\non-time,x\n").out
    assert "1 row\n" in out
    assert "1 person" not in out
