"""Removing a snapshot: it loses its name in one step, then its files go."""

import os
import secrets
import shutil
from pathlib import Path

from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import ArchiveFolder
from archive.seal import SNAPSHOT_SCRATCH
from archive.snapshot.stored import snapshot_path


def delete_snapshot(folder: ArchiveFolder, name: str, disk: Disk) -> None:
    """Remove the snapshot ``name``; what the archive, or another snapshot, has too stays there.

    Raises UsageError where there is none, StorageError.
    """
    place = snapshot_path(folder, name)
    aside = folder.scratch / f"{os.getpid()}-{secrets.token_hex(4)}{SNAPSHOT_SCRATCH}"
    try:
        folder.scratch.mkdir(exist_ok=True)
        disk.replace(place, aside)
        disk.sync_folder(folder.snapshots)
        _remove(aside, disk)
    except OSError as problem:
        raise StorageError(place, problem) from problem
    finally:
        shutil.rmtree(aside, ignore_errors=True)  # what one file refused, the others need not


def _remove(place: Path, disk: Disk) -> None:
    for path in sorted(place.rglob("*"), reverse=True):  # what is in a folder comes before it
        if path.is_dir() and not path.is_symlink():
            disk.remove_folder(path)
        else:
            disk.remove(path)
    disk.remove_folder(place)
