"""What questions cost: the archive's own queries against the same over one file sorted as well as can be."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from archive import Archive
from archive.query.views import VIEWS
from benchmarks.archive.figures import Figure, cpu_seconds, median_cpu_ms
from benchmarks.archive.rows import SITES, START, YEAR
from benchmarks.archive.sizes import Built
from benchmarks.archive.texts import words

TIMES = 15
TIMES_OF_LONG, LONG_SECONDS = 3, 0.5
_ROW_GROUP_ROWS = 16_384
_SITES_AT_ONCE = 10
_ASKED_SITE = "site-07"

QUERIES: dict[str, tuple[str, float]] = {
    "address lookup": ("SELECT title, views FROM revisions WHERE address = $address", 0.3),
    "address with its body": ("SELECT title, body FROM revisions WHERE address = $address", 0.3),
    "address with a date in it": ("SELECT title, views FROM revisions WHERE address = $dated_address", 2.5),
    "week of one site": (
        "SELECT title, views FROM revisions WHERE site = $site AND published_at >= $begin AND published_at < $end",
        2.5,
    ),
    "top 100 by views": ("SELECT title, address, views FROM revisions ORDER BY views DESC LIMIT 100", 1.2),
    "views by day and site": (
        "SELECT site, date_trunc('day', published_at) AS day, sum(views) FROM revisions GROUP BY site, day",
        1.2,
    ),
    "latest revision per address": ("SELECT count(*), sum(views) FROM articles", 1.2),
    "word in the bodies of a month": (
        "SELECT count(*) FROM revisions "
        "WHERE published_at >= $begin AND published_at < $month_end AND body ILIKE $like",
        1.2,
    ),
}
"""By figure: the query, and what its ratio to the single file must not exceed.

Where addresses begin with a date they are in the order of the single file, which then is as good as an index.
"""


def asking(built: Built, place: Path) -> list[Figure]:
    """The queries over the sealed files of ``built``, through `Archive.sql`, against one file."""
    single = place / "single.parquet"
    write_single(built.files(), single)
    return asked_of(built, single)


def asked_of(built: Built, single: Path, *, state: str = "") -> list[Figure]:
    """The queries over the files of ``built``, through `Archive.sql`, against the file ``single``.

    ``state`` is added to the name of each figure.
    """
    archive = Archive(built.folder.path)
    values = _values(built)
    return [_asked(name, archive, single, values, state) for name in QUERIES]


def _asked(name: str, archive: Archive, single: Path, values: dict[str, Any], state: str) -> Figure:
    query, at_most = QUERIES[name]
    chosen = {key: value for key, value in values.items() if re.search(rf"\${key}\b", query)}
    if not _same(archive.sql(query, **chosen).arrow(), _ask_single(single, query, chosen)):
        raise AssertionError(f"{name}: the archive and the single file answer differently")
    times = TIMES_OF_LONG if cpu_seconds(lambda: _ask_single(single, query, chosen)) > LONG_SECONDS else TIMES
    ours = median_cpu_ms(lambda: archive.sql(query, **chosen).arrow(), times)
    theirs = median_cpu_ms(lambda: _ask_single(single, query, chosen), times)
    told = f"CPU ms {ours:.1f} / {theirs:.1f}"
    return Figure(name=f"{name} / single sorted file{state}", value=ours / theirs, at_most=at_most, told=told)


def _same(one: pa.Table, other: pa.Table) -> bool:
    """Whether two answers are the same rows in some order."""
    by_all = [(name, "ascending") for name in one.column_names]
    return bool(one.sort_by(by_all).equals(other.sort_by(by_all)))


def write_single(files: list[Path], target: Path) -> None:
    """One file of all rows, sorted by site and time of publication, row groups and packing as the archive's."""
    data = ds.dataset([str(file) for file in files], format="parquet")
    rest: pa.Table = data.schema.empty_table()
    with pq.ParquetWriter(target, data.schema, compression="zstd", compression_level=3) as writer:
        for rows in _by_sites(data):
            rest = pa.concat_tables([rest, rows]).combine_chunks()
            whole = rest.num_rows - rest.num_rows % _ROW_GROUP_ROWS
            writer.write_table(rest.slice(0, whole), row_group_size=_ROW_GROUP_ROWS)
            rest = rest.slice(whole)
        writer.write_table(rest)


def _by_sites(data: ds.Dataset) -> Iterator[pa.Table]:
    names = [f"site-{number:02}" for number in range(SITES)]
    for first in range(0, SITES, _SITES_AT_ONCE):
        some = data.to_table(filter=pc.field("site").isin(names[first : first + _SITES_AT_ONCE]))
        yield some.combine_chunks().sort_by([("site", "ascending"), ("published_at", "ascending")])


def _ask_single(file: Path, query: str, values: dict[str, Any]) -> pa.Table:
    relation = f"(SELECT * FROM read_parquet('{file}'))"
    with _database().cursor() as connection:
        for view in ("articles", "revisions"):
            connection.execute(f"CREATE TEMP VIEW {view} AS {VIEWS[view][1].format(articles=relation)}")
        return connection.sql(query, params=values).to_arrow_table()


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """The same start as the archive's: made once, each query with a connection of its own."""
    database = duckdb.connect()
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET GLOBAL parquet_metadata_cache = true")
    return database


def _values(built: Built) -> dict[str, Any]:
    files = built.files()
    addresses = pq.ParquetFile(files[len(files) // 2]).read(columns=["address"])["address"].to_pylist()
    middle = addresses[len(addresses) // 2 :]
    begin = START + YEAR / 2
    return {
        "address": next(address for address in middle if "/news/" in address),
        "dated_address": next(address for address in middle if "/2025/" in address),
        "site": _ASKED_SITE,
        "begin": begin,
        "end": begin + timedelta(days=7),
        "month_end": begin + timedelta(days=30),
        "like": f"%{words()[4000]}%",
    }
