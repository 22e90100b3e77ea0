"""Files that last: on the disk before anything else happens, whole or not at all, locked."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def sync(file: int) -> None:
    """Wait until an open file's content is on the disk; raises OSError if it can't be."""
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:  # not known there
            raise


def sync_folder(folder: str | Path) -> None:
    """Wait until the names in a folder are on the disk; the files are written even if it can't."""
    if sys.platform != "win32":  # which knows no such thing
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def append(file: int, data: bytes, *, after: int) -> None:
    """Add data to an open file of so many bytes, and wait until it is on the disk.

    Raises OSError if that can't be; then, and where it is interrupted, the file is as it was.
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
    """Write a file that only its owner can read; what stood there stays until it is whole.

    It grows beside its place, where a crash may leave it: only one program may write a file so.
    Raises OSError.
    """
    remove_unfinished(path)  # or it would keep the rights, or be the link, that it has
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
    """Remove what a crash has left of a file that was to be written whole; raises OSError."""
    with suppress(FileNotFoundError):
        _unfinished(path).unlink()


def _unfinished(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


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
