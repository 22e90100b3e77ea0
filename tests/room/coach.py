"""A coach at a terminal with a room open, and the phones of those in it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, Page

from command import COMMAND, TINY
from pty_driver import Person

ADDRESS, OTHER = "127.0.0.2", "127.0.0.3"
"""Of this computer alone, as all that begin with 127."""


class Room:
    """`rolequiz host` at a terminal."""

    def __init__(
        self,
        file: Path,
        *options: str,
        address: str = ADDRESS,
        quiz: Path = TINY,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        # any free port: the usual one may be another test's, which closes and opens its room again
        place = ("--pack", str(quiz), "--address", address, "--port", "0")
        argv = [*COMMAND, "host", str(file), *place, *options]
        self.file = file
        self.person = Person(argv, size)
        self.person.sees("joined")
        screen = "\n".join(self.person.screen.display)
        self.address = _last(r"http://[\d.:]+", screen)
        self.code = _last(r"Code  (\w{4})", screen)

    @property
    def scanned(self) -> str:
        """The address that the QR code holds."""
        return f"{self.address}/{self.code}"

    def wall(self) -> str:
        """Ask for the projector's page; return its address."""
        self.person.types("p").sees("127.0.0.1:")
        return _last(r"http://127\.0\.0\.1:\d+/[\w-]+/", self.person.transcript)

    def killed(self) -> None:
        """Lose power."""
        os.kill(self.person.pid, signal.SIGKILL)
        self.person.leave()

    def closed(self) -> Self:
        """Close the room, whoever is still answering."""
        self.person.types("x")
        while self.person.running:
            try:
                pid, _ = os.waitpid(self.person.pid, os.WNOHANG)
            except ChildProcessError:
                break
            self.person.running = pid == 0
            self.person._look(0.05)
            if "[y/N]" in self.person.seen:
                self.person.reads("[y/N]").types("y")
        self.person.leave()
        return self


class Phone:
    """A phone of 375 by 700 points, and the quiz on it."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self.context = chromium.new_context(
            viewport={"width": 375, "height": 700}, has_touch=True, is_mobile=True
        )
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.asked: set[str] = set()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.asked.add(request.url))
        self.page.goto(address)

    def join(self, code: str = "") -> Self:
        """Join with a code, or with that in the address."""
        if code:
            self.page.get_by_label("Code of this room").fill(code)
        self.page.get_by_role("button", name="Join").click()
        self.page.get_by_role("button", name="Start").click()
        return self

    def answers(self, option: int) -> Self:
        """Give an answer, and go on."""
        asked = self.page.locator("[data-rolequiz=question]").get_attribute("data-id")
        self.page.locator("[data-rolequiz=option]").nth(option).click()
        self.page.locator("[data-rolequiz=next]").click()
        question = f"[data-rolequiz=question][data-id={asked}]"
        self.page.locator(question).wait_for(state="detached")
        return self

    def says(self, text: str) -> Self:
        """Wait until a text is on the page."""
        self.page.get_by_text(text).first.wait_for()
        return self

    @property
    def code(self) -> str:
        """The anonymous code that this person is shown."""
        return self.page.locator("#codes strong").inner_text()

    @property
    def resume(self) -> str:
        """The code to go on in another browser."""
        return _last(r"\w{3}-\w{3}", self.page.locator("#codes").inner_text())


def _last(pattern: str, text: str) -> str:
    found: list[str] = re.findall(pattern, text)
    return found[-1]
