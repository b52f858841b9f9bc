"""Making a snapshot: the files of one instant are linked aside, read whole, and take their name in one step."""

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import ArchiveDamagedError, StorageError, UsageError
from archive.folder import ArchiveFolder
from archive.ledger import SealedFile
from archive.ledger.sqlite import SqliteLedger
from archive.log import read_log
from archive.seal import SNAPSHOT_SCRATCH, by_month, write_parquet
from archive.snapshot.links import hold
from archive.snapshot.manifest import HeldFile, HeldTable, Manifest, text_of
from archive.snapshot.names import require_name
from archive.snapshot.stored import CHECKED, MANIFEST, snapshot_names, text_of_times
from archive.sources import as_exchanged, is_what_was_sealed
from archive.tables import TABLES, Table
from archive.version import __version__

_TRIES = 5
_UNSEALED = "part-log.parquet"  # no file that is sealed is called so
_TABLES = {table.name: table for table in TABLES}

Instants = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What the archive was at an instant: its files, with names of their own in the snapshot, and its log rows."""

    at: datetime
    files: tuple[SealedFile, ...]
    log_rows: dict[str, pa.Table]


def create_snapshot(
    folder: ArchiveFolder, name: str, disk: Disk, *, clock: Callable[[], datetime], note: str | None = None
) -> Manifest:
    """Make the snapshot ``name`` of the archive as it is now; it is there whole afterwards, or not at all.

    Crawls and compactions go on meanwhile. Raises UsageError for a name that is taken or not allowed,
    ArchiveDamagedError for a file that is not what was sealed, StorageError.
    """
    require_name(name)
    _require_text(note)
    _require_free(folder, name)
    stage = folder.scratch / f"{os.getpid()}-{secrets.token_hex(4)}{SNAPSHOT_SCRATCH}"
    try:
        taken = _taken(folder, stage, disk, clock)
        files = [*taken.files, *_written(folder, stage, disk, taken.log_rows)]
        manifest = _manifest(folder, stage, name, note, replace(taken, files=tuple(files)))
        _write(stage / MANIFEST, text_of(manifest), disk)
        _write(stage / CHECKED, text_of_times(stage, [file.path for file in manifest.files]), disk)
        _put_in_place(folder, stage, name, disk)
    except OSError as problem:
        raise StorageError(folder.snapshots / name, problem) from problem
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return manifest


def tables_of(files: Iterable[tuple[HeldFile, Instants]]) -> dict[str, HeldTable]:
    """What there is of each table in ``files``, given with the first and the last instant in each."""
    found = list(files)
    held = {}
    for table in TABLES:
        own = [(file, instants) for file, instants in found if file.table == table.name]
        held[table.name] = HeldTable(
            files=len(own),
            rows=sum(file.rows for file, _ in own),
            bytes=sum(file.bytes for file, _ in own),
            first_at=min((first for _, (first, _) in own if first is not None), default=None),
            last_at=max((last for _, (_, last) in own if last is not None), default=None),
        )
    return held


def _require_text(note: str | None) -> None:
    try:
        (note or "").encode()
    except UnicodeEncodeError as problem:
        raise UsageError(f"the note {note!a} is no text ({problem.reason}); write it in UTF-8") from problem


def _require_free(folder: ArchiveFolder, name: str) -> None:
    if name in snapshot_names(folder):
        raise UsageError(
            f"{folder.path} has a snapshot {name}, and a snapshot never changes; name another, or remove it with: "
            f"newsreel snapshot delete {name}"
        )


def _taken(folder: ArchiveFolder, stage: Path, disk: Disk, clock: Callable[[], datetime]) -> _Taken:
    """The archive of this instant, its files linked in ``stage``. Raises ArchiveDamagedError, OSError."""
    if not folder.ledger.exists():
        raise ArchiveDamagedError(f"{folder.ledger} is missing; make it anew with: newsreel state rebuild")
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        for _ in range(_TRIES):
            snapshot, now = as_exchanged(folder, ledger.snapshot()), clock()
            try:
                for file in snapshot.files:
                    hold(folder.path / file.path, stage / _placed(folder, file), disk)
                logs = {table.name: [read_log(folder.log, log, table) for log in snapshot.logs] for table in TABLES}
            except FileNotFoundError:  # a crawl or a compaction has moved it
                shutil.rmtree(stage, ignore_errors=True)
                continue
            rows = {name: pa.concat_tables([_TABLES[name].schema.empty_table(), *read]) for name, read in logs.items()}
            return _Taken(at=now, files=snapshot.files, log_rows=rows)
    raise ArchiveDamagedError(f"{folder.path} names files that are not there; see: newsreel check")


def _placed(folder: ArchiveFolder, file: SealedFile) -> str:
    """Where ``file`` lies in the archive, and in the snapshot. Raises ArchiveDamagedError where that is no table."""
    is_below = file.path.startswith(f"{file.table}/") and ".." not in file.path.split("/")
    if file.table not in _TABLES or not is_below:
        raise ArchiveDamagedError(
            f"{folder.ledger} names the file {file.path} of no table; make it anew with: newsreel state rebuild"
        )
    return file.path


def _written(folder: ArchiveFolder, stage: Path, disk: Disk, log_rows: dict[str, pa.Table]) -> Iterator[SealedFile]:
    """The rows that are only in the log, written as files of the snapshot alone."""
    for name, rows in log_rows.items():
        table = _TABLES[name]
        for month, part in by_month(table, rows):
            place = f"{name}/{table.partition}={month}" if month else name
            file = write_parquet(table, part, stage / place / _UNSEALED, folder, disk)
            yield replace(file, path=f"{place}/{_UNSEALED}")


def _manifest(folder: ArchiveFolder, stage: Path, name: str, note: str | None, taken: _Taken) -> Manifest:
    """What the snapshot in ``stage`` is, every byte of it read. Raises ArchiveDamagedError, OSError."""
    found = [(_held(folder, stage, file), _instants(stage / file.path, _TABLES[file.table])) for file in taken.files]
    found.sort(key=lambda one: one[0].path)
    return Manifest(
        name=name,
        note=note,
        archive_id=folder.archive_id,
        created_at=taken.at,
        newsreel=__version__,
        tables=tables_of(found),
        files=[file for file, _ in found],
    )


def _held(folder: ArchiveFolder, stage: Path, file: SealedFile) -> HeldFile:
    if not is_what_was_sealed(replace(folder, path=stage), file):
        raise ArchiveDamagedError(f"{folder.path / file.path} is not what was sealed; see: newsreel check")
    return HeldFile(table=file.table, path=file.path, rows=file.rows, bytes=file.size, sha256=file.sha256)


def _instants(path: Path, table: Table) -> Instants:
    """The first and the last instant of the rows of a file."""
    with pq.ParquetFile(path) as parquet:
        found = pc.min_max(parquet.read(columns=[table.instant]).column(0))
    return found["min"].as_py(), found["max"].as_py()


def _write(path: Path, content: bytes, disk: Disk) -> None:
    with disk.create(path) as file:
        disk.write(file, content)
        disk.sync(file)


def _put_in_place(folder: ArchiveFolder, stage: Path, name: str, disk: Disk) -> None:
    """Make all names in ``stage`` durable, then give it its own. Raises UsageError where that is taken, OSError."""
    for place in sorted((path for path in stage.rglob("*") if path.is_dir()), reverse=True):
        disk.sync_folder(place)
    disk.sync_folder(stage)
    folder.snapshots.mkdir(exist_ok=True)
    try:
        disk.replace(stage, folder.snapshots / name)
    except OSError as problem:
        if problem.errno in (errno.ENOTEMPTY, errno.EEXIST):  # another process was quicker
            _require_free(folder, name)
        raise
    disk.sync_folder(folder.snapshots)
    disk.sync_folder(folder.path)
