"""The DuckDB database of one question: over open files, closed to everything else, with its settings locked."""

from collections.abc import Mapping
from glob import escape

import duckdb

from archive.query.database import CONFIG
from archive.sandbox.files import OpenFiles, named
from archive.sandbox.limits import Limits

# Of the memory allowed, DuckDB's own share: what it refuses is an error it can tell, what the system refuses may end it.
_SHARE = 0.75
_CLOSED: Mapping[str, str | bool] = {
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "temp_directory": "",
    "home_directory": "/",
    "secret_directory": "/",
    "python_enable_replacements": False,
    "enable_external_file_cache": False,
    "enable_external_access": False,
}


def closed_database(descriptors: Mapping[str, int], limits: Limits) -> duckdb.DuckDBPyConnection:
    """A database that can read the open files ``descriptors``, by name, and nothing else. `lock` it before use."""
    config: dict[str, str | int | bool] = dict(CONFIG)
    config |= {"threads": limits.threads, "async_threads": 1, "memory_limit": f"{int(limits.memory_bytes * _SHARE)}B"}
    database = duckdb.connect(config=config)
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    database.register_filesystem(OpenFiles(descriptors))
    database.execute("SET GLOBAL allowed_paths = ?", [sorted({named(form) for name in descriptors for form in (name, escape(name))})])
    for name, value in _CLOSED.items():
        database.execute(f"SET GLOBAL {name} = ?", [value])
    database.execute("SET GLOBAL disabled_filesystems = 'LocalFileSystem'")
    return database


def lock(database: duckdb.DuckDBPyConnection) -> None:
    """Let nothing of the settings be changed any more."""
    database.execute("SET GLOBAL lock_configuration = true")
