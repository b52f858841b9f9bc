"""Which statements a stranger may put: one question over the views, told from how DuckDB itself reads the SQL."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from archive.errors import QueryError
from archive.query.sql_errors import ONE_QUESTION, require_one_question
from archive.query.views import QUESTIONS, VIEWS

_EXPLAIN = re.compile(r"\s*EXPLAIN(?:\s+ANALYZE)?(?=[\s(])(?:\s*\(\s*FORMAT\s+\w+\s*\)(?=[\s(]))?", re.IGNORECASE)
_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
# Not histogram and histogram_values: they take the name of any table, in a text that may be made at will.
FUNCTIONS_OF_ROWS = frozenset({
    *QUESTIONS, "unnest", "range", "generate_series", "repeat", "repeat_row", "json_each", "json_tree",
    "icu_calendar_names", "pg_timezone_names",
})  # fmt: skip
# The functions over values that look at more than their arguments; those that look at files are all of rows.
NOT_OF_VALUES = frozenset({
    "current_connection_id", "current_query", "current_query_id", "current_setting", "current_transaction_id",
    "currval", "getenv", "getvariable", "json_deserialize_sql", "json_serialize_plan", "nextval",
    "pg_get_constraintdef", "pg_get_expr", "pg_get_viewdef", "pg_sleep", "setval", "sleep_ms", "stats",
    "txid_current", "vector_type", "write_log",
})  # fmt: skip
_NAMES_OF_NAMES = frozenset({("information_schema", name) for name in ("columns", "schemata", "tables")})
# Not information_schema.views: it has the names of the files, also of those later than what may be seen.
_LISTINGS = frozenset({"tables", "__show_tables_expanded"})
# Tables of DuckDB itself, and the rows of the log before they are views.
_NOT_A_VIEW = re.compile(r"(?:duckdb|pg|sqlite|pragma|log_of)_", re.IGNORECASE)
_WORD = re.compile(r"\w+")

_ONE_QUESTION = f"{ONE_QUESTION} of one of these"


def require_question(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Raise QueryError unless ``query`` is one question that speaks of nothing but the views and its own values.

    Raises duckdb.Error for what is no SQL.
    """
    try:
        require_one_question(connection, query)
        question = _EXPLAIN.sub("", query, count=1)
        if [statement.type for statement in connection.extract_statements(question)] != [duckdb.StatementType.SELECT]:
            raise QueryError(_ONE_QUESTION)
        (row,) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [question]).fetchall()
    except ValueError as problem:  # a kind of statement that DuckDB's Python has no name for
        raise QueryError(_ONE_QUESTION) from problem
    read = json.loads(row[0])
    if read["error"]:
        raise QueryError(f"this form of a question is not answered here: {read.get('error_message', 'unknown')}")
    for part in _parts(read["statements"]):
        if refused := _problem(part):
            raise QueryError(refused)


def _parts(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every object of a statement read."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _problem(part: Mapping[str, Any]) -> str | None:
    """What a stranger may not ask in ``part`` of a statement; None: nothing."""
    kind = part.get("type")
    if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _NODES:
        return _ONE_QUESTION
    if "function_name" in part:
        return _problem_of_function(part)
    if kind == "BASE_TABLE":
        return _problem_of_table(_path(part))
    if kind == "SHOW_REF" and not part.get("query"):
        name = str(part.get("table_name")).strip('"').lower()
        return None if name in _LISTINGS or name in VIEWS else f"SHOW {name} is not answered here; try SHOW TABLES"
    if kind == "TABLE_FUNCTION":
        name = _name(part.get("function") or {})
        if name not in FUNCTIONS_OF_ROWS:
            return f"{name}() is not a table that can be asked here; the views are {', '.join(VIEWS)}"
    return None


def _problem_of_function(part: Mapping[str, Any]) -> str | None:
    name = _name(part)
    return f"the function {name} is not answered here" if name in NOT_OF_VALUES else None


def _problem_of_table(path: tuple[str, ...]) -> str | None:
    *_, name = path
    if path[-2:] in _NAMES_OF_NAMES:
        return None
    # Of any other name DuckDB says that there is none; a name with a point or a slash could be a file's.
    if len(path) == 1 and (name in VIEWS or (_WORD.fullmatch(name) and not _NOT_A_VIEW.match(name))):
        return None
    return f"{'.'.join(path)} is not a table that can be asked here; the views are {', '.join(VIEWS)}"


def _name(function: Mapping[str, Any]) -> str:
    return str(function.get("function_name")).lower()


def _path(part: Mapping[str, Any]) -> tuple[str, ...]:
    """The name of a table with what it is qualified by, each part in small letters."""
    path = (part.get("qualified_name") or {}).get("path") or [part.get("table_name")]
    return tuple(str(name).lower() for name in path)
