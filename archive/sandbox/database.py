"""The DuckDB database of one question: over open files, closed to everything else, with its settings locked."""

from collections.abc import Mapping
from glob import escape

import duckdb

from archive.query.database import CONFIG
from archive.sandbox.files import OpenFiles, named
from archive.sandbox.limits import Limits

# DuckDB's own share of the memory allowed: what it refuses it can tell, what the system refuses may end it.
_SHARE = 0.75
_CLOSED: Mapping[str, str | bool] = {
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "home_directory": "/",
    "secret_directory": "/",
    "errors_as_json": True,  # with the place in the query; see `archive.query.said`
    "enable_external_file_cache": False,
    "enable_external_access": False,
}


def new_database() -> duckdb.DuckDBPyConnection:
    """An empty database that has begun no thread: what the process gives up then holds for all that are begun later."""
    return duckdb.connect(config={**CONFIG, "threads": 1, "async_threads": 0, "temp_directory": ""})


def close(database: duckdb.DuckDBPyConnection, descriptors: Mapping[str, int], limits: Limits) -> None:
    """Let ``database`` read the open files ``descriptors``, by name, and nothing else; all its threads begin.

    `lock` it before a stranger's SQL is run.
    """
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.execute("SET GLOBAL memory_limit = ?", [f"{int(limits.memory_bytes * _SHARE)}B"])
    database.register_filesystem(OpenFiles(descriptors))
    names = {named(form) for name in descriptors for form in (name, escape(name))}
    database.execute("SET GLOBAL allowed_paths = ?", [sorted(names)])
    for name, value in _CLOSED.items():
        database.execute(f"SET GLOBAL {name} = ?", [value])
    database.execute("SET GLOBAL disabled_filesystems = 'LocalFileSystem'")
    database.execute("SET GLOBAL threads = ?", [limits.threads])
    database.execute("SELECT 1").fetchall()


def lock(database: duckdb.DuckDBPyConnection) -> None:
    """Let nothing of the settings be changed any more."""
    database.execute("SET GLOBAL lock_configuration = true")
