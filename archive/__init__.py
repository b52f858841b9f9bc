"""The archive: record types, Parquet tables, writing and asking. Knows no crawler.

>>> from archive import Archive
>>> Archive("news-archive").sql("SELECT title FROM articles").rows()  # doctest: +SKIP
"""

from archive.query import Answer, Archive
from archive.version import __version__

__all__ = ["Answer", "Archive", "__version__"]
