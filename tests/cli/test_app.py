"""The command line as a whole: help, version, and the command that is meant without a name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command import TINY, run
from rolequiz import __version__
from rolequiz.cli.app import COMMANDS
from rolequiz.schemas import SCHEMAS

EXAMPLES = Path(__file__).parents[2] / "docs"
SHARED = ["--pack", "--format", "--json", "-o, --output", "--plain", "-h, --help"]
OPTIONS = {
    "take": ["--answers FILE", "--save FILE", "--respondent CODE", "--full", *SHARED],
    "explore": ["[ANSWERS]", *SHARED],
    "why": ["ROLE", "ANSWERS", "--over ROLE", *SHARED],
    "what-if": ["ANSWERS", "QUESTION=OPTION", *SHARED],
    "diff": ["BEFORE", "AFTER", "--about", *SHARED],
    "roles": ["[ROLE]", "--with ANSWERS", *SHARED],
    "help": ["COMMAND", "-h, --help"],
    "form": ["FILE.jsonl", "--to URL", *(each for each in SHARED if each != "--json")],
    "score": ["FILE...", "--map FILE", "--dry-run", "--errors FILE", "--raw", *SHARED],
    "host": ["FILE.jsonl", "--address IP", "--port N", "--names", "--pack DIR", "--plain"],
    "kiosk": ["FILE.jsonl", "--timeout MIN", "--anonymous", "--pack DIR", "--plain", "-h, --help"],
    "forget": ["CODE", "FILE.jsonl", "--pack DIR", "-h, --help"],
    "report": ["FILE", "--before FILE", "--named", "--show-small", *SHARED],
    "check": ["--strict", "--quick", "--sheets FILE", "--map FILE", *SHARED],
    "audit": ["FILE", "--map FILE", *SHARED],
    "schema": ["NAME", *SCHEMAS, "-h, --help"],
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
    """Each stands under those whom it is for, with a whole sentence, at 40 columns too."""
    wide, narrow = run("-h").out, run("--help", COLUMNS="40").out
    assert max(map(len, narrow.splitlines())) <= 40
    for help in (wide, narrow):
        assert "..." not in help.partition("[ARGS]...")[2]
        listed = help[help.index("\nFor you:") :].partition("\nExamples and more")[0].splitlines()
        titles = [line for line in listed if line.startswith("For ")]
        assert titles == ["For you:", "For coaches:", "For quiz authors:"]
        named = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
        assert named == [*COMMANDS]
    assert (
        " ".join(narrow.split()).partition("For")[2] == " ".join(wide.split()).partition("For")[2]
    )
    assert {*OPTIONS} == {*COMMANDS}


@pytest.mark.parametrize("command", OPTIONS)
def test_help_of_a_command_has_two_examples_and_where_to_read_more(command: str) -> None:
    """They are commands that can be copied, at 40 columns too; what is named is there."""
    for columns in ("80", "40"):
        ended = run(command, "--help", COLUMNS=columns)
        assert run("help", command, COLUMNS=columns) == ended
        text, _, more = ended.out.rpartition("\nMore: ")
        examples = text.partition("\nExamples:\n")[2].replace("\\\n", " ").splitlines()
        words = [example.split() for example in examples if example]
        assert [each[:2] for each in words if each[1:]][-1] == ["rolequiz", command]
        assert len(words) == 2
        top = EXAMPLES.parent
        named = [word.strip(",;\n") for word in more.split() if ".md" in word]
        assert named
        texts = [(top / name).read_text(encoding="utf-8") for name in named]
        for title in re.findall("“(.*?)”", " ".join(more.split())):
            assert any(
                re.search(rf"^(#+|\d\.) .*{re.escape(title)}", t, re.M | re.I)
                or f"**{title}**" in t
                for t in texts
            ), title


def test_help_without_a_command_is_that_of_the_program() -> None:
    """`rolequiz help` lists all; a slip of the finger is answered by what was meant."""
    assert run("help") == run("--help")
    run("help", "scroe").refused(2, "There is no command “scroe”. Did you mean “score”?")
    run("help", "\x1b[2J").refused(2, "There is no command")
    assert "\x1b" not in run("help", "\x1b[2J").err


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


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (["chek", "score"], "Did you mean check?"),
        (["scores", "a.csv"], "Did you mean score?"),
        (["hepl"], "Did you mean help?"),
        (["version"], "Did you mean --version?"),
        (["--versio"], "Did you mean --version?"),
        (["--hlep"], "Did you mean --help?"),
        (["-V"], "Did you mean --version?"),
        (["--jsn"], "--json"),
        (["x.json"], "rolequiz --answers x.json"),
        (["my answers.json"], "rolequiz --answers 'my answers.json'"),
        ([TINY], f"rolequiz --pack {TINY}"),
        ([EXAMPLES / "example-form.csv"], "rolequiz score "),
        (["take", "x.json"], "--answers x.json"),
        (["--plain", "x.json"], "--answers x.json"),
        (["take", "-"], "--answers -"),
        (["take", EXAMPLES / "example-form.csv"], "rolequiz score "),
        (["take", EXAMPLES / "example-room.jsonl"], "rolequiz score "),
        (["take", "product-manager"], "rolequiz roles product-manager"),
        (["scrum-master"], "rolequiz roles scrum-master"),
        (["take", TINY], f"--pack {TINY}"),
        (["check", TINY], f"--pack {TINY}"),
        (["check", "x.jsonl"], "--sheets x.jsonl"),
        (["take", "score", "x.csv"], "rolequiz score"),
        (["schema", "result", "report"], "“report”"),
    ],
    ids=lambda part: str(part)[-40:],
)
def test_what_was_meant_is_offered(args: list[str | Path], hint: str) -> None:
    """A slip of the finger, and a file without its option, are answered by what was meant."""
    run(*args).refused(2, hint, "-h")


def test_names_of_nothing_do_nothing_to_the_terminal() -> None:
    """Control characters in a word that is no command are shown as what they are."""
    for args in (["\x1b[2J"], ["take", "\x1b[2J"], ["--\x1b[2J"]):
        assert "\x1b" not in run(*args).refused(2).err


@pytest.mark.parametrize("args", [["--help", "take"], ["-h", "roles", "score"]])
def test_help_lists_every_command_whatever_follows(args: list[str]) -> None:
    """Help of the whole program does not depend on the words after it."""
    assert run(*args).out == run("--help").out


@pytest.mark.parametrize("command", OPTIONS)
def test_the_value_of_an_option_is_no_command(command: str, tmp_path: Path) -> None:
    """Files and folders may be called like commands, with and without `take` before them."""
    quiz = shutil.copytree(TINY, tmp_path / command)
    given = ["--answers", str(TINY / "answers.json"), "--pack", command, "-o", "../report"]
    for take in ([], ["take"]):
        ended = run(*take, *given, shell=f'cd "{tmp_path}/{command}/.." && "$@"')
        assert (ended.code, ended.out, ended.err) == (0, "", "")
        (tmp_path.parent / "report").unlink()
    answers = shutil.copy(TINY / "answers.json", tmp_path / "answers")
    shutil.rmtree(quiz)
    Path(answers).rename(quiz)
    in_folder = f'cd "{tmp_path}" && "$@"'
    for args in (["--answers", command], [f"--answers={command}", "--plain"]):
        assert run(*args, "--pack", TINY, "--save", "check", shell=in_folder).code == 0
    run("--answers", command, "score", shell=in_folder).refused(2, "rolequiz score …")


def test_nowhere_to_complain_is_no_crash() -> None:
    """A message that cannot be written leaves the exit code as it would have been."""
    for errors in ("2>/dev/full", "2>&-"):
        assert run("roles", "nobody", shell=f'"$@" {errors}').code == 2
        assert run("--bogus", shell=f'"$@" {errors}').code == 2


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
        ["report", EXAMPLES / "example-room.jsonl", "--json"],
        [
            "report",
            EXAMPLES / "example-room.jsonl",
            f"--before={EXAMPLES}/example-room-before.jsonl",
        ],
        ["check", "--quick", "--pack", TINY, "--json"],
        ["check", "--sheets", EXAMPLES.parent / "tests/data/panels/panel-1.jsonl", "--json"],
    ],
    ids=lambda args: " ".join(map(str, args[::2]))[:30],
)
def test_no_figure_depends_on_how_a_python_sums_floats(args: list[str | Path]) -> None:
    """From 3.12 on `sum` rounds floats differently, yet equal answers must give equal bytes."""
    ended = subprocess.run(
        [sys.executable, "-c", EXACT_SUMS, *map(str, args)], capture_output=True, check=False
    )
    assert "fsum" not in ended.stderr.decode()
    assert ended.stdout.decode() == run(*args).out
