"""A disk whose n-th operation goes wrong: SQLite's way to test that no crash point loses anything."""

import errno
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import IO, TypeVar

from archive.disk import Disk

Result = TypeVar("Result")

EXIT_STATUS = 9


class Fault(StrEnum):
    """What the n-th operation does, and the ones after it where a real disk would not mend itself."""

    FULL = "full"  # from the n-th operation on nothing can be created or written; the rest works
    FULL_MIDWAY = "full midway"  # the same, but the first half of what is written still fits
    FAILING = "failing"  # EIO, once
    READ_ONLY = "read-only"  # EROFS, from then on
    EXIT = "exit"  # the process is gone before the operation
    EXIT_MIDWAY = "exit midway"  # the process is gone when half of the bytes are written
    EXIT_AFTER = "exit after"  # the process is gone right after the operation


_GONE = (Fault.EXIT, Fault.EXIT_MIDWAY, Fault.EXIT_AFTER)
_MIDWAY = (Fault.FULL_MIDWAY, Fault.EXIT_MIDWAY)
_NUMBERS = {
    Fault.FULL: errno.ENOSPC,
    Fault.FULL_MIDWAY: errno.ENOSPC,
    Fault.FAILING: errno.EIO,
    Fault.READ_ONLY: errno.EROFS,
}


class FaultyDisk(Disk):
    """The real disk, but for its n-th operation (from 1). ``done`` names every operation asked for, in order."""

    def __init__(self, fault: Fault | None = None, at: int = 0) -> None:
        self.done: list[str] = []
        self._fault = fault
        self._at = at

    @property
    def was_hit(self) -> bool:
        """Whether the fault has happened."""
        return self._fault is not None and len(self.done) >= self._at

    def create(self, path: Path) -> IO[bytes]:
        return self._attempt("create", lambda: super(FaultyDisk, self).create(path), takes_space=True)

    def write(self, file: IO[bytes], content: bytes | memoryview) -> int:
        def half() -> None:
            file.write(content[: len(content) // 2])
            file.flush()

        return self._attempt("write", lambda: super(FaultyDisk, self).write(file, content), half, takes_space=True)

    def sync(self, file: IO[bytes]) -> None:
        self._attempt("sync", lambda: super(FaultyDisk, self).sync(file), takes_space=True)

    def sync_folder(self, folder: Path) -> None:
        self._attempt("sync_folder", lambda: super(FaultyDisk, self).sync_folder(folder))

    def replace(self, source: Path, target: Path) -> None:
        self._attempt("replace", lambda: super(FaultyDisk, self).replace(source, target))

    def link(self, source: Path, target: Path) -> None:
        self._attempt("link", lambda: super(FaultyDisk, self).link(source, target), takes_space=True)

    def exchange(self, one: Path, other: Path) -> None:
        self._attempt("exchange", lambda: super(FaultyDisk, self).exchange(one, other))

    def remove(self, path: Path) -> None:
        self._attempt("remove", lambda: super(FaultyDisk, self).remove(path))

    def remove_folder(self, path: Path) -> None:
        self._attempt("remove_folder", lambda: super(FaultyDisk, self).remove_folder(path))

    def _attempt(
        self,
        name: str,
        operation: Callable[[], Result],
        half: Callable[[], None] = lambda: None,
        *,
        takes_space: bool = False,
    ) -> Result:
        self.done.append(name)
        is_now = len(self.done) == self._at
        if is_now and self._fault in _MIDWAY:
            half()
        if is_now and self._fault is Fault.EXIT_AFTER:
            operation()
        if is_now and self._fault in _GONE:
            os._exit(EXIT_STATUS)
        if self._fault in _NUMBERS and self._is_refused(is_now=is_now, takes_space=takes_space):
            number = _NUMBERS[self._fault]
            raise OSError(number, os.strerror(number))
        return operation()

    def _is_refused(self, *, is_now: bool, takes_space: bool) -> bool:
        if self._fault is Fault.FAILING:
            return is_now
        return self.was_hit and (takes_space or self._fault is Fault.READ_ONLY or is_now)
