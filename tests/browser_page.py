"""The page of `rolequiz form` in a real browser, which is asked for nothing but that file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import browser
from rolequiz.browser import form_page
from rolequiz.model import Pack
from rolequiz.pack import shipped_pack

__all__ = ["AXE", "Opened", "chromium", "opened"]

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
"""axe-core, which looks for what keeps people out of a page."""

Opened = Callable[..., Page]
"""Opens the page of a quiz; options are those of a browser's context, such as its viewport."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser without a screen, started once."""
    program, quiet = browser.browser(), [each for each in browser.QUIET if "budget" not in each]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=quiet)
        yield started
        started.close()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Opened]:
    """Open pages of quizzes; afterwards nothing has failed in them, and nothing was asked for."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(pack: Pack | None = None, to: str | None = None, **options: object) -> Page:
        file = tmp_path / f"quiz-{len(contexts)}.html"
        file.write_text(form_page(pack or shipped_pack(), to=to), encoding="utf-8")
        context = chromium.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(f"console: {said.text}"))
        page.on("request", lambda asked: wrong.extend(set_apart(asked.url, file.as_uri(), to)))
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def set_apart(url: str, *known: str | None) -> list[str]:
    """Return an address that is none of those that may be asked for; what is made here may be."""
    return [] if url in known or url.startswith("blob:") else [f"request: {url}"]
