"""A real browser without a screen: what it makes of a page, driven by command line alone."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--no-pdf-header-footer", "--virtual-time-budget=20000"),
)
DEADLINE = 120  # seconds; a run takes two
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
DARK = "(prefers-color-scheme: dark)"

COLLECT = """<!doctype html><meta charset="utf-8"><pre id="measured"></pre><script>
const found = {};
addEventListener("message", event => {
  found[event.data.name] = event.data.measured;
  document.getElementById("measured").textContent = JSON.stringify(found);
});
</script>%s"""
FRAME = '<iframe src="%s" style="width: %dpx; height: 600px; border: 0"></iframe>'
REPORT = """<script>addEventListener("load", () => {
  parent.postMessage({name: %s, measured: (() => {%s})()}, "*");
});</script>"""


def browser() -> str:
    """Return where a browser is; without one the test is skipped, or fails where CI is set."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert os.environ.get("CI") != "true", f"CI needs one of {', '.join(NAMES)}"
        pytest.skip(f"no browser here: none of {', '.join(NAMES)}")
    return found


def run(folder: Path, *args: str) -> str:
    """Run the browser with an empty profile; return what it prints."""
    profile = f"--user-data-dir={folder / 'profile'}"
    argv = [browser(), *QUIET, profile, *args]
    ended = subprocess.run(argv, capture_output=True, timeout=DEADLINE, check=True, cwd=folder)
    return ended.stdout.decode()


def dom(page: str, folder: Path) -> str:
    """Return the document that the browser has made of a page after running it."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return run(folder, "--dump-dom", path.as_uri())


def measure(pages: dict[str, str], script: str, folder: Path, width: int) -> dict[str, Any]:
    """Return what the body of a function returns in each page, shown in a frame of that width.

    The script is put into copies of the pages, whose policy would forbid it to run.
    """
    frames = []
    for number, (name, page) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(POLICY.sub("", page) + REPORT % (json.dumps(name), script), "utf-8")
        frames.append(FRAME % (path.name, width))
    shown = dom(COLLECT % "".join(frames), folder)
    (found,) = re.findall(r'<pre id="measured">(.*?)</pre>', shown, re.DOTALL)
    measured: dict[str, Any] = json.loads(html.unescape(found))
    assert measured.keys() == pages.keys()
    return measured


def dark(page: str) -> str:
    """Return a copy of a page that is dark whatever is preferred."""
    assert page.count(DARK) == 1
    return page.replace(DARK, "screen")


def sheets(pdf: bytes, *, raw: bool = False) -> list[list[str]]:
    """Return the lines of text on each page of a PDF, as laid out or as read (`raw`).

    Skips or fails as `browser` does.
    """
    reader = shutil.which("pdftotext")
    if reader is None:
        assert os.environ.get("CI") != "true", "CI needs pdftotext, of poppler-utils"
        pytest.skip("no pdftotext here, of poppler-utils")
    argv = [reader, "-raw" if raw else "-layout", "-", "-"]
    text = subprocess.run(argv, input=pdf, capture_output=True, check=True).stdout.decode()
    pages = ([line.strip() for line in page.splitlines()] for page in text.split("\f"))
    return [lines for page in pages if (lines := list(filter(None, page)))]


def printed(page: str, paper: str, folder: Path) -> bytes:
    """Return a page as PDF on that paper."""
    path = folder / "page.html"
    sized = page.replace("</style>", f"@page {{ size: {paper} }}</style>", 1)
    path.write_text(sized, encoding="utf-8")
    run(folder, f"--print-to-pdf={folder / 'page.pdf'}", path.as_uri())
    return (folder / "page.pdf").read_bytes()
