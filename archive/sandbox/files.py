"""The only files a sandboxed query can name: the archive's own, open for reading since before it was known."""

import io
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import local
from typing import Any

from fsspec import AbstractFileSystem

PROTOCOL = "archive"
PREFIX = f"{PROTOCOL}://"
# A finished file never changes, so one time is as good as another.
_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def named(name: str) -> str:
    """What DuckDB calls the file ``name`` of the archive."""
    return PREFIX + name


class OpenFiles(AbstractFileSystem):  # type: ignore[misc]
    """A file system of nothing but ``descriptors``, by the name of each file. It opens nothing, and writes nothing."""

    protocol = PROTOCOL
    cachable = False

    def __init__(self, descriptors: Mapping[str, int]) -> None:
        super().__init__()
        self._descriptors = descriptors

    def _open(self, path: str, mode: str = "rb", **_: Any) -> "OpenFile":
        if mode != "rb":
            raise PermissionError(f"{path} is for reading only")
        return OpenFile(self._descriptor(path))

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Name and size of a file."""
        return {"name": path, "size": os.fstat(self._descriptor(path)).st_size, "type": "file"}

    def exists(self, path: str, **_: Any) -> bool:
        """Whether it is one of these files."""
        return path.removeprefix(PREFIX) in self._descriptors

    def glob(self, path: str, **_: Any) -> list[str]:
        """The file that a pattern of ours means."""
        name = _unescaped(path.removeprefix(PREFIX))
        return [name] if name in self._descriptors else []

    def modified(self, path: str) -> datetime:
        """When it was last changed: never."""
        del path
        return _ONCE

    def _descriptor(self, path: str) -> int:
        descriptor = self._descriptors.get(path.removeprefix(PREFIX))
        if descriptor is None:
            raise FileNotFoundError(path)
        return descriptor


def _unescaped(pattern: str) -> str:
    """The name that the pattern ``pattern`` matches, which is one made by `glob.escape`."""
    for char in "*?[":
        pattern = pattern.replace(f"[{char}]", char)
    return pattern


class OpenFile(io.RawIOBase):
    """An open file that several threads read at once.

    DuckDB's threads share one object, and each asks for a place and then for what is there: so each has a place of its
    own. With one place for all, a thread read where another had just gone, and answers were wrong.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size
        self._of_thread = local()

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Where this thread is."""
        place: int = getattr(self._of_thread, "place", 0)
        return place

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move this thread."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self._size}[whence]
        self._of_thread.place = max(0, start + offset)
        return self.tell()

    def read(self, size: int | None = -1) -> bytes:
        """Up to ``size`` bytes from where this thread is; -1 or None: the rest."""
        place = self.tell()
        left = max(0, self._size - place)
        data = os.pread(self._descriptor, left if size is None or size < 0 else min(size, left), place)
        self._of_thread.place = place + len(data)
        return data

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` from where this thread is. Returns how much that was."""
        with memoryview(buffer).cast("B") as room:
            data = self.read(len(room))
            room[: len(data)] = data
        return len(data)
