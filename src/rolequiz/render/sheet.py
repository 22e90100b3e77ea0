"""A sheet of lines, none wider than the options, with what Rich knows of widths and colours.

Every text passes through `Sheet.safe`, so nothing that people or files supply is markup or steers
the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from rolequiz.render import RenderOptions
from rolequiz.sanitise import visible
from rolequiz.wording import ASCII

NARROWEST = 12
GAP = "  "
HEADING, GOOD, BAD, YOU, FAINT = "bold", "bold green", "bold red", "bold magenta", "dim"
"""Bold and the ANSI colours that read on light and on dark."""


class Sheet:
    """Collects the lines of a page; `str()` of it is the page."""

    def __init__(self, options: RenderOptions) -> None:
        self.width = max(options.width, NARROWEST)
        self.plain = options.plain
        self._unicode = options.unicode
        self._lines: list[Text] = []
        colour = options.colour and not options.plain
        self._console = Console(
            file=StringIO(),
            width=self.width,
            height=25,
            color_system="standard" if colour else None,
            force_terminal=colour,
            force_jupyter=False,
            no_color=not colour,
            legacy_windows=False,
        )

    def safe(self, text: str, style: str = "") -> Text:
        """Return a text that can't steer the terminal, in signs that it can show."""
        return self.sign(visible(text), style)

    def sign(self, text: str, style: str = "") -> Text:
        """Return signs and words of our own, spaces and all."""
        return Text(text if self._unicode else text.translate(ASCII), style)

    def widest(self, texts: Iterable[str]) -> int:
        """Return the columns that the widest of some texts takes."""
        return max((self.safe(text).cell_len for text in texts), default=0)

    def blank(self) -> None:
        """Leave a line empty, unless the last one is."""
        if self._lines and self._lines[-1]:
            self._lines.append(Text())

    def heading(self, text: str) -> None:
        """Begin a part of the page, which may be without words of its own."""
        self.blank()
        self.say(text, style=HEADING)

    def say(self, text: str, mark: str = "", *, style: str = "", mark_style: str = "") -> None:
        """Write a paragraph, if any; a mark stands before it, and later lines hang below."""
        if text:
            before = self.sign(mark, mark_style)
            self.put(before, self.wrapped(text, self.width - before.cell_len, style))

    def label(self, label: str, text: str, column: int) -> None:
        """Write a paragraph beside a bold label, or after it where there is no room beside it."""
        before = self.safe(label, HEADING)
        if self.plain or self.width < 60 or column > self.width // 3:
            line = Text.assemble(before, self.sign(": ", HEADING), self.safe(text))
            self.put(Text(), self._wrap(line, self.width))
        else:
            before.pad_right(column - before.cell_len)
            self.put(before, self.wrapped(text, self.width - column))

    def items(self, texts: Iterable[str], *, numbered: bool = False) -> None:
        """Write a list."""
        for number, text in enumerate(texts, start=1):
            self.say(text, f"{number}. " if numbered else "" if self.plain else "• ")

    def put(self, mark: Text, lines: Sequence[Text]) -> None:
        """Write lines as they are, the mark before the first and its width before the others."""
        before = mark.copy()
        for line in lines:
            self._lines.append(Text.assemble(before, line))
            before = Text(" " * mark.cell_len)

    def wrapped(self, text: str, width: int, style: str = "") -> list[Text]:
        """Return a text as lines of at most so many columns."""
        return self._wrap(self.safe(text, style), width)

    def columns(self, cells: Sequence[Sequence[Text]], width: int) -> None:
        """Write blocks of lines side by side, each so many columns wide."""
        for row in zip_longest(*cells, fillvalue=Text()):
            line = Text()
            for cell in row:
                line.append_text(cell).pad_right(width - cell.cell_len + len(GAP))
            self._lines.append(line)

    def _wrap(self, text: Text, width: int) -> list[Text]:
        return list(text.wrap(self._console, max(width, 2), overflow="fold"))

    def __str__(self) -> str:
        """Return the page, without white space at the ends of its lines."""
        for line in self._lines:
            line.rstrip()
        with self._console.capture() as page:
            self._console.print(Text("\n").join(self._lines), soft_wrap=True, highlight=False)
        return page.get()
