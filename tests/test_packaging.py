"""What pyproject.toml promises; .ci/run builds the packages, looks into them and installs them."""

from __future__ import annotations

import tomllib
from importlib.metadata import entry_points, version
from pathlib import Path

import rolequiz
from rolequiz.__main__ import main

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
