"""One search as it is put to the index or to the scan, and what either answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from archive.search.asking import Asked, Filters
from archive.search.rows import Kept


class By(StrEnum):
    """In which order hits come: the best first, or the latest first (articles without a date last)."""

    RELEVANCE = "relevance"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and which part of the hits is wanted: ``limit`` (1 or more) of them from the ``offset``-th on.

    ``ids_only``: of a hit only its article_id is wanted, so that very many need little memory.
    """

    asked: Asked
    filters: Filters
    by: By = By.RELEVANCE
    limit: int = 10
    offset: int = 0
    ids_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The number of all hits, and the wanted part of them, each with its score; None: they are in order of date."""

    total: int
    hits: Sequence[tuple[float | None, Kept]]
