"""Sealing: the rows of a log segment become sorted Parquet files, and the segment goes."""

import errno
import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from archive.column import Column
from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import IDENTITY_FILE, ArchiveFolder
from archive.ledger import Holder, Ledger, LogPosition, SealedFile
from archive.log import read_log
from archive.tables import TABLES, Table
from archive.version import __version__

ROW_GROUP_ROWS = 16_384
SEAL_LEVEL = 3  # zstd; compaction packs tighter
SNAPSHOT_SCRATCH = "-snapshot"  # what the folder of one that is being made, or removed, is called at the end
_GATHERED_BYTES = 4_000_000
# Arrow's own default asks the system for huge pages: for a hundred megabytes that are soon free again, that costs more.
_POOL = pa.system_memory_pool()


def seal_segment(folder: ArchiveFolder, ledger: Ledger, log: LogPosition, disk: Disk) -> list[SealedFile]:
    """Move the committed rows of ``log`` into Parquet files. Raises StorageError, ArchiveDamagedError.

    The names follow from the segment's, so that a seal that was cut short is simply done again. Raises
    FileNotFoundError where another process has sealed the segment meanwhile; what it made of it is left as it is.
    """
    sealed = []
    for table in TABLES:
        for month, rows in by_month(table, read_log(folder.log, log, table)):
            place = f"{table.name}/{table.partition}={month}" if month else table.name
            path = folder.path / place / f"part-{log.segment}.parquet"
            sealed.append(write_parquet(table, rows, path, folder, disk))
    if not ledger.seal(log.segment, sealed):
        _take_back(folder, ledger, sealed, disk)
        raise FileNotFoundError(errno.ENOENT, "another process has sealed it", str(folder.log / log.segment))
    remove_segment(folder, log.segment, disk)
    return sealed


def _take_back(folder: ArchiveFolder, ledger: Ledger, sealed: Sequence[SealedFile], disk: Disk) -> None:
    """Remove files of a segment that another sealed, and whose rows a compaction has moved on since."""
    known = {file.path for file in ledger.snapshot().files}
    for file in sealed:
        if file.path not in known:
            disk.remove(folder.path / file.path)


def remove_segment(folder: ArchiveFolder, segment: str, disk: Disk) -> None:
    """Remove the folder of a log segment that the ledger does not name. Raises StorageError."""
    path = folder.log / segment
    try:
        for file in sorted(path.glob("*.arrows")):
            disk.remove(file)
        disk.remove_folder(path)
    except OSError as problem:
        raise StorageError(path, problem) from problem


def clear_scratch(folder: ArchiveFolder, disk: Disk) -> None:
    """Remove the scratch files of processes of this machine that are gone; this one is not writing any."""
    try:
        for path in (*folder.scratch.glob("*-part-*"), *folder.scratch.glob(f"*-{IDENTITY_FILE}")):
            owner = path.name.partition("-")[0]
            if owner.isdecimal() and owner != str(os.getpid()) and not is_being_written(path):
                disk.remove(path)
        for path in folder.scratch.glob(f"*{SNAPSHOT_SCRATCH}"):
            if path.name.partition("-")[0] != str(os.getpid()) and not is_being_written(path):
                shutil.rmtree(path, ignore_errors=True)
    except OSError as problem:
        raise StorageError(folder.scratch, problem) from problem


def is_being_written(scratch: Path) -> bool:
    """Whether the process of this machine that the name of a scratch file tells of may still be at it."""
    owner = scratch.name.partition("-")[0]
    return owner.isdecimal() and Holder.of_process(int(owner)).may_be_alive()


