"""A lock file beside a ledger: who writes to the ledger shares it, who replaces the ledger has it alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.errors import ArchiveBusyError


def share(ledger: Path) -> IO[bytes]:
    """The lock of ``ledger``, shared until the file returned is closed. Raises ArchiveBusyError, OSError."""
    return _locked(ledger, fcntl.LOCK_SH, "its ledger is being made anew; wait until that is done")


@contextmanager
def alone(ledger: Path) -> Iterator[None]:
    """The lock of ``ledger``, alone. Raises ArchiveBusyError where anybody writes to it, OSError."""
    with _locked(ledger, fcntl.LOCK_EX, "it is being written by another process; stop that first"):
        yield


def _locked(ledger: Path, kind: int, trouble: str) -> IO[bytes]:
    file = ledger.with_name(f"{ledger.name}.lock").open("ab")
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError as problem:
        file.close()
        raise ArchiveBusyError(f"{ledger.parent.parent}: {trouble}") from problem
    return file
