"""The process that answers one question, as the one who asks sees it: started, asked, read within limits, ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self

import pyarrow as pa

from archive.errors import (
    AnswerTooLargeError,
    ArchiveDamagedError,
    NewsreelError,
    QueryError,
    SandboxError,
    TooLittleMemoryError,
    TooSlowError,
)
from archive.sandbox.frames import FILES_AT_ONCE, HEAD, Fault, Kind, Question, as_bytes, send, send_files
from archive.sandbox.limits import Limits
from archive.sandbox.streams import one_batch
from archive.sources import MovedOnError

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from archive.sandbox.child import main; main()"
_MOST_PROBLEM_BYTES = 20_000
# Beyond the limit for the question itself: for the process to begin, and to open the files.
_START_SECONDS = 60.0
_FRAMING_BYTES = 64 * 1024


class AnsweringProcess:
    """A process that answers one question; `end` it in any case."""

    def __init__(self, process: subprocess.Popen[bytes], connection: socket.socket) -> None:
        self._process = process
        self._socket = connection

    @classmethod
    def start(cls) -> Self:
        """A new process. Raises SandboxError."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-I", "-S", "-c", _BOOT, *(str(Path(entry).absolute()) for entry in sys.path)]
        with theirs:
            try:
                process = subprocess.Popen(  # noqa: S603 - our own command
                    # No variable of ours; one thread, or as many are begun as there are processors, for nothing.
                    command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    env={"OPENBLAS_NUM_THREADS": "1"}, cwd="/", start_new_session=True,
                )  # fmt: skip
            except OSError as problem:
                ours.close()
                raise SandboxError(f"no process can be started that answers: {problem.strerror}") from problem
        return cls(process, ours)

    def end(self) -> int:
        """End the process, whatever it is doing. Returns how it ended, as `subprocess.Popen.returncode` tells it."""
        self._socket.close()
        with suppress(ProcessLookupError):
            self._process.kill()
        return self._process.wait()

    def ask(self, question: Question, values: pa.Table, log_rows: Sequence[pa.Table], files: Sequence[Path]) -> None:
        """Put ``question`` to it, which names ``files`` in this order. Raises MovedOnError, SandboxError."""
        self._socket.settimeout(_START_SECONDS)
        try:
            send(self._socket, Kind.QUESTION, question.packed())
            for table in (values, *log_rows):
                send(self._socket, Kind.TABLE, as_bytes(table))
            for start in range(0, len(files), FILES_AT_ONCE):
                self._hand_over(files[start : start + FILES_AT_ONCE])
        except (EOFError, OSError) as problem:
            raise SandboxError(f"the process that was to answer {self._ended()} before it began") from problem

    def _hand_over(self, files: Sequence[Path]) -> None:
        descriptors: list[int] = []
        try:
            for path in files:
                descriptors.append(_opened(path))
            send_files(self._socket, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)

    def answer(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> Iterator[pa.RecordBatch]:
        """The answer, batch by batch, at least one; of what it says nothing is believed.

        Raises what `archive.sandbox.sandbox.Sandbox.sql` says.
        """
        rows = size = 0
        schema: pa.Schema | None = None
        reader = _Reader(self._socket, limits, clock)
        while True:
            try:
                kind, content = reader.frame(limits.bytes - size + _FRAMING_BYTES)
            except EOFError as problem:
                raise self._error_of_end(limits) from problem
            if kind == Kind.END.value and schema is not None:
                return
            if kind == Kind.PROBLEM.value:
                raise _error(content, limits)
            if kind != Kind.BATCH.value:
                raise SandboxError("the process that answers did not keep to its form")
            batch = one_batch(content)
            rows, size = rows + batch.num_rows, size + batch.nbytes
            if rows > limits.rows:
                raise AnswerTooLargeError(_too_large(f"{limits.rows:,} rows"))
            if size > limits.bytes:
                raise AnswerTooLargeError(_too_large(_megabytes(limits.bytes)))
            schema = schema or batch.schema
            if batch.schema != schema:
                raise SandboxError("the process that answers did not keep to its form")
            yield batch

    def _ended(self) -> str:
        status = self.end()
        return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"

    def _error_of_end(self, limits: Limits) -> NewsreelError:
        """What its end, amid the answer, means."""
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            status = self.end()
        if status == -signal.SIGXCPU:
            return TooSlowError(_too_slow(limits))
        if status < 0:
            return TooLittleMemoryError(_too_little_memory(limits))
        return SandboxError(f"the process that answers ended with status {status}")


class _Reader:
    """Reads frames from ``connection``, waiting ``limits.seconds`` for all of them together."""

    def __init__(self, connection: socket.socket, limits: Limits, clock: Callable[[], float]) -> None:
        self._socket, self._limits, self._clock = connection, limits, clock
        self._left = limits.seconds

    def frame(self, most_bytes: int) -> tuple[bytes, bytearray]:
        """The next frame: its kind and content. Raises EOFError, TooSlowError and AnswerTooLargeError."""
        kind, length = HEAD.unpack(self._exactly(HEAD.size))
        if length > most_bytes:
            raise AnswerTooLargeError(_too_large(_megabytes(self._limits.bytes)))
        return kind, self._exactly(length)

    def _exactly(self, length: int) -> bytearray:
        content = bytearray()
        while len(content) < length:
            since = self._clock()
            if self._left <= 0:
                raise TooSlowError(_too_slow(self._limits))
            self._socket.settimeout(self._left)
            try:
                some = self._socket.recv(min(length - len(content), 1024 * 1024))
            except TimeoutError:
                raise TooSlowError(_too_slow(self._limits)) from None
            except OSError as problem:
                raise EOFError from problem
            self._left -= self._clock() - since
            if not some:
                raise EOFError
            content += some
        return content


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as gone:
        raise MovedOnError from gone
    except OSError as problem:
        raise ArchiveDamagedError(f"{path} cannot be read: {problem.strerror}; see: newsreel check") from problem


def _error(content: bytearray, limits: Limits) -> NewsreelError:
    """The error that a problem told stands for."""
    words = content[1:_MOST_PROBLEM_BYTES].decode("utf-8", "replace")
    fault = bytes(content[:1])
    if fault == Fault.QUERY.value:
        return QueryError(words)
    if fault == Fault.DAMAGE.value:
        return ArchiveDamagedError(words)
    if fault == Fault.MEMORY.value:
        return TooLittleMemoryError(_too_little_memory(limits))
    return SandboxError(f"the process that answers has a fault: {words}")


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
