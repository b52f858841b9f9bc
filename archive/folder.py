"""The archive folder: what lies where, how one is created and opened, and what an opened one must be.

newsreel.toml    format version, archive id, who wrote it
articles/ observations/ sightings/ runs/    the tables, finished Parquet files only
_tmp/            scratch files, never below a table's folder
_state/          locks
_index/          the search index
_snapshots/      the archive of an instant under a name
"""

import os
import secrets
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.disk import Disk
from archive.errors import (
    ArchiveDamagedError,
    ArchiveFormatError,
    ArchiveNotFoundError,
    StorageError,
    UsageError,
)
from archive.tables import TABLES, Table
from archive.version import __version__

FORMAT_VERSION = 1
IDENTITY_FILE = "newsreel.toml"


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """An archive's folder whose identity file has been read; make one with `open_folder` or `create_folder`."""

    path: Path
    archive_id: str
    ledger_name: str = "ledger.sqlite"

    @property
    def scratch(self) -> Path:
        """Where files are written before they are finished."""
        return self.path / "_tmp"

    @property
    def state(self) -> Path:
        """Where locks lie."""
        return self.path / "_state"

    @property
    def log(self) -> Path:
        """Where committed rows lie until they are sealed."""
        return self.path / "_log"

    @property
    def index(self) -> Path:
        """Where the search index lies; it can be made anew from the tables."""
        return self.path / "_index"

    @property
    def snapshots(self) -> Path:
        """Where snapshots lie, each in a folder of its name."""
        return self.path / "_snapshots"

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.state / self.ledger_name

    def files(self, table: Table) -> list[Path]:
        """The finished Parquet files of ``table``, in order of name."""
        return sorted(self.path / name for name in self.file_names(table))

    def file_names(self, table: Table) -> Iterator[str]:
        """The same by name, such as "runs/part-1.parquet", in no order: a path each takes longer than to look for it.

        A folder that is missing or cannot be read has none.
        """
        return _parquet_below(str(self.path), table.name)


def _parquet_below(top: str, name: str) -> Iterator[str]:
    """What lies below the folder ``name`` of ``top`` and ends as Parquet files do; no link to a folder is followed."""
    try:
        with os.scandir(f"{top}/{name}") as found:
            entries = list(found)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        inner = f"{name}/{entry.name}"
        if entry.name.endswith(".parquet"):
            yield inner
        if entry.is_dir(follow_symlinks=False):
            yield from _parquet_below(top, inner)


def open_folder(path: Path) -> ArchiveFolder:
    """Open the archive at ``path``.

    Raises ArchiveNotFoundError where there is none, ArchiveDamagedError where its identity file is not
    readable, ArchiveFormatError where a newer newsreel wrote it.
    """
    identity = path / IDENTITY_FILE
    if not _is_file(identity):
        raise ArchiveNotFoundError(
            f"no archive in {path} (it has no {IDENTITY_FILE}); make one with: newsreel crawl SITE --archive {path}"
        )
    try:
        content = tomllib.loads(identity.read_text(encoding="utf-8"))
        version, archive_id = int(content["format"]), str(content["archive_id"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as problem:
        raise ArchiveDamagedError(f"{identity} is not readable: {problem!r}") from problem
    if version > FORMAT_VERSION:
        raise ArchiveFormatError(
            f"{path} has archive format {version}, this newsreel ({__version__}) reads up to {FORMAT_VERSION}; "
            "install a newer newsreel"
        )
    return ArchiveFolder(path, archive_id)


def create_folder(path: Path, *, archive_id: str, now: datetime) -> ArchiveFolder:
    """Open the archive at ``path``, making it first where the folder is missing or empty.

    Raises UsageError where ``path`` is a file or a folder with other things in it, StorageError where it
    cannot be written, and what `open_folder` raises.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not (path / IDENTITY_FILE).exists():
            _refuse_foreign_content(path)
            _write_identity(path, archive_id, now)
        folder = open_folder(path)
        _prepare(folder)
    except (FileExistsError, NotADirectoryError) as problem:
        raise UsageError(f"{path} is or lies below a file, an archive is a folder; name another place") from problem
    except OSError as problem:
        raise StorageError(path, problem) from problem
    return folder


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as problem:
        raise ArchiveDamagedError(f"{path} cannot be looked at: {problem.strerror}") from problem


def _refuse_foreign_content(path: Path) -> None:
    # A crash between the first mkdir and the identity file leaves only our own empty folders.
    ours = {"_tmp", "_state", "_log", *(table.name for table in TABLES)}
    foreign = sorted(entry.name for entry in path.iterdir() if entry.name not in ours)
    if foreign:
        raise UsageError(f"{path} is not an archive and not empty (it holds {foreign[0]}); name a new or empty folder")


def _write_identity(path: Path, archive_id: str, now: datetime) -> None:
    scratch = path / "_tmp"
    scratch.mkdir(exist_ok=True)
    text = (
        "# This folder is a newsreel archive. The tables are plain Parquet files in the folders beside this one.\n"
        f"format = {FORMAT_VERSION}\n"
        f'archive_id = "{archive_id}"\n'
        f"created_at = {now.isoformat(timespec='seconds')}\n"
        f'created_by = "newsreel {__version__}"\n'
    )
    disk = Disk()
    own = scratch / f"{os.getpid()}-{secrets.token_hex(4)}-{IDENTITY_FILE}"  # another crawl may be making one too
    try:
        with disk.create(own) as file:
            disk.write(file, text.encode())
            disk.sync(file)
        _put(own, path / IDENTITY_FILE, disk)
    finally:
        own.unlink(missing_ok=True)
    disk.sync_folder(path)


def _put(scratch: Path, target: Path, disk: Disk) -> None:
    try:
        target.hardlink_to(scratch)
    except FileExistsError:
        pass  # another was quicker
    except OSError:  # a file system without hard links
        disk.replace(scratch, target)


def _prepare(folder: ArchiveFolder) -> None:
    """Make the folders a crawl writes to, and try one write, so that a bad disk shows before the first request."""
    for name in ("_tmp", "_state", "_log"):
        (folder.path / name).mkdir(exist_ok=True)
    for table in TABLES:
        (folder.path / table.name).mkdir(exist_ok=True)
    Disk().sync_folder(folder.path)
    with tempfile.NamedTemporaryFile(dir=folder.scratch, prefix="write-probe-") as probe:
        probe.write(b"newsreel")
