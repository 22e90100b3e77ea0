"""Typing in sheets by single keys, with the whole sheet in view."""

from __future__ import annotations

from rich.cells import cell_len

from rolequiz.ask import entering as words
from rolequiz.ask.entering import Keeper, Sheet, pressed, put_away
from rolequiz.ask.keyboard import drop_typed
from rolequiz.ask.keys import ANEW, KeyFront, fitting
from rolequiz.ask.painter import Block
from rolequiz.ask.state import State
from rolequiz.ask.terminal import Terminal, columns, typed
from rolequiz.model import Pack
from rolequiz.sanitise import visible

_CTRL_U = "\x15"
_HINTS = (
    "{takes} · - or s skips · * first: it matters · ← goes back · q stops",
    "{takes} · - skip · * matters · ← back · q stop",
    "{takes}, -, *, ←, q",
)
_SETTLED_HINTS = (
    "{takes} · - or s skips · Enter leaves it and goes on · ← goes back · q stops",
    "{takes}, -, Enter, ←, q",
)
_CHECK_HINTS = (
    "Enter keeps it · b or ← goes back, to change an answer · q stops",
    "Enter keeps it · b back · q stop",
    "Enter, b, q",
)
_LONGEST_TEXT = 3
"""Lines of a question that is only a reminder: people have it on paper."""


class Typist(KeyFront):
    """The front end of keys."""

    sheet: Sheet | None = None
    """The one that has been begun and is not kept."""

    def __init__(self, terminal: Terminal, pack: Pack, keeper: Keeper) -> None:
        super().__init__(terminal)
        self._pack, self._keeper = pack, keeper

    def run(self) -> None:
        """Take sheets until there are no more; KeyboardInterrupt or EOFError in the midst of it."""
        self._terminal.say(words.welcome(self._pack, self._keeper))
        while (code := words.ask_code(self._code, self._pack, self._keeper)) is not None:
            kept = self._fill(Sheet(code, State(self._pack.questions)))
            self._painter.wipe()  # and a line takes the place of the sheet
            self._terminal.print(words.kept(kept))
        self._painter.wipe()
        drop_typed()

    def _code(self, note: str) -> str:
        """Return the line that is typed for a code."""
        text = key = ""
        while key != "enter":
            if key == "backspace":
                text = text[:-1]
            elif key == _CTRL_U:
                text = ""
            elif len(key) == 1 and key.isprintable():
                text += key
            self._show_code(text, note)
            key = self._pressed() or ""
        return text

    def _show_code(self, text: str, note: str) -> None:
        lines = self._terminal.wrap(words.ask_for_code(self._keeper))
        room = max(1, self._terminal.width - columns(lines[-1]) - 1)
        shown = visible(text + "|")[:-1]  # a space at the end is one
        while columns(shown) > room:
            shown = shown[1:]
        lines[-1] += f" {shown}"
        at = len(lines) - 1
        self._painter.show(Block((*lines, *self._terminal.wrap(*filter(None, [note]))), at))
        self._terminal.write(f"\x1b[{cell_len(lines[-1])}C")

    def _fill(self, sheet: Sheet) -> Sheet:
        """Take a sheet to its end, and return it once it is kept."""
        note = ""
        while True:
            self.sheet = sheet
            self._painter.show(block(sheet, self._keeper, self._terminal, note))
            key = typed(self._pressed() or "").lower()
            if (after := pressed(sheet, key)) is not None:
                sheet, note = after, ""
            elif key == "enter" and sheet.state.done:
                if not (note := put_away(sheet, self._keeper)):
                    self.sheet = None
                    return sheet
            elif key == "q" and note == words.STOPS:
                raise EOFError
            elif key not in {*ANEW, ""}:
                note = words.STOPS if key == "q" else words.refused(sheet, key)


def block(sheet: Sheet, keeper: Keeper, terminal: Terminal, note: str) -> Block:
    """Lay out a sheet: every question's answer, and the current question or the count."""
    state = sheet.state
    if state.done:
        text = terminal.wrap(*words.count(sheet, keeper))
        hints: tuple[str, ...] = _CHECK_HINTS
    else:
        number = f"{state.at + 1}. "
        text = terminal.wrap(visible(state.question.text), hanging=number)[:_LONGEST_TEXT]
        hints = _SETTLED_HINTS if state.settled else _HINTS
        hints = tuple(hint.format(takes=words.takes(state)) for hint in hints)
    foot = [*text, fitting(hints, terminal), *terminal.wrap(*filter(None, [note]))]
    head = terminal.wrap(f"Sheet {keeper.sheets + 1}: {visible(sheet.code)}")
    room = max(1, terminal.size[1] - len(head) - len(foot) - 2)
    grid = _grid(sheet, terminal, room)
    return Block((*head, *grid, "", *foot), len(head) + len(grid) + 1)


def _grid(sheet: Sheet, terminal: Terminal, room: int) -> list[str]:
    """Return rows of number and answer; as many as there is room for, around the current one."""
    state = sheet.state
    cells = [_cell(sheet, at, terminal) for at in range(len(state.questions))]
    in_row = max(1, min(len(cells), terminal.width // max(map(columns, cells))))
    current = min(state.at, len(cells) - 1) // in_row
    if not state.done:
        cells[state.at] = f"\x1b[7m{cells[state.at]}\x1b[27m"
    rows = ["".join(cells[at : at + in_row]) for at in range(0, len(cells), in_row)]
    first = max(0, min(current - room // 2, len(rows) - room))
    return rows[first : first + room]


def _cell(sheet: Sheet, at: int, terminal: Terminal) -> str:
    """Return a question's number and answer, with * where it matters."""
    state = sheet.state
    digits = len(str(len(state.questions)))
    answer = sheet.digits if sheet.digits and at == state.at else words.answer_of(state, at)
    star = "*" if state.questions[at].id in state.matters else ""
    longest = max(len(str(len(question.options))) for question in state.questions) + 1
    return f"{at + 1:>{digits}} {terminal.shown(answer + star).ljust(longest)} "
