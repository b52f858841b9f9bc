"""What a column says about itself: type, meaning, unit and an example, kept beside the field it describes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

TEXT = pa.string()
INSTANT = pa.timestamp("us", tz="UTC")
COUNT = pa.int64()
TEXTS = pa.list_(pa.string())
TEXT_BY_NAME = pa.map_(pa.string(), pa.string())
COUNT_BY_NAME = pa.map_(pa.string(), pa.int64())


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table.

    ``type`` is the Arrow type stored, ``example`` a value as a record holds it. ``few`` marks text with
    few distinct values (dictionary-encoded in Parquet); ``long`` marks text too long for statistics. ``address`` marks
    text that begins as its neighbours in the order of rows do.
    """

    type: pa.DataType
    description: str
    example: object
    unit: str | None = None
    few: bool = False
    long: bool = False
    address: bool = False

    @property
    def encoding(self) -> str | None:
        """The Parquet encoding that packs the column best; None: dictionary, or plain values."""
        if self.few or pa.types.is_nested(self.type):
            return None
        if pa.types.is_string(self.type):
            return "DELTA_BYTE_ARRAY" if self.address else "DELTA_LENGTH_BYTE_ARRAY"
        return "DELTA_BINARY_PACKED"

    def array(self, values: Sequence[Any]) -> pa.Array:
        """``values``, as records hold them, as an Arrow array of this column's type."""
        if pa.types.is_map(self.type):
            values = [None if value is None else list(value.items()) for value in values]
        return pa.array(values, self.type)
