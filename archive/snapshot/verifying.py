"""Verifying a snapshot: every byte of it against its manifest, and nothing else in its folder."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from archive.check import Fault
from archive.disk import Disk
from archive.errors import ArchiveDamagedError
from archive.folder import ArchiveFolder
from archive.snapshot.manifest import HeldFile, Manifest
from archive.snapshot.stored import CHECKED, MANIFEST, read_manifest, snapshot_path, text_of_times

Hashes = dict[tuple[int, int], str]
"""The SHA-256 of files that were read, by device and number: snapshots share most of theirs."""


def verify_snapshot(folder: ArchiveFolder, name: str, disk: Disk, *, read: Hashes | None = None) -> Iterator[Fault]:
    """Every fault of the snapshot, none if it is whole.

    ``read`` is filled with what was read, and what is in it is not read again. Raises UsageError where there is no such
    snapshot.
    """
    place = snapshot_path(folder, name)
    mend = f"put it back from a copy; or give the snapshot up with: newsreel snapshot delete {name}"
    try:
        manifest = read_manifest(folder, name)
    except ArchiveDamagedError as problem:
        yield Fault(path=place / MANIFEST, what=f"cannot be used ({problem})", mend=mend)
        return
    is_whole = True
    for file in manifest.files:
        what = _what_is_wrong(place / file.path, file, {} if read is None else read)
        if what:
            is_whole = False
            yield Fault(path=place / file.path, what=what, mend=mend)
    for path in _extra(place, manifest):
        yield Fault(path=path, what="is no file of the snapshot", mend="move it away")
    if is_whole:
        _note_times(place, manifest, disk)


def _what_is_wrong(path: Path, file: HeldFile, read: Hashes) -> str | None:
    try:
        found = path.stat()
        key = found.st_dev, found.st_ino
        if key not in read:
            with path.open("rb") as content:
                read[key] = hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return "is missing"
    except OSError as problem:
        return f"cannot be read ({problem.strerror or problem})"
    return None if read[key] == file.sha256 else "is not what it was (its SHA-256 differs)"


def _extra(place: Path, manifest: Manifest) -> list[Path]:
    known = {place / file.path for file in manifest.files} | {place / MANIFEST, place / CHECKED}
    return [path for path in sorted(place.rglob("*")) if not path.is_dir() and path not in known]


def _note_times(place: Path, manifest: Manifest, disk: Disk) -> None:
    """Note when the files were changed last, as a copy has changed it: questions need not read them whole then."""
    with suppress(OSError):  # a disk that cannot be written can be verified
        content = text_of_times(place, [file.path for file in manifest.files])
        path = place / CHECKED
        if not path.exists() or path.read_bytes() != content:
            with disk.create(path) as file:
                disk.write(file, content)
