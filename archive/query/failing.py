"""Why a question could not be answered: files that moved meanwhile, a damaged file, or the question itself."""

from collections.abc import Mapping
from typing import Any

import duckdb

from archive.damage import damage_error, damages_within
from archive.errors import ArchiveDamagedError
from archive.query.database import tables_of
from archive.query.said import Said, said
from archive.query.sql_errors import query_error, told
from archive.sources import MovedOnError, Source

# What no file can be the reason of.
_OF_THE_QUERY = frozenset({"Parser", "Binder", "Catalog", "Not implemented", "Out of Memory", "Interrupt"})


def failure(
    problem: duckdb.Error,
    query: str,
    sources: Mapping[str, Source],
    *,
    values: Any = None,
    connection: duckdb.DuckDBPyConnection | None = None,
) -> Exception:
    """What ``problem`` with ``query`` comes of: MovedOnError, ArchiveDamagedError or QueryError.

    DuckDB does not always name the file that it could not read. Where none of the query's own words is the reason, all
    files that it reads are read through and held against what was sealed.
    """
    if _is_gone(sources):
        return MovedOnError()
    if may_be_damage(said(problem)) and (damaged := _damage(query, sources)):
        return damaged
    return query_error(problem, query, values, connection)


def failure_of_views(problem: duckdb.Error, query: str, sources: Mapping[str, Source]) -> Exception:
    """What it comes of that the views for ``query`` cannot be made: MovedOnError or ArchiveDamagedError."""
    if _is_gone(sources):
        return MovedOnError()
    return _damage(query, sources) or ArchiveDamagedError(f"{told(problem)}; see: newsreel check")


def may_be_damage(error: Said) -> bool:
    """Whether a damaged file may be the reason of ``error``; what has a place in the query has its reason there."""
    return error.kind not in _OF_THE_QUERY and error.start is None


def _damage(query: str, sources: Mapping[str, Source]) -> ArchiveDamagedError | None:
    used = [sources[name] for name in sorted(tables_of(query))]
    found = [damage for source in used for damage in damages_within(source.files, source.sealed)]
    return damage_error(found) if found else None


def _is_gone(sources: Mapping[str, Source]) -> bool:
    return any(not path.exists() for source in sources.values() for path in source.files)
