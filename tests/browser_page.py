"""A real browser without a screen: what it makes of our pages, and what it prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rolequiz.browser import form_page
from rolequiz.model import Pack
from rolequiz.pack import shipped_pack

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--no-pdf-header-footer",
)
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
"""axe-core, which finds what makes a page inaccessible."""

Opened = Callable[..., Page]
"""Opens the page of a quiz; options are those of a browser's context, such as its viewport."""


_STARTED = ExitStack()


@cache
def _started() -> Browser:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        assert os.environ.get("CI") != "true", f"CI needs one of {', '.join(NAMES)}"
        pytest.skip(f"no browser here: none of {', '.join(NAMES)}")
    playwright = _STARTED.enter_context(sync_playwright())
    started = playwright.chromium.launch(executable_path=program, args=OPTIONS)
    _STARTED.callback(started.close)
    return started


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser that is started once for the tests of all folders.

    Without one, tests are skipped, or fail where CI is set.
    """
    yield _started()
    _STARTED.close()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open pages of quizzes; afterwards, no page has had an error or asked for anything else."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(pack: Pack | None = None, to: str | None = None, **options: object) -> Page:
        file = tmp_path / f"quiz-{len(contexts)}.html"
        file.write_text(form_page(pack or shipped_pack(), to=to), encoding="utf-8")
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("request", lambda asked: wrong.extend(unexpected(asked.url, file.as_uri(), to)))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def keep(page: Page, state: object) -> None:
    """Let the page continue from a state, as if it had kept that before a reload."""
    key = page.evaluate(
        "'rolequiz ' + JSON.parse(document.getElementById('quiz').textContent).hash"
    )
    kept = state if isinstance(state, str) else json.dumps(state)
    for _ in range(9):  # a browser may lose what is written in the first moment of a page's life
        page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [key, kept])
        page.reload()
        if page.evaluate("sessionStorage.length"):
            return
    raise AssertionError("the browser keeps nothing")


def unexpected(url: str, *known: str | None) -> list[str]:
    """Return a requested address if it is not known; the page's own blobs are."""
    return [] if url in known or url.startswith("blob:") else [f"request: {url}"]


def measure(
    chromium: Browser,
    pages: Mapping[str, str],
    script: str,
    *,
    width: int = 800,
    scheme: Literal["light", "dark"] = "light",
) -> dict[str, Any]:
    """Return what the body of a function returns in each page, in a window of that width."""
    page = chromium.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
    measured = {}
    for name, text in pages.items():
        page.goto("about:blank")  # else the policy of one text would hold for the next too
        page.set_content(text)
        measured[name] = page.evaluate(f"() => {{{script}}}")
    page.close()
    return measured


def printed(chromium: Browser, text: str, paper: str) -> bytes:
    """Return a page as PDF on that paper."""
    page = chromium.new_page()
    page.set_content(text.replace("</style>", f"@page {{ size: {paper} }}</style>", 1))
    pdf = page.pdf(prefer_css_page_size=True)
    page.close()
    return pdf


def sheets(pdf: bytes, *, raw: bool = False) -> list[list[str]]:
    """Return the lines of text on each page of a PDF, as laid out or as read (`raw`).

    Without a reader, tests are skipped, or fail where CI is set.
    """
    reader = shutil.which("pdftotext")
    if reader is None:
        assert os.environ.get("CI") != "true", "CI needs pdftotext, of poppler-utils"
        pytest.skip("no pdftotext here, of poppler-utils")
    argv = [reader, "-raw" if raw else "-layout", "-", "-"]
    text = subprocess.run(argv, input=pdf, capture_output=True, check=True).stdout.decode()
    pages = ([line.strip() for line in page.splitlines()] for page in text.split("\f"))
    return [lines for page in pages if (lines := list(filter(None, page)))]
