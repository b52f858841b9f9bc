"""Where named queries are found: those newsreel ships, and a folder of one's own."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from archive.errors import UsageError
from archive.nearest import did_you_mean, nearest_names
from archive.query.named.definition import NamedQuery, read_query

_SHIPPED = Path(__file__).parent / "queries"
_NAME = re.compile(r"\w[\w-]*")


def queries_of(own: Path | None = None) -> Mapping[str, NamedQuery]:
    """All named queries by name, in its order; one of the folder ``own`` stands before a shipped one.

    Raises UsageError for a folder that cannot be read and a file in it that describes no query.
    """
    queries = {**_shipped(), **(_queries_in(own) if own is not None else {})}
    return dict(sorted(queries.items()))


def find_query(name: str, own: Path | None = None) -> NamedQuery:
    """The query called ``name``; ``_`` may stand for ``-``. Raises UsageError, with the nearest name, for none."""
    queries = queries_of(own)
    found = queries.get(name) or queries.get(name.replace("_", "-"))
    if found is None:
        near = did_you_mean(nearest_names(name.replace("_", "-"), queries))
        raise UsageError(f"there is no query called {name}{near or ';'} see all with: newsreel query --list")
    return found


@cache
def _shipped() -> Mapping[str, NamedQuery]:
    return _queries_in(_SHIPPED)


def _queries_in(folder: Path) -> dict[str, NamedQuery]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".sql")
        texts = {path: path.read_text(encoding="utf-8") for path in paths}
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"the queries in {folder} cannot be read: {problem}") from problem
    queries = {}
    for path, text in texts.items():
        query = read_query(text, path.stem, where=path)
        if query is None:
            raise UsageError(f"{path}: begins with no comment that describes the query, such as /* meaning = '…' */")
        if not _NAME.fullmatch(path.stem):
            raise UsageError(f"{path}: a query is called by letters, digits, - and _ alone")
        queries[path.stem] = query
    return queries
