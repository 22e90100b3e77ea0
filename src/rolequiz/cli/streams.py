"""Where text goes, and what happens if it can't be written; how a command stops.

Standard output carries the result and nothing else; messages go to standard error.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TextIO

from rolequiz.cli.options import (
    Source,
    Target,
    chosen_format,
    is_standard_output,
    plain_wanted,
    read_quiz,
)
from rolequiz.disk import obstacle, replacing
from rolequiz.model import Pack
from rolequiz.problems import did_you_mean, quote
from rolequiz.render import FORMATS, RenderOptions
from rolequiz.text import visible

WRONG_USAGE, BAD_PACK, BAD_ANSWERS, TOO_FEW_ANSWERS, INTERRUPTED = 2, 3, 4, 5, 130


def say(message: str, end: str = "\n") -> None:
    """Write a message to standard error, if that can be written to."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            encoding = sys.stderr.encoding or "utf-8"
            sys.stderr.write((message + end).encode(encoding, "replace").decode(encoding))
            sys.stderr.flush()


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a standard stream is there and is a terminal."""
    return stream is not None and stream.isatty()


def can_dim(*, plain: bool) -> bool:
    """Return whether a part of a message may be dimmed: on a terminal that shows styles."""
    styles = is_terminal(sys.stderr) and os.name != "nt"
    return styles and not plain_wanted(plain, terminal=True)


def takes_keys(*, plain: bool, otherwise: str) -> bool:
    """Return whether people press keys at a terminal, rather than type lines or pipe them in.

    Lines that are no terminal's are taken with --plain only; else the program ends with the
    message `otherwise`.
    """
    terminal = is_terminal(sys.stdin)
    if sys.stdin is None or not (terminal or plain):
        raise StopError(otherwise, WRONG_USAGE)
    return terminal and not plain_wanted(plain, terminal=True)


class StopError(Exception):
    """The program can't go on: its message for people, and the code that it ends with."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


class UnwritableError(StopError):
    """A result can't be written."""

    def __init__(self, message: str) -> None:
        super().__init__(message, WRONG_USAGE)


def unwritable(path: Path, reason: OSError | str, kind: str = "file") -> UnwritableError:
    """Return the error that a file, or another kind of target, can't be written for this reason."""
    if isinstance(reason, OSError):
        reason = reason.strerror or str(reason)
    return UnwritableError(visible(f"{path} can't be written: {reason}. Name another {kind}."))


def fail(message: str, code: int) -> NoReturn:
    """End the program with this code, and say why on one line, safe to show; raises StopError."""
    raise StopError(visible(message), code)


def fail_unknown(kind: str, name: str, known: Collection[str]) -> NoReturn:
    """End the program because there is nothing of that kind and name; hint at a near name."""
    fail(f"There is no {kind} {quote(name)}. {did_you_mean(name, known)}", WRONG_USAGE)


def render_options(target: Target) -> RenderOptions:
    """Return what the result will be read on: this terminal, or 80 columns of plain signs."""
    stream = None if target.output else sys.stdout
    if stream is None:
        return RenderOptions(plain=plain_wanted(target.plain, terminal=False))
    terminal = stream.isatty()
    if terminal and os.name == "nt":
        os.system("")  # its documented side effect: an older console obeys colours
    plain = plain_wanted(target.plain, terminal=terminal)
    return RenderOptions(
        width=shutil.get_terminal_size().columns if terminal else 80,
        colour=not os.environ.get("NO_COLOR")
        and (terminal or bool(os.environ.get("FORCE_COLOR")))
        and not plain,
        plain=plain,
        unicode=_can_encode(stream, "●◆─━“→"),
    )


def on_terminal(output: Path | None) -> bool:
    """Return whether a result appears on a terminal, named as a file or not."""
    if output is None:
        return is_terminal(sys.stdout)
    if not output.is_char_device():
        return False
    with output.open("rb", buffering=0) as device:
        return device.isatty()


