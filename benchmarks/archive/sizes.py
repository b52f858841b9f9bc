"""Bytes a row: what the archive takes for an article, against gzipped JSON lines, and for a visit."""

import gzip
import json
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.compact import compact
from archive.disk import Disk
from archive.folder import ArchiveFolder, create_folder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.seal import by_month, write_parquet
from archive.tables import OBSERVATIONS, Table
from benchmarks.archive.figures import Figure
from benchmarks.archive.rows import Corpus, Visits

_LATER = datetime(2030, 1, 1, tzinfo=UTC)  # every month is closed by then
_JSON_ROWS = 20_000
_COLUMNS_TOLD = 6


@dataclass(frozen=True, slots=True)
class Built:
    """An archive of sealed rows; ``rows`` is their number."""

    folder: ArchiveFolder
    table: Table
    rows: int

    def files(self) -> list[Path]:
        """The table's files."""
        return self.folder.files(self.table)

    def bytes_a_row(self) -> float:
        """What the files take, by row."""
        return sum(file.stat().st_size for file in self.files()) / self.rows

    def bytes_by_column(self) -> Counter[str]:
        """What each column takes in all files together; without page index and Bloom filters, which stand apart."""
        sizes: Counter[str] = Counter()
        for file in self.files():
            meta = pq.read_metadata(file)
            for group in range(meta.num_row_groups):
                columns = (meta.row_group(group).column(number) for number in range(meta.num_columns))
                for column in columns:
                    sizes[column.path_in_schema.partition(".")[0]] += column.total_compressed_size
        return sizes

    def compact(self) -> None:
        """Compact every month."""
        ledger = SqliteLedger(self.folder.ledger)
        for _ in compact(self.folder, ledger, Disk(), now=_LATER, patience=Patience(quiet_seconds=0)):
            pass
        ledger.close()


def build(path: Path, table: Table, segments: Iterable[pa.Table]) -> Built:
    """An archive at ``path`` of the rows in ``segments``, each sealed as a log segment is."""
    return fill(create_folder(path, archive_id=secrets.token_hex(8), now=_LATER), table, segments)


def fill(folder: ArchiveFolder, table: Table, segments: Iterable[pa.Table]) -> Built:
    """The rows in ``segments``, put into the archive at ``folder`` as segments of ``table``'s log are sealed."""
    ledger = SqliteLedger(folder.ledger)
    disk = Disk()
    count = 0
    for number, rows in enumerate(segments):
        name = f"part-{number:06}.parquet"
        months = by_month(table, rows)
        places = ((folder.path / table.name / f"{table.partition}={month}" / name, part) for month, part in months)
        ledger.set_files([write_parquet(table, part, place, folder, disk) for place, part in places])
        count += rows.num_rows
    ledger.close()
    return Built(folder, table, count)


def article_sizes(built: Built) -> list[Figure]:
    """Bytes an article, sealed and compacted, against gzipped JSON lines. Leaves ``built`` compacted."""
    plain = gzipped_json_lines(Corpus(built.rows).rows(0, min(built.rows, _JSON_ROWS)))
    figures = []
    for state, at_most in (("sealed", 0.92), ("compacted", 0.80)):
        if state == "compacted":
            built.compact()
        size = built.bytes_a_row()
        told = f"{size:.0f} / {plain:.0f} bytes, {built.rows} rows in {len(built.files())} files; {_largest(built)}"
        name = f"bytes an article / gzipped JSON lines, {state}"
        figures.append(Figure(name=name, value=size / plain, at_most=at_most, told=told))
    return figures


def visit_sizes(observations: int, articles: int, place: Path) -> list[Figure]:
    """Bytes a visit that found only new views, sealed and compacted."""
    known = max(1, min(articles, observations // 5))
    columns = ["address", "site", "views"]
    addresses = pa.concat_tables(rows.select(columns) for rows in Corpus(known).facts())
    built = build(place / "visits", OBSERVATIONS, Visits(observations, addresses).segments())
    figures = []
    for state in ("sealed", "compacted"):
        if state == "compacted":
            built.compact()
        told = f"{built.rows} visits to {known} addresses in {len(built.files())} files; {_largest(built)}"
        figures.append(
            Figure(name=f"bytes an observation, {state}", value=built.bytes_a_row(), at_most=11, unit="B", told=told)
        )
    return figures


def gzipped_json_lines(rows: pa.Table) -> float:
    """Bytes a row of ``rows`` as JSON lines through gzip -9, Python's default."""
    lines = (json.dumps(row, default=str, ensure_ascii=False) for row in rows.to_pylist(maps_as_pydicts="strict"))
    size = len(gzip.compress("\n".join(lines).encode()))
    return size / len(rows)


def _largest(built: Built) -> str:
    sizes = built.bytes_by_column()
    packed = sum(file.stat().st_size for file in built.files())
    told = [f"{name} {size / built.rows:.1f}" for name, size in sizes.most_common(_COLUMNS_TOLD)]
    return f"{', '.join(told)}, index and Bloom filters {(packed - sizes.total()) / built.rows:.1f}"
