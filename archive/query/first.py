"""The first rows of an answer, as an answer that reads no more than those."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from archive.query.answer import BATCH_ROWS, Answer


def first(answer: Answer, count: int) -> Answer:
    """The first ``count`` rows of ``answer``."""
    return Answer(_First(answer, count))


@dataclass(frozen=True, slots=True)
class _First:
    answer: Answer
    count: int

    @property
    def notes(self) -> Sequence[str]:
        return self.answer.notes

    def table(self) -> pa.Table:
        return pa.Table.from_batches(self.batches(BATCH_ROWS))

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        left = self.count
        for batch in self.answer.batches(max(1, min(size, left))):
            yield batch.slice(0, left)
            left -= batch.num_rows
            if left <= 0:
                return
