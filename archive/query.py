"""Asking the archive: DuckDB views over its Parquet files, answers as Arrow, pandas, Polars or plain rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from archive.errors import ArchiveDamagedError, QueryError
from archive.folder import ArchiveFolder, open_folder
from archive.tables import ARTICLES, OBSERVATIONS, RUNS, SIGHTINGS, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# Nothing is ever downloaded while a query runs.
_CONFIG: Mapping[str, bool] = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}

VIEWS: Mapping[str, tuple[str, str]] = {
    "revisions": ("Every revision of every article.", "SELECT * FROM {articles}"),
    "articles": (
        "The latest revision of every article.",
        "SELECT * FROM {articles} QUALIFY row_number() OVER "
        "(PARTITION BY article_id ORDER BY revision DESC, fetched_at DESC) = 1",
    ),
    "observations": ("Every request and how it ended.", "SELECT * FROM {observations}"),
    "views_over_time": (
        "The number of views of every article at every visit that saw one.",
        "SELECT site, article_id, observed_at, views FROM {observations} "
        "WHERE views IS NOT NULL AND article_id IS NOT NULL",
    ),
    "sightings": ("Every listing entry seen: what stood where, and when.", "SELECT * FROM {sightings}"),
    "runs": ("Every crawl run with its counts.", "SELECT * FROM {runs}"),
}
"""The views a query can name: what each holds, and its SQL over the tables' files."""


class Answer:
    """What a query returned."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

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
    """An archive opened for reading. Nothing in it can be changed from here.

    Raises ArchiveNotFoundError, ArchiveDamagedError or ArchiveFormatError; see `archive.folder.open_folder`.
    """

    def __init__(self, path: str | Path) -> None:
        self.folder: ArchiveFolder = open_folder(Path(path).absolute())

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] | None = None) -> Answer:
        """Run one SQL query over the views ``articles``, ``revisions``, ``observations``,
        ``views_over_time``, ``sightings`` and ``runs``.

        ``parameters`` fill ``?`` or ``$name`` in the query. Raises QueryError for SQL that is wrong, and
        ArchiveDamagedError where a file of the archive cannot be read.
        """  # noqa: D205 - the views are part of the first sentence
        with duckdb.connect(config=dict(_CONFIG)) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            for name, (_, definition) in VIEWS.items():
                connection.execute(f"CREATE VIEW {name} AS {definition.format(**self._relations)}")
            try:
                relation = connection.sql(query, params=parameters)
                if relation is not None:
                    return Answer(relation.to_arrow_table())
            except duckdb.Error as problem:
                raise _explained(problem, self.folder) from problem
        raise QueryError("the statement returns no rows; ask with SELECT")

    @property
    def _relations(self) -> dict[str, str]:
        return {table.name: _relation(self.folder, table) for table in (ARTICLES, OBSERVATIONS, SIGHTINGS, RUNS)}


def _relation(folder: ArchiveFolder, table: Table) -> str:
    """SQL that yields the rows of ``table``: its files by path, or no rows of the right types."""
    files = folder.files(table)
    if not files:
        columns = ", ".join(f'CAST(NULL AS {_SQL_TYPES[str(c.type)]}) AS "{n}"' for n, c in table.columns.items())
        return f"(SELECT {columns} WHERE false)"
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f"read_parquet([{paths}], hive_partitioning = false, union_by_name = true)"


_SQL_TYPES = {
    "string": "VARCHAR",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
    "int64": "BIGINT",
    "list<item: string>": "VARCHAR[]",
    "map<string, string>": "MAP(VARCHAR, VARCHAR)",
    "map<string, int64>": "MAP(VARCHAR, BIGINT)",
}


def _explained(problem: duckdb.Error, folder: ArchiveFolder) -> QueryError | ArchiveDamagedError:
    message, _, place = str(problem).partition("\nLINE ")
    message = " ".join(message.split())
    if str(folder.path) in message and isinstance(problem, (duckdb.IOException, duckdb.InvalidInputException)):
        return ArchiveDamagedError(message)
    return QueryError(f"{message} (line {place.splitlines()[0]})" if place else message)
