"""Every file operation of the archive that changes the disk, in one place, so that each can be made to fail."""

import os
from pathlib import Path
from typing import IO

from archive.exchange import exchange_folders


class Disk:
    """The operations of the real disk. Each raises OSError; StorageError is made of it where a path is known."""

    def create(self, path: Path) -> IO[bytes]:
        """A new, empty file at ``path``, in place of an old one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("wb")

    def write(self, file: IO[bytes], content: bytes | memoryview) -> int:
        """Append ``content`` to ``file``."""
        return file.write(content)

    def sync(self, file: IO[bytes]) -> None:
        """Make what was written to ``file`` survive a power loss."""
        file.flush()
        os.fsync(file.fileno())

    def sync_folder(self, folder: Path) -> None:
        """Make the names in ``folder`` survive a power loss."""
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Move ``source`` to ``target`` in one step; both on one file system."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give the file ``source`` the further name ``target``; both on one file system that can."""
        target.hardlink_to(source)

    def exchange(self, one: Path, other: Path) -> None:
        """Swap the names of two folders in one step."""
        exchange_folders(one, other)

    def remove_folder(self, path: Path) -> None:
        """Remove an empty folder that may be gone already."""
        if path.exists():
            path.rmdir()

    def remove(self, path: Path) -> None:
        """Remove a file that may be gone already."""
        path.unlink(missing_ok=True)
