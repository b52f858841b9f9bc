"""What the Python API and the command line take above bare DuckDB: the same SQL over the same files and views."""

from pathlib import Path

import duckdb
import pyarrow as pa

from archive import Archive
from archive.query.views import VIEWS
from benchmarks.archive.figures import Figure, cpu_seconds
from benchmarks.archive.texts import words
from benchmarks.query.processes import NEWSREEL, PYTHON, costs_of

TIMES = 3
AT_MOST = 1.1
HEAVY = {
    "length of all bodies by site": (
        "SELECT site, count(*) AS articles, sum(length(body)) AS characters FROM articles GROUP BY site ORDER BY site"
    ),
    "word in all bodies": f"SELECT site, title FROM articles WHERE body ILIKE '%{words()[4000]}%' ORDER BY site, title",
    "visits by day and site": (
        "SELECT site, date_trunc('day', observed_at) AS day, count(*) AS visits, count(DISTINCT article_id) AS "
        "articles, sum(views) AS views FROM observations GROUP BY site, day ORDER BY site, day"
    ),
}
"""Queries that take seconds at a million articles and ten million visits."""

_BARE = """
import sys
import duckdb, pyarrow.csv
connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
for statement in sys.argv[2:]:
    connection.execute(statement)
pyarrow.csv.write_csv(connection.sql(sys.argv[1]).to_arrow_table(), sys.stdout.buffer)
"""


def overhead(path: Path) -> list[Figure]:
    """The figures for the archive at ``path``."""
    return [*(_from_python(name, path) for name in HEAVY), *(_from_command_line(name, path) for name in HEAVY)]


def bare_views(path: Path) -> list[str]:
    """The views of the queries as statements for bare DuckDB, over the files as everybody finds them."""
    relations = {
        table: f"read_parquet('{path / table}/**/*.parquet', hive_partitioning = false)"
        for table in ("articles", "observations")
    }
    return [f"CREATE VIEW {name} AS {VIEWS[name][1].format(**relations)}" for name in relations]


def _from_python(name: str, path: Path) -> Figure:
    archive = Archive(path)
    connection = duckdb.connect()
    for statement in ("SET TimeZone = 'UTC'", *bare_views(path)):
        connection.execute(statement)

    def ours() -> pa.Table:
        return archive.sql(HEAVY[name]).arrow()

    def theirs() -> pa.Table:
        return connection.sql(HEAVY[name]).to_arrow_table()

    if not ours().equals(theirs()):
        raise AssertionError(f"{name}: the archive and DuckDB answer differently")
    # In turn, and the least of each: what else the machine does only ever adds.
    costs = [(cpu_seconds(ours), cpu_seconds(theirs)) for _ in range(TIMES)]
    api, bare = (min(column) for column in zip(*costs, strict=True))
    told = f"CPU s {api:.2f} / {bare:.2f}"
    return Figure(name=f"{name}, Python API / DuckDB", value=api / bare, at_most=AT_MOST, told=told)


def _from_command_line(name: str, path: Path) -> Figure:
    ours = [*NEWSREEL, "query", "--archive", str(path), "--format", "csv", HEAVY[name]]
    theirs = [*PYTHON, _BARE, HEAVY[name], *bare_views(path)]
    command, bare = costs_of([ours, theirs], TIMES)
    told = f"CPU s of the whole process {command.cpu_ms / 1000:.2f} / {bare.cpu_ms / 1000:.2f}"
    value = command.cpu_ms / bare.cpu_ms
    return Figure(name=f"{name}, newsreel query / DuckDB", value=value, at_most=AT_MOST, told=told)
