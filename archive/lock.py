"""Locks: one for who writes to a ledger and who replaces it, one for who reads files and who exchanges them."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from archive.errors import ArchiveBusyError
from archive.folder import IDENTITY_FILE, ArchiveFolder


def share(ledger: Path) -> IO[bytes]:
    """The lock of ``ledger``, shared until the file returned is closed. Raises ArchiveBusyError, OSError."""
    return _locked(ledger, fcntl.LOCK_SH, "its ledger is being made anew; wait until that is done")


@contextmanager
def alone(ledger: Path) -> Iterator[None]:
    """The lock of ``ledger``, alone. Raises ArchiveBusyError where anybody writes to it, OSError."""
    with _locked(ledger, fcntl.LOCK_EX, "it is being written by another process; stop that first"):
        yield


@contextmanager
def reading(folder: ArchiveFolder) -> Iterator[None]:
    """While files of the archive are read, with rests of any length: no compaction takes one of them away meanwhile.

    Nothing is written for it. On a file system that has no locks it holds nobody off.
    """
    with (folder.path / IDENTITY_FILE).open("rb") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_SH)  # for the moment that an exchange takes, it waits
        yield


@contextmanager
def exchanging(folder: ArchiveFolder) -> Iterator[bool]:
    """Whether files of the archive may be exchanged now: nobody is `reading`, and who begins to waits until the end."""
    # Opened for writing, which nothing is: NFS gives a lock to oneself alone only so.
    with (folder.path / IDENTITY_FILE).open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:
            pass  # no locks here: then the quiet moment has to do
        yield True


def _locked(ledger: Path, kind: int, trouble: str) -> IO[bytes]:
    file = ledger.with_name(f"{ledger.name}.lock").open("ab")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        file.close()
        raise ArchiveBusyError(f"{ledger.parent.parent}: {trouble}") from problem
    return file
