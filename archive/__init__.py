"""The archive: record types, Parquet tables, writing and asking. Knows no crawler.

>>> from archive import Archive
>>> Archive("news-archive").sql("SELECT title FROM articles").rows()  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from archive.version import __version__

if TYPE_CHECKING:
    from archive.query.answer import Answer
    from archive.query.archive import Archive

__all__ = ["Answer", "Archive", "__version__"]


def __getattr__(name: str) -> Any:
    """The reading side, loaded on first use: what needs an error or an outcome only need not wait for DuckDB."""
    if name not in ("Answer", "Archive"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from archive.query import answer, archive  # noqa: PLC0415

    return getattr(answer if name == "Answer" else archive, name)
