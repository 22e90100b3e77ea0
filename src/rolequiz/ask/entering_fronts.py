"""The two front ends for typing in paper sheets: by single keys, and by lines."""

from __future__ import annotations

import re

from rich.cells import cell_len

from rolequiz.ask import entering as words
from rolequiz.ask.entering import Keeper, Sheet, pressed, put_away
from rolequiz.ask.keyboard import drop_typed
from rolequiz.ask.keys import REDRAWS, KeyFront, fitting
from rolequiz.ask.lines import LineFront
from rolequiz.ask.painter import Block
from rolequiz.ask.terminal import Terminal, columns, typed
from rolequiz.model import Pack
from rolequiz.text import visible

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
"""Lines of a question; it is only a reminder, since people have it on paper."""
HELP = (
    "Type the code of a sheet and press Enter; then its answers in one line, such as abcd-*ac, and "
    "Enter. A letter or a number is an answer, - or s skips, * before an answer marks the question "
    "as mattering. Spaces are ignored. You can also type a part, press Enter and go on.",
    "At the end of a sheet, Enter keeps it, and 12=c changes the answer to question 12. q stops.",
)
_CHANGE = re.compile(r"([0-9]{1,3}) *= *(\*? *[^ ]+)")
_CHECK = "Enter keeps it, b goes back, 12=c changes question 12:"


# --- By single keys ---------------------------------------------------------------------------


class KeyTypist(KeyFront):
    """Typing in by single keys, with the whole sheet in view."""

    sheet: Sheet | None = None
    """The sheet that is being typed in, and not kept yet."""

    def __init__(self, terminal: Terminal, pack: Pack, keeper: Keeper) -> None:
        super().__init__(terminal)
        self._pack, self._keeper = pack, keeper

    def run(self) -> None:
        """Take sheets until there are no more; raises KeyboardInterrupt or EOFError before that."""
        self._terminal.say(words.welcome(self._pack, self._keeper))
        for sheet in words.new_sheets(self._code, self._pack, self._keeper):
            kept = self._fill(sheet)
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
        end = visible(text + "|")[:-1]  # keeps a space at the end
        while columns(end) > room:
            end = end[1:]
        lines[-1] += f" {end}"
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
            elif key not in {*REDRAWS, ""}:
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
    """Return rows of numbers with answers: the current one, and as many around it as fit."""
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
    """Return a question's number and answer, with * if it is marked as mattering."""
    state = sheet.state
    digits = len(str(len(state.questions)))
    answer = sheet.digits if sheet.digits and at == state.at else words.answer_of(state, at)
    star = "*" if state.questions[at].id in state.matters else ""
    longest = max(len(str(len(question.options))) for question in state.questions) + 1
    return f"{at + 1:>{digits}} {terminal.shown(answer + star).ljust(longest)} "


# --- By lines ---------------------------------------------------------------------------------


class LineTypist(LineFront):
    """Typing in by lines: for screen readers, simple terminals and pipes."""

    sheet: Sheet | None = None
    """The sheet that is being typed in, and not kept yet."""

    def __init__(self, terminal: Terminal, pack: Pack, keeper: Keeper) -> None:
        super().__init__(terminal)
        self._pack, self._keeper = pack, keeper

    def run(self) -> None:
        """Take sheets until there are no more; raises KeyboardInterrupt or EOFError before that."""
        self._terminal.say(words.welcome(self._pack, self._keeper), *HELP)
        for sheet in words.new_sheets(self._code, self._pack, self._keeper):
            self._terminal.say(words.kept(self._fill(sheet)))

    def _code(self, note: str) -> str:
        if note:
            self._terminal.say(note)
        return self._read(words.ask_for_code(self._keeper))

    def _fill(self, sheet: Sheet) -> Sheet:
        """Take a sheet to its end, and return it once it is kept."""
        while True:
            self.sheet = sheet
            prompt = f"{visible(sheet.code)}, from question {sheet.state.at + 1}:"
            if sheet.state.done:
                prompt = " ".join([*words.count(sheet, self._keeper), _CHECK])
            line = self._read(prompt).strip().lower()
            if line in {"q", "quit"}:
                raise EOFError
            if change := _CHANGE.fullmatch(line):
                sheet = self._changed(sheet, int(change[1]), change[2])
            elif sheet.state.done and not line:
                if not (wrong := put_away(sheet, self._keeper)):
                    self.sheet = None
                    return sheet
                self._terminal.say(wrong)
            else:
                sheet = self._taken(sheet, line)

    def _taken(self, sheet: Sheet, line: str) -> Sheet:
        """Take the answers of a line, up to the first that makes no sense."""
        whole = sheet.state.done  # then b goes back; else it may be one answer too many
        for key in typed(line):
            if sheet.digits and not key.isdecimal():
                sheet = pressed(sheet, "enter") or sheet
            if key.isspace():
                continue
            after = None if sheet.state.done and not whole else pressed(sheet, key)
            if after is None:
                rest = f"What came before it is taken. Type on from question {sheet.state.at + 1}."
                if sheet.state.done:
                    rest = "It is not taken, nor is what follows."
                self._terminal.say(f"{words.refused(sheet, key)} {rest}")
                return sheet
            sheet = after
        return (pressed(sheet, "enter") or sheet) if sheet.digits else sheet

    def _changed(self, sheet: Sheet, number: int, answer: str) -> Sheet:
        """Take another answer to a question that has one already."""
        state = sheet.state
        if not 1 <= number <= len(state.questions):
            self._terminal.say(f"There are only {len(state.questions)} questions.")
            return sheet
        after = self._taken(Sheet(sheet.code, state.turned_to(number - 1)), answer)
        return Sheet(sheet.code, after.state.at_first_open())

    def _read(self, prompt: str) -> str:
        """Return the next line; EOFError where there is none."""
        line = self.line(prompt).encode("utf-8", "surrogateescape")
        return line.decode("utf-8", "replace").rstrip("\r\n")
