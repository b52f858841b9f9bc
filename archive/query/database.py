"""A DuckDB database over an archive's files: the settings, and the views and questions a query can name."""

import re
from collections.abc import Mapping
from glob import escape

import duckdb

from archive.query.views import QUESTIONS, VIEWS
from archive.sources import Source
from archive.tables import TABLES

# Nothing is ever downloaded while a query runs, and no name in it means a variable of the Python program that asks.
_CONFIG: Mapping[str, bool] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

_WORD = re.compile(r"\w+")
_INSTANTS = {table.name: table.instant for table in TABLES}


def new_database() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB database in memory, set as the archive is asked."""
    database = duckdb.connect(config=dict(_CONFIG))
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET GLOBAL errors_as_json = true")  # with the place in the query; see `archive.query.said`
    database.execute("SET GLOBAL parquet_metadata_cache = true")  # a finished file never changes
    return database


def create_views(connection: duckdb.DuckDBPyConnection, query: str, sources: Mapping[str, Source]) -> None:
    """Create the views and questions that ``query`` may speak of: each opens the files of its tables.

    Raises duckdb.Error where a file cannot be read.
    """
    named = _named_in(query)
    relations = {name: _relation(name, source) for name, source in sources.items()}
    for name, source in sources.items():
        connection.register(f"log_of_{name}", source.log_rows)
    for name, (_, definition) in VIEWS.items():
        if name in named:
            connection.execute(f"CREATE TEMP VIEW {name} AS {definition.format(**relations)}")
    for name, question in QUESTIONS.items():
        if name in named:
            connection.execute(f"CREATE TEMP MACRO {question.called(name)} AS TABLE {question.sql.format(**relations)}")


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


def _relation(name: str, source: Source) -> str:
    """SQL that yields the rows of a table: its files by path, and the committed rows of its log."""
    rows = f"SELECT * FROM log_of_{name}"
    if source.files:
        paths = ", ".join("'" + escape(str(path)).replace("'", "''") + "'" for path in source.files)
        sealed = f"SELECT * FROM read_parquet([{paths}], hive_partitioning = false, union_by_name = true)"
        # The log also brings the columns that older files have not.
        rows = f"{sealed} UNION ALL BY NAME {rows}"
    if source.until is None:
        return f"({rows})"
    return f"(SELECT * FROM ({rows}) WHERE {_INSTANTS[name]} <= TIMESTAMPTZ '{source.until.isoformat()}')"
