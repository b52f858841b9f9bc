"""Queries that Ctrl-C ends: DuckDB does not hear it while it runs in the thread that Python's signals come to."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread, current_thread, main_thread
from typing import TypeVar

import duckdb

_ENDING_SECONDS = 2.0  # most of what DuckDB does ends within milliseconds of being told; some functions do not

Result = TypeVar("Result")


def interruptible(connection: duckdb.DuckDBPyConnection, work: Callable[[], Result]) -> Result:
    """What ``work`` on ``connection`` gives, or raises; on Ctrl-C the query ends and KeyboardInterrupt is raised.

    A query that does not hear it is waited for two seconds, or until the next Ctrl-C, and then left to its daemon
    thread, which whoever catches KeyboardInterrupt may find.
    """
    if current_thread() is not main_thread():
        return work()  # signals come to the main thread alone, which is free to hear them
    future: Future[Result] = Future()
    thread = Thread(target=_do, args=(work, future), daemon=True)
    thread.start()
    try:
        return future.result()
    except KeyboardInterrupt:
        connection.interrupt()
        thread.join(_ENDING_SECONDS)
        raise


def _do(work: Callable[[], Result], future: "Future[Result]") -> None:
    try:
        future.set_result(work())
    except BaseException as problem:  # noqa: BLE001 - raised again in the thread that waits
        future.set_exception(problem)
