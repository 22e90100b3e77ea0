"""What scripts of pages make of data: in Node if there is one, else in a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import rolequiz
from rolequiz.model import Responses

FOLDER = Path(rolequiz.__file__).parent / "browser"
IN_NODE = """
const {readFileSync} = require("node:fs");
const [data, ...scripts] = process.argv.slice(1);
for (const script of scripts) require("node:vm").runInThisContext(readFileSync(script, "utf8"));
process.stdout.write(JSON.stringify((%s)(JSON.parse(readFileSync(data, "utf8")))));
"""

RunScript = Callable[[str, object, Sequence[str]], Any]
"""Calls a function, which may use some scripts, with data; returns its result."""


@pytest.fixture
def run_script(request: pytest.FixtureRequest, tmp_path: Path) -> RunScript:
    """Return what runs a function, in Node if there is one."""
    if shutil.which("node"):
        return partial(in_node, tmp_path)
    return partial(in_browser, request.getfixturevalue("chromium"))


def in_node(folder: Path, function: str, data: object, scripts: Sequence[str]) -> Any:
    """Return what a function makes of data in Node."""
    path = folder / "data.json"
    path.write_text(json.dumps(data), "utf-8")
    files = [str(FOLDER / script) for script in scripts]
    argv = ["node", "-e", IN_NODE % function, str(path), *files]
    return json.loads(subprocess.run(argv, stdout=subprocess.PIPE, check=True).stdout)


def in_browser(chromium: Browser, function: str, data: object, scripts: Sequence[str]) -> Any:
    """Return what a function makes of data in a browser."""
    page = chromium.new_page()
    for script in scripts:
        page.add_script_tag(path=FOLDER / script)
    result = page.evaluate(
        f"data => JSON.stringify(({function})(JSON.parse(data)))", json.dumps(data)
    )
    page.close()
    return json.loads(result)


def as_json(responses: Responses) -> dict[str, object]:
    """Return somebody's responses as scripts have them."""
    return {
        "answers": dict(responses.answers),
        "matters": sorted(responses.matters),
        "stopped": responses.stopped,
    }
