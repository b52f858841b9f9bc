"""The process that answers one question and ends."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NoReturn

import duckdb
import pyarrow as pa

from archive.errors import QueryError
from archive.query.answer import no_rows
from archive.query.database import create_views
from archive.query.named import queries_of
from archive.query.names import columns_by_view
from archive.query.said import said
from archive.query.sql_errors import query_error
from archive.sandbox.confinement import Growing, allow_open_files, give_up_the_machine
from archive.sandbox.database import close, lock, new_database
from archive.sandbox.files import PREFIX, named
from archive.sandbox.frames import (
    Fault,
    Kind,
    Question,
    as_bytes,
    as_table,
    problem_packed,
    receive,
    receive_files,
    send,
)
from archive.sandbox.statements import require_question
from archive.sources import Source

_MOST_OPEN_FILES = 1_000_000
# Kinds of errors that a query has no part in.
_OF_FILES = frozenset({"IO", "Internal", "Serialization", "TProtocolException", "TTransportException"})
_NO_MEMORY = ("bad_alloc", "Out of Memory", "out of memory", "could not allocate", "failed to allocate")


def load_everything() -> None:
    """Load what is otherwise loaded on first use, which is too late once no file can be opened."""
    with new_database() as database:
        table = database.sql("SELECT now() AS at, ? AS value, 'a' AS text", params=[1]).to_arrow_table()
    as_table(as_bytes(table).to_pybytes()).to_pylist()
    # What is told of a wrong name is made of these.
    columns_by_view()
    queries_of()


def answer_and_end(descriptor: int) -> NoReturn:
    """Answer the question that comes over the socket ``descriptor``, and end this process."""
    status = 1
    try:
        allow_open_files(_MOST_OPEN_FILES)
        database = new_database()
        growing = give_up_the_machine()
        with socket.socket(fileno=descriptor) as connection:
            answer(connection, database, growing)
        status = 0
    finally:
        os._exit(status)  # what Python and DuckDB would tidy up is not worth the time; nor is there who could be told


def answer(connection: socket.socket, database: duckdb.DuckDBPyConnection, growing: Growing) -> None:
    """Answer one question by ``database``, which is empty. Raises EOFError and OSError where nobody asks any more."""
    question = Question.unpacked(receive(connection, Kind.QUESTION))
    values = _values(question, as_table(receive(connection, Kind.TABLE)))
    log_rows = {table: as_table(receive(connection, Kind.TABLE)) for table in question.files}
    names = [name for files in question.files.values() for name in files]
    descriptors = dict(zip(names, receive_files(connection, len(names)), strict=True))
    threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
    try:
        limits = question.limits
        close(database, descriptors, limits)
        growing.give_up(memory_bytes=limits.memory_bytes, cpu_seconds=limits.seconds * limits.threads)
        for batch in _batches(database, question, values, log_rows):
            send(connection, Kind.BATCH, as_bytes(batch))
        send(connection, Kind.END)
    except _ProblemError as problem:
        send(connection, Kind.PROBLEM, problem_packed(problem.fault, problem.error))
    except MemoryError:
        send(connection, Kind.PROBLEM, problem_packed(Fault.MEMORY, QueryError("")))
    except (RecursionError, ValueError, TypeError, RuntimeError, pa.ArrowException) as problem:
        words = f"{type(problem).__name__}: {problem}"
        send(connection, Kind.PROBLEM, problem_packed(Fault.OWN, QueryError(words)))


class _ProblemError(Exception):
    """Raised for what the one who asks is to be told: ``error``, which ``fault`` is the reason of."""

    def __init__(self, fault: Fault, error: QueryError) -> None:
        super().__init__(str(error))
        self.fault = fault
        self.error = error


def _values(question: Question, table: pa.Table) -> Any:
    """What fills the query, in the form DuckDB takes it."""
    values = [column[0].as_py() for column in table.columns]
    return dict(zip(question.names, values, strict=True)) if question.names is not None else values or None


def _batches(
    database: duckdb.DuckDBPyConnection, question: Question, values: Any, log_rows: dict[str, pa.Table]
) -> Iterator[pa.RecordBatch]:
    """The answer, at least one batch. Raises _ProblemError and MemoryError."""
    sources: dict[str, Any] = {
        table: Source(tuple(map(PurePath, files)), log_rows[table], question.until[table])  # type: ignore[arg-type]
        for table, files in question.files.items()
    }
    try:
        require_question(database, question.query)
        create_views(database, question.query, sources, set(), lambda path: named(path.as_posix()))
        lock(database)
        relation = database.sql(question.query, params=values)
        reader = relation.to_arrow_reader(question.batch_rows)
        is_empty = True
        for batch in reader:
            is_empty = False
            batch.validate(full=True)
            yield batch
        if is_empty:
            yield no_rows(reader.schema)
    except pa.ArrowInvalid as problem:  # a HUGEINT of more than 38 digits, for one
        words = f"the answer has a value that its type does not hold: {problem}; cast it to DOUBLE or VARCHAR"
        raise _ProblemError(Fault.QUERY, QueryError(words)) from problem
    except (duckdb.Error, OSError) as problem:  # Arrow's reader has OSError for what DuckDB says amid the answer
        raise _told(problem, question.query, values, database) from problem
    except QueryError as problem:
        raise _ProblemError(Fault.QUERY, problem) from problem


def _told(problem: Exception, query: str, values: Any, database: duckdb.DuckDBPyConnection) -> _ProblemError:
    error = problem if isinstance(problem, duckdb.Error) else duckdb.Error(str(problem))
    told = said(error)
    if told.kind == "Out of Memory" or any(sign in told.message for sign in _NO_MEMORY):
        return _ProblemError(Fault.MEMORY, QueryError(told.message))
    if told.start is None and (told.kind in _OF_FILES or PREFIX in told.message):
        return _ProblemError(Fault.DAMAGE, QueryError(told.message))
    return _ProblemError(Fault.QUERY, query_error(error, query, values, database))


def _end_with(connection: socket.socket) -> None:
    """End this process when the one who asks closes the socket, or ends."""
    try:
        connection.recv(1)
    finally:
        os._exit(1)
