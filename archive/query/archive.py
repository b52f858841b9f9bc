"""Asking the archive in SQL: DuckDB views over its Parquet files and its log."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from archive.errors import ArchiveBusyError, ArchiveDamagedError, NewsreelError, QueryError, UsageError
from archive.folder import ArchiveFolder, open_folder
from archive.query.answer import Answer, no_rows
from archive.query.database import create_views, new_database
from archive.query.named import find_query
from archive.query.sql_errors import told
from archive.scope import Scope
from archive.sources import MovedOnError, Source, read_sources

_TRIES = 5
# The statements that change nothing, neither the archive nor any other file.
_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.PRAGMA)

Result = TypeVar("Result")
Values = Sequence[Any] | Mapping[str, Any] | None
"""What fills the ``?`` or the ``$name`` of a query."""


class Archive:
    """An archive opened for reading.

    ``snapshot`` names the snapshot that is to be asked. ``skip_damaged`` answers from what can be read where a file
    cannot; `Answer.notes` says what was left out.

    Raises ArchiveNotFoundError, ArchiveDamagedError or ArchiveFormatError; see `archive.folder.open_folder`.
    """

    def __init__(self, path: str | Path, *, snapshot: str | None = None, skip_damaged: bool = False) -> None:
        self.folder: ArchiveFolder = open_folder(Path(path).absolute())
        self.scope = Scope(snapshot=snapshot, skip_damaged=skip_damaged)

    @cached_property
    def _database(self) -> duckdb.DuckDBPyConnection:
        """Made once: every query gets a connection of its own to it."""
        return new_database()

    def as_of(self, moment: datetime) -> "Archive":
        """The archive as it stood at ``moment``: what had been fetched by then.

        Raises UsageError for a ``moment`` without a time zone.
        """
        if moment.tzinfo is None:
            raise UsageError(f"{moment} has no time zone; give an aware datetime, such as one with tzinfo=UTC")
        scope = Scope(until=moment, snapshot=self.scope.snapshot, skip_damaged=self.scope.skip_damaged)
        other = Archive.__new__(Archive)
        other.folder, other.scope = self.folder, scope
        return other

    def sources(self) -> dict[str, Source]:
        """What a question reads now, by table. Raises MovedOnError and ArchiveDamagedError."""
        return read_sources(self.folder, self.scope)

    def settled(self, work: Callable[[], Result]) -> Result:
        """What ``work`` gives, done again where it raised MovedOnError: files were moved while they were read.

        Raises ArchiveDamagedError where that does not end.
        """
        for _ in range(_TRIES):
            try:
                return work()
            except MovedOnError:
                continue
        raise ArchiveDamagedError(f"{self.folder.path} names files that are not there; see: newsreel check")

    def sql(self, query: str, /, *values: Any, **named: Any) -> Answer:
        """Ask one SQL query over the views, such as ``articles``, ``revisions``, ``observations`` and ``sightings``.

        ``values`` fill the ``?`` in the query in their order, or ``named`` its ``$name``. The names are looked up at
        once, the query runs when the answer is read. Raises QueryError for SQL that is wrong, and ArchiveDamagedError
        where a file of the archive cannot be read.
        """
        if values and named:
            raise UsageError("a query takes its values by order (?) or by name ($name), not both")
        return Answer(_Asked(self, query, named or values or None))

    def named(self, name: str, /, *, now: datetime | None = None, **values: Any) -> Answer:
        """Ask a query that newsreel ships, such as ``named("trending", days=7, site="demo")``.

        docs/questions.md lists them with what each takes. Times are datetimes (without a zone: UTC), dates or text.
        ``now`` is the moment that "the last seven days" counts from; None: that of `as_of`, or the clock's. Raises
        UsageError for a name that no query has and for a value that it does not take.
        """
        query = find_query(name)
        return self.sql(query.sql, **query.values(values, now=now or self.scope.until or datetime.now(UTC)))

    def bind(self, query: str, values: Values) -> "_Bound":
        """``query`` bound to the files of this instant. Raises QueryError, ArchiveDamagedError and MovedOnError."""
        sources = self.sources()
        connection = self._database.cursor()
        try:
            create_views(connection, query, sources)
        except duckdb.Error as problem:
            raise _moved_or(ArchiveDamagedError(told(problem)), sources) from problem
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type not in _ASKING:
                raise QueryError("one question is answered at a time: SELECT, WITH, DESCRIBE, SHOW or EXPLAIN")
            relation = connection.sql(query, params=values)
        except duckdb.Error as problem:
            raise _moved_or(QueryError(told(problem)), sources) from problem
        if relation is None:
            raise QueryError("there is no question in this SQL; ask with SELECT")
        return _Bound(connection, relation, sources)


@dataclass(frozen=True, slots=True)
class _Bound:
    """A query whose names are found: the files it reads are those of one instant."""

    connection: duckdb.DuckDBPyConnection  # closed when nobody holds it any more
    relation: duckdb.DuckDBPyRelation
    sources: Mapping[str, Source]

    def table(self) -> pa.Table:
        try:
            return self.relation.to_arrow_table()
        except duckdb.Error as problem:
            raise _moved_or(QueryError(told(problem)), self.sources) from problem

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """At least one batch."""
        try:
            reader = self.relation.to_arrow_reader(size)
            is_empty = True
            for batch in reader:
                is_empty = False
                yield batch
            if is_empty:
                yield no_rows(reader.schema)
        except duckdb.Error as problem:
            raise _moved_or(QueryError(told(problem)), self.sources) from problem


class _Asked:
    """The rows of one query; bound at once, and bound anew where the files have moved on."""

    def __init__(self, archive: Archive, query: str, values: Values) -> None:
        self._archive, self._query, self._values = archive, query, values
        self._bound: _Bound | None = None
        self.notes: Sequence[str] = ()
        archive.settled(self._bind)

    def table(self) -> pa.Table:
        return self._archive.settled(lambda: self._with_bound(_Bound.table))

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        batches, first = self._archive.settled(lambda: self._with_bound(lambda bound: _begun(bound.batches(size))))
        yield first
        try:
            yield from batches
        except MovedOnError:
            raise ArchiveBusyError(
                f"{self._archive.folder.path} was compacted while this answer was read; ask again, or ask a snapshot"
            ) from None

    def _with_bound(self, work: Callable[[_Bound], Result]) -> Result:
        bound = self._bound or self._bind()
        try:
            return work(bound)
        except MovedOnError:
            self._bound = None
            raise

    def _bind(self) -> _Bound:
        self._bound = self._archive.bind(self._query, self._values)
        return self._bound


def _begun(batches: Iterator[pa.RecordBatch]) -> tuple[Iterator[pa.RecordBatch], pa.RecordBatch]:
    """``batches`` behind the first, and the first."""
    first = next(batches)
    return batches, first


def _moved_or(error: NewsreelError, sources: Mapping[str, Source]) -> Exception:
    """``error``, unless a file went while it was being read: then the query is to be put again."""
    is_gone = any(not path.exists() for source in sources.values() for path in source.files)
    return MovedOnError() if is_gone else error
