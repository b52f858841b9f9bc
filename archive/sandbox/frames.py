"""What goes over the socket between who asks and the process that answers: frames, and what is in them.

A frame is its kind, one byte, its length in eight, big-endian, and then so many bytes. Nothing in it is ever code.
"""

import json
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum
from typing import Any, Self

import pyarrow as pa

from archive.errors import Place, QueryError, SandboxError
from archive.sandbox.limits import Limits

HEAD = struct.Struct(">cQ")
MOST_WORDS = 4000
"""Characters of what is told of a problem; `error` in a query can say any amount."""
FILES_AT_ONCE = 200  # a message of a socket takes 253


class Kind(bytes, Enum):
    """What is in a frame."""

    QUESTION = b"Q"
    TABLE = b"T"
    BATCH = b"B"
    PROBLEM = b"P"
    END = b"E"


class Fault(StrEnum):
    """What is at fault where there is no answer: the query, a file, the memory allowed, or the sandbox itself."""

    QUERY = "query"
    DAMAGE = "damage"
    MEMORY = "memory"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of which files: their names in the archive by table, and up to which instant (None: all).

    ``names`` are those of the values, None where these fill ``?`` in their order. ``batch_rows`` go into one batch.
    """

    query: str
    names: Sequence[str] | None
    files: Mapping[str, Sequence[str]]
    until: Mapping[str, datetime | None]
    batch_rows: int
    limits: Limits

    def packed(self) -> bytes:
        """The question as bytes."""
        until = {table: moment and moment.isoformat() for table, moment in self.until.items()}
        limits = {name: getattr(self.limits, name) for name in Limits.__slots__}
        content = {"query": self.query, "names": self.names, "files": self.files, "until": until}
        return json.dumps(content | {"batch_rows": self.batch_rows, "limits": limits}).encode("utf-8", "surrogatepass")

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """The question that ``packed`` is of."""
        content: dict[str, Any] = json.loads(packed)
        until = {table: moment and datetime.fromisoformat(moment) for table, moment in content["until"].items()}
        return cls(**content | {"until": until, "limits": Limits(**content["limits"])})


def problem_packed(fault: Fault, error: QueryError) -> bytes:
    """A problem as bytes."""
    place = error.place and [error.place.line, error.place.column, error.place.text, error.place.width]
    words = str(error)
    words = words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1] + "…"
    content = {"fault": fault, "words": words, "place": place, "nearest": error.nearest}
    return json.dumps(content).encode()


def problem_unpacked(packed: bytes | bytearray) -> tuple[Fault, QueryError]:
    """The problem that ``packed`` is of, whoever packed it. Raises SandboxError where it is none."""
    try:
        content = json.loads(packed)
        fault, words, nearest = Fault(content["fault"]), str(content["words"]), map(str, content["nearest"])
        place = content["place"]
        if place is not None:
            line, column, text, width = place
            column, width = (min(max(1, int(number)), len(text) + 1) for number in (column, width))
            place = Place(line=int(line), column=column, text=str(text), width=width)
        return fault, QueryError(words, place=place, nearest=tuple(nearest))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as problem:
        raise SandboxError("the process that answers did not keep to its form") from problem


def as_bytes(table: pa.Table | pa.RecordBatch) -> pa.Buffer:
    """``table`` as an Arrow stream."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(use_threads=False)
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write(table)
    return sink.getvalue()


def as_table(stream: bytes) -> pa.Table:
    """The table in ``stream``, which we wrote ourselves."""
    return pa.ipc.open_stream(pa.py_buffer(stream), options=pa.ipc.IpcReadOptions(use_threads=False)).read_all()


def send(connection: socket.socket, kind: Kind, content: bytes | pa.Buffer = b"") -> None:
    """Send one frame. Raises OSError where nobody is there any more."""
    with memoryview(content) as bytes_:
        connection.sendall(HEAD.pack(kind.value, len(bytes_)))
        connection.sendall(bytes_)


def receive(connection: socket.socket, kind: Kind) -> bytes:
    """The next frame of one who is trusted. Raises EOFError where it is not of this ``kind``, or is none."""
    found, length = HEAD.unpack(receive_exactly(connection, HEAD.size))
    if found != kind.value:
        raise EOFError
    return bytes(receive_exactly(connection, length))


def receive_exactly(connection: socket.socket, length: int) -> bytearray:
    """So many bytes. Raises EOFError where there are fewer, and OSError."""
    content = bytearray(length)
    with memoryview(content) as room:
        done = 0
        while done < length:
            count = connection.recv_into(room[done:])
            if not count:
                raise EOFError
            done += count
    return content


def send_files(connection: socket.socket, descriptors: Sequence[int]) -> None:
    """Hand over up to ``FILES_AT_ONCE`` open files; returns when they are there."""
    socket.send_fds(connection, [b"F"], descriptors)
    receive_exactly(connection, 1)


def receive_files(connection: socket.socket, count: int) -> list[int]:
    """``count`` open files. Raises EOFError where some are missing."""
    descriptors: list[int] = []
    while len(descriptors) < count:
        word, some, _, _ = socket.recv_fds(connection, 1, FILES_AT_ONCE)
        if not word or not some:
            raise EOFError
        descriptors += some
        connection.sendall(word)
    return descriptors
