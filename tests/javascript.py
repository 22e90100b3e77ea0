"""What scripts of pages make of data: in Node if there is one, else in a browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

import rolequiz
from browser import dom

FOLDER = Path(rolequiz.__file__).parent / "browser"
IN_NODE = """
const {readFileSync} = require("node:fs");
const [data, ...scripts] = process.argv.slice(1);
for (const script of scripts) require("node:vm").runInThisContext(readFileSync(script, "utf8"));
process.stdout.write(JSON.stringify((%s)(JSON.parse(readFileSync(data, "utf8")))));
"""
IN_BROWSER = """<!doctype html><meta charset="utf-8"><pre></pre>
<script>%s</script>
<script>document.querySelector("pre").textContent = JSON.stringify((%s)(%s));</script>"""


def run_script(function: str, data: object, scripts: Sequence[str], folder: Path) -> Any:
    """Return what a function makes of some data, to which scripts of pages are known."""
    run = in_node if shutil.which("node") else in_browser
    return run(function, data, scripts, folder)


def in_node(function: str, data: object, scripts: Sequence[str], folder: Path) -> Any:
    """Return what it makes of them in Node."""
    path = folder / "data.json"
    path.write_text(json.dumps(data), "utf-8")
    argv = [
        "node",
        "-e",
        IN_NODE % function,
        str(path),
        *(str(FOLDER / script) for script in scripts),
    ]
    return json.loads(subprocess.run(argv, stdout=subprocess.PIPE, check=True).stdout)


def in_browser(function: str, data: object, scripts: Sequence[str], folder: Path) -> Any:
    """Return what it makes of them in a browser."""
    sources = "\n".join((FOLDER / script).read_text("utf-8") for script in scripts)
    inert = json.dumps(data).replace("<", "\\u003c")
    shown = dom(IN_BROWSER % (sources, function, inert), folder)
    (made,) = re.findall("<pre>(.*?)</pre>", shown, re.DOTALL)
    return json.loads(unescape(made))
