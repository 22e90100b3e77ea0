"""Makes sure that what was written outlasts a power cut, where the file system knows how to."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path


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