def deliver(text: str, output: Path | None, format: str = "json") -> None:
    """Write the result to standard output, or to a file that appears whole or not at all.

    Output for programs stays as it is, in UTF-8 if the stream's own encoding can't hold it. In text
    for people, signs that the stream can't show become question marks.
    """
    encodable = sys.stdout is not None and _can_encode(sys.stdout, text)
    with writing(output, utf8=format != "text" and not encodable) as stream:
        stream.write(text)


@contextmanager
def writing(output: Path | None, *, utf8: bool) -> Iterator[TextIO]:
    """Open where the result goes: standard output, or a file that appears whole or not at all.

    Without `utf8`, signs that standard output can't show become question marks. If text can't be
    written, the program says so and ends; a closed pipe ends the block without a message.
    """
    if output is not None and not is_standard_output(output):
        try:
            with replacing(output) as file:
                yield file
        except OSError as error:
            raise unwritable(output, error) from None
        return
    if sys.stdout is None:
        raise UnwritableError("The result can't be written: standard output is closed.")
    encoding, errors = ("utf-8", "strict") if utf8 else (sys.stdout.encoding, "replace")
    try:
        # a stream of our own: Python's, unbuffered, loses what a signal interrupts
        fd = sys.stdout.fileno()
        with open(fd, "w", encoding=encoding, errors=errors, closefd=False) as stream:
            yield stream
    except OSError as error:
        drop_output()
        if not isinstance(error, BrokenPipeError):  # else `| head` has read enough
            raise UnwritableError(f"The result can't be written: {error.strerror}.") from None


def drop_output() -> None:
    """Drop what standard output could not take, or Python tries again as it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def checked_format(
    target: Target,
    source: Source,
    *answers: Path | None,
    more: Sequence[Path | None] = (),
    formats: Sequence[str] = FORMATS,
) -> str:
    """Return the format, after checking all that would otherwise fail only after the work.

    Neither the result nor any other file that is written may overwrite the answers, the mapping
    or somebody's quiz, and each must be writable.
    """
    for output in (target.output, *more):
        check_apart(output, *answers)
        check_apart(output, source.map_file, holds="the mapping is")
        if folder := source.pack_folder:
            from rolequiz.pack.reader import QUIZ_FILES  # noqa: PLC0415 - --help needs no quiz

            check_apart(output, *(folder / name for name in QUIZ_FILES), holds="the quiz is")
        if output and not is_standard_output(output) and (reason := obstacle(output)):
            raise unwritable(output, reason)
    return chosen_format(target, formats)


def quiz_and_format(
    target: Target, pack_folder: Path | None, *answers: Path | None
) -> tuple[Pack, str]:
    """Return the quiz and the format of the output, after the checks of `checked_format`."""
    format = checked_format(target, Source(pack_folder=pack_folder), *answers)
    return read_quiz(pack_folder), format


def check_apart(output: Path | None, *others: Path | None, holds: str = "the answers are") -> None:
    """Fail if a result would overwrite what this run reads, or writes elsewhere."""
    for other in others:
        if output and other and not _overwrites_nothing(output) and _is_same(output, other):
            raise unwritable(output, f"{holds} in it")


def check_once(*files: Path | None) -> None:
    """Fail if standard input would be read twice, or people would be counted twice."""
    names = set()
    for file in filter(None, files):
        name = "-" if str(file) == "-" else os.path.realpath(file)
        if name in names and name == "-":
            fail("Standard input (-) can be read only once.", WRONG_USAGE)
        if name in names:
            fail(f"{file} is named twice. Name it once.", WRONG_USAGE)
        names.add(name)


def _overwrites_nothing(output: Path) -> bool:
    """Return whether a path is a device, such as /dev/stdout or /dev/null."""
    with suppress(OSError):  # no such name can be
        return is_standard_output(output) or output.is_char_device()
    return False


def _is_same(output: Path, other: Path) -> bool:
    if str(other) != "-":
        return os.path.realpath(output) == os.path.realpath(other)
    with suppress(OSError, ValueError):  # the file may not exist yet, or there is no standard input
        if output.is_file() and sys.stdin is not None:
            return os.path.samestat(output.stat(), os.fstat(sys.stdin.fileno()))
    return False


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
