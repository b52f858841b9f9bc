"""The snapshots of an archive as they lie on disk: which there are, what each says, and which files that is.

_snapshots/NAME/snapshot.json    the manifest
_snapshots/NAME/checked.json     size and time of each file when it was read whole last; no part of what is cited
_snapshots/NAME/TABLE/…          the files, as in the archive: links to them, or copies
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.errors import ArchiveDamagedError, UsageError
from archive.folder import ArchiveFolder
from archive.ledger.entries import SealedFile
from archive.nearest import did_you_mean, nearest_names
from archive.snapshot.manifest import Manifest, read_text
from archive.snapshot.names import is_name

MANIFEST = "snapshot.json"
CHECKED = "checked.json"
_MOST_NAMED = 20
_LONGEST_SHOWN = 200


def snapshot_names(folder: ArchiveFolder) -> list[str]:
    """The snapshots there are, whole or damaged, in order of name."""
    if not folder.snapshots.is_dir():
        return []
    return sorted(path.name for path in folder.snapshots.iterdir() if is_name(path.name) and path.is_dir())


def snapshot_path(folder: ArchiveFolder, name: str) -> Path:
    """The folder of the snapshot ``name``. Raises UsageError, with the nearest names, where there is none."""
    names = snapshot_names(folder)
    if name in names:
        return folder.snapshots / name
    if not names:
        raise UsageError(f"{folder.path} has no snapshots; make one with: newsreel snapshot create NAME")
    more = f", and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    raise UsageError(
        f"{folder.path} has no snapshot {name[:_LONGEST_SHOWN]!a}{did_you_mean(nearest_names(name, names)) or '.'} "
        f"It has: {', '.join(names[:_MOST_NAMED])}{more}"
    )


def read_manifest(folder: ArchiveFolder, name: str) -> Manifest:
    """What the snapshot says of itself. Raises UsageError where there is none, ArchiveDamagedError."""
    path = snapshot_path(folder, name) / MANIFEST
    try:
        manifest = read_text(path.read_bytes(), path)
    except FileNotFoundError:
        raise ArchiveDamagedError(f"{path} is missing; see: newsreel snapshot verify {name}") from None
    except OSError as problem:
        raise ArchiveDamagedError(f"{path} cannot be read: {problem.strerror or problem}") from problem
    if (manifest.name, manifest.archive_id) != (name, folder.archive_id):
        raise ArchiveDamagedError(
            f"{path} is of the snapshot {manifest.name} of archive {manifest.archive_id}; put it where it belongs"
        )
    return manifest


def snapshot_files(folder: ArchiveFolder, name: str) -> list[SealedFile]:
    """The files of the snapshot, with paths relative to the archive's folder, as they were when it was made.

    ``changed_ns`` is 0 where nobody noted when the file was read whole last. Raises UsageError, ArchiveDamagedError.
    """
    manifest = read_manifest(folder, name)
    place = folder.snapshots / name
    times = _times(place / CHECKED)
    return [
        SealedFile(
            table=file.table,
            path=(place / file.path).relative_to(folder.path).as_posix(),
            rows=file.rows,
            sha256=file.sha256,
            size=file.bytes,
            changed_ns=times.get(file.path, 0),
        )
        for file in manifest.files
    ]


def text_of_times(place: Path, paths: Sequence[str]) -> bytes:
    """The content of ``checked.json``: when each of ``paths`` below ``place`` was changed last, in nanoseconds."""
    return json.dumps({path: (place / path).stat().st_mtime_ns for path in paths}, indent=1).encode() + b"\n"


def _times(path: Path) -> Mapping[str, int]:
    # Whatever is odd about it, the files are read whole then.
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {key: at for key, at in content.items() if isinstance(at, int)} if isinstance(content, dict) else {}
