"""Tests of `rolequiz score --each`: a page of their own for everybody."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command import COMMAND, TINY, run
from rolequiz.render import BATCH_FORMATS, ENDINGS, FORMATS

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
    names = ["0001-r1.html", "0002-Ben.html", "0003.html"]
    assert [page.name for page in pages] == [*names, "index.csv"]
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
    page, _ = sorted(folder.iterdir())
    assert page.name == f"0001-Anna.{ending}"
    assert "Portfolio manager" in page.read_text(encoding="utf-8")


def test_every_format_has_an_ending() -> None:
    """A new format needs one, too."""
    assert {*FORMATS, *BATCH_FORMATS} <= set(ENDINGS)


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
    names = [path.name for path in folder.rglob("*") if path.name != "index.csv"]
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
    assert {path.name for path in folder.iterdir()} == {"0002-Ben.html", "index.csv"}


def test_somebody_without_a_name_has_one_number_everywhere(tmp_path: Path) -> None:
    """A coach finds the page of number 3 whatever rows were bad, and whoever was there twice."""
    flat = {"first-hour": "people", "proud": "growing", "meeting": 4, "week": "roadmap"}
    people = [{"respondent": "Ann", "answers": flat}] * 2 + [{"answers": {"proud": "no"}}]
    people += [{"answers": flat}]
    file = tmp_path / "people.json"
    file.write_text(json.dumps(people))
    assert run("score", "--pack", TINY, file, "--each", tmp_path / "pages").code == 4
    names = ["0001-Ann.html", "0002-Ann.html", "0004.html", "index.csv"]
    assert sorted(os.listdir(tmp_path / "pages")) == names
    assert "Number 4: " in run("score", "--pack", TINY, file).out
    report = run("report", "--pack", TINY, file, "--named", "--show-small").out
    assert "Number 4, who gave no name: " in report


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "x"], "--output"),
        (["--format", "csv"], "does not write csv"),
        (["--json", "--format", "html"], "--format says html"),
        (["--one-file", "-o", "x"], "--output"),
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


INDEX = ["row", "respondent", "file", "verdict", "recommendation"]


def index_of(folder: Path) -> list[dict[str, str]]:
    """The rows of a folder's index."""
    with (folder / "index.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert reader.fieldnames == INDEX
        return list(reader)


@pytest.mark.parametrize("one_file", [[], ["--one-file"]])
def test_the_index_joins_pages_with_the_table(tmp_path: Path, one_file: list[str]) -> None:
    """By its row everybody's page, verdict and role are found, whatever rows were left out."""
    answers = table("Anna", *NASTY, "Ben").replace("problem", "nonsense", 1)
    folder = tmp_path / "pages"
    run("score", "--pack", TINY, "-", "--each", folder, *one_file, stdin=answers)
    rows = index_of(folder)
    scored = run("score", "--pack", TINY, "-", "--format", "csv", stdin=answers).out
    beside = list(csv.DictReader(io.StringIO(scored, newline="")))
    for column in ("row", "respondent", "verdict", "recommendation"):
        assert [row[column] for row in rows] == [row[column] for row in beside]
    assert [row["row"] for row in rows] == [str(n) for n in range(2, len(NASTY) + 3)]
    assert {row["file"] for row in rows} == set(os.listdir(folder)) - {"index.csv"}
    if not one_file:
        assert all(int(row["file"][:4]) == int(row["row"]) for row in rows)
    assert "'=HYPERLINK(1)" in {row["respondent"] for row in rows}


def test_raw_names_stay_in_the_index(tmp_path: Path) -> None:
    """--raw leaves names there, too, as they are."""
    folder = tmp_path / "pages"
    run("score", "--pack", TINY, "-", "--each", folder, "--raw", stdin=table("=1"))
    assert [row["respondent"] for row in index_of(folder)] == ["=1"]


@pytest.mark.parametrize("format", FORMATS)
def test_all_pages_can_be_one_document(tmp_path: Path, format: str) -> None:
    """It holds the whole result of everybody, in the order of the rows, and its owner's alone."""
    folder = tmp_path / "pages"
    asked = ("score", "--pack", TINY, "-", "--each", folder, "--format", format)
    names = ("Anna", "Ben", "<b>Cleo</b>")
    ended = run(*asked, "--one-file", stdin=table(*names))
    document = folder / f"everybody{ENDINGS[format][0]}"
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"3 pages written to {document}, one after the other.\n"
    assert os.stat(document).st_mode & 0o777 == 0o600
    assert set(os.listdir(folder)) == {document.name, "index.csv"}
    text = document.read_text(encoding="utf-8")
    for path in folder.iterdir():
        path.unlink()
    run(*asked, stdin=table(*names))
    at = 0
    for page in sorted(folder.glob(f"0*{ENDINGS[format][0]}")):
        alone = page.read_text(encoding="utf-8")
        body = re.search(r"<main>\n(.*)\n</main>", alone, re.DOTALL)
        at = text.index((body[1] if body else alone).strip(), at) + 1


def test_each_person_begins_a_sheet_of_the_document(tmp_path: Path) -> None:
    """Between two people there is one break that printers obey, and none before or after."""
    breaks = {"text": "\f", "markdown": 'style="break-after: page"', "html": 'class="person"'}
    for number, (format, sign) in enumerate(breaks.items()):
        folder = tmp_path / str(number)
        asked = ("score", "--pack", TINY, "-", "--each", folder, "--one-file", "--format", format)
        run(*asked, stdin=table("Anna", "Ben", "Cleo"))
        text = (folder / f"everybody{ENDINGS[format][0]}").read_text(encoding="utf-8")
        assert text.count(sign) == 2 + (format == "html")
        assert text.count("Anna") == text.count("Cleo") == 1
        if format == "html":
            assert ".person + .person { break-before: page;" in text
            assert (text.count("<main>"), text.count("</html>")) == (1, 1)


def test_a_document_of_all_as_json_is_read_again(tmp_path: Path) -> None:
    """It is a list of results, which score and report take."""
    folder = tmp_path / "pages"
    asked = ("score", "--pack", TINY, "-", "--each", folder, "--one-file", "--format", "json")
    for names in (("Anna",), ("Anna", "Ben")):
        assert run(*asked, stdin=table(*names)).code == 0
        document = folder / "everybody.json"
        assert [each["respondent"] for each in json.loads(document.read_text())] == [*names]
        assert "Anna: " in run("score", "--pack", TINY, document).out
        shutil.rmtree(folder)


def test_one_file_goes_with_each() -> None:
    """Alone it would not say where the document is to be."""
    run("score", "--pack", TINY, "-", "--one-file").refused(2, "--one-file needs --each DIR")


@pytest.mark.parametrize("one_file", [[], ["--one-file"]])
def test_without_anybody_there_is_no_page_and_no_index(tmp_path: Path, one_file: list[str]) -> None:
    """It is said, with code 4, whether a table is empty or all its rows are wrong."""
    folder = tmp_path / "pages"
    asked: list[str | Path] = ["score", "--pack", TINY, "-", "--each", folder, *one_file]
    run(*asked, stdin=table()).refused(4, "no answers in standard input")
    run(*asked, stdin=table("Anna").replace("problem", "?")).refused(4, "Scored: 0 people.")
    assert os.listdir(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_leaves_whole_pages(tmp_path: Path) -> None:
    """Stopped in the middle, every page that is there is whole."""
    folder = tmp_path / "pages"
    said = stopped(folder, [], lambda: any(folder.glob("0*.html")))
    assert b"Stopped: " in said
    assert all(page.read_text().endswith("</html>\n") for page in folder.iterdir())
    pages = re.search(rb"([0-9]+) pages? written", said)
    assert pages
    assert len(os.listdir(folder)) - int(pages[1]) in (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_ctrl_c_leaves_no_half_document(tmp_path: Path) -> None:
    """One document for all is there whole, or not at all."""
    folder = tmp_path / "pages"
    said = stopped(folder, ["--one-file"], lambda: folder.exists() and any(folder.iterdir()))
    assert f"Stopped: nothing was written to {folder}.".encode() in said
    assert os.listdir(folder) == []


ANNA = {"respondent": "Anna", "answers": {"first-hour": "problem", "proud": "on-time"}}


def stopped(folder: Path, options: list[str], far: Callable[[], bool]) -> bytes:
    """What a run says that Ctrl-C stops, once it is so far."""
    argv = [*COMMAND, "score", "--pack", str(TINY), "-", "--each", str(folder), *options]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write(b"%s\n" % json.dumps(ANNA).encode() * 100)  # a table would be spooled
        process.stdin.flush()
        while not far():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    return said
