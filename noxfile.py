"""The checks of a commit, one by one: `nox`, or `nox -s style`. `.ci/run` does more."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nox

nox.options.sessions = ["style", "types", "scripts", "quiz", "coverage"]
nox.options.reuse_existing_virtualenvs = True
PROJECT = nox.project.load_toml("pyproject.toml")
IN_PROCESS = [
    f"tests/{part}"
    for part in ("scoring", "group", "pages", "render", "responses", "schemas", "pack", "audit")
]
"""Tests that run the code in their own process, where its coverage can be seen."""
TALK = "tests/ask/test_explore.py"
"""And those of the pages that a talk about a result shows."""
FLOOR = 95
"""Per cent of the branches of what they test."""
TYPESCRIPT = "typescript@7"


def install(session: nox.Session, *groups: str) -> None:
    """Install the project with its tests, and what some groups of dependencies hold."""
    if session.virtualenv.is_sandboxed:  # else, as in .ci/run, it is there already
        wanted = nox.project.dependency_groups(PROJECT, *groups) if groups else ()
        session.install("-q", "-e", ".[test]", *wanted)


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests, or those that are named: `nox -s tests -- tests/scoring`."""
    install(session)
    session.run("python", "-m", "pytest", "-q", *session.posargs)


@nox.session
def style(session: nox.Session) -> None:
    """Look for what ruff finds, and for lines that are not formatted."""
    install(session, "style")
    session.run("python", "-m", "ruff", "check")
    session.run("python", "-m", "ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check types, on other systems too: what no test here runs is typed at least."""
    install(session, "types")
    session.run("python", "-m", "mypy")
    for platform in ("win32", "darwin"):
        session.run("python", "-m", "mypy", "--platform", platform, "src")


@nox.session(venv_backend="none")
def scripts(session: nox.Session) -> None:
    """Check the types of pages' scripts, which stand in comments; npm installs what does."""
    if shutil.which("npm") is None:
        if os.environ.get("CI") == "true":
            session.error("CI needs npm")
        session.skip("no npm here")
    folder = Path(session.create_tmp())
    quiet = ("--silent", "--no-audit", "--no-fund", "--prefix", str(folder))
    session.run("npm", "install", *quiet, TYPESCRIPT, external=True)
    checks = ("--allowJs", "--checkJs", "--noEmit", "--strict")
    known = ("--target", "es2022", "--lib", "es2022,dom,dom.iterable")
    sources = map(str, Path("src/rolequiz/browser").glob("*.js"))
    tsc = str(folder / "node_modules" / ".bin" / "tsc")
    session.run(tsc, *checks, *known, *sources, external=True)


@nox.session
def quiz(session: nox.Session) -> None:
    """Hold the shipped quiz to every figure."""
    install(session)
    session.run("python", "-m", "rolequiz", "check", "--strict", "-o", "-", silent=True)


@nox.session
def coverage(session: nox.Session) -> None:
    """Hold that tests reach the branches of figures, pages and readers."""
    install(session, "coverage")
    parts = [f"--cov=rolequiz.{path.partition('/')[2]}" for path in IN_PROCESS]
    report = ["--cov-branch", "--cov-report=term", f"--cov-fail-under={FLOOR}"]
    session.run("python", "-m", "pytest", "-q", "-n", "auto", *parts, *report, *IN_PROCESS, TALK)
