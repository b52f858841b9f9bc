"""Reading what a process wrote that is not trusted: an Arrow stream of one batch, checked through and through."""

import struct

import pyarrow as pa
import pyarrow.compute as pc

from archive.errors import AnswerTooLargeError, SandboxError
from archive.sandbox.messages import (
    MOST_FIELDS,
    TooManyFieldsError,
    is_packed_batch,
    is_packed_dictionary,
    is_packed_schema,
)

_NO_ANSWER = "the process that answers gave what is no answer"
_PACKED = {"schema": is_packed_schema, "dictionary": is_packed_dictionary, "record batch": is_packed_batch}
# In these, many values may be one in memory. DuckDB gives none of them as it is set here.
_SHARING = (
    pa.types.is_string_view, pa.types.is_binary_view, pa.types.is_list_view, pa.types.is_large_list_view,
    pa.types.is_run_end_encoded, lambda kind: pa.types.is_union(kind) and kind.mode == "dense",
)  # fmt: skip


def one_batch(stream: bytearray) -> pa.RecordBatch:
    """The only batch in ``stream``, in no more memory than that.

    Raises SandboxError where that is not what it holds, AnswerTooLargeError where it has too many columns.
    """
    try:
        _require_unpacked(stream)
        options = pa.ipc.IpcReadOptions(use_threads=False, ensure_alignment=pa.ipc.Alignment.Any)
        with pa.ipc.open_stream(pa.py_buffer(stream), options=options) as reader:
            batch = reader.read_next_batch()
        batch.validate(full=True)
        # What a schema says besides its columns would be believed by those who read it; names may be no text.
        return batch.replace_schema_metadata(None).rename_columns(batch.schema.names)
    except TooManyFieldsError:
        raise AnswerTooLargeError(f"the answer is larger than {MOST_FIELDS:,} columns; ask for fewer columns") from None
    except (pa.ArrowException, OSError, StopIteration, ValueError, KeyError, IndexError, struct.error) as problem:
        raise SandboxError(_NO_ANSWER) from problem


def unpacked_bytes(batch: pa.RecordBatch) -> int:
    """Bytes of all values of ``batch``, each counted as often as it is one, and at least as one byte.

    A list of choices (ENUM) has each of its texts once, however many rows say it; whoever reads the rows gets it as
    many times. Raises SandboxError for a type by which that could not be told.
    """
    return sum(map(_bytes_of, batch.columns))


def _require_unpacked(stream: bytearray) -> None:
    """Raise ValueError where a message up to the first batch would take more memory than it is long."""
    kind = None
    messages = pa.ipc.MessageReader.open_stream(pa.py_buffer(stream))
    while kind != "record batch":
        message = messages.read_next_message()
        kind = message.type
        if _PACKED[kind](message.metadata.to_pybytes()):
            raise ValueError(kind)


def _bytes_of(array: pa.Array) -> int:
    array = array.storage if isinstance(array, pa.ExtensionArray) else array
    kind = array.type
    if any(is_sharing(kind) for is_sharing in _SHARING):
        raise SandboxError(_NO_ANSWER)
    if pa.types.is_dictionary(kind):
        return int(array.indices.nbytes) + _bytes_of_choices(array)
    if pa.types.is_nested(kind):
        return len(array) + sum(map(_bytes_of, _children(array)))
    return max(int(array.nbytes), len(array))


def _bytes_of_choices(array: pa.DictionaryArray) -> int:
    choices = array.dictionary
    if pa.types.is_string(choices.type) or pa.types.is_large_string(choices.type):
        lengths = pc.cast(pc.binary_length(choices), pa.int64())
        return int(pc.sum(pc.take(lengths, array.indices)).as_py() or 0)
    return len(array) * _bytes_of(choices)


def _children(array: pa.Array) -> list[pa.Array]:
    if pa.types.is_struct(array.type) or pa.types.is_union(array.type):
        return [array.field(number) for number in range(array.type.num_fields)]
    if pa.types.is_map(array.type):
        return [array.keys, array.items]
    return [array.values]
