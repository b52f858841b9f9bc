"""Files that are either whole and on the disk, or not there at all."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` survive a power loss. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(scratch: Path, target: Path) -> None:
    """Move the finished file ``scratch`` to ``target``: fsync, rename, fsync of the folder. Raises OSError.

    Both must lie on one file system; readers see the whole file at ``target`` or none.
    """
    descriptor = os.open(scratch, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    is_new_folder = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch.replace(target)
    sync_folder(target.parent)
    if is_new_folder:
        sync_folder(target.parent.parent)


def replace_file(target: Path, scratch: Path, content: bytes) -> None:
    """Write ``content`` to ``target`` by way of ``scratch``, atomically and durably. Raises OSError."""
    scratch.write_bytes(content)
    publish(scratch, target)
