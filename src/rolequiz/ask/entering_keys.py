"""Typing in sheets by single keys, with the whole sheet in view."""

from __future__ import annotations

from contextlib import suppress

from rich.cells import cell_len

from rolequiz.ask import entering as words
from rolequiz.ask.entering import Keeper, Sheet, as_code, pressed, put_away
from rolequiz.ask.keyboard import REDRAW, Keyboard, drop_typed
from rolequiz.ask.painter import Block, Painter
from rolequiz.ask.state import State
from rolequiz.ask.terminal import Terminal, columns, typed
from rolequiz.model import Pack
from rolequiz.sanitise import visible

_MARK_PASTES, _PASTE_AS_EVER = "\x1b[?2004h", "\x1b[?2004l"
_CTRL_C, _CTRL_L, _CTRL_U = "\x03", "\x0c", "\x15"
_SILENT = {REDRAW, _CTRL_L, ""}
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


class Typist:
    """The front end of keys; a context manager, since it holds the keyboard."""

    def __init__(self, terminal: Terminal, pack: Pack, keeper: Keeper) -> None:
        self._terminal, self._pack, self._keeper = terminal, pack, keeper
        self._painter = Painter(terminal)
        self._keyboard = Keyboard(before_stopping=self._leave)
        self.sheet: Sheet | None = None
        """The one that has been begun and is not kept."""

    def __enter__(self) -> Typist:
        self._keyboard.__enter__()
        self._terminal.write(_MARK_PASTES)
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._leave()
        self._keyboard.__exit__()

    def _leave(self) -> None:
        self._painter.leave()
        self._terminal.write(_PASTE_AS_EVER)

    def run(self) -> None:
        """Take sheets until there are no more; KeyboardInterrupt or EOFError in the midst of it."""
        self._terminal.say(words.welcome(self._pack, self._keeper))
        while (code := self._code()) is not None:
            kept = self._fill(Sheet(code, State(self._pack.questions)))
            self._done(words.kept(kept))

    def _done(self, text: str) -> None:
        """Leave a line behind in place of what was asked."""
        self._painter.wipe()
        self._terminal.write("".join(f"{line}\n" for line in self._terminal.wrap(text)))

    def _code(self) -> str | None:
        """Ask for a code; None where there are no more sheets."""
        text = note = doubted = ""
        while True:
            self._show_code(text, note)
            key = self._key()
            if key != "enter":
                text = _edited(text, key)
                continue
            code = as_code(text) or doubted
            if code == "q":
                self._painter.wipe()
                drop_typed()
                return None
            if not (note := words.doubt(code, doubted, self._pack)):
                return code or self._keeper.next_code()
            text, doubted = "", code if note == words.ANSWERS else ""

    def _show_code(self, text: str, note: str) -> None:
        lines = self._terminal.wrap(words.ask_for_code(self._keeper))
        room = max(1, self._terminal.width - columns(lines[-1]) - 1)
        shown = visible(text + "|")[:-1]  # a space at the end is one
        while columns(shown) > room:
            shown = shown[1:]
        lines[-1] += f" {shown}"
        at = len(lines) - 1
        self._painter.show(Block((*lines, *(self._terminal.wrap(note) if note else [])), at))
        self._terminal.write(f"\x1b[{cell_len(lines[-1])}C")

    def _fill(self, sheet: Sheet) -> Sheet:
        """Take a sheet to its end, and return it once it is kept."""
        note = ""
        while True:
            self.sheet = sheet
            self._painter.show(block(sheet, self._keeper, self._terminal, note))
            key = typed(self._key()).lower()
            if (after := pressed(sheet, key)) is not None:
                sheet, note = after, ""
            elif key == "enter" and sheet.state.done:
                if not (note := put_away(sheet, self._keeper)):
                    self.sheet = None
                    return sheet
            elif key == "q" and note == words.STOPS:
                raise EOFError
            elif key not in _SILENT:
                note = words.STOPS if key == "q" else words.refused(sheet, key)

    def _key(self) -> str:
        """Return the next key; if it is of `_SILENT`, what was drawn is gone."""
        key = self._keyboard.key() or ""
        if key == REDRAW:  # perhaps after Ctrl-Z
            self._terminal.write(_MARK_PASTES)
            self._painter.wipe()
        elif key == _CTRL_L:
            self._painter.clear()
        elif key == _CTRL_C:
            raise KeyboardInterrupt
        elif key == "end":
            raise EOFError
        return key


def _edited(text: str, key: str) -> str:
    """Return a line of text after a key that changes it."""
    if key == "backspace":
        return text[:-1]
    if key == _CTRL_U:
        return ""
    return text + key if len(key) == 1 and key.isprintable() else text


def block(sheet: Sheet, keeper: Keeper, terminal: Terminal, note: str) -> Block:
    """Lay out a sheet: every question's answer, and the current question or the count."""
    state = sheet.state
    if state.done:
        text = [line for said in words.count(sheet, keeper) for line in terminal.wrap(said)]
        hints: tuple[str, ...] = _CHECK_HINTS
    else:
        number = f"{state.at + 1}. "
        text = terminal.wrap(visible(state.question.text), number)[:_LONGEST_TEXT]
        ways = _SETTLED_HINTS if state.settled else _HINTS
        hints = tuple(hint.format(takes=words.takes(state)) for hint in ways)
    shown = map(terminal.shown, hints)
    hint = next((each for each in shown if columns(each) <= terminal.width), "")
    foot = [*text, f"\x1b[2m{hint}\x1b[22m", *(terminal.wrap(note) if note else [])]
    head = terminal.wrap(f"Sheet {keeper.sheets + 1}: {visible(sheet.code)}")
    room = max(1, terminal.size[1] - len(head) - len(foot) - 2)
    grid = _grid(sheet, terminal, room)
    return Block((*head, *grid, "", *foot), len(head) + len(grid) + 1)


def _grid(sheet: Sheet, terminal: Terminal, room: int) -> list[str]:
    """Return rows of number and answer; as many as there is room for, around the current one."""
    state = sheet.state
    cells = [_cell(sheet, at, terminal) for at in range(len(state.questions))]
    width = max(map(columns, cells))
    each = max(1, min(len(cells), terminal.width // width))
    rows = []
    for start in range(0, len(cells), each):
        shown = (
            f"\x1b[7m{cell}\x1b[27m" if start + at == state.at else cell
            for at, cell in enumerate(cells[start : start + each])
        )
        rows.append("".join(shown))
    current = min(state.at, len(cells) - 1) // each
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
