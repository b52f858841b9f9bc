"""How much is kept: old capture files are removed whole, by their age and by the room that all of them take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.captures.places import finished_files, run_of_file
from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import ArchiveFolder

GIGABYTE = 1_000_000_000
_MOMENT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``file_bytes``: a file that has so many is followed by another; ``total_bytes`` and ``days``: what all files may
    take, and how old one may get; None: without limit.
    """  # noqa: D205

    file_bytes: int = GIGABYTE
    total_bytes: int | None = None
    days: int | None = None

    @property
    def file_limit(self) -> int:
        """What one file may have: where there is room for few, a tenth of it, so that few pages go at a time."""
        return self.file_bytes if self.total_bytes is None else min(self.file_bytes, max(self.total_bytes // 10, 1))

    def is_worth_keeping_again(self, answered_at: datetime, *, now: datetime) -> bool:
        """Whether a body first kept then will be removed while its page still stands; so it is kept once more."""
        return self.days is not None and now - answered_at > timedelta(days=self.days) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sized:
    """A capture file, when its run began (aware UTC; None: its name does not say) and its length in bytes."""

    path: Path
    began_at: datetime | None
    size: int


def too_many(files: Sequence[Sized], limits: Limits, *, now: datetime) -> list[Sized]:
    """Those of ``files``, which come oldest first, that go beyond ``limits``; never a file after one that stays."""
    excess = sum(file.size for file in files) - limits.total_bytes if limits.total_bytes is not None else 0
    gone = []
    for file in files:
        is_old = (
            limits.days is not None and file.began_at is not None and now - file.began_at > timedelta(days=limits.days)
        )
        if excess <= 0 and not is_old:
            break
        gone.append(file)
        excess -= file.size
    return gone


def sized(path: Path) -> Sized | None:
    """``path`` with its size; None: another process removed it."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    return Sized(path=path, began_at=_began_at(path), size=size)


def prune(folder: ArchiveFolder, limits: Limits, disk: Disk, *, now: datetime) -> list[Sized]:
    """Remove the oldest files beyond ``limits``; those removed. Raises StorageError.

    Rows go on pointing to what they had; readers then say that it is no longer kept.
    """
    if limits.total_bytes is None and limits.days is None:
        return []
    files = [file for file in map(sized, finished_files(folder)) if file is not None]
    gone = too_many(files, limits, now=now)
    try:
        for file in gone:
            disk.remove(file.path)
    except OSError as problem:
        raise StorageError(folder.captures, problem) from problem
    return gone


def _began_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(run_of_file(path).partition("-")[0], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
