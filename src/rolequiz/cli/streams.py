"""Where text goes, and what happens when it cannot: files whole or not at all, quiet closed pipes.

Standard output carries the result and nothing else; messages go to standard error.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO, NoReturn, TextIO

from rolequiz.cli.options import (
    Source,
    Target,
    chosen_format,
    is_standard_output,
    plain_wanted,
)
from rolequiz.disk import sync
from rolequiz.render import FORMATS, RenderOptions
from rolequiz.sanitise import visible

WRONG_USAGE, BAD_PACK, BAD_ANSWERS, TOO_FEW_ANSWERS, INTERRUPTED = 2, 3, 4, 5, 130


_MOST_LINKS = 40  # as many as Linux follows
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def say(message: str, end: str = "\n") -> None:
    """Write a message to standard error, if there is one that takes it."""
    with suppress(OSError, ValueError):
        if sys.stderr is not None:
            _write(sys.stderr, message + end)


def dims(*, plain: bool) -> bool:
    """Return whether a part of a message may be dimmed: on a terminal that shows styles."""
    terminal = sys.stderr is not None and sys.stderr.isatty() and os.name != "nt"
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


def fail(message: str, code: int) -> NoReturn:
    """End the program with this code, and say why; raises StopError."""
    raise StopError(message, code)


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
        unicode=_takes(stream, "●◆─━“→"),
    )


def on_terminal(output: Path | None) -> bool:
    """Return whether a result appears on a terminal, named as a file or not."""
    if output is None:
        return sys.stdout is not None and sys.stdout.isatty()
    if not output.is_char_device():
        return False
    with output.open("rb", buffering=0) as device:
        return device.isatty()


def deliver(text: str, output: Path | None, form: str = "json") -> None:
    """Write the result to standard output, or to a file that appears whole or not at all.

    What programs read stays as it is, in UTF-8 where the stream's own encoding can't hold it; of a
    text for people, signs that the stream can't show become question marks.
    """
    fits = sys.stdout is not None and _takes(sys.stdout, text)
    with writing(output, utf8=form != "text" and not fits) as stream:
        stream.write(text)


@contextmanager
def writing(output: Path | None, *, utf8: bool) -> Iterator[TextIO]:
    """Open where the result goes: standard output, or a file that appears whole or not at all.

    Without `utf8`, signs that standard output can't show become question marks. Where text can't
    be written the program says so and ends; a closed pipe ends the block, and nothing is said.
    """
    if output is not None and not is_standard_output(output):
        try:
            with replacing(output) as file:
                yield file
        except OSError as error:
            raise UnwritableError(unwritable(output, error.strerror or str(error))) from None
        return
    if sys.stdout is None:
        raise UnwritableError("The result can't be written: standard output is closed.")
    encoding, errors = ("utf-8", "strict") if utf8 else (sys.stdout.encoding, "replace")
    try:
        # a stream of our own: unbuffered, Python loses what a signal keeps from being written
        fd = sys.stdout.fileno()
        with open(fd, "w", encoding=encoding, errors=errors, closefd=False) as stream:
            yield stream
    except OSError as error:
        drop_output()
        if not isinstance(error, BrokenPipeError):  # else `| head` has read enough
            raise UnwritableError(f"The result can't be written: {error.strerror}.") from None


def drop_output() -> None:
    """Let what standard output could not take go nowhere, or Python tries again as it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def checked(
    target: Target,
    source: Source,
    *answers: Path | None,
    more: Sequence[Path | None] = (),
    formats: Collection[str] = FORMATS,
) -> str:
    """Return the format, after all has been checked that would fail only once the work is done.

    No result, nor any of the other files that are written, may take the place of the answers, of
    the mapping or of somebody's quiz, and each must be writable.
    """
    for output in (target.output, *more):
        check_apart(output, *answers)
        check_apart(output, source.map_file, holds="the mapping is")
        _check_apart_from_quiz(output, source.pack_folder)
        _check_writable(output)
    return chosen_format(target, formats)


def _check_writable(path: Path | None) -> None:
    if path is not None and not is_standard_output(path):
        try:
            reason = _obstacle(path)
        except OSError as error:  # the name is too long, or a folder on the way is closed
            reason = error.strerror or str(error)
        if reason:
            fail(unwritable(path, reason), WRONG_USAGE)


def check_apart(output: Path | None, *others: Path | None, holds: str = "the answers are") -> None:
    """Fail if a result would take the place of what is read or also written in this run."""
    for other in others:
        if output and other and not _is_endless(output) and _is_same(output, other):
            fail(unwritable(output, f"{holds} in it"), WRONG_USAGE)


def _check_apart_from_quiz(output: Path | None, folder: Path | None) -> None:
    from rolequiz.pack.reader import QUIZ_FILES  # noqa: PLC0415 - --help needs no quiz

    if folder is not None:
        check_apart(output, *(folder / name for name in QUIZ_FILES), holds="the quiz is")


