"""How the code hangs together: which part may know which, and what a script does not pay for."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import rolequiz
from command import TINY

EXAMPLE = Path(__file__).parents[1] / "docs" / "example-answers.json"
SOURCE = Path(rolequiz.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))

READERS = {"model", "problems", "text", "schemas"}
MAY_KNOW: dict[str, set[str]] = {
    "__init__": {"model", "problems", "pack", "scoring", "pages", "render"},  # lazily
    "model": set(),
    "text": set(),
    "spelling": set(),
    "disk": set(),
    "problems": {"text"},
    "schemas": {"problems"},
    "pack": READERS,
    "responses": READERS | {"spelling"},
    "scoring": {"model"},
    "audit": {"model", "scoring", "text"},
    "group": {"model", "scoring", "spelling"},
    "pages": {"model", "problems", "text", "scoring", "audit", "group"},
    "render": {"model", "text", "scoring", "pages", "audit", "group", "problems"},
    "ask": {"model", "text", "scoring", "disk", "pages"},
    "browser": {"model", "text", "pages", "render", "responses", "ask"},
    "room": READERS
    | {"responses", "scoring", "group", "disk", "spelling", "ask", "browser", "render"},
    "cli": {"model", "problems", "text", "schemas", "pack", "responses", "scoring"}
    | {"audit", "group", "pages", "render", "ask", "browser", "room"}
    | {"spelling", "disk"},
    "__main__": {"cli"},
}
"""Each part of the package, and the other parts that it may import; a new part is a new line."""

MAY_USE = {"cli": {"typer"}, "ask": {"rich"}, "render.text": {"rich"}} | {
    "schemas.yaml_nodes": {"yaml"},
    "responses.workbook": {"python_calamine"},
    "room.addresses": {"ifaddr"},
    "room.qr": {"segno"},
    "room.coach": {"rich"},
}
"""Who may import which library."""

LONGEST = 50  # lines: a function fits on a screen


def name_of(module: Path) -> str:
    """Return a module's name within the package, as render.text.sheet."""
    return ".".join(module.relative_to(SOURCE).with_suffix("").parts)


def imports(module: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports, at its top or inside it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            assert node.module is not None
            from_top = node.module == "rolequiz"  # from rolequiz import ask
            names = [f"rolequiz.{alias.name}" for alias in node.names]
            yield from names if from_top else [node.module]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_one_way(module: Path) -> None:
    """A module imports only the parts that its own may know."""
    part = name_of(module).partition(".")[0]
    known = {name.split(".")[1] for name in imports(module) if name.startswith("rolequiz.")}
    assert known - {part, "__version__"} <= MAY_KNOW[part]


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_libraries_stay_where_they_belong(module: Path) -> None:
    """Only the command line knows Typer, only what draws knows Rich, one module knows YAML."""
    used = {name.partition(".")[0] for name in imports(module)}
    name = name_of(module)
    allowed = {
        library
        for part, libraries in MAY_USE.items()
        if f"{name}.".startswith(f"{part}.")
        for library in libraries
    }
    assert used - sys.stdlib_module_names - {"rolequiz"} <= allowed


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_functions_fit_on_a_screen(module: Path) -> None:
    """No function is longer than what can be read at a glance."""
    lengths = [
        (node.name, (node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [(name, lines) for name, lines in lengths if lines > LONGEST] == []


@pytest.mark.parametrize("part", ["pages", "audit", "group", "scoring"])
def test_only_what_is_shown_is_made_safe(part: str) -> None:
    """Texts stay as they are in figures and pages; each format makes them safe for itself."""
    for module in SOURCE.glob(f"{part}/*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert "visible" not in {alias.name for alias in node.names}, module


LOADED = """
import sys
from rolequiz.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*args: str) -> set[str]:
    """Return the modules that a command has imported by its end."""
    argv = [sys.executable, "-c", LOADED, *args]
    ended = subprocess.run(argv, capture_output=True, text=True, check=True)
    return set(ended.stderr.split())


def test_a_script_pays_for_no_screens() -> None:
    """Answers to JSON import neither Rich nor the asking; help does not read YAML either."""
    quiz = ("--pack", str(TINY), "--answers", str(TINY / "answers.json"))
    modules = loaded("take", *quiz, "--json")
    screens = {"rich", "rolequiz.ask", "rolequiz.pages", "rolequiz.cli.explore"}
    assert modules.isdisjoint(screens | {"pydantic"})
    assert {"rolequiz.scoring", "rolequiz.render.json"} <= modules
    assert "rich" in loaded("take", *quiz)
    assert loaded("--help").isdisjoint({"rich", "yaml", "rolequiz.ask"})


ENTERED = """
import inspect, sys
from rolequiz.__main__ import main

modules = set()

def note(frame, event, arg):
    code = frame.f_code  # class bodies and what builds dataclasses run while modules are imported
    if event == "call" and code.co_flags & inspect.CO_OPTIMIZED and code.co_name != "__create_fn__":
        modules.add(frame.f_globals.get("__name__", ""))

sys.setprofile(note)
try:
    main()
finally:
    sys.setprofile(None)
    print(*modules, file=sys.stderr)
"""


def entered(*args: str | Path) -> set[str]:
    """Return the modules of ours whose functions a command calls, without `__main__`."""
    argv = [sys.executable, "-c", ENTERED, *map(str, args)]
    ended = subprocess.run(argv, capture_output=True, text=True, check=True)
    modules = {name for name in ended.stderr.split() if name.startswith("rolequiz.")}
    return modules - {"rolequiz.__main__"}


def test_few_modules_lead_from_answers_to_the_screen() -> None:
    """Whoever follows the code from a file of answers to the result walks through 24 at most."""
    assert len(entered("take", "--answers", EXAMPLE)) <= 24


def test_few_modules_lead_from_a_table_to_csv(tmp_path: Path) -> None:
    """Whoever follows the code from a table of answers to a table of results, through 20."""
    answers = json.loads(EXAMPLE.read_text(encoding="utf-8"))["answers"]
    rows = [",".join(answers), ",".join(str(answer or "") for answer in answers.values())]
    (tmp_path / "table.csv").write_text("\n".join(rows), encoding="utf-8")
    assert len(entered("score", tmp_path / "table.csv", "--format", "csv")) <= 20
