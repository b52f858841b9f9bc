"""How an error is shown: in one line, and on a terminal with the line of the query that it is of."""

from collections.abc import Iterator

from archive.errors import NewsreelError, Place, QueryError
from crawler.harmless import harmless

_WIDTH = 76
_BEFORE = 40
_INDENT = "  "


def error_lines(problem: NewsreelError, *, for_people: bool) -> Iterator[str]:
    """The lines to tell ``problem`` in: one for programs; ``for_people``, the place in a query is pointed at too."""
    yield f"newsreel: {problem}"
    if for_people and isinstance(problem, QueryError) and problem.place is not None:
        yield from pointed_at(problem.place)


def pointed_at(place: Place) -> Iterator[str]:
    """The line of the query with carets below what is meant; of a long line the part around it."""
    start = max(0, place.column - 1 - _BEFORE) if len(place.text) > _WIDTH else 0
    part = place.text[start : start + _WIDTH]
    before, after = "…" if start else "", "…" if start + _WIDTH < len(place.text) else ""
    room = len(part) - (place.column - 1 - start)
    yield f"{_INDENT}{before}{harmless(part)}{after}"
    yield " " * (len(_INDENT) + len(before) + place.column - 1 - start) + "^" * max(1, min(place.width, room))