def check_once(*files: Path | None) -> None:
    """Fail if standard input is to be read twice, or people would count twice."""
    seen = set()
    for file in filter(None, files):
        name = "-" if str(file) == "-" else os.path.realpath(file)
        if name in seen and name == "-":
            fail("Standard input (-) can be read only once.", WRONG_USAGE)
        if name in seen:
            fail(visible(f"{file} is named twice. Name it once."), WRONG_USAGE)
        seen.add(name)


def _is_endless(output: Path) -> bool:
    """Return whether what is written there takes the place of nothing: /dev/stdout, /dev/null."""
    with suppress(OSError):  # no such name can be
        return is_standard_output(output) or output.is_char_device()
    return False


def _is_same(output: Path, other: Path) -> bool:
    if str(other) != "-":
        return os.path.realpath(output) == os.path.realpath(other)
    with suppress(OSError, ValueError):  # there may be no such file yet, or no standard input
        if output.is_file() and sys.stdin is not None:
            return os.path.samestat(output.stat(), os.fstat(sys.stdin.fileno()))
    return False


def _obstacle(path: Path) -> str:
    """Return why a file could not be written; nothing where it could."""
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    target = target_of(path)
    needed = target if is_stream(path) or _keeps_its_place(target) else os.path.dirname(target)
    return "" if os.access(needed, os.W_OK) else "you may not write there"


def replace_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read; what stood there stays until it is whole.

    Raises OSError.
    """
    with replacing(path) as file:
        file.write(text)


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a file as `replace_file` writes it; if the block fails, all stays as it was."""
    target = target_of(path)
    if is_stream(path):
        with open(target, "a", encoding="utf-8") as stream:
            yield stream
        return
    folder = _elsewhere() if _keeps_its_place(target) else os.path.dirname(target)
    # its name is known before it is there, so that no signal can leave it behind
    name = os.path.join(folder, f".rolequiz-{os.urandom(8).hex()}")
    try:
        with open(os.open(name, _NEW, 0o600), "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            sync(file.fileno())
        _place(name, target)
    except BaseException:
        with suppress(OSError):  # it may not be there yet, or have its own name already
            os.unlink(name)
        raise


def target_of(path: Path) -> str:
    """Return the file that a path leads to, by links that this user has made.

    What others may have put there leads nowhere: OSError. A link to itself is the file.
    """
    if _names_stream(path):
        return str(path)
    here = at = os.path.join(os.path.realpath(path.parent), path.name)
    for _ in range(_MOST_LINKS):
        if not os.path.islink(at):
            return at
        if not _is_ours(os.lstat(at)):
            raise OSError(errno.EPERM, "it is a link that belongs to another user")
        to = os.path.join(os.path.dirname(at), os.readlink(at))
        at = os.path.join(os.path.realpath(os.path.dirname(to)), os.path.basename(to))
        if not _is_ours(os.stat(os.path.dirname(at))):
            raise OSError(errno.EPERM, "it is a link into another user's folder")
    return here


def _is_ours(about: os.stat_result) -> bool:
    """Return whether a file is this user's or the administrator's."""
    return sys.platform == "win32" or about.st_uid in {0, os.geteuid()}


def _keeps_its_place(target: str) -> bool:
    """Return whether a file can only be written over, since its folder takes no new one."""
    with suppress(OSError):
        ours = os.path.isfile(target) and _is_ours(os.stat(target))
        return ours and not os.access(os.path.dirname(target), os.W_OK)
    return False


def _elsewhere() -> str:
    from tempfile import gettempdir  # noqa: PLC0415 - rarely needed

    return gettempdir()


def _place(new: str, target: str) -> None:
    """Give a finished file its name; what can't be replaced, as a mounted file, is written over."""
    try:
        os.replace(new, target)
    except OSError as error:
        if error.errno not in {errno.EBUSY, errno.EXDEV, errno.EACCES}:
            raise
        with open(new, "rb") as content, open(target, "r+b") as file:
            _overwrite(file, content)
        os.unlink(new)


def _overwrite(file: BinaryIO, content: BinaryIO) -> None:
    """Put one file's content into another; if there is no room for it, the old one goes back."""
    from tempfile import TemporaryFile  # noqa: PLC0415 - rarely needed

    if sys.platform != "win32":
        with suppress(OSError):  # a mounted file may be another user's
            os.fchmod(file.fileno(), 0o600)
    with TemporaryFile() as old:
        shutil.copyfileobj(file, old)
        try:
            _fill(file, content)
        except BaseException:
            _fill(file, old)
            raise


def _fill(file: IO[bytes], content: IO[bytes]) -> None:
    for each in (file, content):
        each.seek(0)
    shutil.copyfileobj(content, file)
    file.truncate()
    file.flush()
    sync(file.fileno())


def is_stream(path: Path) -> bool:
    """Return whether text goes into what stands there, such as a pipe, rather than in its place."""
    return path.exists() and (_names_stream(path) or not path.is_file())


def _names_stream(path: Path) -> bool:
    return str(path).startswith(("/dev/std", "/dev/fd/", "/proc/"))


def unwritable(path: Path, reason: str, what: str = "file") -> str:
    """Return the message that a file or folder can't be written."""
    return visible(f"{path} can't be written: {reason}. Name another {what}.")


def _takes(stream: TextIO, signs: str) -> bool:
    try:
        signs.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()
