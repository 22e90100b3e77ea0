"""Tests of `rolequiz score --each`: a page of their own for everybody."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from command import COMMAND, TINY, run
from rolequiz.cli.each import ENDINGS
from rolequiz.render import FORMATS

ANSWERS = ("problem", "on-time", "4", "roadmap")
NASTY = [
    "=HYPERLINK(1)",
    "<img src=x onerror=alert(1)>",
    "[/b]",
    "../../x",
    "/etc/passwd",
    "CON",
    "\x1b[2Jx",
    "a\u202eb",
    "x" * 300,
    "👩\u200d🚀",
    "Anna",
    "anna",
    "",
    ".",
    "-rf",
]


def table(*names: str) -> str:
    """The answers of some people."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["respondent", "first-hour", "proud", "meeting", "week"])
    writer.writerows([name, *ANSWERS] for name in names)
    return text.getvalue()


def test_everybody_gets_a_page_of_their_own(tmp_path: Path) -> None:
    """There is a page for each, for its owner alone, with the result that `take` would give."""
    folder = tmp_path / "pages"
    ended = run("score", "--pack", TINY, "-", "--each", folder, stdin=table("r1", "Ben", ""))
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"3 pages written to {folder}, one for each person.\n"
    pages = sorted(folder.iterdir())
    assert [page.name for page in pages] == ["0001-r1.html", "0002-Ben.html", "0003.html"]
    assert {os.stat(page).st_mode & 0o777 for page in pages} == {0o600}
    assert os.stat(folder).st_mode & 0o777 == 0o700
    one = run("take", "--pack", TINY, "--answers", TINY / "answers.json", "--format", "html")
    assert pages[0].read_text(encoding="utf-8") == one.out


@pytest.mark.parametrize(
    ("format", "ending"), [("markdown", "md"), ("text", "txt"), ("json", "json"), ("html", "html")]
)
def test_pages_come_in_every_format(tmp_path: Path, format: str, ending: str) -> None:
    """Whoever wants Markdown gets Markdown, under an ending that says so."""
    folder = tmp_path / "pages"
    ended = run(
        *("score", "--pack", TINY, "-", "--each", folder, "--format", format), stdin=table("Anna")
    )
    assert ended.code == 0
    (page,) = folder.iterdir()
    assert page.name == f"0001-Anna.{ending}"
    assert "Portfolio manager" in page.read_text(encoding="utf-8")


def test_every_format_has_an_ending() -> None:
    """A new format needs one, too."""
    assert set(ENDINGS) == set(FORMATS)


def test_pages_of_an_earlier_run_are_not_mixed_in(tmp_path: Path) -> None:
    """Or somebody would get the page of another: the folder must be empty."""
    (tmp_path / "0001-Anna.html").write_text("old")
    ended = run("score", "--pack", TINY, "-", "--each", tmp_path, stdin=table("Ben"))
    ended.refused(2, "it is not empty. Name another folder.")
    assert os.listdir(tmp_path) == ["0001-Anna.html"]


def test_names_of_files_are_safe_whatever_people_are_called(tmp_path: Path) -> None:
    """Every page lies in the folder, under a name of its own even where case does not count."""
    folder = tmp_path / "pages"
    ended = run("score", "--pack", TINY, "-", "--each", folder, stdin=table(*NASTY))
    assert ended.code == 0
    names = [path.name for path in folder.rglob("*")]
    assert len({name.casefold() for name in names}) == len(NASTY)
    assert all(name[:4].isdigit() and name.isprintable() and len(name) < 60 for name in names)
    assert os.listdir(tmp_path) == ["pages"]


def test_bad_rows_spoil_no_page(tmp_path: Path) -> None:
    """The others get their pages, numbered by their own rows, and the code is 4."""
    folder = tmp_path / "pages"
    answers = table("Anna", "Ben").replace("problem", "nonsense", 1)
    ended = run("score", "--pack", TINY, "-", "--each", folder, stdin=answers)
    assert ended.code == 4
    assert "unknown-answer" in ended.err
    assert [path.name for path in folder.iterdir()] == ["0002-Ben.html"]


def test_somebody_without_a_name_has_one_number_everywhere(tmp_path: Path) -> None:
    """A coach finds the page of number 3 whatever rows were bad, and whoever was there twice."""
    flat = {"first-hour": "people", "proud": "growing", "meeting": 4, "week": "roadmap"}
    people = [{"respondent": "Ann", "answers": flat}] * 2 + [{"answers": {"proud": "no"}}]
    people += [{"answers": flat}]
    file = tmp_path / "people.json"
    file.write_text(json.dumps(people))
    assert run("score", "--pack", TINY, file, "--each", tmp_path / "pages").code == 4
    assert sorted(os.listdir(tmp_path / "pages")) == ["0001-Ann.html", "0002-Ann.html", "0004.html"]
    assert "Number 4: " in run("score", "--pack", TINY, file).out
    report = run("report", "--pack", TINY, file, "--named", "--show-small").out
    assert "Number 4, who gave no name: " in report


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "x"], "--output"),
        (["--format", "csv"], "does not write csv"),
        (["--json", "--format", "html"], "--format says html"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, options: list[str], said: str) -> None:
    """What does not go with pages is refused before anything is written."""
    folder = tmp_path / "pages"
    run("score", "-", "--each", folder, *options).refused(2, said)
    assert not folder.exists()


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    """A file in its place, or a folder that is missing on the way, is named."""
    taken = tmp_path / "taken"
    taken.write_text("")
    for folder in (taken, tmp_path / "none" / "pages", "/dev/full/pages"):
        ended = run("score", "--pack", TINY, "-", "--each", folder, stdin=table("Anna"))
        ended.refused(2, f"{folder} can't be written: ", "Name another folder.")


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_leaves_whole_pages(tmp_path: Path) -> None:
    """Stopped in the middle, every page that is there is whole."""
    folder = tmp_path / "pages"
    argv = [*COMMAND, "score", "--pack", str(TINY), "-", "--each", str(folder)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b'{"respondent": "Anna", "answers": {"week": "roadmap"}}\n' * 100)
        process.stdin.flush()
        while not folder.exists() or not list(folder.iterdir()):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Stopped: " in said
    assert all(page.read_text().endswith("</html>\n") for page in folder.iterdir())
