"""The types of columns as the library ``datasets`` has them: which those are, and what its cards call them.

Source: ``datasets.Features``, its ``from_arrow_schema`` and the YAML of its cards.
"""

from typing import Any

import pyarrow as pa

_OWN_NAMES = {
    pa.float16(): "float16",
    pa.float32(): "float32",
    pa.float64(): "float64",
    pa.date32(): "date32",
    pa.bool_(): "bool",
}


def loadable_schema(schema: pa.Schema) -> pa.Schema:
    """``schema`` with maps as lists of key and value, since ``datasets`` has no maps; rows can be cast to it."""
    return pa.schema([field.with_type(_loadable(field.type)) for field in schema])


def features(schema: pa.Schema) -> list[dict[str, Any]]:
    """What ``dataset_info`` of a card says of the columns of ``schema``, a `loadable_schema`."""
    return [{"name": field.name, **_feature(field.type)} for field in schema]


def words(kind: pa.DataType) -> str:
    """The type of a column for people."""
    if pa.types.is_struct(kind):
        return f"({', '.join(f'{field.name}: {words(field.type)}' for field in kind)})"
    return f"list of {words(kind.value_type)}" if _is_list(kind) else _name(kind)


def _loadable(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_map(kind):
        pair = [pa.field("key", _loadable(kind.key_type)), pa.field("value", _loadable(kind.item_type))]
        return pa.list_(pa.struct(pair))
    if _is_list(kind):
        return pa.list_(_loadable(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_loadable(field.type)) for field in kind])
    return kind


def _feature(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_struct(kind):
        return {"struct": features(kind)}
    if _is_list(kind):
        return {"list": _inner(kind.value_type)}
    return {"dtype": _name(kind)}


def _inner(kind: pa.DataType) -> Any:
    if pa.types.is_struct(kind):
        return features(kind)
    return _feature(kind) if _is_list(kind) else _name(kind)


def _name(kind: pa.DataType) -> str:
    return _OWN_NAMES.get(kind, str(kind))  # string, int64, timestamp[us, tz=UTC], decimal128(9, 2) …


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))