def by_month(table: Table, rows: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """``rows`` by the month folder they belong into; the empty name for a table that has none."""
    if rows.num_rows == 0:
        return
    if table.month_of is None:
        yield "", rows
        return
    months = pc.strftime(rows.column(table.month_of), "%Y-%m")
    names = sorted(pc.unique(months).to_pylist())
    for month in names:
        yield month, rows if len(names) == 1 else rows.filter(pc.equal(months, month))


def write_parquet(  # noqa: PLR0913 - what, where, by what means and how tightly packed
    table: Table, rows: pa.Table, target: Path, folder: ArchiveFolder, disk: Disk, *, level: int = SEAL_LEVEL
) -> SealedFile:
    """Write ``rows`` of ``table``, sorted, as the file ``target``, which readers see whole or not at all.

    Raises StorageError. Dictionaries only for columns of few values; statistics except on long text; page index and
    checksums; Bloom filters, sized to the file, on the columns rows are looked up by.
    """
    # Of this process alone: another may be sealing the same segment, after a crash or a stall.
    scratch = folder.scratch / f"{os.getpid()}-{secrets.token_hex(4)}-{table.name}-{target.name}"
    try:
        with disk.create(scratch) as file:
            sink = _Sink(file, disk)
            _pack(table, rows, sink, level)
            sink.flush()
            disk.sync(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.replace(scratch, target)
        disk.sync_folder(target.parent)
        disk.sync_folder(target.parent.parent)
    except OSError as problem:
        scratch.unlink(missing_ok=True)
        raise StorageError(target, problem) from problem
    return SealedFile(
        table=table.name,
        path=target.relative_to(folder.path).as_posix(),
        rows=rows.num_rows,
        sha256=sink.sha256.hexdigest(),
        size=sink.size,
        changed_ns=target.stat().st_mtime_ns,
    )


class _Sink(io.RawIOBase):
    """What pyarrow writes into: gathers its many small pieces for the disk, and knows their SHA-256 and number."""

    def __init__(self, file: IO[bytes], disk: Disk) -> None:
        self.sha256 = hashlib.sha256()
        self.size = 0
        self._file = file
        self._disk = disk
        self._gathered = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: Any) -> int:
        """Take ``piece``."""
        self.sha256.update(piece)
        self.size += len(piece)
        self._gathered += piece
        if len(self._gathered) >= _GATHERED_BYTES:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        """Hand over what was gathered."""
        if self._gathered:
            gathered, self._gathered = self._gathered, bytearray()
            self._disk.write(self._file, memoryview(gathered))


def _pack(table: Table, rows: pa.Table, sink: _Sink, level: int) -> None:
    rows = rows.combine_chunks(memory_pool=_POOL)  # else every look at them joins their chunks anew
    # A row group at a time: to sort the rows as a whole takes their size once more.
    order = pc.sort_indices(rows.select(table.sorted_by), [(name, "ascending") for name in table.sorted_by])
    metadata = {"newsreel.table": table.name, "newsreel.version": __version__}
    with pq.ParquetWriter(
        pa.PythonFile(sink, mode="w"), rows.schema.with_metadata(metadata), **_options(table, rows.num_rows, level)
    ) as writer:
        for first in range(0, len(order), ROW_GROUP_ROWS):
            group = pc.take(rows, order.slice(first, ROW_GROUP_ROWS), memory_pool=_POOL)
            writer.write_table(group.replace_schema_metadata(metadata), row_group_size=ROW_GROUP_ROWS)


def _options(table: Table, rows: int, level: int) -> dict[str, Any]:
    columns = table.columns.items()
    # Without a number of distinct values pyarrow plans for a million of them: megabytes a column and file.
    bloom_filters = {name: {"ndv": max(1, min(rows, ROW_GROUP_ROWS))} for name in table.looked_up_by}
    return {
        "compression": "zstd",
        "compression_level": level,
        "use_dictionary": [_leaf(name, column) for name, column in columns if column.few],
        "column_encoding": {name: column.encoding for name, column in columns if column.encoding},
        "write_statistics": [name for name, column in columns if not column.long],
        "write_page_index": True,
        "write_page_checksum": True,
        "bloom_filter_options": bloom_filters,
        "memory_pool": _POOL,
    }


def _leaf(name: str, column: Column) -> str:
    """The name that Parquet gives to the values of ``column``: those of a list lie below it."""
    return f"{name}.list.element" if pa.types.is_list(column.type) else name
