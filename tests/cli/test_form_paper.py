"""`rolequiz form` on paper and for other tools: formats, endings and what they refuse."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz.pack import shipped_pack
from rolequiz.pages.form import paper_form
from rolequiz.render import PAPER, RenderOptions, write_form


@pytest.mark.parametrize("format", PAPER)
def test_standard_output_carries_the_form(format: str) -> None:
    """Each format is written whole to standard output, without a message."""
    ended = run("form", "--format", format)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == write_form(paper_form(shipped_pack()), format, RenderOptions())


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("form.txt", "Your code or name: ___"),
        ("form.md", "Page 1 of "),
        ("form.gs", "// Builds a Google Form"),
    ],
)
def test_the_ending_of_the_file_says_the_format(tmp_path: Path, name: str, begins: str) -> None:
    """.txt is text, .md is Markdown and .gs the script for Google Forms."""
    assert run("form", "--pack", TINY, "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_paper_sends_nothing(tmp_path: Path) -> None:
    """--to works only with the page."""
    args = ("--to", "https://example.org", "--format", "text")
    run("form", *args).refused(2, "only html can send answers, not text")


def test_options_that_read_alike_are_no_google_form(tmp_path: Path) -> None:
    """Google Forms would refuse two equal options at the end of its script; we do it first."""
    quiz = (TINY / "questions.yaml").read_text(encoding="utf-8")
    twins = quiz.replace("The date it is due", "The problem  behind it")
    (tmp_path / "questions.yaml").write_text(twins, encoding="utf-8")
    (tmp_path / "roles.yaml").write_bytes((TINY / "roles.yaml").read_bytes())
    ended = run("form", "--pack", tmp_path, "--format", "google-forms")
    ended.refused(3, "two options with the same text", "question 1")
    assert run("form", "--pack", tmp_path, "--format", "text").code == 0


@pytest.mark.parametrize("lettered", [False, True])
def test_what_microsoft_forms_makes_of_the_document_is_read(tmp_path: Path, lettered: bool) -> None:
    """Its export needs no map, whether it takes the letters for part of the options or not."""
    document = run("form", "--format", "microsoft-forms").out
    _, _, *blocks = (block.split("\n") for block in document.strip().split("\n\n"))
    titles = [title.partition(". ")[2] for title, *_ in blocks]
    first = [options[0] if lettered else options[0][3:] for _, *options in blocks[:-1]]
    file = tmp_path / "form.csv"
    with file.open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["ID", "Start time", "Completion time", "Email", "Name", *titles])
        rows.writerow(
            ["1", "11/25/26 10:12:00", "11/25/26 10:20:00", "anonymous", "", *first, "p1"]
        )
    ended = run("score", file, "--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    [found] = csv.DictReader(ended.out.splitlines())
    assert (found["respondent"], found["answered"]) == ("p1", str(len(first)))
