"""Files that last: written through to the disk, whole or not at all, and locked."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, BinaryIO, TextIO

_MOST_LINKS = 40  # as many as Linux follows
JOURNAL = os.O_RDWR | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""How a journal is opened: to add to its end, and never through a link."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def sync(file: int) -> None:
    """Wait until an open file's content is on the disk; raises OSError if it can't be."""
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:  # not supported there
            raise


def sync_folder(folder: str | Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if sys.platform != "win32":
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def append(file: int, data: bytes, *, after: int) -> None:
    """Add data to an open file of `after` bytes, and wait until it is on the disk.

    If that fails or is interrupted, the file is as it was. Raises OSError.
    """
    try:
        if os.write(file, data) < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(file)
    except BaseException:
        with suppress(OSError):
            os.ftruncate(file, after)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read; the old one stays until the new one is complete.

    It is written beside the old one, where a crash may leave it, so only one program at a time may
    do this to a file. Raises OSError.
    """
    remove_unfinished(path)  # it may have other permissions, or be a link
    new = _unfinished(path)
    try:
        with open(os.open(new, _NEW, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            sync(file.fileno())
        os.replace(new, path)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    sync_folder(path.parent)


def remove_unfinished(path: Path) -> None:
    """Remove what a crash has left of `write_whole`; raises OSError."""
    with suppress(FileNotFoundError):
        _unfinished(path).unlink()


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


# --- Journals: a JSON object on each line, and only ever longer ----------------------------------


def whole_lines(file: int) -> tuple[bytes, bytes]:
    """Return the lines of an open file, and what follows the last of them: a crash cut it off."""
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb", closefd=False) as stream:
        lines, newline, torn = stream.read().rpartition(b"\n")
    return lines + newline, torn


def line_of(entry: Mapping[str, object]) -> bytes:
    """Return the line of an entry."""
    return json.dumps(entry).encode() + b"\n"


def entries_of(lines: bytes) -> list[dict[str, Any]]:
    """Return the entry on each line: an empty one if the line is not a JSON object."""
    return list(map(_entry, lines.splitlines()))


def _entry(line: bytes) -> dict[str, Any]:
    with suppress(ValueError, RecursionError):
        value = json.loads(line)
        return value if isinstance(value, dict) else {}
    return {}


def remove_open(path: Path, file: int) -> None:
    """Remove an open file, if that is possible, and close it. Its lock is held until then."""
    if sys.platform == "win32":
        os.close(file)  # Windows can't remove an open file
    with suppress(OSError):
        path.unlink()
    if sys.platform != "win32":
        os.close(file)


# --- Files that people name: through their links, and into pipes --------------------------------


def replace_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read; the old one stays until the new one is whole.

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
    folder = os.path.dirname(target)
    if _keeps_its_place(target):
        from tempfile import gettempdir  # noqa: PLC0415 - rarely needed

        folder = gettempdir()
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


def obstacle(path: Path) -> str:
    """Return why `replacing` could not write a file; "" where it could."""
    try:
        if path.is_dir():
            return "it is a folder"
        if not path.parent.is_dir():
            return f"there is no folder {path.parent}"
        target = target_of(path)
        needed = target if is_stream(path) or _keeps_its_place(target) else os.path.dirname(target)
        return "" if os.access(needed, os.W_OK) else "you may not write there"
    except OSError as error:  # the name is too long, or a folder on the way is closed
        return error.strerror or str(error)


def target_of(path: Path) -> str:
    """Return the file that a path leads to, by links that this user has made.

    Raises OSError for a link that others may have put there. A link to itself is the file.
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


def is_stream(path: Path) -> bool:
    """Return whether text is written into what exists there, such as a pipe, and not over it."""
    return path.exists() and (_names_stream(path) or not path.is_file())


def _names_stream(path: Path) -> bool:
    return str(path).startswith(("/dev/std", "/dev/fd/", "/proc/"))


def _is_ours(about: os.stat_result) -> bool:
    """Return whether a file is this user's or the administrator's."""
    return sys.platform == "win32" or about.st_uid in {0, os.geteuid()}


def _keeps_its_place(target: str) -> bool:
    """Return whether a file can only be written over, since its folder takes no new one."""
    with suppress(OSError):
        ours = os.path.isfile(target) and _is_ours(os.stat(target))
        return ours and not os.access(os.path.dirname(target), os.W_OK)
    return False


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
    for stream in (file, content):
        stream.seek(0)
    shutil.copyfileobj(content, file)
    file.truncate()
    file.flush()
    sync(file.fileno())


# --- Locks --------------------------------------------------------------------------------------


if sys.platform == "win32":
    import msvcrt

    def lock(file: int, *, wait: bool) -> None:
        """Hold an open file until it is closed; raises OSError if another program holds it."""
        os.lseek(
            file, 1 << 30, os.SEEK_SET
        )  # past the text: Windows forbids to read what is locked
        msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)

else:
    import fcntl

    def lock(file: int, *, wait: bool) -> None:
        """Hold an open file until it is closed; raises OSError if another program holds it."""
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
