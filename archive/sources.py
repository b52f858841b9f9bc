"""What a query reads: for each table its sealed files and its committed log rows, all of one instant."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from archive.errors import ArchiveDamagedError
from archive.folder import ArchiveFolder
from archive.ledger import SealedFile, Snapshot
from archive.ledger.sqlite import SqliteLedger
from archive.log import read_log
from archive.scope import EVERYTHING, Scope
from archive.snapshot.stored import snapshot_files
from archive.tables import TABLES, Table

_TABLE_NAMES = frozenset(table.name for table in TABLES)
_REBUILD = "make it anew with: newsreel state rebuild"


class MovedOnError(Exception):
    """Raised where what the snapshot names is gone, since a crawl or a compaction moved it; take a new one."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one table: Parquet files, and rows that are only in the log yet.

    ``until``: of all of them, only those of that instant or before count; None: all.
    """

    files: tuple[Path, ...]
    log_rows: pa.Table
    until: datetime | None = None


def read_sources(folder: ArchiveFolder, scope: Scope = EVERYTHING) -> dict[str, Source]:
    """The sources of every table, by name. Without a ledger (a copy of the tables alone), all files there are.

    Raises MovedOnError, and ArchiveDamagedError for a file that is not what was sealed or that nobody knows.
    """
    found = _all_sources(folder) if scope.snapshot is None else _sources_of_snapshot(folder, scope.snapshot)
    return {name: replace(source, until=scope.until) for name, source in found.items()}


def _sources_of_snapshot(folder: ArchiveFolder, name: str) -> dict[str, Source]:
    """The files of the snapshot ``name``, in which the rows of the log are files too."""
    files = snapshot_files(folder, name)
    try:
        for file in files:
            _require_untouched(folder, file)
    except FileNotFoundError as gone:
        raise ArchiveDamagedError(f"{gone.filename} is missing; see: newsreel snapshot verify {name}") from gone
    paths = {
        table.name: tuple(folder.path / file.path for file in files if file.table == table.name) for table in TABLES
    }
    return {table.name: Source(paths[table.name], table.schema.empty_table()) for table in TABLES}


def _all_sources(folder: ArchiveFolder) -> dict[str, Source]:
    if not folder.ledger.exists():
        if folder.log.is_dir() and any(folder.log.iterdir()):
            raise ArchiveDamagedError(f"{folder.ledger} is missing, and there are saved rows only it knows; {_REBUILD}")
        return {table.name: Source(tuple(folder.files(table)), table.schema.empty_table()) for table in TABLES}
    try:
        ledger = SqliteLedger(folder.ledger, read_only=True)
    except ArchiveDamagedError:
        if any(folder.files(table) for table in TABLES) or any(folder.log.iterdir()):
            raise
        # The first crawl was killed before it had a ledger: there is nothing yet.
        return {table.name: Source((), table.schema.empty_table()) for table in TABLES}
    try:
        snapshot = as_exchanged(folder, ledger.snapshot())
        for file in snapshot.files:
            if file.table not in _TABLE_NAMES or not file.path.startswith(f"{file.table}/"):
                raise ArchiveDamagedError(f"{folder.ledger} names the file {file.path} of no table; {_REBUILD}")
            _require_untouched(folder, file)
        _require_known(folder, snapshot, ledger)
        return {table.name: _source(folder, snapshot, table) for table in TABLES}
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    finally:
        ledger.close()


def is_what_was_sealed(folder: ArchiveFolder, file: SealedFile) -> bool:
    """Whether ``file`` has, byte by byte, the content it was sealed with. Raises FileNotFoundError."""
    with (folder.path / file.path).open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def as_exchanged(folder: ArchiveFolder, snapshot: Snapshot) -> Snapshot:
    """``snapshot`` with the new file of every exchange that has happened but is not in the ledger yet."""
    happened = [exchange for exchange in snapshot.exchanges if (folder.path / exchange.new.path).exists()]
    gone = {path for exchange in happened for path in exchange.old}
    kept = tuple(file for file in snapshot.files if file.path not in gone)
    return replace(snapshot, files=(*kept, *(exchange.new for exchange in happened)))


def unknown_files(folder: ArchiveFolder, snapshot: Snapshot) -> list[Path]:
    """Parquet files below a table's folder that neither the snapshot names nor a seal under way explains."""
    known = {folder.path / file.path for file in snapshot.files}
    known |= {folder.path / exchange.new.path for exchange in snapshot.exchanges}
    known |= {folder.path / path for exchange in snapshot.exchanges for path in exchange.old}
    sealing = {log.segment for log in snapshot.logs}
    found = [path for table in TABLES for path in folder.files(table)]
    return [path for path in found if path not in known and path.stem.removeprefix("part-") not in sealing]


def _source(folder: ArchiveFolder, snapshot: Snapshot, table: Table) -> Source:
    logs = [read_log(folder.log, log, table) for log in snapshot.logs if table.name in log.positions]
    return Source(
        files=tuple(folder.path / file.path for file in snapshot.files if file.table == table.name),
        log_rows=pa.concat_tables([table.schema.empty_table(), *logs]),
    )


def _require_untouched(folder: ArchiveFolder, file: SealedFile) -> None:
    # The whole content is read only where size or time say that somebody was at it.
    found = (folder.path / file.path).stat()
    is_as_sealed = (found.st_size, found.st_mtime_ns) == (file.size, file.changed_ns)
    if not is_as_sealed and not is_what_was_sealed(folder, file):
        raise ArchiveDamagedError(f"{folder.path / file.path} is not what was sealed; see: newsreel check")


def _require_known(folder: ArchiveFolder, snapshot: Snapshot, ledger: SqliteLedger) -> None:
    unknown = unknown_files(folder, snapshot)
    if unknown and unknown_files(folder, ledger.snapshot()) and unknown[0].exists():
        raise ArchiveDamagedError(f"{unknown[0]} is not in the ledger; see: newsreel check")
