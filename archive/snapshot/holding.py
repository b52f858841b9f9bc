"""What snapshots cost: the bytes of each that the archive of today has no more."""

from dataclasses import dataclass
from pathlib import Path

from archive.folder import ArchiveFolder
from archive.snapshot.manifest import Manifest
from archive.tables import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Bytes on disk of one snapshot: all, those that no file of the archive shares, and those that it alone has."""

    bytes: int
    not_in_archive: int
    only_here: int


def holding_of(folder: ArchiveFolder, manifest: Manifest) -> Holding:
    """What the snapshot holds; files that are missing hold nothing."""
    live = {_identity(path) for table in TABLES for path in folder.files(table)}
    held = [path for file in manifest.files if (path := folder.snapshots / manifest.name / file.path).exists()]
    own = [path for path in held if _identity(path) not in live]
    return Holding(
        bytes=sum(path.stat().st_size for path in held),
        not_in_archive=sum(path.stat().st_size for path in own),
        only_here=sum(path.stat().st_size for path in own if path.stat().st_nlink == 1),
    )


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino
