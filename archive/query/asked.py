"""A query put to an archive: bound to the files of one instant, run when it is read, and bound anew if they move."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from archive.errors import ArchiveBusyError, ArchiveDamagedError, NewsreelError, QueryError
from archive.query.answer import no_rows
from archive.query.database import create_views
from archive.query.sql_errors import told
from archive.sources import MovedOnError, Source

if TYPE_CHECKING:
    from archive.query.archive import Archive

# The statements that change nothing, neither the archive nor any other file.
_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.PRAGMA)

Result = TypeVar("Result")
Values = Sequence[Any] | Mapping[str, Any] | None
"""What fills the ``?`` or the ``$name`` of a query."""


class Asked:
    """The rows of one query; bound at once, and bound anew where the files have moved on."""

    def __init__(self, archive: "Archive", query: str, values: Values) -> None:
        self._archive, self._query, self._values = archive, query, values
        self._bound: Bound | None = None
        self.notes: Sequence[str] = ()
        archive.settled(self._bind)

    def table(self) -> pa.Table:
        """All rows at once."""
        return self._archive.settled(lambda: self._with_bound(Bound.table))

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows, ``size`` at a time. Raises ArchiveBusyError where the files move on in their midst."""
        batches, first = self._archive.settled(lambda: self._with_bound(lambda bound: _begun(bound.batches(size))))
        yield first
        try:
            yield from batches
        except MovedOnError:
            raise ArchiveBusyError(
                f"{self._archive.folder.path} was compacted while this answer was read; ask again, or ask a snapshot"
            ) from None

    def _with_bound(self, work: Callable[["Bound"], Result]) -> Result:
        bound = self._bound or self._bind()
        try:
            return work(bound)
        except MovedOnError:
            self._bound = None
            raise

    def _bind(self) -> "Bound":
        self._bound = bind(self._archive, self._query, self._values)
        return self._bound


@dataclass(frozen=True, slots=True)
class Bound:
    """A query whose names are found: the files it reads are those of one instant."""

    connection: duckdb.DuckDBPyConnection  # closed when nobody holds it any more
    relation: duckdb.DuckDBPyRelation
    sources: Mapping[str, Source]

    def table(self) -> pa.Table:
        """All rows at once. Raises QueryError and MovedOnError."""
        try:
            return self.relation.to_arrow_table()
        except duckdb.Error as problem:
            raise _moved_or(QueryError(told(problem)), self.sources) from problem

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows, ``size`` at a time; at least one batch. Raises what `table` raises."""
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


def bind(archive: "Archive", query: str, values: Values) -> Bound:
    """``query`` bound to the files of this instant. Raises QueryError, ArchiveDamagedError and MovedOnError."""
    sources = archive.sources()
    connection = archive.connection()
    try:
        create_views(connection, query, sources, archive.complete_files)
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
    return Bound(connection, relation, sources)


def _begun(batches: Iterator[pa.RecordBatch]) -> tuple[Iterator[pa.RecordBatch], pa.RecordBatch]:
    """``batches`` behind the first, and the first."""
    first = next(batches)
    return batches, first


def _moved_or(error: NewsreelError, sources: Mapping[str, Source]) -> Exception:
    """``error``, unless a file went while it was being read: then the query is to be put again."""
    is_gone = any(not path.exists() for source in sources.values() for path in source.files)
    return MovedOnError() if is_gone else error
