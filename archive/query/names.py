"""The names a query can use: the views and questions, and the columns of each."""

import re
from collections.abc import Mapping
from functools import cache

from archive.query.database import create_views, new_database
from archive.query.views import QUESTIONS, VIEWS
from archive.sources import Source
from archive.tables import TABLES

_INSTANT = "TIMESTAMPTZ '2000-01-01'"


@cache
def columns_by_view() -> Mapping[str, tuple[str, ...]]:
    """The columns of every view and question, by its name."""
    connection = new_database()
    empty = {table.name: Source((), table.schema.empty_table()) for table in TABLES}
    create_views(connection, " ".join((*VIEWS, *QUESTIONS)), empty, set())
    calls = {name: name for name in VIEWS}
    calls |= {name: f"{name}({', '.join(_INSTANT for _ in one.parameters)})" for name, one in QUESTIONS.items()}
    return {name: tuple(connection.sql(f"FROM {call} LIMIT 0").columns) for name, call in calls.items()}


def named_in(query: str) -> list[str]:
    """The views and questions whose names stand in ``query``."""
    words = set(re.findall(r"\w+", query.casefold()))
    return [name for name in (*VIEWS, *QUESTIONS) if name in words]
