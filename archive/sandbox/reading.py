"""Putting a question to a process, and reading its answer within limits: of what it says nothing is believed."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from archive.errors import (
    AnswerTooLargeError,
    ArchiveDamagedError,
    NewsreelError,
    SandboxError,
    TooLittleMemoryError,
    TooSlowError,
)
from archive.sandbox.frames import (
    FILES_AT_ONCE,
    HEAD,
    Fault,
    Kind,
    Question,
    as_bytes,
    problem_unpacked,
    send,
    send_files,
)
from archive.sandbox.limits import Limits
from archive.sandbox.processes import AnsweringProcess
from archive.sandbox.streams import one_batch, unpacked_bytes
from archive.sources import MovedOnError

_FRAMING_BYTES = 64 * 1024
# Each batch brings the names of its columns; in small batches that may be more than the rows.
_MOST_SENT = 2
# Bytes of a character in JSON at most; a problem shows a line of the query.
_ESCAPED = 12
# Beyond the limit for the question itself: for all that is loaded first, and for the files to be handed over.
_START_SECONDS = 60.0


def put(
    process: AnsweringProcess, question: Question, values: pa.Table, log_rows: Sequence[pa.Table], files: Sequence[Path]
) -> None:
    """Put ``question`` to ``process``; it names ``files`` in this order.

    Raises MovedOnError, ArchiveDamagedError and SandboxError.
    """
    connection = process.connection
    connection.settimeout(_START_SECONDS)
    try:
        send(connection, Kind.QUESTION, question.packed())
        for table in (values, *log_rows):
            send(connection, Kind.TABLE, as_bytes(table))
        for start in range(0, len(files), FILES_AT_ONCE):
            _hand_over(connection, files[start : start + FILES_AT_ONCE])
    except (EOFError, OSError) as problem:
        raise SandboxError(f"the process that was to answer {_told(process.status())} before it began") from problem


def answer(
    process: AnsweringProcess, limits: Limits, clock: Callable[[], float] = time.monotonic
) -> Iterator[pa.RecordBatch]:
    """The answer, batch by batch, at least one. Raises what `archive.sandbox.sandbox.Sandbox.sql` says."""
    rows = size = sent = 0
    schema: pa.Schema | None = None
    frames = _Frames(process.connection, limits, clock)
    while True:
        try:
            kind, content = frames.following(limits.bytes - size + _FRAMING_BYTES)
        except EOFError as problem:
            raise _error_of_end(process.status(), limits) from problem
        if kind == Kind.END.value and schema is not None:
            return
        if kind == Kind.PROBLEM.value:
            raise _error_told(content, limits)
        if kind != Kind.BATCH.value:
            raise SandboxError(_NOT_ITS_FORM)
        batch = one_batch(content)
        schema = schema or batch.schema
        is_new = batch.num_rows > 0 or sent == 0  # one without rows is an answer without rows
        if not batch.schema.equals(schema) or not is_new:
            raise SandboxError(_NOT_ITS_FORM)
        rows, size, sent = rows + batch.num_rows, size + unpacked_bytes(batch), sent + len(content)
        if rows > limits.rows:
            raise AnswerTooLargeError(_too_large(f"{limits.rows:,} rows"))
        if size > limits.bytes or sent > _MOST_SENT * limits.bytes + _FRAMING_BYTES:
            raise AnswerTooLargeError(_too_large(_megabytes(limits.bytes)))
        yield batch


class _Frames:
    """Frames of ``connection``, waited for ``limits.seconds`` in all; the time of whoever reads does not count."""

    def __init__(self, connection: socket.socket, limits: Limits, clock: Callable[[], float]) -> None:
        self._socket, self._limits, self._clock = connection, limits, clock
        self._left = limits.seconds

    def following(self, most_bytes: int) -> tuple[bytes, bytearray]:
        """The next frame: its kind and content.

        Raises EOFError, TooSlowError, AnswerTooLargeError, and SandboxError for a problem that is longer than any is.
        """
        kind, length = HEAD.unpack(self._exactly(HEAD.size))
        if kind != Kind.BATCH.value and length > _FRAMING_BYTES + _ESCAPED * self._limits.query_chars:
            raise SandboxError(_NOT_ITS_FORM)
        if length > most_bytes:
            raise AnswerTooLargeError(_too_large(_megabytes(self._limits.bytes)))
        return kind, self._exactly(length)

    def _exactly(self, length: int) -> bytearray:
        content = bytearray()
        while len(content) < length:
            if self._left <= 0:
                raise TooSlowError(_too_slow(self._limits))
            since = self._clock()
            self._socket.settimeout(self._left)
            try:
                some = self._socket.recv(min(length - len(content), _AT_ONCE_BYTES))
            except TimeoutError:
                raise TooSlowError(_too_slow(self._limits)) from None
            except OSError as problem:
                raise EOFError from problem
            self._left -= self._clock() - since
            if not some:
                raise EOFError
            content += some
        return content


_AT_ONCE_BYTES = 1024 * 1024
_NOT_ITS_FORM = "the process that answers did not keep to its form"


def _hand_over(connection: socket.socket, files: Sequence[Path]) -> None:
    descriptors: list[int] = []
    try:
        for path in files:
            descriptors.append(_opened(path))  # noqa: PERF401 - those that are open are to be closed
        send_files(connection, descriptors)
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except OSError as problem:
        raise ArchiveDamagedError(f"{path} cannot be read: {problem.strerror}; see: newsreel check") from problem


def _error_told(content: bytearray, limits: Limits) -> NewsreelError:
    """The error that a problem told stands for."""
    fault, error = problem_unpacked(content)
    if fault is Fault.QUERY:
        return error
    if fault is Fault.DAMAGE:
        return ArchiveDamagedError(f"a file of the archive cannot be read: {error}; see: newsreel check")
    if fault is Fault.MEMORY:
        return TooLittleMemoryError(_too_little_memory(limits))
    return SandboxError(f"the process that answers has a fault: {error}")


def _error_of_end(status: int, limits: Limits) -> NewsreelError:
    """What the end of a process amid its answer means."""
    if status == -signal.SIGXCPU:
        return TooSlowError(_too_slow(limits))
    if status == -signal.SIGKILL:
        return SandboxError(
            "the process that answers was killed from outside, as the system does where the machine has no memory "
            "left; ask again, with a smaller limit of memory"
        )
    if status < 0:
        return TooLittleMemoryError(_too_little_memory(limits))
    return SandboxError(f"the process that answers {_told(status)}")


def _told(status: int) -> str:
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def _too_slow(limits: Limits) -> str:
    return f"answering took longer than {limits.seconds:g} s; ask of less: one site, one month, or with LIMIT"


def _too_little_memory(limits: Limits) -> str:
    return (
        f"answering needs more than {_megabytes(limits.memory_bytes)} of memory; ask for fewer columns and rows, "
        "or for shorter texts"
    )


def _too_large(bound: str) -> str:
    return f"the answer is larger than {bound}; ask for fewer columns, or with LIMIT"


def _megabytes(count: int) -> str:
    return f"{count / 1024**2:,.0f} MB"
