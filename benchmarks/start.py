"""How long rolequiz takes to start, against a Typer hello-world: `python benchmarks/start.py`.

Measures the rolequiz that is installed beside this interpreter, in turn with hello-world, with
bytecode cached and from a warm disk; the figure is the median of the pairs' ratios. Two claims: a
script that turns a file of answers into JSON waits at most 1.5 times as long as for hello-world,
and never for Rich; a person at a terminal sees the first question within 2 times. Ends with 1 where
a claim does not hold. Needs a pseudo-terminal.
"""

from __future__ import annotations

import argparse
import os
import pty
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from rolequiz.pack.shipped import compile_shipped

ANSWERS = Path(__file__).parents[1] / "docs" / "example-answers.json"
QUIZ = [str(Path(sys.executable).with_name("rolequiz"))]
SCORE = [*QUIZ, "take", "--answers", str(ANSWERS), "--json"]
HELLO = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str = "world") -> None:
    typer.echo(f"Hello {name}")


if __name__ == "__main__":
    app()
"""


def main() -> None:
    """Measure, print the ratios, and end with 1 if one is above its limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=25, help="how often to run both (25)")
    parser.add_argument("--no-limits", action="store_true", help="measure only, never end with 1")
    wanted = parser.parse_args()
    compile_shipped()  # as installing does: the quiz may have been edited since
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_STATE_HOME": folder, "PYTHONPYCACHEPREFIX": folder, "TERM": "xterm"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        hello = [sys.executable, f"{folder}/hello.py"]
        Path(folder, "hello.py").write_text(HELLO)
        hold_without_rich()
        print(f"Python {sys.version.partition(' ')[0]}, Typer {version('typer')}")
        scoring = ratio(wanted.pairs, lambda: to_end(SCORE), lambda: to_end(hello))
        asking = ratio(
            wanted.pairs, lambda: until("Question 1 of", QUIZ), lambda: until("Hello", hello)
        )
    held = claim("JSON from a file of answers", scoring, 1.5), claim("first question", asking, 2)
    sys.exit(0 if all(held) or wanted.no_limits else 1)


def ratio(pairs: int, ours: Callable[[], float], theirs: Callable[[], float]) -> float:
    """Return the median of how many times as long ours takes, after one run of each to warm up."""
    ours(), theirs()
    return median(ours() / theirs() for _ in range(pairs))


def claim(what: str, measured: float, limit: float) -> bool:
    """Print a ratio beside its limit, and return whether it holds."""
    print(f"{what}: {measured:.2f} × hello-world (at most {limit})")
    return measured <= limit


def to_end(command: list[str]) -> float:
    """Return the seconds that a command takes."""
    start = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - start


def until(text: str, command: list[str]) -> float:
    """Return the seconds until a command has shown a text on a terminal, and end it there."""
    start = perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    seen = b""
    try:
        while text.encode() not in seen:
            seen += os.read(terminal, 4096)  # raises OSError if the command ends before
        return perf_counter() - start
    finally:
        os.close(terminal)  # which hangs up
        os.waitpid(child, 0)


def hold_without_rich() -> None:
    """End the program if turning answers into JSON imports Rich."""
    command = [sys.executable, "-X", "importtime", *SCORE]
    imported = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    modules = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    if "rolequiz.scoring" not in modules or any(name.startswith("rich") for name in modules):
        sys.exit("Turning answers into JSON imports Rich.")


if __name__ == "__main__":
    main()
