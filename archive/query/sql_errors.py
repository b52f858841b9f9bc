"""From an error of DuckDB to one of ours: in people's words, with the place in the query and the nearest names."""

from collections.abc import Mapping
from typing import Any

import duckdb

from archive.errors import Place, QueryError
from archive.query.names import columns_by_view, named_in
from archive.query.said import Said, asked_again, pieces, place_at, place_of, said
from archive.query.wording import Known, plain, words_for

ONE_QUESTION = "one question is answered at a time: SELECT, WITH, DESCRIBE, SHOW or EXPLAIN"
# The statements that change nothing, neither the archive nor any other file.
_PRAGMA = duckdb.StatementType.PRAGMA
_ASKING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, _PRAGMA)
_EXPLAIN_OPTIONS = (
    "analyze",
    "analyse",
    "format",
    "verbose",
    "costs",
    "settings",
    "buffers",
    "wal",
    "timing",
    "summary",
)


def told(problem: duckdb.Error) -> str:
    """``problem`` in one line, as DuckDB says it."""
    return plain(said(problem).message)


def query_error(
    problem: duckdb.Error, query: str, values: Any = None, connection: duckdb.DuckDBPyConnection | None = None
) -> QueryError:
    """What is told of ``problem`` with ``query``; its place is asked of ``connection`` where it is not said."""
    error = said(problem)
    if connection is not None:
        error = asked_again(connection, query, values, error)
    return error_of(error, query, given=tuple(values) if isinstance(values, Mapping) else ())


def error_of(error: Said, query: str, *, given: tuple[str, ...] = ()) -> QueryError:
    """What is told of ``error`` in ``query``, whose parameters have the names ``given``."""
    words = words_for(error, Known(columns=columns_by_view(), named=tuple(named_in(query)), query=query, given=given))
    place = place_of(query, error)
    return QueryError(_placed(words.message, place), place=place, nearest=words.nearest)


def require_one_question(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raises QueryError where ``query`` is no question, more than one, or changes anything; duckdb.Error for others."""
    if "\0" in query:
        raise QueryError("the SQL has a NUL character in it, where a text ends for DuckDB; take it out")
    statements = connection.extract_statements(query)
    if not statements or not pieces(query):
        raise QueryError(f"there is no question in this SQL; {ONE_QUESTION}")
    if len(statements) > 1:
        raise QueryError(f"these are {len(statements)} statements; {ONE_QUESTION}")
    start = _start_of_what_runs(query) if statements[0].type is duckdb.StatementType.EXPLAIN else 0
    inner = connection.extract_statements(query[start:])[0] if start else statements[0]
    words = pieces(query[start:])
    # What it calls PRAGMA is also IMPORT DATABASE, which runs the SQL of a folder.
    is_import = any("import" in word.casefold() for _, word in words[:2]) and inner.type is _PRAGMA
    if inner.type not in _ASKING or is_import:
        first = words[0][1]
        place = place_at(query, first)
        raise QueryError(_placed(f"{first.upper()} is no question; {ONE_QUESTION}", place), place=place)


def _start_of_what_runs(query: str) -> int:
    """Where the statement begins that an EXPLAIN is of: with ANALYZE it is run, whatever it is."""
    found = pieces(query)[1:]
    if found and found[0][1].casefold() in ("analyze", "analyse"):
        found = found[1:]
    if len(found) > 1 and found[0][1] == "(" and found[1][1].casefold() in _EXPLAIN_OPTIONS:
        closing = next((number for number, (_, piece) in enumerate(found) if piece == ")"), 0)
        found = found[closing + 1 :]
    return found[0][0] if found else 0


def _placed(message: str, place: Place | None) -> str:
    return message if place is None else f"line {place.line}, column {place.column}: {message}"
