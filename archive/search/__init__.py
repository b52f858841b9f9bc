"""Full-text search over an archive: by an index, with the package tantivy, or by reading every article."""

from archive.search.answering import SearchOptions, search
from archive.search.index_use import NO_PACKAGE, Updated, update_index
from archive.search.pace import Pace, Progress
from archive.search.question import By
from archive.search.results import Hit, Results

__all__ = [
    "NO_PACKAGE",
    "By",
    "Hit",
    "Pace",
    "Progress",
    "Results",
    "SearchOptions",
    "Updated",
    "search",
    "update_index",
]
