"""Writing an answer into an open file: as CSV, JSON Lines or Parquet, batch by batch."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from archive.export.csv_lines import write_csv
from archive.export.json_lines import write_json
from archive.export.parquet_file import write_parquet
from archive.export.whole import PACKINGS
from archive.query.answer import Answer


class Form(StrEnum):
    """The forms an answer is written in: each one file."""

    CSV = "csv"
    JSON = "json"  # Lines: one object a line
    PARQUET = "parquet"


_ENDINGS = {
    ".csv": Form.CSV,
    ".json": Form.JSON,
    ".jsonl": Form.JSON,
    ".ndjson": Form.JSON,
    ".parquet": Form.PARQUET,
}


def form_by_name(output: Path) -> Form | None:
    """The form that the name of a file asks for, packed or not; None: it says none."""
    name = output.with_suffix("") if output.suffix in PACKINGS else output
    return _ENDINGS.get(name.suffix.lower())


def write(
    answer: Answer,
    form: Form,
    file: BinaryIO,
    *,
    keep_formulas: bool = False,
    told: Callable[[int], None] | None = None,
) -> None:
    """Write ``answer`` into ``file``; no more of it is in memory than a batch, or a row group of Parquet.

    ``keep_formulas``: CSV with texts that a spreadsheet would run as formulas, as they are. ``told`` hears how many
    rows are read so far. Raises QueryError for a value the form has no place for, OSError where ``file`` cannot be
    written, and what `Answer.batches` raises.
    """
    batches = _counted(answer.batches(), told) if told else answer.batches()
    if form is Form.CSV:
        write_csv(batches, file, keep_formulas=keep_formulas)
    elif form is Form.JSON:
        write_json(batches, file)
    else:
        write_parquet(batches, file)
    file.flush()


def _counted(batches: Iterator[pa.RecordBatch], told: Callable[[int], None]) -> Iterator[pa.RecordBatch]:
    rows = 0
    for batch in batches:
        rows += batch.num_rows
        told(rows)
        yield batch
