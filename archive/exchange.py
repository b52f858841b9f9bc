"""Exchanging two folders in one step, where the operating system can (Linux, RENAME_EXCHANGE)."""

import ctypes
import errno
import os
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def exchange_folders(one: Path, other: Path) -> None:
    """Swap the names of two folders of one file system atomically. Raises OSError, ENOTSUP where it cannot be done."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        raise OSError(errno.ENOTSUP, "this system cannot exchange two folders in one step")
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) != 0:
        number = ctypes.get_errno()
        raise OSError(errno.ENOTSUP if number == errno.EINVAL else number, os.strerror(number))
