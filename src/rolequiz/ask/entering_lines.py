"""Typing in sheets by lines: for screen readers, simple terminals and pipes."""

from __future__ import annotations

import re

from rolequiz.ask import entering as words
from rolequiz.ask.entering import Keeper, Sheet, pressed, put_away
from rolequiz.ask.lines import LineFront
from rolequiz.ask.state import State
from rolequiz.ask.terminal import Terminal, typed
from rolequiz.model import Pack
from rolequiz.sanitise import visible

HELP = (
    "Type the code of a sheet and press Enter; then its answers in one line, such as abcd-*ac, and "
    "Enter. A letter or a number is an answer, - or s skips, * before an answer marks the question "
    "as mattering. Spaces are ignored. You can also type a part, press Enter and go on.",
    "At the end of a sheet, Enter keeps it, and 12=c changes the answer to question 12. q stops.",
)
_CHANGE = re.compile(r"([0-9]{1,3}) *= *(\*? *[^ ]+)")
_CHECK = "Enter keeps it, b goes back, 12=c changes question 12:"


class LineTypist(LineFront):
    """The front end of lines."""

    sheet: Sheet | None = None
    """The one that has been begun and is not kept."""

    def __init__(self, terminal: Terminal, pack: Pack, keeper: Keeper) -> None:
        super().__init__(terminal)
        self._pack, self._keeper = pack, keeper

    def run(self) -> None:
        """Take sheets until there are no more; KeyboardInterrupt or EOFError in the midst of it."""
        self._terminal.say(words.welcome(self._pack, self._keeper), *HELP)
        while (code := words.ask_code(self._code, self._pack, self._keeper)) is not None:
            kept = self._fill(Sheet(code, State(self._pack.questions)))
            self._terminal.say(words.kept(kept))

    def _code(self, note: str) -> str:
        if note:
            self._terminal.say(note)
        return self._read(words.ask_for_code(self._keeper))

    def _fill(self, sheet: Sheet) -> Sheet:
        """Take a sheet to its end, and return it once it is kept."""
        while True:
            self.sheet = sheet
            line = self._read(self._prompt(sheet)).strip().lower()
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

    def _prompt(self, sheet: Sheet) -> str:
        if sheet.state.done:
            return " ".join([*words.count(sheet, self._keeper), _CHECK])
        return f"{visible(sheet.code)}, from question {sheet.state.at + 1}:"

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
                self._terminal.say(f"{words.refused(sheet, key)} {self._so_far(sheet)}")
                return sheet
            sheet = after
        return (pressed(sheet, "enter") or sheet) if sheet.digits else sheet

    def _so_far(self, sheet: Sheet) -> str:
        if sheet.state.done:
            return "It is not taken, nor is what follows."
        return f"What came before it is taken. Type on from question {sheet.state.at + 1}."

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
