"""Single keys from a terminal, by their names: "up", "enter", or the character itself.

The terminal is put into cbreak mode once, for as long as the keyboard is held: what is typed ahead
stays in its queue, Ctrl-C still interrupts, and the terminal is sent no queries.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress

REDRAW = "redraw"
"""Not a key: the terminal has changed its size, or the program was away in the background."""

CTRL_C, CTRL_L = "\x03", "\x0c"
"""Some terminals send Ctrl-C as a key rather than as a signal; Ctrl-L draws everything anew."""

CUT = "\x07"
"""Not a key: the end of a reply that began before we read, so what came before is part of it.

Ctrl-G is the same byte, and means nothing here.
"""

_ESC = "\x1b"
_STRINGS = "]P_^X"
"""After Escape: OSC, DCS, APC, PM and SOS, in which terminals send replies of any length."""

_EIGHT_BIT = {
    chr(base + ord(sign)): _ESC + chr(ord(sign) - 0x40)
    for base in (0, 0xDC00)  # in UTF-8, or a bare byte, which is not UTF-8
    for sign in "\x8f\x90\x98\x9b\x9c\x9d\x9e\x9f"
}
_FOLLOWING = {"\x1b[M": 3, "\x1b[T": 6, "\x1b[t": 2, "\x1b[[": 1}
"""How many characters belong to a sequence beyond its end: old mouse reports, the console's F1."""

_LONGEST = 64  # of what is kept of a sequence; no key has a longer one
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"

_NAMES = {
    **dict.fromkeys(["\x1b[A", "\x1bOA", "\ue04b"], "up"),
    **dict.fromkeys(["\x1b[B", "\x1bOB", "\ue04c"], "down"),
    **dict.fromkeys(["\x1b[C", "\x1bOC", "\ue04a"], "right"),
    **dict.fromkeys(["\x1b[D", "\x1bOD", "\ue049"], "left"),
    **dict.fromkeys(["\r", "\n", "\x1bOM", "\ue046"], "enter"),
    **dict.fromkeys(["\x7f", "\b"], "backspace"),
    **dict.fromkeys(["\x1bOj", "\ue043"], "*"),
    **{f"\x1bO{chr(ord('p') + digit)}": str(digit) for digit in range(10)},
    **{chr(0xE037 + digit): str(digit) for digit in range(10)},
    "\x04": "end",
    _ESC: "",
}
"""Number pads send sequences of their own, or, by kitty's protocol, numbers from U+E037 on."""

_NUMBERED = re.compile(
    r"\x1b\[([0-9]{1,6})(?::([0-9]{0,6}))?(?::[0-9]*)?"
    r"(?:;([0-9]{0,3})(?::([0-9]))?(?:;([0-9]{1,6}))?)?([uA-D])"
)
"""A key of kitty's protocol: its number and shifted one, what is held, the event, its text."""

_XTERM = re.compile(r"\x1b\[27;([0-9]{1,3});([0-9]{1,6})~")
_SHIFT, _CTRL, _LOCKS, _RELEASED = 1, 4, 64 + 128, "3"


