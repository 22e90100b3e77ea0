"""What pyproject.toml promises; .ci/run builds the packages, looks into them and installs them."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points, version
from pathlib import Path
from zipfile import ZipFile

import pytest

import rolequiz
from command import COMMAND, TINY, run
from pty_driver import Person
from rolequiz.__main__ import main
from rolequiz.pack.shipped import compile_shipped

TOP = Path(__file__).parents[1]
HATCH = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
    "build"
]


def test_wheel_carries_the_quiz() -> None:
    """Every file of data/ is named for the wheel, where the package looks for it."""
    carried = HATCH["targets"]["wheel"]["force-include"]
    shipped = {f"data/{path.name}": f"rolequiz/data/{path.name}" for path in TOP.glob("data/*")}
    assert carried == shipped


def test_sdist_carries_what_the_checks_need() -> None:
    """Folders and files of the checkout that the sdist names exist, the tests among them."""
    included = HATCH["targets"]["sdist"]["include"]
    assert {"/src", "/data", "/tests", "/docs", "/.ci", "/hatch_build.py"} <= set(included)
    for name in included:
        assert list(TOP.glob(name.removeprefix("/"))), name


def test_installed_command_is_the_program() -> None:
    """Installing makes a command `rolequiz` of the version that the package says."""
    (command,) = entry_points(group="console_scripts", name="rolequiz")
    assert command.load() is main
    assert version("rolequiz") == rolequiz.__version__


def test_package_has_types() -> None:
    """Type checkers may use the package's own types."""
    assert (Path(rolequiz.__file__).parent / "py.typed").is_file()


# --- Out of a zip -----------------------------------------------------------------------------

PACKAGE = Path(rolequiz.__file__).parent


@pytest.fixture(params=["compiled", "bare"])
def zipped(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a zip of what a wheel holds, with and without the compiled quiz, that Python runs."""
    path = tmp_path / "rolequiz.pyz"
    with ZipFile(path, "w") as archive:
        archive.writestr("__main__.py", "from rolequiz.__main__ import main\nmain()\n")
        for suffix in ("py", "json", "css", "js"):
            for file in PACKAGE.rglob(f"*.{suffix}"):
                if file.name != "shipped.json":
                    archive.write(file, f"rolequiz/{file.relative_to(PACKAGE)}")
        for file in (TOP / "data").iterdir():
            archive.write(file, f"rolequiz/data/{file.name}")
        if request.param == "compiled":
            compile_shipped(tmp_path / "shipped.json")
            archive.write(tmp_path / "shipped.json", "rolequiz/pack/shipped.json")
    return path


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["take", "--answers", "docs/example-answers.json", "--format", "html"],
        ["score", "docs/example-form.csv"],
        ["report", "docs/example-room.jsonl", "--format", "html"],
        ["roles", "--json"],
        ["schema", "result"],
        ["check", "--quick", "--format", "markdown"],
    ],
    ids=lambda args: args[0],
)
def test_the_program_runs_out_of_a_zip(zipped: Path, args: list[str], tmp_path: Path) -> None:
    """A zipapp does all that an installation does, and leaves nothing behind."""
    (temporary := tmp_path / "temporary").mkdir()
    args = [str(TOP / arg) if arg.startswith("docs/") else arg for arg in args]
    ended = subprocess.run(
        [sys.executable, str(zipped), *args],
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        check=False,
    )
    as_installed = run(*args)
    assert ended.stdout.decode() == as_installed.out
    assert (ended.stderr.decode(), ended.returncode) == (as_installed.err, as_installed.code)
    assert list(temporary.iterdir()) == []


@pytest.fixture
def person() -> Iterator[Callable[..., Person]]:
    """Return a function that sets a person before a command; all leave at the end."""
    people: list[Person] = []

    def at(command: list[str], **env: str) -> Person:
        people.append(Person(command, env=env))
        return people[-1]

    yield at
    for each in people:
        each.leave()


def test_a_zip_asks_its_questions(zipped: Path, person: Callable[..., Person]) -> None:
    """A zipapp asks the first question, too, and q keeps nothing but says goodbye."""
    someone = person([sys.executable, str(zipped)]).reads("Question 1 of").types("q")
    assert someone.ends() == 130


# --- Python as people have it -----------------------------------------------------------------

WITHOUT_SQLITE = """\
import sys
sys.modules["_sqlite3"] = sys.modules["sqlite3"] = None
from rolequiz.__main__ import main
main()
"""


def test_a_python_without_sqlite_asks(person: Callable[..., Person]) -> None:
    """Some systems package sqlite3 separately, and asking must not need it."""
    someone = person([sys.executable, "-c", WITHOUT_SQLITE]).reads("Question 1 of").types("q")
    assert someone.ends() == 130


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["--version"],
        ["score", "--help"],
        ["take", "--answers", "docs/example-answers.json"],
        ["score", "docs/example-room.jsonl", "docs/example-room-before.jsonl"],
        ["report", "docs/example-room.jsonl"],
        ["check", "--sheets", "tests/data/panels/panel-1.jsonl"],
    ],
    ids=lambda args: " ".join(args[:2]),
)
def test_a_python_without_sqlite_does_the_same(args: list[str]) -> None:
    """Help, scoring and finding repeated names need no database either."""
    args = [str(TOP / arg) if "/" in arg else arg for arg in args]
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_SQLITE, *args], capture_output=True, check=False
    )
    expected = run(*args)
    assert ended.stderr.decode() == expected.err
    assert (ended.stdout.decode(), ended.returncode) == (expected.out, expected.code)


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["take", "--answers", "docs/example-answers.json"],
        ["take", "--answers", "docs/example-answers.json", "-o", "{}/result.html"],
        ["score", "docs/example-room.jsonl", "--errors", "{}/errors.txt"],
        ["score", "docs/example-form.csv", "-o", "{}/table.csv"],
        ["score", "docs/example-form.csv", "--dry-run"],
        ["score", "docs/example-form.csv", "--each", "{}/each"],
        ["score", "nowhere.csv", "pyproject.toml", "docs/result.svg"],
        ["report", "docs/example-room.jsonl", "--before", "docs/example-room-before.jsonl"],
        ["check", "--quick"],
        ["check", "--sheets", "tests/data/panels/panel-1.jsonl"],
        ["roles", "--pack", "data"],
        ["schema", "result"],
    ],
    ids=lambda args: " ".join(args[:2] + args[-1:]),
)
def test_nothing_is_left_open(args: list[str], tmp_path: Path) -> None:
    """Under Python's development mode, which tells of files left open, no command is warned."""
    args = [str(TOP / arg) if (TOP / arg).exists() else arg.format(tmp_path) for arg in args]
    ended = run(*args, PYTHONDEVMODE="1")
    assert "Warning" not in ended.err


def test_nothing_is_left_open_after_asking(person: Callable[..., Person]) -> None:
    """Asking warns of nothing either, to its end and through a saved file."""
    someone = person([*COMMAND, "--full", "--pack", str(TINY)], PYTHONDEVMODE="1").reads(
        "Question 1 of"
    )
    someone.types("1112").goes_on()
    assert someone.ends() == 0
    assert "Warning" not in someone.transcript
