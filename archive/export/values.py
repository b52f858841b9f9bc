"""What a value of any column reads as where it is written as text or as JSON."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from archive.errors import QueryError

# Decimals are numbers of JSON too, with all their digits.
ENCODER = msgspec.json.Encoder(decimal_format="number")

_FOREVER = 2**63 - 1  # what DuckDB makes of infinity in a TIMESTAMP …
_FOREVER_DAYS = 2**31 - 1  # … and in a DATE


def texts(column: pa.Array) -> pa.Array:
    """``column`` as text; null stays null.

    Instants are ISO 8601 (``2026-01-05T08:00:00Z``; without a zone where the type has none), intervals ISO 8601
    durations, bytes hexadecimal, lists, maps and structs JSON. Raises QueryError for an instant that has no such form.
    """
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return texts(column.storage)
    if pa.types.is_dictionary(kind):
        return texts(column.dictionary_decode())
    if pa.types.is_temporal(kind):
        return _temporal_texts(column)
    if _is_bytes(kind):
        return pa.array((None if value is None else value.hex() for value in column.to_pylist()), pa.string())
    if _is_nested(kind):
        values = json_values(column)
        return pa.array((None if v is None else ENCODER.encode(v).decode() for v in values), pa.string())
    return column.cast(pa.string())


def json_values(column: pa.Array) -> list[Any]:
    """The values of ``column`` as `ENCODER` writes them: no NaN and no infinity, which are null; the rest as `texts`.

    Raises QueryError as `texts` does.
    """
    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        return json_values(column.storage)
    if _is_nested(kind):
        try:
            values: list[Any] = column.to_pylist(maps_as_pydicts="strict")
        except (ValueError, OverflowError, KeyError) as problem:
            raise QueryError(f"a value of type {kind} has no form outside of DuckDB: {problem}") from problem
        return values if _is_json(kind) else [jsonable(value) for value in values]
    if pa.types.is_temporal(kind) or _is_bytes(kind):
        column = texts(column)
    return list(column.to_pylist())


def jsonable(value: Any) -> Any:
    """``value``, as Arrow gives it to Python, as JSON has it: text for what JSON does not know, and as keys."""
    if isinstance(value, dict):
        return {_key(key): jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, pa.MonthDayNano):
        return [jsonable(inner) for inner in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | Decimal) else _plain(value)


def _key(value: Any) -> str:
    return value if isinstance(value, str) else ENCODER.encode(jsonable(value)).decode().strip('"')


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, pa.MonthDayNano):
        return _duration(value.months, value.days, value.nanoseconds)
    if isinstance(value, timedelta):
        return _duration(0, value.days, (value - timedelta(days=value.days)) // timedelta(microseconds=1) * 1000)
    return value.hex() if isinstance(value, bytes) else str(value)


def _duration(months: int, days: int, nanoseconds: int) -> str:
    """ISO 8601, each part with a sign of its own: ``P1M-2DT3.5S``."""
    seconds = f"{Decimal(nanoseconds).scaleb(-9):f}"
    seconds = seconds.rstrip("0").rstrip(".") if "." in seconds else seconds
    return f"P{months}M{days}DT{seconds or 0}S"


def _temporal_texts(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_interval(kind) or pa.types.is_duration(kind):
        return pa.array((None if value is None else _plain(value) for value in column.to_pylist()), pa.string())
    if pa.types.is_timestamp(kind):
        shown = column.cast(pa.timestamp(kind.unit)).cast(pa.string())
        shown = pc.replace_substring(shown, " ", "T", max_replacements=1)
        shown = pc.replace_substring_regex(shown, r"\.0+$", "")
        if kind.tz is not None:
            shown = pc.binary_join_element_wise(shown, "Z", "")
        return _without_ends(column, shown, _FOREVER, pa.int64())
    if pa.types.is_date32(kind):
        return _without_ends(column, column.cast(pa.string()), _FOREVER_DAYS, pa.int32())
    return pc.replace_substring_regex(column.cast(pa.string()), r"\.0+$", "")


def _without_ends(column: pa.Array, shown: pa.Array, forever: int, number: pa.DataType) -> pa.Array:
    """``shown``, what ``column`` reads as, with words for the two instants that DuckDB calls infinity."""
    odd = pc.starts_with(shown, "<")
    if not pc.any(odd).as_py():
        return shown
    counts = column.cast(number)
    shown = pc.if_else(pc.equal(counts, forever), "infinity", shown)
    shown = pc.if_else(pc.equal(counts, -forever), "-infinity", shown)
    if pc.any(pc.starts_with(shown, "<")).as_py():
        raise QueryError("an instant is out of the range that calendars reach; ask for it as text: column::text")
    return shown


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_binary(kind)
        or pa.types.is_large_binary(kind)
        or pa.types.is_fixed_size_binary(kind)
        or pa.types.is_binary_view(kind)
    )


def _is_nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_nested(kind) or pa.types.is_union(kind))


def _is_json(kind: pa.DataType) -> bool:
    """Whether the values of a column of this type are JSON as they are, and its numbers finite."""
    if pa.types.is_map(kind):
        return pa.types.is_string(kind.key_type) and _is_json(kind.item_type)
    if pa.types.is_list(kind):
        return _is_json(kind.value_type)
    if pa.types.is_struct(kind):
        return all(_is_json(field.type) for field in kind)
    return bool(pa.types.is_string(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind))
