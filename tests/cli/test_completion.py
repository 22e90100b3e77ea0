"""Shell completion: what a shell is told, and what three real shells make of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import TINY, Ended, run
from pty_driver import Person
from rolequiz.cli.app import COMMANDS
from rolequiz.pack import read_pack, shipped_folder
from rolequiz.schemas import SCHEMAS

ROLES = [role.id for role in read_pack(shipped_folder()).roles]
TINY_ROLES = [role.id for role in read_pack(TINY).roles]
FORMATS = ["text", "markdown", "html", "json"]


def told(*words: str | Path) -> Ended:
    """Return what bash is told when Tab is pressed after the last of some words."""
    line = "\n".join(["rolequiz", *map(str, words)])
    return run(_ROLEQUIZ_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words)))


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ([""], [*COMMANDS]),
        (["ta"], ["take"]),
        (["sc"], ["score", "schema"]),
        (["--version", "ro"], ["roles"]),
        (["--sa"], ["--save"]),
        (["--v"], ["--version"]),
        (["--pack", "roles", "--sa"], ["--save"]),
        (["--format", ""], FORMATS),
        (["roles", "--format=h"], ["html"]),
        (["take", "--format", "m"], ["markdown"]),
        (["report", "--format", ""], FORMATS),
        (["score", "--format", ""], ["text", "csv", "jsonl", "json", "markdown", "html"]),
        (["schema", ""], [*SCHEMAS]),
        (["help", "sc"], ["score", "schema"]),
        (["schema", "re"], ["result", "report"]),
        (["roles", ""], ROLES),
        (["roles", ROLES[0], ROLES[1], ""], ROLES[2:]),
        (["roles", "--pack", TINY, ""], TINY_ROLES),
        (["roles", "--dim"], []),
    ],
    ids=str,
)
def test_what_can_come_next_is_offered(words: list[str], offered: list[str]) -> None:
    """Commands, options, formats, schemas and roles are offered, `take` meant without a name."""
    ended = told(*words)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.split() == offered


@pytest.mark.parametrize(
    "words",
    [
        ["take", "--answers", ""],
        ["-o", ""],
        ["score", ""],
        ["score", "--map", "my"],
        ["check", "--pack", ""],
    ],
    ids=str,
)
def test_files_are_left_to_the_shell(words: list[str]) -> None:
    """Where a file is wanted nothing is offered, and a shell then offers its files."""
    assert told(*words) == Ended(0, "\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["roles", "--pack", "nowhere", ""],
        ["roles", "--pack", "\x1b[2J", ""],
        ["roles", "--pack", "", ""],
        ["bogus", "--pack", "x", ""],
        ["--bogus", "roles", ""],
        ["take", "x.json", "--"],
        ["schema", "result", "result", ""],
        ["--", ""],
        ["take", "--format", "xml", "-o", "x.csv", "--js"],
        ["'unfinished", ""],
        ["\udcff", ""],
    ],
    ids=ascii,
)
def test_completion_says_nothing_else(words: list[str]) -> None:
    """No message or traceback is written into a half-typed line, whatever it holds."""
    assert told(*words).err == ""


def test_a_bad_quiz_breaks_no_prompt(tmp_path: Path) -> None:
    """Roles of a quiz with mistakes are not offered, and nothing else happens."""
    for name in ("questions.yaml", "roles.yaml"):
        (tmp_path / name).write_text("a: [")
    ended = told("roles", "--pack", tmp_path, "")
    assert (ended.code, ended.out.strip(), ended.err) == (0, "", "")


@pytest.mark.parametrize(("line", "code"), [("rolequiz take --answers ", 1), ("rolequiz t", 0)])
def test_fish_is_told_whether_files_are_wanted(line: str, code: int) -> None:
    """Fish asks first whether there is anything to offer, and offers files if the code is 1."""
    asked = {"_ROLEQUIZ_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert run(**asked, _TYPER_COMPLETE_ARGS=line) == Ended(code, "", "")


@pytest.mark.parametrize("between", [" ", "\n"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (["rolequiz", "ta"], ["take"]),
        (["rolequiz", "--pack", "roles", "--sa"], ["--save"]),
        (["rolequiz", "roles", "--format", "h"], ["html"]),
    ],
)
def test_bash_may_part_words_by_lines_or_spaces(
    line: list[str], offered: list[str], between: str
) -> None:
    """As its scripts of different ages do."""
    words = {"COMP_WORDS": between.join(line), "COMP_CWORD": str(len(line) - 1)}
    assert run(**words, _ROLEQUIZ_COMPLETE="complete_bash").out.split() == offered


def test_a_shell_that_says_too_little_gets_no_traceback() -> None:
    """Without the words of the line there is nothing to offer."""
    ended = run(_ROLEQUIZ_COMPLETE="complete_bash")
    assert (ended.out, ended.err) == ("", "")


# --- Real shells ------------------------------------------------------------------------------

SHELLS = {
    "bash": ["--norc", "--noprofile", "-i"],
    "zsh": ["-f", "-i"],
    "fish": ["--no-config", "-i"],
}
SET_UP = {
    "bash": 'eval "$(_ROLEQUIZ_COMPLETE=source_bash rolequiz)"',
    "zsh": "autoload -Uz compinit; compinit -u -d zcompdump; "
    'eval "$(_ROLEQUIZ_COMPLETE=source_zsh rolequiz)"',
    "fish": "_ROLEQUIZ_COMPLETE=source_fish rolequiz | source",
}


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Person]:
    """Return someone at a shell that has learnt to complete rolequiz, in a folder of two files."""
    program = shutil.which(request.param)
    if program is None:
        pytest.skip(f"needs {request.param}")
    for name in ("mine.json", "other.csv"):
        (tmp_path / name).write_text("")
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "rolequiz").write_text(f'#!/bin/sh\nexec {sys.executable} -m rolequiz "$@"\n')
    (commands / "rolequiz").chmod(0o755)
    env = {"PATH": f"{commands}:{os.environ['PATH']}", "PS1": "ready> ", "TERM": "xterm"}
    before = Path.cwd()
    os.chdir(tmp_path)
    person = Person([program, *SHELLS[request.param]], (120, 40), env)
    os.chdir(before)
    person.types(f"{SET_UP[request.param]}; echo set''up\r").sees("setup")
    yield person
    person.leave()


LINES = {
    "rolequiz tak": "e",
    "rolequiz --sav": "e",
    "rolequiz --pack roles --sav": "e",
    "rolequiz roles scr": "um-master",
    "rolequiz take --form": "at",
    "rolequiz take --format mark": "down",
    "rolequiz schema map": "ping",
    "rolequiz take --answers mi": "ne.json",
    "rolequiz score oth": "er.csv",
}


JOINED = {
    "rolequiz take --format=mark": "down",
    "rolequiz roles --pack=x --format=h": "tml",
    "rolequiz --format=t": "ext",
}


@pytest.mark.parametrize("shell", ["bash"], indirect=True)
def test_bash_completes_the_value_of_an_option_after_its_sign(shell: Person) -> None:
    """Bash splits --format=mark into three words, and we join them again."""
    for typed, rest in JOINED.items():
        shell.types(typed).sees(typed).types("\tand").sees(f"{typed}{rest} and").types("\x15")
    assert "Traceback" not in shell.transcript


def test_real_shells_complete(shell: Person) -> None:
    """Tab writes the rest of a command, role, option, format, schema or file; and nothing else."""
    for typed, rest in LINES.items():
        shell.types(typed).sees(typed).types("\tand").sees(f"{typed}{rest} and").types("\x15")
    assert "Traceback" not in shell.transcript
