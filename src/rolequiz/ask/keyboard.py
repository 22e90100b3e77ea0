"""Single keys from a terminal, by their names: "up", "enter", or the character itself.

The terminal is put into cbreak mode once, for as long as the keyboard is held: what is typed ahead
stays in its queue, Ctrl-C still interrupts, and nothing is asked of it.
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

_NAMES = {
    **dict.fromkeys(["\x1b[A", "\x1bOA"], "up"),
    **dict.fromkeys(["\x1b[B", "\x1bOB"], "down"),
    **dict.fromkeys(["\x1b[C", "\x1bOC"], "right"),
    **dict.fromkeys(["\x1b[D", "\x1bOD"], "left"),
    **dict.fromkeys(["\r", "\n"], "enter"),
    **dict.fromkeys(["\x7f", "\b"], "backspace"),
    "\x04": "end",
}
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?|O[ -~]?)?")
_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"


class Decoder:
    """Turns the bytes of a terminal, however they are cut up, into the names of keys.

    Escape sequences that are no key here are swallowed whole, and so is pasted text: nobody
    means its letters as answers.
    """

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = ""
        self._pasting = False

    @property
    def waiting(self) -> bool:
        """Whether an escape sequence has begun that may go on."""
        return bool(self._text)

    def feed(self, data: bytes) -> list[str]:
        """Return the keys that `data` completes."""
        self._text += self._utf8.decode(data)
        keys = []
        while self._text and (sign := self._next()):
            if sign in {_PASTE, _PASTED}:
                self._pasting = sign == _PASTE
            elif not self._pasting and (len(sign) == 1 or sign in _NAMES):
                keys.append(_NAMES.get(sign, sign))
        return [key for key in keys if key != "\x1b"]

    def give_up(self) -> None:
        """Drop what has not gone on for a while: a lone Escape, or a paste without an end."""
        self._text, self._pasting = "", False

    def _next(self) -> str:
        """Take a character or a whole escape sequence off the text; nothing while it may go on."""
        match = _SEQUENCE.match(self._text)
        sign = match[0] if match else self._text[0]
        whole = match is None or (len(sign) > 2 and "@" <= sign[-1] <= "~")
        if not whole and sign == self._text:
            return ""
        self._text = self._text[len(sign) :]
        return sign


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
            if char == "\x03":
                raise KeyboardInterrupt
            if char in "\x00\xe0":
                return _ARROWS.get(msvcrt.getwch(), "")
            return _NAMES.get(char, char)

else:
    import errno
    import os
    import select
    import signal
    import termios

    _ESCAPE_SECONDS = 0.05  # longer than the bytes of one key take, shorter than a person
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

        def __enter__(self) -> Keyboard:
            self._mode = termios.tcgetattr(self._in)
            # The handlers do nothing: their signals arrive, one byte each, at the end of a pipe,
            # and are dealt with between two keys rather than in the middle of anything.
            self._signals, self._waker = os.pipe()
            os.set_blocking(self._waker, False)
            self._old_waker = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
            self._old_handlers = {number: signal.getsignal(number) for number in _WATCHED}
            for number in _WATCHED:
                if self._old_handlers[number] != signal.SIG_IGN:
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
            while not self._keys:
                wait = _ESCAPE_SECONDS if self._decoder.waiting else seconds
                ready, _, _ = select.select([self._in, self._signals], [], [], wait)
                if self._signals in ready:
                    if self._signalled():
                        return REDRAW
                elif ready:
                    self._read()
                elif self._decoder.waiting:
                    self._decoder.give_up()
                else:
                    return None
            return self._keys.popleft()

        def _read(self) -> None:
            # One byte at a time, so that what is typed beyond the last question stays in the
            # queue for whoever reads the terminal next.
            data = os.read(self._in, 1)
            if not data:
                raise EOFError
            self._keys.extend(self._decoder.feed(data))

        def _signalled(self) -> bool:
            """Deal with signals; return whether the question is to be drawn again."""
            seen: set[int] = set()
            while select.select([self._signals], [], [], _SETTLED_SECONDS)[0]:
                numbers = os.read(self._signals, 64)
                if signal.SIGTSTP in numbers:
                    self._stop()
                seen.update(numbers)
            if seen.isdisjoint(_WATCHED):
                return False
            self._cbreak()
            return True

        def _stop(self) -> None:
            """Stop as Ctrl-Z asks, the terminal as it was; return when continued."""
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

    def _nothing(number: int, frame: object) -> None:
        pass