class Decoder:
    """Turns the bytes of a terminal, however they are cut up, into the names of keys.

    What is no key here is swallowed whole: escape sequences, a terminal's replies, old mouse
    reports, and pasted text, since nobody means its letters as answers.
    """

    def __init__(self) -> None:
        # Bytes that are not UTF-8 are kept apart, since some of them are controls of eight bits.
        self._utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._begun = ""  # what there is of an escape sequence
        self._in_string = False
        self._following = 0
        self.pasting = False

    @property
    def waiting(self) -> bool:
        """Whether a sequence has begun and may go on."""
        return bool(self._begun or self._in_string or self._following or self.pasting)

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that `data` completes, and CUT where a reply ends that never began."""
        keys = []
        for char in self._utf8.decode(data):
            # The numbers of a mouse report may look like controls of eight bits.
            for sign in char if self._following else _EIGHT_BIT.get(char, char):
                whole = self._take(sign)
                if whole in {_PASTE, _PASTED}:
                    self.pasting = whole == _PASTE
                elif whole and not self.pasting and (name := _name(whole)):
                    keys.append(name)
        return keys

    def give_up(self) -> None:
        """Drop a sequence that has stopped: a lone Escape, or a reply without an end."""
        self._begun, self._in_string, self._following, self.pasting = "", False, 0, False

    def _take(self, sign: str) -> str:
        """Return the character or the sequence that `sign` completes, if any."""
        begun, self._begun = self._begun, ""
        if self._following and sign >= " ":
            self._following -= 1
            return ""
        self._following = 0
        if sign == _ESC:
            self._begun = _ESC
            return ""
        if begun:
            return self._begin(sign) if begun == _ESC else self._go_on(begun, sign)
        if self._in_string:
            self._in_string = sign != CUT
            return ""
        return sign

    def _go_on(self, begun: str, sign: str) -> str:
        if "@" <= sign <= "~":
            self._following = _FOLLOWING.get(begun + sign, 0)
            return begun + sign
        if " " <= sign <= "?":
            self._begun = (begun + sign)[:_LONGEST]
            return ""
        return sign  # it breaks the sequence off

    def _begin(self, sign: str) -> str:
        """Take what follows Escape. If that begins no sequence, Escape was a key by itself."""
        ends, self._in_string = self._in_string, sign in _STRINGS
        if sign == "\\":
            return "" if ends else CUT
        if sign in "[O":
            self._begun = _ESC + sign
        return "" if self.waiting else sign


def _name(whole: str) -> str:
    if "\udc80" <= whole <= "\udcff":
        return "\N{REPLACEMENT CHARACTER}"
    if len(whole) == 1 or whole in _NAMES:
        return _NAMES.get(whole, whole)
    match = _NUMBERED.fullmatch(_XTERM.sub("\x1b[\\2;\\1u", whole))
    return _numbered(match) if match else ""


def _numbered(match: re.Match[str]) -> str:
    """Name a key that is sent as a number; nothing if it is released, or held with another."""
    code, shifted, held, event, text, end = match.groups()
    number, modifiers = int(code), (int(held or 1) - 1) & ~_LOCKS
    if event == _RELEASED or modifiers not in {0, _SHIFT, _CTRL}:
        return ""
    if end != "u":
        return "" if modifiers else _NAMES[f"\x1b[{end}"]
    if modifiers == _CTRL:
        number = number & 0x1F if chr(number).isalpha() else 0
    elif text or (modifiers and shifted):
        number = int(text or shifted or 0)
    elif modifiers and not chr(number).isalpha():
        return ""  # which sign that is depends on the keyboard
    return _NAMES.get(chr(number), chr(number)) if number else ""


QUIET_SECONDS = 0.25
"""If a person presses Enter after a number, they have done so by then."""

if sys.platform == "win32":
    import msvcrt
    import os
    import time

    _ARROWS = {"H": "up", "P": "down", "K": "left", "M": "right"}

    class Keyboard:
        """The keys of a Windows console, where no program is ever stopped."""

        def __init__(self, before_stopping: Callable[[], None]) -> None:
            pass

        def __enter__(self) -> Keyboard:
            os.system("")  # the documented side effect: the console obeys cursor movements
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def key(self, seconds: float | None = None) -> str | None:
            """Return the next key, None when none came in time; KeyboardInterrupt on Ctrl-C."""
            until = None if seconds is None else time.monotonic() + seconds
            while until is not None and not msvcrt.kbhit():
                if time.monotonic() > until:
                    return None
                time.sleep(0.02)
            char = msvcrt.getwch()
            if char == CTRL_C:
                raise KeyboardInterrupt
            if char in "\x00\xe0":
                return _ARROWS.get(msvcrt.getwch(), "")
            return _NAMES.get(char, char)

        def held(self) -> str | None:
            """Return None: the console holds all that was typed ahead."""
            return None

    def drop_typed() -> None:
        """Forget what was typed beyond the last question: it is not meant for the shell."""
        until = time.monotonic() + QUIET_SECONDS
        while msvcrt.kbhit() or time.monotonic() < until:
            if msvcrt.kbhit():
                msvcrt.getwch()
            time.sleep(0.02)

else:
    import errno
    import os
    import select
    import signal
    import termios
    import time

    _BURST_SECONDS = 0.02  # within which the bytes of a reply follow each other, but no two keys
    _PAUSE_SECONDS = 0.3  # longer than a reply stops on its way, shorter than a person
    _PASTE_SECONDS = 2.0
    _HELD_SECONDS = 3.0  # how long a key that is held down is waited for
    _SETTLED_SECONDS = 0.1  # a window dragged to a new size sends a signal for every step
    _WATCHED = (signal.SIGWINCH, signal.SIGCONT, signal.SIGTSTP)

    class Keyboard:
        """The keys of a POSIX terminal, standard input; a context manager that holds its mode.

        `before_stopping` is called before Ctrl-Z hands the terminal back to the shell.
        """

        def __init__(self, before_stopping: Callable[[], None]) -> None:
            self._before_stopping = before_stopping
            self._in = sys.stdin.fileno()
            self._decoder = Decoder()
            self._keys: deque[str] = deque()
            self._arriving = False  # whether more may come of what brought the last keys

        def __enter__(self) -> Keyboard:
            self._mode = termios.tcgetattr(self._in)
            # The handlers do nothing: their signals arrive, one byte each, at the end of a pipe,
            # and are dealt with between two keys rather than in the middle of anything.
            self._signals, self._waker = os.pipe()
            os.set_blocking(self._waker, False)
            self._old_waker = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
            self._old_handlers = {number: signal.getsignal(number) for number in _WATCHED}
            for number, handler in self._old_handlers.items():
                if handler != signal.SIG_IGN:
                    signal.signal(number, _nothing)
            self._cbreak()
            return self

        def __exit__(self, *_: object) -> None:
            self._restore()
            for number, handler in self._old_handlers.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(self._old_waker)
            os.close(self._signals)
            os.close(self._waker)

        def key(self, seconds: float | None = None) -> str | None:
            """Return the next key, or REDRAW; None when none came in time; EOFError at the end."""
            while not self._keys or self._arriving:
                ready, _, _ = select.select([self._in, self._signals], [], [], self._wait(seconds))
                if self._signals in ready:
                    if self._signalled():
                        return REDRAW
                elif ready:
                    self._read()
                elif self._arriving:
                    self._arriving = False
                elif self._decoder.waiting:
                    self._decoder.give_up()
                else:
                    return None
            return self._keys.popleft()

        def held(self) -> str | None:
            """Return the next key of those that came with an earlier one; None if there is none."""
            return self._keys.popleft() if self._keys else None

        def _wait(self, seconds: float | None) -> float | None:
            if self._arriving:
                return _BURST_SECONDS
            if self._decoder.waiting:
                return _PASTE_SECONDS if self._decoder.pasting else _PAUSE_SECONDS
            return seconds

        def _read(self) -> None:
            data = os.read(self._in, 4096)
            if not data:
                raise EOFError
            self._keys += self._decoder.feed(data)
            while CUT in self._keys:  # something before us has read the beginning of a reply
                self._keys.popleft()
            self._arriving = bool(self._keys)  # its end may show that these are no keys

        def _signalled(self) -> bool:
            """Handle signals; return whether the question must be drawn again."""
            seen: set[int] = set()
            while select.select([self._signals], [], [], _SETTLED_SECONDS)[0]:
                numbers = os.read(self._signals, 64)
                if signal.SIGTSTP in numbers:
                    self._stop()
                seen.update(numbers)
            if seen.isdisjoint(_WATCHED):
                return False
            if signal.SIGCONT in seen:  # the shell has written below what we drew
                self._before_stopping()
            self._cbreak()
            return True

        def _stop(self) -> None:
            """Stop, as Ctrl-Z asks, with the terminal as it was; return when continued."""
            self._before_stopping()
            self._restore()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, _nothing)

        def _cbreak(self) -> None:
            try:
                mode = termios.tcgetattr(self._in)
                mode[3] = mode[3] & ~(termios.ICANON | termios.ECHO) | termios.ISIG
                mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
                termios.tcsetattr(self._in, termios.TCSADRAIN, mode)
            except termios.error as error:
                if error.args[0] != errno.EINTR:
                    raise OSError(*error.args) from error
                self._cbreak()  # `bg` had us touch the terminal, which stops a program until `fg`

        def _restore(self) -> None:
            with suppress(termios.error):  # the terminal is gone, and its mode with it
                termios.tcsetattr(self._in, termios.TCSADRAIN, self._mode)

    def drop_typed() -> None:
        """Forget what was typed beyond the last question: it is not meant for the shell."""
        terminal, until = sys.stdin.fileno(), time.monotonic() + _HELD_SECONDS
        with suppress(termios.error):  # the terminal is gone, and what was typed with it
            termios.tcflush(terminal, termios.TCIFLUSH)
            while select.select([terminal], [], [], QUIET_SECONDS)[0] and time.monotonic() < until:
                termios.tcflush(terminal, termios.TCIFLUSH)
            termios.tcflush(terminal, termios.TCIFLUSH)  # a line without its Enter is never ready

    def _nothing(number: int, frame: object) -> None:
        pass
