"""Bring the examples in our documents up to date: `python docs/refresh.py`.

A block of kind `console` holds commands after `$ ` and, below each, exactly what it prints. A block
whose kind is followed by a file name (`yaml my-quiz/roles.yaml`) is that file's content, for the
commands of the same document. All run in an empty folder that holds only the examples' answers.
Between `<!-- every key -->` or `<!-- every code -->` and `<!-- end -->` stands a table made of the
schemas, or of rolequiz.problems. tests/test_readme.py holds the documents to this.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from rolequiz.problems import words
from rolequiz.schemas import schema_text

TOP = Path(__file__).resolve().parents[1]
AUTHORING = TOP / "docs" / "authoring.md"
DOCUMENTS = (TOP / "README.md", AUTHORING, TOP / "docs" / "workshops.md")
METHOD = TOP / "docs" / "method.md"
PICTURE = TOP / "docs" / "result.svg"
ANSWERS = "docs/example-answers.json"
EXAMPLES = (
    ANSWERS,
    "docs/example-form.csv",
    "docs/example-form.xlsx",
    "docs/example-room.jsonl",
    "docs/example-room-before.jsonl",
)
RESULT = f"rolequiz take --answers {ANSWERS}"

_BLOCK = re.compile(r"^```(\w+)(?: ([\w./-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MEASURED = re.compile(r"(<!-- rolequiz check .*-->\n)[^<]*(<!-- end -->)")
_TABLE = re.compile(r"(<!-- every (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def refreshed(text: str, folder: Path) -> str:
    """Return a document with today's tables and what its commands print; they run in `folder`."""

    def block(found: re.Match[str]) -> str:
        kind, name, body = found.groups()
        if name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(body, encoding="utf-8")
        elif kind == "console":
            return found[0].replace(body, _COMMAND.sub(command, body))
        return found[0]

    def command(found: re.Match[str]) -> str:
        line = found[1]
        if "| jq" in line and not shutil.which("jq"):
            return found[0]
        return f"$ {line}\n{printed(line, folder)}"

    def table(found: re.Match[str]) -> str:
        lines = {"key": keys, "code": codes}[found[2]]()
        return "\n".join([found[1], *lines, "", found[3]])

    prepare(folder)
    return _TABLE.sub(table, _BLOCK.sub(block, text))


def codes() -> Iterator[str]:
    """Yield the lines of a table of every code: what it is called, its severity, its meaning."""
    yield "| code | severity | what it means, and what to do |"
    yield "|---|---|---|"
    for severity, codes in (("error", words().errors), ("warning", words().warnings)):
        for code, meaning in codes.items():
            yield f"| `{code}` | {severity} | {meaning} |"


def keys() -> Iterator[str]:
    """Yield the lines of a table of every key of a quiz's two files."""
    yield "| key | of | needed | what it says |"
    yield "|---|---|---|---|"
    for name in ("questions", "roles"):
        schema = json.loads(schema_text(name))
        for part in (schema, *schema["definitions"].values()):
            for key, about in part.get("properties", {}).items():
                meant = schema["definitions"].get(about.get("$ref", "").rpartition("/")[2], {})
                text = about.get("description") or meant["description"]
                needed = "yes" if key in part["required"] else ""
                yield f"| `{key}` | {part['title']} | {needed} | {text} |"


def measured(text: str, page: str) -> str:
    """Return the method's page with the table of figures from what `rolequiz check` prints.

    `page` is that in Markdown.
    """
    table = page.partition("## What was measured\n\n")[2].partition("\n\n")[0]
    return _MEASURED.sub(rf"\1{table}\n\2", text)


def prepare(folder: Path) -> None:
    """Put into a folder what the examples need: answers, this `rolequiz` and this Python."""
    (folder / "docs").mkdir(exist_ok=True)
    for example in EXAMPLES:
        shutil.copy(TOP / example, folder / example)
    (folder / ".bin").mkdir(exist_ok=True)
    for name, what in (("rolequiz", "-m rolequiz"), ("python3", "")):
        command = folder / ".bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        command.chmod(stat.S_IRWXU)


def printed(line: str, folder: Path, **settings: str) -> str:
    """Return what a line prints in a prepared folder, on both streams, 80 columns wide."""
    bare = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    bare["PATH"] = f"{folder / '.bin'}{os.pathsep}{bare['PATH']}"
    environment = {**bare, "HOME": str(folder), "PYTHONUTF8": "1", **settings}
    ended = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return ended.stdout.decode()


def picture(folder: Path) -> str:
    """Return the first part of the example's result as a terminal shows it, as SVG."""
    from rich.console import Console  # noqa: PLC0415 - only the picture needs it
    from rich.text import Text  # noqa: PLC0415

    prepare(folder)
    lines = Text.from_ansi(printed(RESULT, folder, FORCE_COLOR="1")).split("\n")
    shown = takewhile(lambda line: not line.plain.startswith("Why "), lines)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=80, file=nowhere)
        console.print(Text("\n").join([Text(f"$ {RESULT}", "bold"), Text(), *shown]))
    drawn = console.export_svg(title="rolequiz", unique_id="result")
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # fetch nothing


def main() -> None:
    """Rewrite the documents and the picture."""
    for document in DOCUMENTS:
        with tempfile.TemporaryDirectory() as name:
            text = refreshed(document.read_text(encoding="utf-8"), Path(name))
        document.write_text(text, encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        page = printed("rolequiz check --format markdown", Path(name))
        METHOD.write_text(measured(METHOD.read_text(encoding="utf-8"), page), encoding="utf-8")
        PICTURE.write_text(picture(Path(name)), encoding="utf-8")


if __name__ == "__main__":
    main()
