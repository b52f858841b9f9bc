"""A DuckDB database over an archive's files: the settings, and the views and questions a query can name."""

import re
from collections.abc import Callable, Mapping, Sequence
from glob import escape
from pathlib import Path

import duckdb

from archive.query.views import QUESTIONS, VIEWS
from archive.sources import Source
from archive.tables import TABLES

# Nothing is ever downloaded while a query runs, and no name in it means a variable of the Python program that asks.
CONFIG: Mapping[str, bool] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

_WORD = re.compile(r"\w+")
_COLUMNS = {table.name: tuple(table.columns) for table in TABLES}
_INSTANTS = {table.name: table.instant for table in TABLES}


def new_database() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB database in memory, set as the archive is asked."""
    database = duckdb.connect(config=dict(CONFIG))
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET GLOBAL errors_as_json = true")  # with the place in the query; see `archive.query.said`
    database.execute("SET GLOBAL parquet_metadata_cache = true")  # a finished file never changes
    return database


def create_views(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    sources: Mapping[str, Source],
    complete: set[str],
    called: Callable[[Path], str] = str,
) -> None:
    """Create the views and questions that ``query`` may speak of: each opens the files of its tables.

    ``complete`` are files known to have every column of today; those found to be so are added. ``called`` tells what
    ``connection`` calls a file. Raises duckdb.Error where a file cannot be read.
    """
    named = _named_in(query)
    statements = [
        f"CREATE TEMP VIEW {name} AS {definition}" for name, (_, definition) in VIEWS.items() if name in named
    ]
    statements += [
        f"CREATE TEMP MACRO {question.called(name)} AS TABLE {question.sql}"
        for name, question in QUESTIONS.items()
        if name in named
    ]
    relations = {
        name: _relation(connection, name, source, complete, called)
        for name, source in sources.items()
        if any(f"{{{name}}}" in statement for statement in statements)
    }
    for statement in statements:
        connection.execute(statement.format(**relations))


def tables_of(query: str) -> frozenset[str]:
    """The tables whose files ``query`` may read."""
    named = _named_in(query)
    definitions = [sql for name, (_, sql) in VIEWS.items() if name in named]
    definitions += [one.sql for name, one in QUESTIONS.items() if name in named]
    return frozenset(table for table in _INSTANTS if any(f"{{{table}}}" in sql for sql in definitions))


def _named_in(query: str) -> frozenset[str]:
    """The views and questions that ``query`` may speak of."""
    everything = frozenset((*VIEWS, *QUESTIONS))
    if any(word in query.lower() for word in ("information_schema", "show", "describe", "duckdb_")):
        return everything
    return everything.intersection(_WORD.findall(query.lower()))


def _relation(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Source,
    complete: set[str],
    called: Callable[[Path], str],
) -> str:
    """SQL that yields the rows of a table: its files by path, and the committed rows of its log."""
    files = [called(path) for path in source.files]
    if files and not source.log_rows.num_rows and _are_complete(connection, name, files, complete):
        # The quickest way, several milliseconds a query: DuckDB need not compare the files, nor plan for the log.
        rows = f"SELECT * FROM read_parquet([{_list(files)}], hive_partitioning = false)"
    else:
        connection.register(f"log_of_{name}", source.log_rows)
        rows = f"SELECT * FROM log_of_{name}"
        if files:
            sealed = f"read_parquet([{_list(files)}], hive_partitioning = false, union_by_name = true)"
            # The log also brings the columns that older files have not.
            rows = f"SELECT * FROM {sealed} UNION ALL BY NAME {rows}"
    if source.until is None:
        return f"({rows})"
    return f"(SELECT * FROM ({rows}) WHERE {_INSTANTS[name]} <= TIMESTAMPTZ '{source.until.isoformat()}')"


def _are_complete(connection: duckdb.DuckDBPyConnection, name: str, files: Sequence[str], complete: set[str]) -> bool:
    """Whether all of ``files`` have the columns that the table ``name`` has today, and no others."""
    unknown = [file for file in files if file not in complete]
    if unknown:
        columns = list(_COLUMNS[name])
        found = connection.execute(
            f"""SELECT file_name FROM parquet_schema([{_list(unknown)}]) GROUP BY file_name
            HAVING first(num_children) = $count AND count(*) FILTER (list_contains($columns, name)) = $count""",
            {"columns": columns, "count": len(columns)},
        ).fetchall()
        complete.update(path for (path,) in found)
    return all(file in complete for file in unknown)


def _list(files: Sequence[str]) -> str:
    return ", ".join("'" + escape(path).replace("'", "''") + "'" for path in files)
