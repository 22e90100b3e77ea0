"""What --pack, --format and --json mean, and what a pack that is none gets."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from command import TINY, Ended, run

DOCS = Path(__file__).parents[2] / "docs"
Spoil = Callable[..., Path]

ALIAS_BOMB = "a: &a [x, x]\n" + "".join(
    f"{to}: &{to} [*{of}, *{of}, *{of}, *{of}]\n"
    for of, to in zip("abcdefghijkl", "bcdefghijklm", strict=True)
)
MERGE_BOMB = "a: &a {x: 1}\nb: &b {<<: [*a, *a, *a]}\nc: {<<: [*b, *b, *b]}\n"
HEAD = "title: t\nversion: 1\ndimensions: {d: {low: a, high: b}}\n"

# old text → new text in the tiny pack, or a whole questions.yaml; where it is wrong, and how
BAD_PACKS: dict[str, tuple[tuple[str, str] | str | bytes, str]] = {
    "empty": ("", "questions.yaml: empty-file"),
    "not UTF-8": (b"title: caf\xe9\n", "questions.yaml:1:11: not-utf-8"),
    "duplicate key": (("version: 1", "version: 1\nversion: 2"), "questions.yaml:3:1: duplicate"),
    "duplicate id": (("id: proud", "id: first-hour"), "questions.yaml:18:9: duplicate-id"),
    "unknown dimension": (("{focus: 1}", "{focsu: 1}"), "Did you mean “focus”?"),
    "unknown key": (("weight: 2", "wieght: 2"), "questions.yaml:13:5: unknown-key"),
    "NaN": (("weight: 2", "weight: .nan"), "questions.yaml:13:13: wrong-type"),
    "blank version": (("version: 1", "version: ''"), "questions.yaml:2:10: empty"),
    "no questions": (HEAD + "questions: []\n", "questions.yaml:4:1: too-few"),
    "one option": (
        HEAD + "questions: [{id: a, text: b, options: [{id: a, text: b}]}]\n",
        "questions.yaml:4:30: too-few",
    ),
    "merge bomb": (MERGE_BOMB, "questions.yaml:2:8: merge-key"),
    "alias bomb": (ALIAS_BOMB, "questions.yaml:1:4: anchor"),
    "brackets": ("[" * 30_000, "too-deep"),
    "tag": (("title: ", "title: !!python/object:os.system "), "questions.yaml:1:8: tag"),
    "two documents": ("a: 1\n---\nb: 2\n", "questions.yaml:2:1: second-document"),
    "torn": (("text: What makes", "text: [What makes"), "bad-yaml"),
    "unknown dimension of a role": (
        ("profile: {focus", "profile: {foucs"),
        "roles.yaml:5:15: unknown",
    ),
    "escape character": (("title: ", "title: \x1b[2J"), "questions.yaml:1:8: bad-character"),
}


@pytest.mark.parametrize("name", BAD_PACKS)
def test_a_bad_pack_is_refused_at_its_place(spoil: Spoil, name: str) -> None:
    """What is wrong with a pack goes to standard error with its place, and the code is 3."""
    change, place = BAD_PACKS[name]
    folder = spoil(*change) if isinstance(change, tuple) else spoil(questions=change)
    ended = run("roles", "--pack", folder).refused(3, place)
    assert "\x1b" not in ended.err


def test_a_folder_in_place_of_a_file_is_refused(spoil: Spoil) -> None:
    """A folder called questions.yaml is not taken for a file, and a missing file is named."""
    folder = spoil()
    for name in ("questions.yaml", "roles.yaml"):
        (folder / name).unlink()
    (folder / "questions.yaml").mkdir()
    said = ("questions.yaml: not-a-file", "roles.yaml: missing-file")
    run("take", "--answers", TINY / "answers.json", "--pack", folder).refused(3, *said)


@pytest.mark.parametrize("name", ["nowhere", "a" * 300, "questions.yaml"])
def test_a_pack_that_is_no_folder_is_refused(name: str) -> None:
    """A name of no folder, and a name that no folder could have, get the same answer."""
    run("roles", "--pack", TINY / name).refused(3, "there is no such folder", "Name a folder")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_an_unreadable_pack_is_refused(spoil: Spoil) -> None:
    """The message gives the system's reason."""
    folder = spoil()
    (folder / "questions.yaml").chmod(0)
    run("roles", "--pack", folder).refused(3, "unreadable-file", "Permission denied")


