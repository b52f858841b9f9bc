"""Parquet: the answer with its types and the descriptions of its columns, batch by batch."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from archive.errors import QueryError
from archive.export.descriptions import descriptions
from archive.export.values import texts

_HUGE_DIGITS = 38  # what DuckDB calls a sum of whole numbers; none of ours is near its end
_GROUP_ROWS = 100_000
_GROUP_BYTES = 128 << 20


def stored_schema(schema: pa.Schema) -> pa.Schema:
    """``schema`` as it is written: what Parquet has no place for is text, a sum of whole numbers is a whole number."""
    meanings = descriptions(schema)
    fields = []
    for field in schema:
        said = meanings.get(field.name)
        fields.append(pa.field(field.name, _stored_type(field.type), metadata={"description": said} if said else None))
    return pa.schema(fields)


def stored(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """``batch`` in the types of ``schema``, its `stored_schema`. Raises QueryError for a sum that is out of range."""
    columns = [_stored(column, field) for column, field in zip(batch.columns, schema, strict=True)]
    return pa.record_batch(columns, schema=schema)


def write_parquet(batches: Iterable[pa.RecordBatch], file: BinaryIO) -> None:
    """Write one Parquet file; what its columns mean, where we know it, stands beside their types."""
    groups = row_groups(batches)
    first = next(groups)
    with open_writer(file, first.schema) as writer:
        writer.write_table(first)
        for group in groups:
            writer.write_table(group)


def row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """``batches``, which are one at least, as they are stored, in tables of the size of a row group."""
    waiting: list[pa.RecordBatch] = []
    schema: pa.Schema | None = None
    for batch in batches:
        schema = schema or stored_schema(batch.schema)
        waiting.append(stored(batch, schema))
        if sum(map(len, waiting)) >= _GROUP_ROWS or sum(one.nbytes for one in waiting) >= _GROUP_BYTES:
            yield pa.Table.from_batches(waiting, schema)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


def open_writer(file: BinaryIO, schema: pa.Schema) -> pq.ParquetWriter:
    """A writer of Parquet with the settings of every file we export."""
    return pq.ParquetWriter(file, schema, compression="zstd", compression_level=3, write_page_checksum=True)


def _stored_type(kind: pa.DataType) -> pa.DataType:
    if isinstance(kind, pa.BaseExtensionType):
        return _stored_type(kind.storage_type)
    if pa.types.is_dictionary(kind):
        return _stored_type(kind.value_type)
    if _is_huge(kind):
        return pa.int64()
    return kind if _is_storable(kind) else pa.string()


def _stored(column: pa.Array, field: pa.Field) -> pa.Array:
    if isinstance(column.type, pa.BaseExtensionType):
        return _stored(column.storage, field)
    if column.type == field.type:
        return column
    if pa.types.is_string(field.type):
        return texts(column)
    try:
        return column.cast(field.type)
    except pa.ArrowInvalid as problem:
        raise QueryError(
            f"column {field.name} has whole numbers of more than 64 bits; ask for {field.name}::double or ::text"
        ) from problem


def _is_huge(kind: pa.DataType) -> bool:
    return bool(pa.types.is_decimal(kind) and kind.scale == 0 and kind.precision >= _HUGE_DIGITS)


def _is_storable(kind: pa.DataType) -> bool:
    """Whether Parquet has a type for it that other programs read."""
    if pa.types.is_nested(kind):
        inner = [kind.field(number).type for number in range(kind.num_fields)]
        return not pa.types.is_union(kind) and all(map(_is_storable, inner))
    return not (pa.types.is_interval(kind) or pa.types.is_duration(kind) or isinstance(kind, pa.BaseExtensionType))
