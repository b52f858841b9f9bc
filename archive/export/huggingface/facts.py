"""What is counted of the rows of a data set while they are written: for its card."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_COUNTED = ("site", "language")
_INSTANTS = ("published_at", "fetched_at", "observed_at", "seen_at")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(slots=True, kw_only=True)
class Facts:
    """The rows so far: their number, their size in Arrow's memory, and of some columns more, where they have them.

    ``filled`` counts values that are not null, by column; ``values`` how often each value stands in ``site``,
    ``language`` and ``marks``, rows without one left out; ``spans`` the first and the last instant of a column.
    """

    rows: int = 0
    memory_bytes: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)
    spans: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)

    def note(self, rows: pa.Table) -> None:
        """Count ``rows`` too."""
        self.rows += rows.num_rows
        self.memory_bytes += rows.nbytes
        for column in rows.schema:
            values = rows[column.name]
            self.filled[column.name] += len(values) - values.null_count
            if column.name in _COUNTED and pa.types.is_string(column.type):
                self._count(column.name, values)
            elif column.name == "marks" and column.type == pa.list_(pa.string()):
                self._count(column.name, pc.list_flatten(values))
            elif column.name in _INSTANTS and column.type == pa.timestamp("us", "UTC"):
                self._span(column.name, values)

    def share_filled(self, name: str) -> float:
        """Which share of the rows has a value in the column; 0 where there are no rows."""
        return self.filled[name] / self.rows if self.rows else 0.0

    def _count(self, name: str, values: pa.ChunkedArray) -> None:
        found: list[dict[str, Any]] = pc.value_counts(values.drop_null()).to_pylist()
        counts = self.values.setdefault(name, Counter())
        for one in found:
            counts[one["values"]] += one["counts"]

    def _span(self, name: str, values: pa.ChunkedArray) -> None:
        ends = [end.as_py() for end in pc.min_max(values.cast(pa.int64())).values()]
        if None in ends:
            return
        try:
            first, last = (_EPOCH + number * _MICROSECOND for number in ends)
        except OverflowError:  # beyond the years of Python
            return
        known = self.spans.get(name, (first, last))
        self.spans[name] = min(first, known[0]), max(last, known[1])
