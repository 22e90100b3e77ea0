"""The documents are true: their examples run, their names exist, their links lead somewhere."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

import refresh
from command import TINY, run
from rolequiz.ask.words import welcome
from rolequiz.cli.app import COMMANDS
from rolequiz.pack import diagnose, shipped_pack

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the examples are for a POSIX shell"
)

README = (refresh.TOP / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (refresh.TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
PAGES = sorted([*refresh.TOP.glob("*.md"), *refresh.TOP.glob("docs/*.md")])
OURS = ("src/", "tests/", "data/", "docs/", "benchmarks/", ".ci/")


def page_name(path: Path) -> str:
    """Return the name that a test about a page carries."""
    return path.name


def shown(picture: str) -> str:
    """Return the words of an SVG; how they are drawn may change with Rich."""
    words = ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text")
    return "\n".join(word.text or "" for word in words)


@pytest.mark.parametrize("document", refresh.DOCUMENTS, ids=page_name)
def test_examples_print_what_the_program_prints(document: Path, tmp_path: Path) -> None:
    """Every command in a document prints exactly the lines below; docs/refresh.py updates them."""
    text = document.read_text(encoding="utf-8")
    assert text.count("\n$ ") > 0
    assert refresh.refreshed(text, tmp_path) == text


def test_files_of_examples_are_named_in_words() -> None:
    """Readers see which name to save a file under: renderers don't show the line before a block."""
    text = refresh.AUTHORING.read_text(encoding="utf-8")
    blocks = re.findall(r"([^\n]+(?:\n[^\n]+)*)\n\n```\w+ ([\w./-]+)\n", text)
    assert len(blocks) == 4
    for paragraph, name in blocks:
        assert f"`{Path(name).name}`" in paragraph


def test_the_example_quiz_follows_our_own_rules(tmp_path: Path) -> None:
    """The example of docs/authoring.md follows its own advice: no negation."""
    refresh.refreshed(refresh.AUTHORING.read_text(encoding="utf-8"), tmp_path)
    diagnosis = diagnose(tmp_path / "my-quiz")
    assert diagnosis.pack is not None
    codes = {problem.code for problem in diagnosis.problems}
    assert codes == {"never-best", "incomplete-card", "no-sources"}  # three roles, and no cards


def test_keys_of_the_json_are_listed(tmp_path: Path) -> None:
    """docs/authoring.md names every key that `rolequiz check --json` prints."""
    sheets = tmp_path / "sheets.csv"
    sheets.write_text("role,first-hour,proud\nproject-manager,date,on-time\n")
    said = refresh.AUTHORING.read_text(encoding="utf-8").partition("## Every key of the JSON")[2]
    for more in (["--quick"], ["--sheets", sheets]):
        ended = run("check", "--pack", TINY, "--json", *more)
        for key in keys_in(json.loads(ended.out)):
            assert f"`{key}`" in said.partition("\n## ")[0], key


def keys_in(data: object) -> Iterator[str]:
    """Yield the keys of JSON at any depth, but for those of `by_role` and `leaders`."""
    if isinstance(data, list):
        for each in data:
            yield from keys_in(each)
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            if key not in {"by_role", "leaders"}:
                yield from keys_in(value)


def test_the_command_about_panels_in_method_runs(tmp_path: Path) -> None:
    """The line in docs/method.md prints the tables of the panels at the top of the checkout."""
    line, *_ = re.findall(r"`(cat [^`]*rolequiz audit[^`]*)`", refresh.METHOD.read_text("utf-8"))
    refresh.prepare(tmp_path)
    page = refresh.printed(f"cd '{refresh.TOP}' && {line}", tmp_path)
    assert "What 128 people of known roles answered" in page


def test_method_shows_what_is_measured() -> None:
    """The table of figures in docs/method.md is what `rolequiz check` prints of the whole quiz."""
    text = refresh.METHOD.read_text(encoding="utf-8")
    ended = run("check", "--strict", "--format", "markdown")
    assert ended.code == 0
    assert "| recovery, first |" in text
    assert refresh.measured(text, ended.out) == text


def test_picture_shows_the_result(tmp_path: Path) -> None:
    """The picture in the README shows what the program prints; docs/refresh.py draws it."""
    drawn = refresh.picture(tmp_path)
    assert "fits" in shown(drawn)
    assert shown(refresh.PICTURE.read_text(encoding="utf-8")) == shown(drawn)


def test_the_jq_example_shows_what_the_json_contains() -> None:
    """Every role with its fit, even where jq is not installed."""
    ended = run("take", "--answers", refresh.TOP / refresh.ANSWERS, "--json")
    roles = json.loads(ended.out)["roles"]
    lines = "".join(f"{math.floor(role['fit'] + 0.5)} {role['name']}\n" for role in roles)
    assert f'"\\(.fit | round) \\(.name)"\'\n{lines}```' in README


def test_the_readme_has_the_right_figures_of_the_quiz() -> None:
    """It says how many questions there are and how long they take, and names the roles."""
    pack = shipped_pack()
    (length,) = (line for line in welcome(pack, None) if "minute" in line)
    count, minutes = re.findall(r"\d+", length)
    opening = " ".join(README.partition("## Run it")[0].split())
    assert f"{count} questions, which takes about {minutes} minutes" in opening
    for role in pack.roles:
        assert role.name.lower() in opening


def test_every_command_shows_its_help() -> None:
    """The README holds the help of every command, which the examples' test compares."""
    for command in COMMANDS:
        assert f"$ rolequiz {command} --help\n" in README


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_to_files(page: Path) -> None:
    """Every relative link of a page, and the heading it names, exists."""
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        name, _, heading = target.partition("#")
        linked = page.parent / name if name else page
        assert linked.is_file(), target
        titles = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
        assert not heading or heading in {title.lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_files_named_in_pages_exist(page: Path) -> None:
    """Every path of ours that a page names exists."""
    for name in re.findall(r"`([\w./-]+)`", page.read_text(encoding="utf-8")):
        if name.startswith(OURS):
            assert (refresh.TOP / name).exists(), name


def test_layout_names_every_part() -> None:
    """The tree in CONTRIBUTING.md has a line for each part of the package, and none for others."""
    tree = CONTRIBUTING.partition("```text\n")[2].partition("```")[0]
    package = re.findall(r"^  ([\w/.]+) ", tree.partition("src/rolequiz/")[2], re.MULTILINE)
    source = refresh.TOP / "src" / "rolequiz"
    parts = {path.name + "/" * path.is_dir() for path in source.iterdir()} - {"__pycache__/"}
    assert set(package) == parts


def test_readme_starts_the_program_in_one_line_and_the_tests_in_another() -> None:
    """Both lines make their own environment, which also works if the system manages Python."""
    lines = re.findall(r"^python3 -m venv \.venv && (.*)$", README, re.MULTILINE)
    assert [line.rpartition(" && ")[2] for line in lines] == [
        ".venv/bin/rolequiz",
        ".venv/bin/python -m pytest -q -n auto",
    ]
