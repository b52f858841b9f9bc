"""Asking the archive for a stranger: each question is answered by a process of its own."""

import os
import weakref
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from archive.errors import ArchiveDamagedError, QueryError, UsageError
from archive.query.answer import BATCH_ROWS, Answer
from archive.query.archive import Archive
from archive.query.database import tables_of
from archive.sandbox.frames import Question
from archive.sandbox.limits import Limits
from archive.sandbox.processes import AnsweringProcess, Processes
from archive.sandbox.reading import answer, put
from archive.sources import Source


class Sandbox:
    """Answers SQL that nobody vouches for, over the views and questions of ``archive`` and over nothing else.

    Each question gets a process that has seen no other, a copy of one that is started here and has everything loaded;
    close the sandbox (or use it in ``with``) to end that. May be used from several threads.

    Raises SandboxError where no process can be started.
    """

    def __init__(self, archive: Archive, limits: Limits | None = None) -> None:
        self._archive = archive
        self._limits = limits or Limits()
        self._processes = Processes()
        self._processes.prepare()
        weakref.finalize(self, self._processes.end)  # for who forgets to close it

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes, and with them the answers that are still being read."""
        self._processes.end()

    def sql(self, query: str, /, *values: Any, **named: Any) -> Answer:
        """Ask one question in SQL; as `archive.query.archive.Archive.sql`, but it is looked at when the answer is read.

        Reading raises QueryError for SQL that is wrong or asks for more than the views, TooSlowError,
        TooLittleMemoryError and AnswerTooLargeError for what takes more than the limits, ArchiveDamagedError where a
        file cannot be read, and SandboxError where the process does not work. Raises UsageError for a query or values
        that are too large, or of types that a query cannot take.
        """
        if values and named:
            raise UsageError("a query takes its values by order (?) or by name ($name), not both")
        if len(query) > self._limits.query_chars:
            raise QueryError(f"the query has {len(query):,} characters; at most {self._limits.query_chars:,} are read")
        table = _table_of(list(named.values()) if named else values)
        if table.nbytes > self._limits.values_bytes:
            raise UsageError(f"the values take {table.nbytes:,} bytes; at most {self._limits.values_bytes:,} are read")
        return Answer(_Asked(self, query, list(named) or None, table))

    def batches(self, asked: "_Asked", size: int) -> Iterator[pa.RecordBatch]:
        """The answer to ``asked``, ``size`` rows at a time."""
        try:
            process = self._archive.settled(lambda: self._put(asked, size))
        except ArchiveDamagedError as problem:
            raise ArchiveDamagedError(self._without_home(str(problem))) from problem
        try:
            yield from answer(process, self._limits)
        finally:
            process.end()

    def _put(self, asked: "_Asked", size: int) -> AnsweringProcess:
        """A process that has been asked. Raises MovedOnError."""
        tables = tables_of(asked.query)
        sources = {name: one for name, one in self._archive.sources(tables).items() if name in tables}
        damages = [damage.note() for source in sources.values() for damage in source.left_out]
        asked.notes = tuple(dict.fromkeys(map(self._without_home, damages)))
        question = Question(
            query=asked.query,
            names=asked.names,
            files={table: self._names(source) for table, source in sources.items()},
            until={table: source.until for table, source in sources.items()},
            batch_rows=size,
            limits=self._limits,
        )
        files = [path for source in sources.values() for path in source.files]
        process = self._processes.begin()
        try:
            put(process, question, asked.values, [source.log_rows for source in sources.values()], files)
        except BaseException:
            process.end()
            raise
        return process

    def _without_home(self, words: str) -> str:
        """``words`` without where on this machine the archive lies, which is no stranger's business."""
        home = str(self._archive.folder.path)
        return words.replace(f"{home}{os.sep}", "").replace(home, "the archive")

    def _names(self, source: Source) -> list[str]:
        """What a stranger may know of the files: where they lie in the archive, not where that lies."""
        return [path.relative_to(self._archive.folder.path).as_posix() for path in source.files]


class _Asked:
    """The rows of one question; each reading asks anew."""

    def __init__(self, sandbox: Sandbox, query: str, names: Sequence[str] | None, values: pa.Table) -> None:
        self._sandbox = sandbox
        self.query, self.names, self.values = query, names, values
        self.notes: Sequence[str] = ()

    def table(self) -> pa.Table:
        return pa.Table.from_batches(list(self.batches(BATCH_ROWS)))

    def batches(self, size: int) -> Iterator[pa.RecordBatch]:
        return self._sandbox.batches(self, size)


def _table_of(values: Sequence[Any]) -> pa.Table:
    """``values`` as a table of one row. Raises UsageError for one that Arrow has no type for."""
    columns = []
    for value in values:
        try:
            columns.append(pa.array([value]))
        except (pa.ArrowException, ValueError, OverflowError, UnicodeError) as problem:
            raise UsageError(f"a query cannot take the value {value!r}: {problem}") from problem
    return pa.Table.from_arrays(columns, names=[str(number) for number in range(len(columns))])
