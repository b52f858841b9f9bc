"""An answer, or what is told in its place, that would become more in the process that asks than it was when sent."""

import json
import socket
import struct
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest

from archive.errors import AnswerTooLargeError, NewsreelError, SandboxError
from archive.sandbox import Limits, Sandbox
from archive.sandbox.frames import MOST_WORDS, Kind, as_bytes, problem_unpacked, send
from archive.sandbox.messages import MOST_FIELDS
from archive.sandbox.reading import answer
from archive.sandbox.streams import one_batch, unpacked_bytes

MEGABYTE = 1024**2


class _Liar:
    """A process that writes what it likes."""

    def __init__(self, frames: Sequence[tuple[Kind, bytes]]) -> None:
        self.connection, theirs = socket.socketpair()
        for kind, content in frames:
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 * MEGABYTE)
            send(theirs, kind, content)
        theirs.close()

    def status(self) -> int:
        return 0


def _stream(batch: pa.RecordBatch, **options: Any) -> bytearray:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write(batch)
    return bytearray(sink.getvalue().to_pybytes())


def _batch(**columns: Any) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict(columns)


@pytest.mark.parametrize("packer", ["zstd", "lz4"])
def test_an_answer_that_is_packed_is_refused(packer: str) -> None:
    packed = _stream(_batch(x=["x" * 50 * MEGABYTE]), compression=packer)
    assert len(packed) < MEGABYTE
    with pytest.raises(SandboxError):
        one_batch(packed)


def test_a_list_of_choices_that_is_packed_is_refused() -> None:
    choices = pa.array(["x" * 50 * MEGABYTE]).dictionary_encode()
    with pytest.raises(SandboxError):
        one_batch(_stream(_batch(x=choices), compression="zstd"))


def test_a_list_of_choices_that_grows_is_refused() -> None:
    schema = pa.schema({"x": pa.dictionary(pa.int8(), pa.string())})
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.ipc.new_stream(sink, schema, options=options) as writer:
        for values in (["a"], ["a", "b"]):
            choices = pa.DictionaryArray.from_arrays(pa.array([0], pa.int8()), pa.array(values))
            writer.write(pa.RecordBatch.from_arrays([choices], schema=schema))
    stream = sink.getvalue().to_pybytes()
    messages = pa.ipc.MessageReader.open_stream(stream)
    # Schema, choices, batch, more choices, batch: without the first batch, the second is the first to be read.
    parts = [messages.read_next_message() for _ in range(5)]
    with pytest.raises(SandboxError):
        one_batch(bytearray(b"".join(parts[place].serialize().to_pybytes() for place in (0, 1, 3, 4))))


def test_what_is_not_packed_is_the_batch_it_was() -> None:
    batch = _batch(
        x=pa.array(["a", "b", "a"]).dictionary_encode(), y=[[1], [], None], z=[{"a": 1}, None, {"a": 2}],
        t=pa.array([1, 2, 3], pa.timestamp("us", "Europe/Berlin")), n=pa.nulls(3),
    )  # fmt: skip
    assert one_batch(_stream(batch)).equals(batch)


NAMES = ["n" * 10_000, "b", "c"]  # in a flatbuffer the first stands last, where the others can point to


def _shared(metadata: bytes, text: bytes) -> bytes:
    """``metadata`` with every name in it made to be ``text``, which stands there once."""
    content = bytearray(metadata)
    there = metadata.index(struct.pack("<I", len(text)) + text)
    for name in (b"b", b"c"):
        place = metadata.index(struct.pack("<I", 1) + name + b"\0")
        slots = (at for at in range(0, place, 4) if at + struct.unpack_from("<I", metadata, at)[0] == place)
        slot = next(at for at in slots if at < there)
        struct.pack_into("<I", content, slot, there - slot)
    return bytes(content)


def test_a_schema_in_which_columns_share_a_text_is_refused() -> None:
    batch = pa.RecordBatch.from_arrays([pa.array([1])] * 3, names=NAMES)
    stream = bytes(_stream(batch))
    assert one_batch(bytearray(stream)).num_columns == 3
    shared = _shared(stream, b"n" * 10_000)
    with pa.ipc.open_stream(shared) as reader:
        assert reader.schema.names == ["n" * 10_000] * 3  # Arrow itself takes it
    with pytest.raises(SandboxError):
        one_batch(bytearray(shared))


def test_more_columns_than_any_answer_has_are_refused_before_they_are_made(ground: Any) -> None:
    batch = pa.RecordBatch.from_arrays([pa.array([1], pa.int8())] * (MOST_FIELDS + 1), names=["a"] * (MOST_FIELDS + 1))
    with pytest.raises(AnswerTooLargeError, match="columns"):
        one_batch(_stream(batch))
    with Sandbox(ground.archive) as sandbox, pytest.raises(AnswerTooLargeError, match="columns"):
        sandbox.sql(f"SELECT {', '.join(['1'] * (MOST_FIELDS + 1))}").arrow()


