"""What a message of an Arrow stream says of itself, looked at before Arrow makes anything of it.

The metadata of a message is a flatbuffer (google.github.io/flatbuffers); the numbers of its fields are those of Arrow's
format/Message.fbs and format/Schema.fbs. In a flatbuffer several tables may point to one text, which Arrow copies for
each: a small message then stands for any amount. Nobody who means well writes such a one, nor a compressed one here.
"""

import struct
from collections.abc import Iterator

MOST_FIELDS = 20_000
_INT, _UINT, _USHORT = (struct.Struct(form) for form in ("<i", "<I", "<H"))
# The header of a message, and in a DictionaryBatch: data and isDelta; in a RecordBatch: compression.
_HEADER, _DATA, _IS_DELTA, _COMPRESSION = 2, 1, 2, 3
_SCHEMA_FIELDS, _SCHEMA_PAIRS = 1, 2
_FIELD_NAME, _FIELD_KIND, _FIELD_TYPE, _FIELD_CHILDREN, _FIELD_PAIRS = 0, 2, 3, 5, 6
# The kinds of types that have a text or a list of their own, both as field 1: Timestamp, its zone; Union, its ids.
_LONG_KINDS = {10: 1, 14: 4}  # and so many bytes each


class TooManyFieldsError(ValueError):
    """Raised for a schema of more than MOST_FIELDS."""


def is_packed_batch(metadata: bytes) -> bool:
    """Whether the message of a batch is compressed. Raises struct.error for what is no message."""
    return _place(metadata, _header(metadata), _COMPRESSION) is not None


def is_packed_dictionary(metadata: bytes) -> bool:
    """Whether the message of a dictionary is compressed, or adds to one. Raises struct.error for what is no message."""
    table = _header(metadata)
    delta = _place(metadata, table, _IS_DELTA)
    if delta is not None and metadata[delta]:
        return True
    batch = _place(metadata, table, _DATA)
    return batch is None or _place(metadata, _followed(metadata, batch), _COMPRESSION) is not None


def is_packed_schema(metadata: bytes) -> bool:
    """Whether the message of a schema stands for more than it is long.

    Raises TooManyFieldsError, and struct.error for what is no message.
    """
    schema = _header(metadata)
    size, count = _size_of_pairs(metadata, schema, _SCHEMA_PAIRS), 0
    waiting = list(_tables(metadata, schema, _SCHEMA_FIELDS))
    while waiting:
        field = waiting.pop()
        count += 1
        size += _size_of_field(metadata, field)
        if size > len(metadata):
            return True
        waiting += _tables(metadata, field, _FIELD_CHILDREN)
        if count + len(waiting) > MOST_FIELDS:
            raise TooManyFieldsError
    return False


def _size_of_field(metadata: bytes, field: int) -> int:
    size = _length(metadata, field, _FIELD_NAME) + _size_of_pairs(metadata, field, _FIELD_PAIRS)
    kind, type_ = _place(metadata, field, _FIELD_KIND), _place(metadata, field, _FIELD_TYPE)
    if kind is not None and type_ is not None and metadata[kind] in _LONG_KINDS:
        size += _LONG_KINDS[metadata[kind]] * _length(metadata, _followed(metadata, type_), 1)
    return size


def _size_of_pairs(metadata: bytes, table: int, number: int) -> int:
    """Bytes of the names and values that are put to a table; counted no further than they are too many."""
    size = 0
    for pair in _tables(metadata, table, number):
        size += 1 + _length(metadata, pair, 0) + _length(metadata, pair, 1)
        if size > len(metadata):
            break
    return size


def _header(metadata: bytes) -> int:
    message: int = _UINT.unpack_from(metadata, 0)[0]
    place = _place(metadata, message, _HEADER)
    if place is None:
        raise struct.error
    return _followed(metadata, place)


def _place(metadata: bytes, table: int, number: int) -> int | None:
    """Where the field ``number`` of a table is; None: it has none."""
    names = table - _INT.unpack_from(metadata, table)[0]
    offset = 4 + 2 * number
    if offset >= _USHORT.unpack_from(metadata, names)[0]:
        return None
    within = _USHORT.unpack_from(metadata, names + offset)[0]
    return table + within if within else None


def _followed(metadata: bytes, place: int) -> int:
    return place + int(_UINT.unpack_from(metadata, place)[0])


def _length(metadata: bytes, table: int, number: int) -> int:
    """How long a text or a list is; 0: there is none."""
    place = _place(metadata, table, number)
    return 0 if place is None else int(_UINT.unpack_from(metadata, _followed(metadata, place))[0])


def _tables(metadata: bytes, table: int, number: int) -> Iterator[int]:
    """The tables in the list that is the field ``number`` of a table."""
    place = _place(metadata, table, number)
    if place is not None:
        start = _followed(metadata, place) + 4
        for entry in range(start, start + 4 * _length(metadata, table, number), 4):
            yield _followed(metadata, entry)
