"""Files that last: written through to the disk, whole or not at all, and locked."""

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
