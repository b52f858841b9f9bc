"""Disks that refuse: some because the operating system stops every file at a size, some because a test says so."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from archive.disk import Disk


class LeavingDisk(Disk):
    """A disk on which a run can be gone at any moment: `leave` closes the files it had open, as its end would."""

    def __init__(self) -> None:
        self._opened: list[IO[bytes]] = []

    def create(self, path: Path) -> IO[bytes]:
        file = super().create(path)
        self._opened.append(file)
        return file

    def leave(self) -> None:
        for file in self._opened:
            file.close()


class RefusingDisk(LeavingDisk):
    """A disk that refuses, from the moment ``refused`` is set, every operation of that name."""

    refused = ""

    def replace(self, source: Path, target: Path) -> None:
        self._refuse("replace")
        super().replace(source, target)

    def exchange(self, one: Path, other: Path) -> None:
        self._refuse("exchange")
        super().exchange(one, other)

    def sync_folder(self, folder: Path) -> None:
        self._refuse("sync_folder")
        super().sync_folder(folder)

    def remove(self, path: Path) -> None:
        self._refuse("remove")
        super().remove(path)

    def remove_folder(self, path: Path) -> None:
        self._refuse("remove_folder")
        super().remove_folder(path)

    def _refuse(self, name: str) -> None:
        if name == self.refused:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


@contextmanager
def files_stop_at(size_bytes: int) -> Iterator[None]:
    """Writing beyond ``size_bytes`` fails with EFBIG, as on a disk that is full at that moment."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def ordinary_user() -> Iterator[None]:
    """Nothing of root's power: a folder's permissions hold for this process too."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
