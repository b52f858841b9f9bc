"""What DuckDB says of a query that it refuses, taken apart: kind, message, name, and where in the query."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from archive.errors import Place

_ASK_AGAIN = "EXPLAIN "
_SHOWN = 60
# Pieces of SQL: texts, names in quotes, comments, parameters, words, and all else a character at a time.
_PIECE = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | \$\w+ | \w+ | .""", re.VERBOSE | re.DOTALL
)
# A cast or a text: what the place of a conversion begins with, if it is one in the query and not in a view.
_CONVERTED = re.compile(r"\s*(::|cast\b|try_cast\b|'|date\b|time|interval\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One error of DuckDB: its ``kind``, such as Binder, and its ``message``.

    ``name`` is the name that was not found, ``of`` what it should have been of, such as Table. ``start`` and ``width``
    are the place in the query, in bytes of UTF-8. None: DuckDB does not say.
    """

    kind: str
    message: str
    name: str | None = None
    of: str | None = None
    start: int | None = None
    width: int = 1


def said(problem: duckdb.Error) -> Said:
    """``problem`` taken apart, whether DuckDB wrote it as JSON or as text."""
    kind, _, text = str(problem).partition(" Error: ")
    try:
        values = json.loads(text, strict=False)
    except ValueError:
        return Said(kind=kind, message=text or kind)
    return _from_json(kind, values) if isinstance(values, dict) else Said(kind=kind, message=text)


def asked_again(connection: duckdb.DuckDBPyConnection, query: str, values: Any, first: Said) -> Said:
    """``first`` with its place, which DuckDB only tells where a query is executed: as one that only explains it."""
    if first.start is not None or first.kind not in ("Binder", "Catalog", "IO"):
        return first
    try:
        connection.execute(_ASK_AGAIN + query, values)
    except duckdb.Error as problem:
        again = said(problem)
        if again.kind != first.kind or again.start is None:
            return first
        start = again.start - len(_ASK_AGAIN)
        return Said(
            kind=again.kind,
            message=again.message,
            name=again.name,
            of=again.of,
            start=start if start >= 0 else None,
            width=again.width,
        )
    return first


def place_of(query: str, error: Said) -> Place | None:
    """Where in ``query`` the ``error`` is; found by the name or the value that it speaks of where it does not say."""
    content = query.encode()
    if error.start is not None and error.start < len(content):
        meant = content[error.start : error.start + error.width].decode(errors="replace")
        if error.kind != "Conversion" or _CONVERTED.match(meant):
            return _place(query, len(content[: error.start].decode(errors="replace")), len(meant))
    return _place_of_name(query, error)


def pieces(query: str) -> list[tuple[int, str]]:
    """The pieces of ``query`` that are no white space and no comment, each with where it begins."""
    found = ((match.start(), match.group()) for match in _PIECE.finditer(query))
    return [(start, piece) for start, piece in found if piece.strip() and not piece.startswith(("--", "/*"))]


def place_at(query: str, name: str) -> Place | None:
    """Where ``name`` stands in ``query`` as a word of its own; None where it does not, or there are several."""
    starts = [start for start, piece in pieces(query) if piece.strip('"').casefold() == name.casefold()]
    return _place(query, starts[0], len(name)) if len(starts) == 1 else None


def shown(text: str, most: int = _SHOWN) -> str:
    """``text`` in one line, no longer than ``most`` characters, without such as would steer a terminal."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text[: 4 * most]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _from_json(kind: str, values: Mapping[str, Any]) -> Said:
    location: Sequence[int] = json.loads(values.get("location") or "[]")
    start = location[0] if location else int(values["position"]) if values.get("position") else None
    return Said(
        kind=kind,
        message=str(values.get("exception_message") or kind),
        name=values.get("name"),
        of=values.get("type"),
        start=start,
        width=max(1, location[1]) if location else 1,
    )


def _place_of_name(query: str, error: Said) -> Place | None:
    names = [error.name] if error.name else re.findall(r"""["']([^"'\n]+)["']""", error.message)
    found = [place for name in names for place in (place_at(query, name), place_at(query, f"'{name}'")) if place]
    return found[0] if found else None


def _place(query: str, start: int, width: int) -> Place:
    before = query[:start]
    first = before.rfind("\n") + 1
    end = query.find("\n", start)
    text = query[first : len(query) if end < 0 else end]
    column = start - first + 1
    return Place(
        line=before.count("\n") + 1, column=column, text=text, width=max(1, min(width, len(text) - column + 1))
    )