def test_the_pack_comes_from_the_option_or_the_environment() -> None:
    """The option counts more than ROLEQUIZ_PACK, and an empty variable is none."""
    nowhere = str(TINY / "nowhere")
    assert "Product owner" not in run("roles", ROLEQUIZ_PACK=str(TINY)).out
    assert run("roles", "--pack", TINY, ROLEQUIZ_PACK=nowhere).code == 0
    assert "Product owner" in run("roles", ROLEQUIZ_PACK="").out
    run("roles", ROLEQUIZ_PACK=nowhere).refused(3, "no-such-folder")
    run("roles", "--pack", __file__).refused(3, "this is a file")


@pytest.mark.parametrize("command", [["roles"], ["take", "--answers", str(TINY / "answers.json")]])
def test_json_contradicts_other_formats(command: list[str]) -> None:
    """Two different formats are an error; the same one twice is not, and text is the default."""
    pack = ("--pack", TINY)
    run(*command, *pack, "--json", "--format", "text").refused(2, "--json", "text")
    run(*command, *pack, "--format", "xml").refused(2, "“xml”", "markdown")
    assert run(*command, *pack, "--json") == run(*command, *pack, "--json", "--format", "json")
    assert run(*command, *pack) == run(*command, *pack, "--format", "text")


ANSWERS = ["--pack", str(TINY), "--answers", str(TINY / "answers.json")]


@pytest.mark.parametrize(
    ("args", "ending", "form"),
    [
        (ANSWERS, "html", "html"),
        (ANSWERS, "htm", "html"),
        (["take", *ANSWERS], "md", "markdown"),
        (["take", *ANSWERS], "json", "json"),
        (["take", *ANSWERS], "txt", "text"),
        (["roles"], "HTML", "html"),
        (["report", "docs/example-room.jsonl"], "markdown", "markdown"),
        (["check", "--quick", "--pack", str(TINY)], "md", "markdown"),
        (["score", "docs/example-room.jsonl"], "csv", "csv"),
        (["score", "docs/example-room.jsonl"], "jsonl", "jsonl"),
        (["score", "docs/example-room.jsonl"], "ndjson", "jsonl"),
        (["roles"], "odd", "text"),
        (["roles"], "", "text"),
    ],
)
def test_the_ending_says_the_format(
    args: list[str], ending: str, form: str, tmp_path: Path
) -> None:
    """Without --format, -o result.html is HTML; an ending of no format leaves it text."""
    args = [str(DOCS / arg[5:]) if arg.startswith("docs/") else arg for arg in args]
    path = tmp_path / f"a.result{ending and '.'}{ending}"
    assert run(*args, "-o", path) == Ended(0, "", "")
    assert path.read_text(encoding="utf-8") == run(*args, "--format", form).out


@pytest.mark.parametrize(
    ("args", "name"),
    [
        (ANSWERS, "a.csv"),
        (["roles"], "a.JSONL"),
        (["check"], "a.csv"),
        (["report", str(TINY / "answers.json")], "a.csv"),
        (["score", str(TINY / "answers.json")], "a.html"),
        (["score", str(TINY / "answers.json"), "--dry-run"], "a.csv"),
        (ANSWERS, "a.pdf"),
        (["roles"], "a.DOCX"),
        (["check", "--quick"], "a.odt"),
        (["report", str(TINY / "answers.json")], "a.pdf"),
        (["audit", str(TINY / "answers.json")], "a.xlsx"),
        (["score", str(TINY / "answers.json")], "a.xlsx"),
    ],
)
def test_an_ending_that_a_command_does_not_write_is_refused(
    args: list[str], name: str, tmp_path: Path
) -> None:
    """No text gets the name of a table; but whoever says the format may name the file anyhow."""
    run(*args, "-o", tmp_path / name).refused(2, name, "does not write", "another ending")
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_is_said_counts_more_than_an_ending(tmp_path: Path) -> None:
    """--format and --json are obeyed whatever the file is called."""
    for option in (["--json"], ["--format", "json"]):
        assert run("roles", *option, "-o", tmp_path / "a.csv").code == 0
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == run("roles", "--json").out


@pytest.mark.parametrize("name", ["a.csv", "a.pdf", "a.jsonl", "a.HTML", "a.xlsx"])
def test_answers_are_not_kept_under_the_name_of_anything_else(name: str, tmp_path: Path) -> None:
    """They are JSON; a file of any other name would be opened by a program that can't read it."""
    run(*ANSWERS, "--save", tmp_path / name).refused(2, name, "kept as JSON", ".json")
    assert list(tmp_path.iterdir()) == []
