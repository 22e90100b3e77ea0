"""The command line as a whole: help, version, and the command that is meant without a name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz import __version__

SHARED = ["--pack", "--format", "--json", "-o, --output", "--plain", "-h, --help"]
OPTIONS = {
    "take": ["--answers FILE", "--save FILE", *SHARED],
    "score": ["FILE...", "--map FILE", "--dry-run", "--errors FILE", "--raw", *SHARED],
    "report": ["FILE", "--before FILE", "--named", "--show-small", *SHARED],
    "roles": ["[ROLE]", *SHARED],
    "check": ["--strict", "--quick", "--sheets FILE", "--map FILE", *SHARED],
    "schema": ["NAME", "questions", "answers", "result", "report", "mapping", "-h, --help"],
}


def test_version() -> None:
    """The version is the package's, and nothing else."""
    assert run("--version").out == f"rolequiz {__version__}\n"


@pytest.mark.parametrize("command", OPTIONS)
@pytest.mark.parametrize("columns", [40, 80])
def test_help_names_every_option_and_fits(command: str, columns: int) -> None:
    """Every option of a command is in its help, which keeps to the terminal's width."""
    ended = run(command, "--help", COLUMNS=str(columns))
    assert (ended.code, ended.err) == (0, "")
    assert [name for name in OPTIONS[command] if name not in ended.out] == []
    assert max(map(len, ended.out.splitlines())) <= columns


def test_help_names_every_command() -> None:
    """Each command says in one whole sentence what it does; at 40 columns it is still named."""
    wide, narrow = run("-h").out, run("--help", COLUMNS="40").out
    assert "..." not in wide.partition("Commands:")[2]
    assert max(map(len, narrow.splitlines())) <= 40
    for help in (wide, narrow):
        commands = help.partition("Commands:\n")[2].splitlines()
        assert [line.split()[0] for line in commands] == list(OPTIONS)


def test_twelve_columns_of_help_are_help() -> None:
    """A terminal too narrow for help gets it all the same."""
    assert "--answers" in run("take", "--help", COLUMNS="12").out


def test_take_is_meant_without_a_command() -> None:
    """Options alone are those of `take`."""
    args = ("--pack", TINY, "--answers", TINY / "answers.json")
    ended = run(*args)
    assert ended.code == 0
    assert ended == run("take", *args)


@pytest.mark.parametrize("arg", ["tkae", "--bogus", "--format=xml"])
def test_wrong_usage_is_refused(arg: str) -> None:
    """What the command line does not know is named, with the way to the help."""
    run(arg).refused(2, arg.removeprefix("--format="), "-h")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["--help"], ["--version"], ["schema", "result"], ["roles"]])
def test_a_full_disk_is_said(args: list[str]) -> None:
    """Whatever was to be written, a disk without room is a message and no crash."""
    run(*args, shell='"$@" >/dev/full').refused(2, "No space left on device")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_options_before_a_command_are_explained() -> None:
    """`rolequiz --json roles` is not taken for the quiz with a strange argument."""
    run("--json", "roles").refused(2, "Options come after the command: rolequiz roles")


def test_nowhere_to_complain_is_no_crash() -> None:
    """A message that cannot be written leaves the exit code as it would have been."""
    for errors in ("2>/dev/full", "2>&-"):
        assert run("roles", "nobody", shell=f'"$@" {errors}').code == 2
        assert run("--bogus", shell=f'"$@" {errors}').code == 2


EXAMPLES = Path(__file__).parents[2] / "docs"
EXACT_SUMS = """\
import builtins, sys

def exact(values, start=0, *, total=sum):
    values = list(values)
    if any(isinstance(value, float) for value in values):
        raise TypeError("Pythons differ in how they sum floats: use math.fsum")
    return total(values, start)

builtins.sum = exact
from rolequiz.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "args",
    [
        ["take", "--answers", EXAMPLES / "example-answers.json"],
        ["take", "--answers", EXAMPLES / "example-answers.json", "--json"],
        ["score", EXAMPLES / "example-form.csv", EXAMPLES / "example-room.jsonl", "--json"],
        ["score", EXAMPLES / "example-room.jsonl", "--format", "csv"],
        ["report", EXAMPLES / "example-room.jsonl", "--before"]
        + [EXAMPLES / "example-room-before.jsonl", "--json"],
        ["check", "--quick", "--pack", TINY, "--json"],
        ["check", "--sheets", EXAMPLES.parent / "tests/data/panels/panel-1.jsonl", "--json"],
    ],
    ids=lambda args: " ".join(map(str, args[::2]))[:30],
)
def test_no_figure_hangs_on_how_a_python_sums_floats(args: list[str | Path]) -> None:
    """From 3.12 on `sum` rounds floats otherwise; equal answers give equal bytes all the same."""
    ended = subprocess.run(
        [sys.executable, "-c", EXACT_SUMS, *map(str, args)], capture_output=True, check=False
    )
    assert "fsum" not in ended.stderr.decode()
    assert ended.stdout.decode() == run(*args).out
