"""A DuckDB database over an archive's files: the settings, and the views and questions a query can name."""

import re
from collections.abc import Callable, Mapping
from glob import escape
from pathlib import Path

import duckdb

from archive.query.views import QUESTIONS, VIEWS
from archive.sources import Source
from archive.tables import TABLES

# Nothing is ever downloaded while a query runs.
CONFIG: Mapping[str, bool] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}

_WORD = re.compile(r"\w+")
_INSTANTS = {table.name: table.instant for table in TABLES}


def new_database() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB database in memory, set as the archive is asked."""
    database = duckdb.connect(config=dict(CONFIG))
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET GLOBAL parquet_metadata_cache = true")  # a finished file never changes
    return database


def create_views(
    connection: duckdb.DuckDBPyConnection,
    query: str,
    sources: Mapping[str, Source],
    called: Callable[[Path], str] = str,
) -> None:
    """Create the views and questions that ``query`` may speak of: each opens the files of its tables.

    ``called`` tells what the database calls a file.
    Raises duckdb.Error where a file cannot be read.
    """
    words = set(_WORD.findall(query.lower()))
    asks_for_names = any(word in query.lower() for word in ("information_schema", "show", "describe", "duckdb_"))
    relations = {name: _relation(name, source, called) for name, source in sources.items()}
    for name, source in sources.items():
        connection.register(f"log_of_{name}", source.log_rows)
    for name, (_, definition) in VIEWS.items():
        if name in words or asks_for_names:
            connection.execute(f"CREATE TEMP VIEW {name} AS {definition.format(**relations)}")
    for name, question in QUESTIONS.items():
        if name in words or asks_for_names:
            connection.execute(f"CREATE TEMP MACRO {question.called(name)} AS TABLE {question.sql.format(**relations)}")


def _relation(name: str, source: Source, called: Callable[[Path], str]) -> str:
    """SQL that yields the rows of a table: its files by path, and the committed rows of its log."""
    rows = f"SELECT * FROM log_of_{name}"
    if source.files:
        paths = ", ".join("'" + escape(called(path)).replace("'", "''") + "'" for path in source.files)
        sealed = f"SELECT * FROM read_parquet([{paths}], hive_partitioning = false, union_by_name = true)"
        # The log also brings the columns that older files have not.
        rows = f"{sealed} UNION ALL BY NAME {rows}"
    if source.until is None:
        return f"({rows})"
    return f"(SELECT * FROM ({rows}) WHERE {_INSTANTS[name]} <= TIMESTAMPTZ '{source.until.isoformat()}')"
