"""JSON Lines: one object a line (RFC 8259), UTF-8."""

from collections.abc import Iterable
from typing import BinaryIO

import pyarrow as pa

from archive.export.values import ENCODER, json_values


def write_json(batches: Iterable[pa.RecordBatch], file: BinaryIO) -> None:
    """Write one object a row; a null is written as ``null``, so that every line has every name."""
    for batch in batches:
        names = batch.schema.names
        columns = [json_values(column) for column in batch.columns]
        file.write(ENCODER.encode_lines([dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]))
