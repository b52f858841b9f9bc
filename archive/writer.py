"""Writing: records are buffered, then appended to the tables as whole Parquet files."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.durable import publish
from archive.errors import StorageError
from archive.folder import ArchiveFolder
from archive.records import ArticleRevision, Observation, Record, Run, Sighting
from archive.tables import ARTICLES, OBSERVATIONS, RUNS, SIGHTINGS, Table
from archive.version import __version__

ROW_GROUP_ROWS = 16_384
ZSTD_LEVEL = 3


class ArchiveWriter:
    """Appends the records of one run to an archive.

    Records added are *buffered*; after `flush` returns they are *saved*: on the disk, whole, and visible to
    every reader. Files are named by run and flush, so that a run only ever adds files.
    """

    def __init__(self, folder: ArchiveFolder, run_id: str) -> None:
        self.folder = folder
        self.run_id = run_id
        self.saved_revisions = 0
        self.saved_sightings = 0
        self._flushes = 0
        self._buffers: dict[str, list[Record]] = defaultdict(list)

    def add(self, records: Iterable[ArticleRevision | Observation | Sighting]) -> None:
        """Buffer ``records``, each for the table of its class."""
        for record in records:
            self._buffers[_TABLE_OF[type(record)].name].append(record)

    @property
    def buffered(self) -> int:
        """Number of records not yet saved."""
        return sum(len(rows) for rows in self._buffers.values())

    def flush(self) -> None:
        """Save every buffered record. Raises StorageError; what was buffered stays buffered then.

        Articles go first: an interrupted flush may leave a revision without its observation, never an
        observation of a revision that is not there.
        """
        if not self.buffered:
            return
        for table in (ARTICLES, SIGHTINGS, OBSERVATIONS):
            rows = self._buffers[table.name]
            if not rows:
                continue
            self._append(table, rows)
            self.saved_revisions += len(rows) if table is ARTICLES else 0
            self.saved_sightings += len(rows) if table is SIGHTINGS else 0
            self._buffers[table.name] = []
        self._flushes += 1

    def finish(self, run: Run) -> None:
        """Save what is buffered and then the row of the run. Raises StorageError."""
        self.flush()
        self._append(RUNS, [run])

    def _append(self, table: Table, rows: list[Record]) -> None:
        by_month: dict[str, list[Record]] = defaultdict(list)
        for row in rows:
            by_month[f"{getattr(row, table.month_of):%Y-%m}" if table.month_of else ""].append(row)
        for month, records in sorted(by_month.items()):
            name = f"part-{self.run_id}-{self._flushes:04d}.parquet"
            place = f"{table.name}/{table.partition}={month}" if month else table.name
            write_parquet(table, table.to_arrow(records), self.folder.path / place / name, self.folder.scratch)


_TABLE_OF: dict[type[Record], Table] = {table.record: table for table in (ARTICLES, OBSERVATIONS, SIGHTINGS, RUNS)}


def write_parquet(table: Table, rows: pa.Table, target: Path, scratch_folder: Path) -> None:
    """Write ``rows`` of ``table`` as the file ``target``, which readers see whole or not at all.

    Raises StorageError. Encoding choices: zstd 3; dictionaries only for columns of few values; statistics
    except on long text; page index and checksums; Bloom filters on the columns rows are looked up by.
    """
    scratch = scratch_folder / f"{table.name}-{target.name}"
    columns = table.columns.items()
    # Without a number of distinct values pyarrow plans for a million of them: megabytes a column and file.
    bloom_filters = {name: {"ndv": max(1, min(rows.num_rows, ROW_GROUP_ROWS))} for name in table.looked_up_by}
    try:
        pq.write_table(
            rows.replace_schema_metadata({"newsreel.table": table.name, "newsreel.version": __version__}),
            scratch,
            compression="zstd",
            compression_level=ZSTD_LEVEL,
            row_group_size=ROW_GROUP_ROWS,
            use_dictionary=[name for name, column in columns if column.few],
            write_statistics=[name for name, column in columns if not column.long],
            write_page_index=True,
            write_page_checksum=True,
            bloom_filter_options=bloom_filters,
        )
        publish(scratch, target)
    except OSError as problem:
        scratch.unlink(missing_ok=True)
        raise StorageError(target, problem) from problem
