"""Asking the archive: DuckDB views over its Parquet files, answers as Arrow, pandas, Polars or plain rows."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from glob import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from archive.errors import ArchiveDamagedError, NewsreelError, QueryError
from archive.folder import ArchiveFolder, open_folder
from archive.sources import MovedOnError, Source, read_sources
from archive.views import QUESTIONS, VIEWS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# Nothing is ever downloaded while a query runs.
_CONFIG: Mapping[str, bool] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}

_TRIES = 5
_WORD = re.compile(r"\w+")
# The statements that change nothing, neither the archive nor any other file.
_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.PRAGMA)


class Answer:
    """What a query returned."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table.rename_columns(_unique(table.column_names))

    def arrow(self) -> pa.Table:
        """The answer as an Arrow table."""
        return self._table

    def pandas(self) -> "pd.DataFrame":
        """The answer as a pandas data frame. Raises ImportError without pandas: ``newsreel[pandas]``."""
        frame: pd.DataFrame = self._table.to_pandas()
        return frame

    def polars(self) -> "pl.DataFrame":
        """The answer as a Polars data frame. Raises ImportError without Polars: ``newsreel[polars]``."""
        import polars as pl  # noqa: PLC0415 - an optional package

        frame = pl.from_arrow(self._table)
        assert isinstance(frame, pl.DataFrame)
        return frame

    def rows(self) -> list[dict[str, Any]]:
        """The answer as plain dictionaries, one a row."""
        rows: list[dict[str, Any]] = self._table.to_pylist(maps_as_pydicts="strict")
        return rows


class Archive:
    """An archive opened for reading.

    Raises ArchiveNotFoundError, ArchiveDamagedError or ArchiveFormatError; see `archive.folder.open_folder`.
    """

    def __init__(self, path: str | Path) -> None:
        self.folder: ArchiveFolder = open_folder(Path(path).absolute())

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        """An empty DuckDB database in memory, made once: every query gets a connection of its own to it."""
        database = duckdb.connect(config=dict(_CONFIG))
        database.execute("SET GLOBAL TimeZone = 'UTC'")
        database.execute("SET GLOBAL parquet_metadata_cache = true")  # a finished file never changes
        return database

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> Answer:
        """Run one SQL query over the views ``articles``, ``revisions``, ``aliases``, ``observations``,
        ``views_over_time``, ``sightings`` and ``runs``.

        ``parameters`` fill ``?`` or ``$name`` in the query. Raises QueryError for SQL that is wrong, and
        ArchiveDamagedError where a file of the archive cannot be read.
        """  # noqa: D205 - the views are part of the first sentence
        for _ in range(_TRIES):
            try:
                return self._answered(query, parameters, read_sources(self.folder))
            except MovedOnError:
                continue  # rows moved from the log to a file, or files into one, while they were being read
        raise ArchiveDamagedError(f"{self.folder.path} names files that are not there; see: newsreel check")

    def _answered(
        self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None, sources: Mapping[str, Source]
    ) -> Answer:
        with self._database.cursor() as connection:
            try:
                _create_views(connection, query, sources)
            except duckdb.Error as problem:
                raise _moved_or(ArchiveDamagedError(_one_line(problem)), sources) from problem
            try:
                statements = connection.extract_statements(query)
                if len(statements) != 1 or statements[0].type not in _ASKING:
                    raise QueryError("one question is answered at a time: SELECT, WITH, DESCRIBE, SHOW or EXPLAIN")
                relation = connection.sql(query, params=parameters)
                if relation is None:
                    raise QueryError("there is no question in this SQL; ask with SELECT")
                return Answer(relation.to_arrow_table())
            except duckdb.Error as problem:
                raise _moved_or(QueryError(_one_line(problem)), sources) from problem


def _relation(name: str, source: Source) -> str:
    """SQL that yields the rows of a table: its files by path, and the committed rows of its log."""
    if not source.files:
        return f"log_of_{name}"
    paths = ", ".join("'" + escape(str(path)).replace("'", "''") + "'" for path in source.files)
    sealed = f"SELECT * FROM read_parquet([{paths}], hive_partitioning = false, union_by_name = true)"
    # The log also brings the columns that older files have not.
    return f"({sealed} UNION ALL BY NAME SELECT * FROM log_of_{name})"


def _unique(names: Sequence[str]) -> list[str]:
    """``names`` with a number behind those that stand twice, so that none hides another."""
    taken: list[str] = []
    for name in names:
        others = (f"{name}_{number}" for number in count(1))
        taken.append(name if name not in taken else next(other for other in others if other not in (*names, *taken)))
    return taken


def _create_views(connection: duckdb.DuckDBPyConnection, query: str, sources: Mapping[str, Source]) -> None:
    """Create the views and questions that ``query`` may speak of: each opens the files of its tables."""
    words = set(_WORD.findall(query.lower()))
    asks_for_names = any(word in query.lower() for word in ("information_schema", "show", "describe", "duckdb_"))
    relations = {name: _relation(name, source) for name, source in sources.items()}
    for name, source in sources.items():
        connection.register(f"log_of_{name}", source.log_rows)
    for name, (_, definition) in VIEWS.items():
        if name in words or asks_for_names:
            connection.execute(f"CREATE TEMP VIEW {name} AS {definition.format(**relations)}")
    for name, question in QUESTIONS.items():
        if name in words or asks_for_names:
            connection.execute(f"CREATE TEMP MACRO {question.called(name)} AS TABLE {question.sql.format(**relations)}")


def _moved_or(error: NewsreelError, sources: Mapping[str, Source]) -> Exception:
    """``error``, unless a file went while it was being read: then the query is to be put again."""
    is_gone = any(not path.exists() for source in sources.values() for path in source.files)
    return MovedOnError() if is_gone else error


def _one_line(problem: duckdb.Error) -> str:
    message, _, place = str(problem).partition("\nLINE ")
    message = " ".join(message.split())
    return f"{message} (line {place.splitlines()[0]})" if place else message
