"""Checking an archive: every file against what was sealed, the ledger against the folders, every fault by name."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq

from archive.compact import finish_exchanges
from archive.disk import Disk
from archive.errors import ArchiveDamagedError, NewsreelError
from archive.folder import IDENTITY_FILE, ArchiveFolder
from archive.ledger import SealedFile, Snapshot
from archive.ledger.schema import columns_of, create
from archive.ledger.sqlite import SqliteLedger
from archive.log import read_log
from archive.recover import recover
from archive.seal import is_being_written
from archive.sources import as_exchanged, is_what_was_sealed, unknown_files
from archive.tables import TABLES

REBUILD = "newsreel state rebuild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what, and the command or act that mends it."""

    path: Path
    what: str
    mend: str


def check(folder: ArchiveFolder) -> Iterator[Fault]:
    """Every fault of the archive, none if it is whole. Reads every byte of every file."""
    problem = _ledger_problem(folder.ledger)
    if problem:
        yield Fault(path=folder.ledger, what=problem, mend=REBUILD)
        return
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        snapshot = as_exchanged(folder, ledger.snapshot())
        is_identified = ledger.has_identity()
    if not is_identified:
        yield Fault(
            path=folder.path / IDENTITY_FILE,
            what="is not what it was when the ledger was made",
            mend=f"put it back from a copy; or keep it as it is with: {REBUILD}",
        )
    for file in snapshot.files:
        yield from _file_faults(folder, file)
    for path in unknown_files(folder, snapshot):
        yield Fault(
            path=path,
            what="is not in the ledger: somebody put it there, or the ledger lost it",
            mend=f"move it away if it is not the archive's; else {REBUILD}",
        )
    yield from _log_faults(folder, snapshot)
    yield from _foreign_faults(folder)


def repair(folder: ArchiveFolder, disk: Disk, *, now: datetime) -> list[str]:
    """Do what is safe, and say what was done: finish what a crash cut short, note anew files that are right.

    Nothing that holds rows is removed or changed. Raises StorageError.
    """
    done = []
    with closing(SqliteLedger(folder.ledger)) as ledger:
        finish_exchanges(folder, ledger, disk, now=now)
        sealed = recover(folder, ledger, disk, now=now)
        if sealed:
            done.append(f"sealed {sealed} log segments of crawls that are gone")
        for file in ledger.snapshot().files:
            changed_ns = (folder.path / file.path).stat().st_mtime_ns if (folder.path / file.path).exists() else None
            if changed_ns not in (None, file.changed_ns) and is_what_was_sealed(folder, file):
                ledger.set_files([replace(file, changed_ns=changed_ns)])
                done.append(f"noted that {file.path} was touched but not changed")
    for scratch in sorted(folder.scratch.glob("*.parquet")):
        if not is_being_written(scratch):
            disk.remove(scratch)
            done.append(f"removed the scratch file {scratch.name}")
    return done


def _file_faults(folder: ArchiveFolder, file: SealedFile) -> Iterator[Fault]:
    path = folder.path / file.path
    if not path.exists():
        yield Fault(path=path, what="is missing", mend=f"put it back from a copy; or give it up with: {REBUILD}")
        return
    if not is_what_was_sealed(folder, file):
        yield Fault(
            path=path,
            what="is not what was sealed (its SHA-256 differs)",
            mend=f"put it back from a copy; or move it away and give it up with: {REBUILD}",
        )
        return
    table = next((table for table in TABLES if table.name == file.table), None)
    if table is None:
        yield Fault(path=folder.ledger, what=f"names the file {file.path} of no table", mend=REBUILD)
        return
    parquet = pq.ParquetFile(path)
    if parquet.metadata.num_rows != file.rows:
        yield Fault(path=path, what=f"has {parquet.metadata.num_rows} rows, not {file.rows}", mend=REBUILD)
    if not table.is_form_of(parquet.schema_arrow):
        yield Fault(path=path, what=f"has not the columns of {table.name}", mend="install the newsreel that wrote it")


def _log_faults(folder: ArchiveFolder, snapshot: Snapshot) -> Iterator[Fault]:
    for log in snapshot.logs:
        for table in TABLES:
            try:
                read_log(folder.log, log, table)
            except (ArchiveDamagedError, FileNotFoundError) as problem:
                path = folder.log / log.segment / f"{table.name}.arrows"
                yield Fault(
                    path=path,
                    what=f"does not hold what was committed to it ({problem})",
                    mend=f"put it back from a copy; or move it away and fetch its pages again: {REBUILD}",
                )


def _foreign_faults(folder: ArchiveFolder) -> Iterator[Fault]:
    for table in TABLES:
        for path in sorted((folder.path / table.name).rglob("*")):
            if path.is_file() and path.suffix != ".parquet":
                yield Fault(path=path, what="is no Parquet file", mend="move it away")


def _ledger_problem(path: Path) -> str | None:
    if not path.exists():
        return "is missing"
    try:
        with closing(SqliteLedger(path, read_only=True)) as ledger:
            ledger.snapshot()
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
            is_formed = columns_of(connection) >= _columns()
    except (NewsreelError, sqlite3.Error, ValueError, KeyError, TypeError) as problem:
        return f"is not readable ({problem})"
    if verdict != "ok":
        return f"is damaged ({verdict})"
    return None if is_formed else "is damaged (its tables have not their columns)"


def _columns() -> frozenset[tuple[str | int, ...]]:
    """The columns that a sound ledger has."""
    with closing(sqlite3.connect(":memory:")) as connection:
        create(connection, "")
        return columns_of(connection)
