"""A query put to an archive: bound to the files of one instant, run when it is read, and bound anew if they move."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from archive.errors import ArchiveBusyError, QueryError
from archive.lock import reading
from archive.query.answer import no_rows
from archive.query.database import create_views, tables_of
from archive.query.failing import failure, failure_of_views
from archive.query.interrupting import interruptible
from archive.query.sql_errors import ONE_QUESTION, require_one_question
from archive.sources import MovedOnError, Source

if TYPE_CHECKING:
    from archive.query.archive import Archive

Result = TypeVar("Result")
Values = Sequence[Any] | Mapping[str, Any] | None
"""What fills the ``?`` or the ``$name`` of a query."""


class Asked:
    """The rows of one query; bound at once, and bound anew where the files have moved on."""

    def __init__(self, archive: "Archive", query: str, values: Values) -> None:
        self._archive, self._query, self._values = archive, query, values
        self._bound: Bound | None = None
        archive.settled(self._bind)

    @property
    def notes(self) -> Sequence[str]:
        """What is to be known of the rows, in sentences."""
        return self._bound.notes if self._bound else ()

    def table(self) -> pa.Table:
        """All rows at once."""
        return self._archive.settled(lambda: self._with_bound(Bound.table))

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows, ``size`` at a time; a compaction leaves their files alone until the last is read.

        Raises ArchiveBusyError where they are taken away all the same, as on a file system that has no locks.
        """
        with reading(self._archive.folder):
            batches, first = self._archive.settled(lambda: self._with_bound(lambda bound: _begun(bound.batches(size))))
            yield first
            try:
                yield from batches
            except MovedOnError:
                raise ArchiveBusyError(
                    f"files of {self._archive.folder.path} were taken away while this answer was read; ask again, or "
                    "ask a snapshot"
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
    query: str
    sources: Mapping[str, Source]

    @property
    def notes(self) -> tuple[str, ...]:
        """Which damaged files the answer is without."""
        used = tables_of(self.query)
        left_out = [damage for name, source in self.sources.items() if name in used for damage in source.left_out]
        return tuple(dict.fromkeys(damage.note() for damage in left_out))

    def table(self) -> pa.Table:
        """All rows at once. Raises QueryError, ArchiveDamagedError and MovedOnError."""
        try:
            return interruptible(self.connection, self.relation.to_arrow_table)
        except duckdb.Error as problem:
            raise failure(problem, self.query, self.sources) from problem

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows, ``size`` at a time; at least one batch. Raises what `table` raises."""
        try:
            reader = interruptible(self.connection, lambda: self.relation.to_arrow_reader(size))
            is_empty = True
            while (batch := interruptible(self.connection, lambda: next(reader, None))) is not None:
                is_empty = False
                yield batch
            if is_empty:
                yield no_rows(reader.schema)
        except (duckdb.Error, pa.ArrowException, OSError) as problem:
            told = problem if isinstance(problem, duckdb.Error) else duckdb.Error(str(problem))
            raise failure(told, self.query, self.sources) from problem


def bind(archive: "Archive", query: str, values: Values) -> Bound:
    """``query`` bound to the files of this instant. Raises QueryError, ArchiveDamagedError and MovedOnError."""
    sources = archive.sources(tables_of(query))
    connection = archive.connection()
    try:
        create_views(connection, query, sources, archive.complete_files)
    except duckdb.Error as problem:
        raise failure_of_views(problem, query, sources) from problem
    try:
        require_one_question(connection, query)
        # What stands in it alone is worked out here already, which can take long.
        relation = interruptible(connection, lambda: connection.sql(query, params=values))
    except duckdb.Error as problem:
        raise failure(problem, query, sources, values=values, connection=connection) from problem
    if relation is None:
        raise QueryError(f"there is no question in this SQL; {ONE_QUESTION}")
    return Bound(connection, relation, query, sources)


def _begun(batches: Iterator[pa.RecordBatch]) -> tuple[Iterator[pa.RecordBatch], pa.RecordBatch]:
    """``batches`` behind the first, and the first."""
    first = next(batches)
    return batches, first