def test_what_a_schema_says_besides_its_columns_is_not_read() -> None:
    batch = _batch(x=[1]).replace_schema_metadata({"pandas": "not JSON"})
    assert one_batch(_stream(batch)).schema.metadata is None


def test_a_text_that_a_million_rows_share_counts_for_each(ground: Any) -> None:
    text = "y" * 40_000
    with Sandbox(ground.archive) as sandbox:
        with pytest.raises(AnswerTooLargeError, match="MB"):
            sandbox.sql(f"SELECT '{text}'::ENUM('{text}') AS x FROM range(20000)").arrow()
        with pytest.raises(AnswerTooLargeError, match="MB"):
            sandbox.sql(f"SELECT [{{'a': '{text}'::ENUM('{text}')}}] AS x FROM range(20000)").arrow()
        assert sandbox.sql("SELECT 'a'::ENUM('a') AS x FROM range(20000)").arrow().num_rows == 20_000


@pytest.mark.parametrize(
    "array",
    [
        pa.array([[None] * 100_000]),
        pa.FixedSizeListArray.from_arrays(pa.nulls(100_000), 100_000),
        pa.StructArray.from_arrays([pa.FixedSizeListArray.from_arrays(pa.nulls(100_000), 100_000)], ["a"]),
    ],
)
def test_nothings_count_as_something(array: pa.Array) -> None:
    assert array.nbytes < 1000
    assert unpacked_bytes(_batch(x=array)) >= 100_000


@pytest.mark.parametrize(
    "array",
    [
        pa.RunEndEncodedArray.from_arrays(pa.array([1_000_000], pa.int32()), pa.array(["x" * 1000])),
        pa.array(["x" * 1000] * 3, pa.string_view()),
        pa.ListViewArray.from_arrays([0, 0, 0], [1, 1, 1], ["x"]),
        pa.UnionArray.from_dense(pa.array([0, 0], pa.int8()), pa.array([0, 0], pa.int32()), [pa.array(["x"])]),
    ],
)
def test_types_by_which_rows_share_a_value_are_refused(array: pa.Array) -> None:
    frames = [(Kind.BATCH, as_bytes(_batch(x=array)).to_pybytes()), (Kind.END, b"")]
    liar = _Liar(frames)
    with liar.connection, pytest.raises(SandboxError):
        list(answer(liar, Limits()))  # type: ignore[arg-type]


def _of_frames(frames: Sequence[tuple[Kind, bytes]], **limits: Any) -> list[pa.RecordBatch]:
    liar = _Liar(frames)
    with liar.connection:
        return list(answer(liar, Limits(**limits)))  # type: ignore[arg-type]


def test_batches_without_rows_do_not_come_again_and_again() -> None:
    empty = as_bytes(_batch(x=pa.array([], pa.int8()))).to_pybytes()
    assert len(_of_frames([(Kind.BATCH, empty), (Kind.END, b"")])) == 1
    with pytest.raises(SandboxError):
        _of_frames([(Kind.BATCH, empty), (Kind.BATCH, empty), (Kind.END, b"")])


def test_many_batches_of_a_row_are_no_way_around_the_bound_of_bytes() -> None:
    one = as_bytes(_batch(x=pa.array([1], pa.int8()))).to_pybytes()
    with pytest.raises(AnswerTooLargeError):
        _of_frames([(Kind.BATCH, one)] * 400, bytes=1000)


@pytest.mark.parametrize(
    "packed",
    [
        b"[" * 100_000,
        json.dumps({"fault": "query", "words": "x", "nearest": [], "place": [1, float("inf"), "x", 1]}).encode(),
        json.dumps({"fault": "query", "words": "x", "nearest": 7, "place": None}).encode(),
        b'{"fault": "query", "words": "x", "nearest": [], "place": [' + b"9" * 10_000 + b', 1, "x", 1]}',
        b"\xff\xfe",
    ],
)
def test_a_problem_that_is_none_is_not_believed(packed: bytes) -> None:
    with pytest.raises(SandboxError):
        problem_unpacked(packed)


def test_the_place_of_a_problem_is_within_its_line() -> None:
    packed = json.dumps({"fault": "query", "words": "x", "nearest": [], "place": [1, 10**30, "line", 10**30]}).encode()
    _, error = problem_unpacked(packed)
    assert error.place is not None
    assert (error.place.column, error.place.width) == (5, 5)


def test_a_problem_longer_than_any_is_not_read() -> None:
    frames = [(Kind.PROBLEM, b"[" + b"[]," * MEGABYTE)]
    with pytest.raises(SandboxError):
        _of_frames(frames, query_chars=1000)


def test_a_message_that_a_query_makes_long_is_cut(ground: Any) -> None:
    with Sandbox(ground.archive) as sandbox:
        for query in ("SELECT error(repeat('x', 1000000))", "SELECT repeat('x', 1000000)::INT"):
            with pytest.raises(NewsreelError) as told:
                sandbox.sql(query).arrow()
            assert len(str(told.value)) <= MOST_WORDS
