"""What a question returns: run when it is first read, as batches, Arrow, pandas, Polars or plain rows."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

BATCH_ROWS = 10_000
_MISSING = "an answer as a data frame of {} needs it; install it with: pip install 'newsreel[{}]'"


class Rows(Protocol):
    """Where the rows of an answer come from; each call reads them anew."""

    @property
    def notes(self) -> Sequence[str]:
        """What is to be known of them, in sentences, such as which damaged files they are without."""
        ...

    def table(self) -> pa.Table:
        """All rows at once."""
        ...

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """The rows in batches of about ``size``, at least one; no more of them are in memory than are looked at."""
        ...


class Answer:
    """What a question returned.

    The question is run when the answer is first read. What is read whole (`arrow`, `pandas`, `polars`, `rows`) is kept,
    so that it is run once; `batches` holds only what is looked at, for answers larger than memory. Reading raises
    QueryError where a value of the archive does not allow what was asked, and ArchiveDamagedError where a file cannot
    be read.
    """

    def __init__(self, source: Rows) -> None:
        self._source = source
        self._table: pa.Table | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of the answer, in sentences: which damaged files it is without, for one."""
        return tuple(self._source.notes)

    @classmethod
    def of(cls, table: pa.Table, notes: Sequence[str] = ()) -> "Answer":
        """An answer whose rows are there already, and what is to be known of them."""
        return Answer(Whole(table, notes))

    def batches(self, rows: int = BATCH_ROWS) -> Generator[pa.RecordBatch, None, None]:
        """The answer as Arrow record batches of about so many rows; one without rows where there are none.

        Until the last is read, or the iterator is closed, a compaction leaves the archive's files alone. Raises
        ArchiveBusyError where they were taken away all the same: ask again.
        """
        source = self._source if self._table is None else Whole(self._table)
        for batch in source.batches(rows):
            yield batch.rename_columns(_unique(batch.schema.names))

    def arrow(self) -> pa.Table:
        """The answer as an Arrow table."""
        if self._table is None:
            table = self._source.table()
            self._table = table.rename_columns(_unique(table.column_names))
        return self._table

    def pandas(self) -> "pd.DataFrame":
        """The answer as a pandas data frame. Raises ImportError without pandas: ``newsreel[pandas]``."""
        try:
            import pandas as _  # noqa: F401, ICN001, PLC0415 - an optional package, which Arrow needs
        except ImportError as problem:
            raise ImportError(_MISSING.format("pandas", "pandas"), name="pandas") from problem
        frame: pd.DataFrame = self.arrow().to_pandas()
        return frame

    def polars(self) -> "pl.DataFrame":
        """The answer as a Polars data frame. Raises ImportError without Polars: ``newsreel[polars]``."""
        try:
            import polars as pl  # noqa: PLC0415 - an optional package
        except ImportError as problem:
            raise ImportError(_MISSING.format("Polars", "polars"), name="polars") from problem

        frame = pl.from_arrow(self.arrow())
        assert isinstance(frame, pl.DataFrame)
        return frame

    def rows(self) -> list[dict[str, Any]]:
        """The answer as plain dictionaries, one a row."""
        rows: list[dict[str, Any]] = self.arrow().to_pylist(maps_as_pydicts="strict")
        return rows


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows that are in memory."""

    content: pa.Table
    notes: Sequence[str] = ()

    def table(self) -> pa.Table:
        """All of them."""
        return self.content

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        """Them, at most ``size`` at a time; at least one batch."""
        yield from self.content.to_batches(max_chunksize=size) or [no_rows(self.content.schema)]


def no_rows(schema: pa.Schema) -> pa.RecordBatch:
    """A batch of ``schema`` without rows."""
    # From a list it would load pandas where that is installed: a third of a second.
    return pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)


def _unique(names: Sequence[str]) -> list[str]:
    """``names`` with a number behind those that stand twice, so that none hides another."""
    taken: list[str] = []
    for name in names:
        others = (f"{name}_{number}" for number in count(1))
        taken.append(name if name not in taken else next(other for other in others if other not in (*names, *taken)))
    return taken
