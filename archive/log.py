"""The log: rows that are committed but not yet sealed, one Arrow IPC stream per table and segment.

A segment is the folder ``_log/SEGMENT`` with a file ``TABLE.arrows`` for each table that has rows. What counts is
what the ledger says: bytes beyond the committed position were never part of the archive.
"""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

import pyarrow as pa

from archive.disk import Disk
from archive.errors import ArchiveDamagedError, StorageError
from archive.ledger.entries import LogPosition
from archive.records import Record
from archive.tables import Table


class LogSegment:
    """One segment being written. `append` makes rows durable; they count once the ledger has the position."""

    def __init__(self, folder: Path, run_id: str, number: int, disk: Disk) -> None:
        self.name = f"{run_id}-{number:04d}"
        self._run_id = run_id
        self._folder = folder / self.name
        self._disk = disk
        self._files: dict[str, IO[bytes]] = {}
        self._positions: dict[str, int] = {}
        self._rows: dict[str, int] = {}
        self._checksums: dict[str, int] = {}

    @property
    def position(self) -> LogPosition:
        """How far the segment goes, for the ledger to commit."""
        return LogPosition(
            segment=self.name,
            run_id=self._run_id,
            positions=dict(self._positions),
            rows=dict(self._rows),
            checksums=dict(self._checksums),
        )

    @property
    def rows(self) -> int:
        """Number of rows in the segment."""
        return sum(self._rows.values())

    def append(self, rows: Mapping[str, Sequence[Record]], tables: Mapping[str, Table]) -> None:
        """Write ``rows``, by table, and sync them. Raises StorageError."""
        try:
            is_new = [self._write(tables[name], records) for name, records in rows.items() if records]
            if any(is_new):
                self._disk.sync_folder(self._folder)
                self._disk.sync_folder(self._folder.parent)
        except OSError as problem:
            raise StorageError(self._folder, problem) from problem

    def close(self) -> None:
        """Close the segment's files."""
        for file in self._files.values():
            file.close()
        self._files = {}

    def _write(self, table: Table, records: Sequence[Record]) -> bool:
        """Append ``records``; True where the table's file is new."""
        pieces = [batch.serialize() for batch in table.to_arrow(records).to_batches()]
        file = self._files.get(table.name)
        is_new = file is None
        if file is None:
            file = self._files[table.name] = self._disk.create(self._folder / f"{table.name}.arrows")
            pieces.insert(0, table.schema.serialize())
        for piece in (memoryview(buffer) for buffer in pieces):
            self._disk.write(file, piece)
            self._positions[table.name] = self._positions.get(table.name, 0) + len(piece)
            self._checksums[table.name] = zlib.crc32(piece, self._checksums.get(table.name, 0))
        self._disk.sync(file)
        self._rows[table.name] = self._rows.get(table.name, 0) + len(records)
        return is_new


def read_log(folder: Path, log: LogPosition, table: Table) -> pa.Table:
    """The committed rows of ``table`` in the segment ``log``, below the archive's log ``folder``.

    Raises FileNotFoundError where the segment is gone (sealed meanwhile), ArchiveDamagedError where it is shorter
    than committed or not readable.
    """
    size = log.positions.get(table.name)
    if not size:
        return table.no_rows()
    path = folder / log.segment / f"{table.name}.arrows"
    with pa.memory_map(str(path)) as file:  # its bytes are read where they lie
        content = file.read_buffer(size)
    if len(content) != size or zlib.crc32(content) != log.checksums[table.name]:
        raise ArchiveDamagedError(f"{path} does not hold what was committed to it; see: newsreel check")
    try:
        rows = pa.ipc.open_stream(content).read_all()
    except (pa.ArrowInvalid, OSError) as problem:
        raise ArchiveDamagedError(f"{path} is not readable: {problem}") from problem
    return table.in_present_columns(rows)


def readable_log(folder: Path, segment: str, tables: Sequence[Table]) -> LogPosition:
    """How far a segment can be read, for a ledger that lost its position: whole record batches only."""
    positions: dict[str, int] = {}
    rows: dict[str, int] = {}
    checksums: dict[str, int] = {}
    for table in tables:
        path = folder / segment / f"{table.name}.arrows"
        content = path.read_bytes() if path.exists() else b""
        size, count = _whole_batches(content)
        if count:
            positions[table.name], rows[table.name] = size, count
            checksums[table.name] = zlib.crc32(content[:size])
    return LogPosition(
        segment=segment, run_id=segment.rpartition("-")[0], positions=positions, rows=rows, checksums=checksums
    )


def _whole_batches(content: bytes) -> tuple[int, int]:
    """(bytes, rows) of the part of an IPC stream that is whole."""
    source = pa.BufferReader(content)
    size = rows = 0
    try:
        reader = pa.ipc.open_stream(source)
        while True:
            batch = reader.read_next_batch()
            batch.validate(full=True)
            size, rows = source.tell(), rows + batch.num_rows
    except (pa.ArrowInvalid, StopIteration, OSError):
        return size, rows
