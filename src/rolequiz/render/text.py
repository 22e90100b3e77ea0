"""Pages for a terminal: colour and drawing if it can show them, words if it can't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest
from typing import assert_never

from rich.console import Console
from rich.text import Text

from rolequiz.pages import parts
from rolequiz.pages.parts import Page, Part
from rolequiz.pages.sentences import sentence
from rolequiz.problems import Problem, excerpt, headline
from rolequiz.render import RenderOptions
from rolequiz.text import ASCII, visible

HEADING, GOOD, BAD, YOU, FAINT = "bold", "bold green", "bold red", "bold magenta", "dim"
"""Bold and the ANSI colours that read on light and on dark."""
GAP = "  "
NARROWEST = 12
LONGEST_BAR = 24
SHORTEST_BAR = 8
LONGEST_SCALE = 33
SHORTEST_SCALE = 15
NARROWEST_COLUMN = 24


class TextWriter:
    """Collects the lines of a page, none wider than the options; `str()` of it is the page.

    Every text passes through `safe`, so nothing that people or files supply is markup or steers
    the terminal. Rich knows how wide signs are, and which colours there are.
    """

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
        """Begin a section; its title may be empty."""
        self.blank()
        self.paragraph(text, style=HEADING)

    def paragraph(
        self, text: str, mark: str = "", *, style: str = "", mark_style: str = ""
    ) -> None:
        """Write a paragraph, if any; a mark stands before it, and later lines hang below."""
        if text:
            before = self.sign(mark, mark_style)
            self.put(before, self.wrapped(text, self.width - before.cell_len, style))

    def label(self, label: str, text: str, column: int) -> None:
        """Write a paragraph beside a bold label, or after it if there is no room beside it."""
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
            self.paragraph(text, f"{number}. " if numbered else "" if self.plain else "• ")

    def put(self, mark: Text, lines: Iterable[Text]) -> None:
        """Write lines as they are, hanging after a mark."""
        self._lines += hanging(mark, lines)

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


def hanging(mark: Text, lines: Iterable[Text]) -> list[Text]:
    """Return lines with a mark before the first, and its width before the others."""
    indent = Text(" " * mark.cell_len)
    return [Text.assemble(indent if at else mark, line) for at, line in enumerate(lines)]


def write(page: Page, options: RenderOptions) -> str:
    """Return a page as text; at 80 columns the first 24 lines of a result answer alone."""
    out = TextWriter(options)
    out.paragraph(page.title if page.headed else "", style=HEADING)
    for line in page.lead:
        out.paragraph(line)
    for section in page.sections:
        out.heading(section.title)
        for number, part in enumerate(section.parts):
            if number and not isinstance(part, parts.Items | Problem):
                out.blank()
            _write(out, part)
    whose = f"Answers of {page.whose}." if page.whose else ""
    if foot := [text for text in (whose, page.recap, page.note) if text]:
        out.blank()
        for text in foot:
            out.paragraph(text)
    return str(out)


def write_all(title: str, pages: Iterable[Page], options: RenderOptions) -> Iterator[str]:
    """Yield many pages; a form feed before all but the first makes printers turn over."""
    for number, page in enumerate(pages):
        yield "\f" * (number > 0) + write(page, options)


def _write(out: TextWriter, part: Part) -> None:  # noqa: C901, PLR0912 - a branch a part
    match part:
        case str():
            out.paragraph(part)
        case parts.Items(texts, numbered):
            out.items(texts, numbered=numbered)
        case parts.Fact(label, text):
            out.paragraph(f"{label}: {text}")
        case parts.Facts(facts):
            column = out.widest(fact.label for fact in facts) + len(GAP)
            for fact in facts:
                out.label(fact.label, fact.text, column)
        case parts.Reasons(reasons):
            for reason in reasons:
                _reason(out, reason)
        case parts.Table():
            _table(out, part)
        case parts.Scales():
            _scales(out, part)
        case parts.Histogram():
            _histogram(out, part)
        case parts.Comparison():
            _comparison(out, part)
        case Problem():
            _problem(out, part)
        case _:
            assert_never(part)


def _reason(out: TextWriter, reason: parts.Reason) -> None:
    if out.plain:
        out.paragraph(f"{reason.speaks.capitalize()}: {reason.sentence}")
    elif reason.speaks == "for":
        out.paragraph(reason.chain, "+ ", mark_style=GOOD)
    else:
        out.paragraph(reason.chain, "− ", mark_style=BAD)


def _problem(out: TextWriter, part: Problem) -> None:
    """Write a problem; its first line stays one, for programs that look for places in it."""
    place, code, message = headline(part)
    line = Text.assemble(out.sign(f"{place} "), out.sign(code, FAINT), out.sign(f" {message}"))
    lines = [line]
    if pointed := excerpt(part, out.width):
        before, after = map(out.sign, pointed)
        caret = Text(" " * before.cell_len + "^")
        lines += [before + after, caret]
    out.put(Text(), lines)
    out.paragraph(part.hint, "  ")


# --- Tables -----------------------------------------------------------------------------------


def _table(out: TextWriter, part: parts.Table) -> None:
    """Write rows, with bars if there is room, and in words if there is no room for columns."""
    out.paragraph(part.title)
    columns = []
    for at, head in enumerate(part.head):
        cells = [row.cells[at] for row in part.rows]
        columns.append((out.widest([head, *cells]), at > 0 and _holds_figures(cells)))
    room = out.width - sum(width + len(GAP) for width, _ in columns)
    if out.plain or room < -len(GAP) or not part.figures:
        for row in part.rows:
            out.paragraph(_in_words(part, row), "" if out.plain else "• " * (len(row.cells) > 2))
        return
    if not any(row.bar is not None for row in part.rows):
        _line(out, part.head, columns, style=HEADING)
    length = min(room, LONGEST_BAR) if room >= SHORTEST_BAR else 0
    others = "" if any(row.marked for row in part.rows) else YOU
    for row in part.rows:
        bar = out.sign("━" * round(length * (row.bar or 0)), GOOD if row.marked else others)
        _line(out, row.cells, columns, bar=bar)


def _holds_figures(cells: Iterable[str]) -> bool:
    """Return whether every cell with digits begins with one, or a sign: these align right."""
    figures = [cell for cell in cells if any(map(str.isdigit, cell))]
    return bool(figures) and all(cell.lstrip("+−-")[:1].isdigit() for cell in figures)


def _in_words(part: parts.Table, row: parts.Row) -> str:
    """Return a row in words: “Clear: 5”, or with the heads if there are several figures."""
    first, *cells = row.cells
    if len(cells) == 1:
        return f"{first}: {cells[0]}"
    heads = part.spoken or [head.lower() for head in part.head]
    pairs = zip(heads[1:], cells, strict=True)
    named = (f"{head} {cell}".strip() for head, cell in pairs if cell != parts.EMPTY_CELL)
    return f"{first}: {', '.join(named)}"


def _line(
    out: TextWriter,
    cells: Sequence[str],
    columns: Sequence[tuple[int, bool]],
    *,
    style: str = "",
    bar: Text | None = None,
) -> None:
    """Write cells in columns (width, whether to align right), and a bar after them."""
    line = Text()
    for cell, (width, right) in zip(cells, columns, strict=True):
        text = out.safe(cell, style)
        line.append(" " * (width - text.cell_len if right else 0)).append_text(text)
        line.append(" " * (0 if right else width - text.cell_len)).append(GAP)
    out.put(Text(), [line.append_text(bar or Text())])


def _histogram(out: TextWriter, part: parts.Histogram) -> None:
    out.paragraph(f"{part.low} – {part.high}")
    out.paragraph(part.summary)
    if part.bars:
        _table(out, parts.tally("Between", ((bar.label, bar.people) for bar in part.bars)))


# --- Scales -----------------------------------------------------------------------------------


def _scales(out: TextWriter, part: parts.Scales) -> None:
    if out.plain:
        for scale in part.scales:
            out.paragraph(_scale_in_words(scale, part))
        return
    low = out.widest(scale.low for scale in part.scales)
    high = out.widest(scale.high for scale in part.scales)
    room = out.width - low - high - 2
    beside = room >= SHORTEST_SCALE
    for scale in part.scales:
        line = _scale(out, scale, min(room if beside else out.width, LONGEST_SCALE))
        if beside:
            left = out.safe(scale.low)
            left.pad_left(low - left.cell_len)
            out.put(Text(), [Text.assemble(left, " ", line, " ", out.safe(scale.high))])
        else:
            out.paragraph(f"{scale.low} – {scale.high}")
            out.put(Text(), [line])
    you = ["● you"] if any(scale.you_words for scale in part.scales) else []
    marks = zip("◆◇", (part.marked, part.other), strict=True)
    named = [f"{sign} {name}" for sign, name in marks if name]
    both = [f"◈ {'both' if len(you + named) == 2 else 'in one place'}"] * (len(you + named) > 1)
    out.paragraph("  ".join([*you, *named, *both]))


def _scale_in_words(scale: parts.Scale, part: parts.Scales) -> str:
    leaning = [(part.marked, scale.role_words), (part.other, scale.other_words)]
    places = [sentence("role-leans", role=name, lean=words) for name, words in leaning if name]
    if scale.you is not None:
        of = round(abs(scale.you) * 100)
        places.insert(0, sentence("you-lean", lean=scale.you_words, of=of))
    elif scale.you_words:
        places = [scale.you_words]
    return sentence("place", low=scale.low, high=scale.high, places="; ".join(places))


def _scale(out: TextWriter, scale: parts.Scale, room: int) -> Text:
    """Draw the line between two poles, with the person and the roles marked on it."""
    half = (room - 1) // 2
    signs = dict.fromkeys(range(-half, half + 1), "─") | {0: "┼"}
    if scale.you is None and scale.you_words:
        return Text(scale.you_words.center(2 * half + 1))
    for sign, value in (("◆", scale.role), ("◇", scale.other), ("●", scale.you)):
        if value is not None:
            at = round(value * half)
            signs[at] = sign if signs[at] in "─┼" else "◈"
    line = out.sign("".join(signs.values()))
    if scale.you is not None:
        you = round(scale.you * half) + half
        line.stylize(YOU, you, you + 1)
    return line


# --- Things side by side ----------------------------------------------------------------------


def _comparison(out: TextWriter, part: parts.Comparison) -> None:
    """Write columns, or one thing below the other if columns would be too narrow."""
    width = (out.width - len(GAP) * (len(part.names) - 1)) // len(part.names)
    if out.plain or width < NARROWEST_COLUMN:
        for at, name in enumerate(part.names):
            out.heading(name)
            out.paragraph(part.leads[at])
            for title, lists in part.rows:
                if lists[at]:
                    out.heading(title)
                    out.items(lists[at])
        return
    out.columns([out.wrapped(name, width, HEADING) for name in part.names], width)
    out.columns([out.wrapped(lead, width) for lead in part.leads], width)
    for title, lists in part.rows:
        out.heading(title)
        out.columns([_listed(out, texts, width) for texts in lists], width)


def _listed(out: TextWriter, texts: Sequence[str], width: int) -> list[Text]:
    """Return the lines of a list in a column."""
    mark = out.sign("• ")
    wrapped = (out.wrapped(text, width - mark.cell_len) for text in texts)
    return [line for lines in wrapped for line in hanging(mark, lines)]
