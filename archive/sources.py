"""What a query reads: for each table its sealed files and its committed log rows, all of one instant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from archive.damage import MISSING, NOT_COMMITTED, NOT_KNOWN, Damage, damage_at_sight, damage_error, sha256_of
from archive.errors import ArchiveDamagedError, NewsreelError, StorageError
from archive.folder import ArchiveFolder
from archive.ledger import LogPosition, SealedFile, Snapshot
from archive.ledger.sqlite import SqliteLedger
from archive.log import read_log
from archive.scope import EVERYTHING, Scope
from archive.snapshot.stored import snapshot_files
from archive.tables import TABLES, Table

_TABLE_NAMES = frozenset(table.name for table in TABLES)
_REBUILD = "make it anew with: newsreel state rebuild"
_UNREADABLE = "cannot be read"
_AND_THE_LOG = "and rows that are only in the log cannot be told without it"


class MovedOnError(Exception):
    """Raised where what the snapshot names is gone, since a crawl or a compaction moved it; take a new one."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one table: Parquet files, and rows that are only in the log yet.

    ``until``: of all of them, only those of that instant or before count; None: all. ``sealed`` is what is known of the
    files, nothing where there is no ledger. ``left_out`` are files that are damaged, and not among ``files``.
    """

    files: tuple[Path, ...]
    log_rows: pa.Table
    until: datetime | None = None
    sealed: Mapping[Path, SealedFile] = field(default_factory=dict)
    left_out: tuple[Damage, ...] = ()

    def without(self, damages: Sequence[Damage]) -> "Source":
        """The same without the files that ``damages`` are of."""
        gone = {damage.path for damage in damages}
        files = tuple(path for path in self.files if path not in gone) if gone else self.files
        return replace(self, files=files, left_out=(*self.left_out, *damages))


def read_sources(folder: ArchiveFolder, scope: Scope = EVERYTHING) -> dict[str, Source]:
    """The sources of every table, by name. Without a ledger (a copy of the tables alone), all files there are.

    Raises MovedOnError, and ArchiveDamagedError for a file that is not what was sealed or that nobody knows; where
    ``scope`` says to skip it, it is among the source's ``left_out`` instead.
    """
    if scope.snapshot is None:
        sources = _all_sources(folder, skips=scope.skip_damaged)
    else:
        sources = _sources_of_snapshot(folder, scope.snapshot, skips=scope.skip_damaged)
    return {name: replace(source, until=scope.until) for name, source in sources.items()}


def _sources_of_snapshot(folder: ArchiveFolder, name: str, *, skips: bool) -> dict[str, Source]:
    """The files of the snapshot ``name``, in which what was in the log is in files too. Raises UsageError."""
    sealed = {folder.path / file.path: file for file in snapshot_files(folder, name)}
    damages = [damage for path, file in sealed.items() if (damage := damage_at_sight(path, file))]
    if damages and not skips:
        raise damage_error(damages, look=f"newsreel snapshot verify {name}")
    return {
        table.name: Source(
            files=tuple(path for path, file in sealed.items() if file.table == table.name),
            log_rows=table.schema.empty_table(),
            sealed=sealed,
        ).without([damage for damage in damages if sealed[damage.path].table == table.name])
        for table in TABLES
    }


def _all_sources(folder: ArchiveFolder, *, skips: bool) -> dict[str, Source]:
    has_log = folder.log.is_dir() and any(folder.log.iterdir())
    if not folder.ledger.exists():
        if has_log and not skips:
            raise ArchiveDamagedError(f"{folder.ledger} is missing, and there are saved rows only it knows; {_REBUILD}")
        return _tables_alone(folder, MISSING if has_log else None)
    try:
        ledger = SqliteLedger(folder.ledger, read_only=True)
    except (ArchiveDamagedError, StorageError) as problem:
        if not has_log and not any(folder.files(table) for table in TABLES):
            return _tables_alone(folder, None)  # the first crawl was killed before it had a ledger: nothing is there
        if skips:
            return _tables_alone(folder, _UNREADABLE)
        raise _of_reading(folder, problem) from problem
    try:
        snapshot = _named_by(folder, ledger)
    except (ArchiveDamagedError, StorageError) as problem:
        ledger.close()
        if skips:
            return _tables_alone(folder, _UNREADABLE)
        raise _of_reading(folder, problem) from problem
    try:
        found = _found(folder, ledger, snapshot)
    finally:
        ledger.close()
    damages = [damage for source in found.values() for damage in source.left_out]
    if damages and not skips:
        raise damage_error(damages)
    return found


def _of_reading(folder: ArchiveFolder, problem: NewsreelError) -> NewsreelError:
    """``problem`` of a ledger that was to be read; that it cannot be written is not what is to be told then."""
    if not isinstance(problem, StorageError):
        return problem
    reason = problem.__cause__.strerror or problem.__cause__ if isinstance(problem.__cause__, OSError) else problem
    return ArchiveDamagedError(f"{folder.ledger} cannot be read: {reason}; check its permissions, or {_REBUILD}")


def _tables_alone(folder: ArchiveFolder, of_ledger: str | None) -> dict[str, Source]:
    """All files there are; ``of_ledger`` is what is wrong with the ledger, None where it is not missed."""
    left_out = () if of_ledger is None else (Damage(path=folder.ledger, what=f"{of_ledger}, {_AND_THE_LOG}"),)
    return {table.name: Source(tuple(folder.files(table)), table.no_rows(), left_out=left_out) for table in TABLES}


def _named_by(folder: ArchiveFolder, ledger: SqliteLedger) -> Snapshot:
    """What the ledger names now. Raises ArchiveDamagedError where that is no file of a table."""
    snapshot = as_exchanged(folder, ledger.snapshot())
    for file in snapshot.files:
        if file.table not in _TABLE_NAMES or not file.path.startswith(f"{file.table}/"):
            raise ArchiveDamagedError(f"{folder.ledger} names the file {file.path} of no table; {_REBUILD}")
    return snapshot


def _found(folder: ArchiveFolder, ledger: SqliteLedger, snapshot: Snapshot) -> dict[str, Source]:
    """What ``snapshot`` names, what of it is damaged among what is left out. Raises MovedOnError."""
    damages: dict[str, list[Damage]] = {table.name: [] for table in TABLES}
    sealed = {folder.path / file.path: file for file in snapshot.files}
    for path, file in sealed.items():
        if damage := damage_at_sight(path, file):
            damages[file.table].append(damage)
    rows: dict[str, list[pa.Table]] = {table.name: [table.no_rows()] for table in TABLES}
    for log in snapshot.logs:
        for table in TABLES:
            read = _read_log(folder, log, table)
            (damages if isinstance(read, Damage) else rows)[table.name].append(read)
    _require_stillness(folder, ledger, [damage for some in damages.values() for damage in some])
    for path in _still_unknown(folder, ledger, snapshot):
        damages[path.relative_to(folder.path).parts[0]].append(Damage(path=path, what=NOT_KNOWN))
    return {
        table.name: Source(
            files=tuple(path for path, file in sealed.items() if file.table == table.name),
            log_rows=pa.concat_tables(rows[table.name]),
            sealed=sealed,
        ).without(damages[table.name])
        for table in TABLES
    }


def _require_stillness(folder: ArchiveFolder, ledger: SqliteLedger, damages: Sequence[Damage]) -> None:
    """Raises MovedOnError where a file of ``damages`` is missing because it was moved, not lost."""
    missing = {damage.path for damage in damages if damage.what == MISSING}
    if not missing:
        return
    now = _named_by(folder, ledger)
    named = {folder.path / file.path for file in now.files}
    named |= {folder.log / log.segment / f"{name}.arrows" for log in now.logs for name in log.positions}
    if not missing <= named:
        raise MovedOnError


def _read_log(folder: ArchiveFolder, log: LogPosition, table: Table) -> pa.Table | Damage:
    try:
        return read_log(folder.log, log, table)
    except (ArchiveDamagedError, pa.ArrowException, OSError) as problem:
        what = MISSING if isinstance(problem, FileNotFoundError) else NOT_COMMITTED
        path = folder.log / log.segment / f"{table.name}.arrows"
        return Damage(path=path, what=what, rows=log.rows.get(table.name))


def is_what_was_sealed(folder: ArchiveFolder, file: SealedFile) -> bool:
    """Whether ``file`` has, byte by byte, the content it was sealed with. Raises FileNotFoundError."""
    return sha256_of(folder.path / file.path) == file.sha256


def as_exchanged(folder: ArchiveFolder, snapshot: Snapshot) -> Snapshot:
    """``snapshot`` with the new file of every exchange that has happened but is not in the ledger yet."""
    happened = [exchange for exchange in snapshot.exchanges if (folder.path / exchange.new.path).exists()]
    gone = {path for exchange in happened for path in exchange.old}
    kept = tuple(file for file in snapshot.files if file.path not in gone)
    return replace(snapshot, files=(*kept, *(exchange.new for exchange in happened)))


def unknown_files(folder: ArchiveFolder, snapshot: Snapshot) -> list[Path]:
    """Parquet files below a table's folder that neither the snapshot names nor a seal under way explains."""
    known = {file.path for file in snapshot.files}
    known |= {exchange.new.path for exchange in snapshot.exchanges}
    known |= {path for exchange in snapshot.exchanges for path in exchange.old}
    found = [name for table in TABLES for name in folder.file_names(table) if name not in known]
    sealing = {log.segment for log in snapshot.logs}
    paths = sorted(folder.path / name for name in found)
    return [path for path in paths if path.stem.removeprefix("part-") not in sealing]


def _still_unknown(folder: ArchiveFolder, ledger: SqliteLedger, snapshot: Snapshot) -> list[Path]:
    """Files that nobody knows, and that a crawl has not sealed just now."""
    unknown = unknown_files(folder, snapshot)
    if not unknown:
        return []
    later = unknown_files(folder, ledger.snapshot())
    return [path for path in unknown if path in later and path.exists()]
