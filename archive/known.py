"""What the archive knows of an article without reading its rows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArticle:
    """The latest revision of one article, the address it last answered at, and the run that last met it.

    ``fingerprint`` tells what the revision's content was made of, in the form of whoever made it; None: not known.
    ``title_key`` is a number that articles with the same title share; None: it has none, or that is not known.
    """

    article_id: str
    revision: int
    content_hash: str
    first_seen_at: datetime
    address: str
    language: str | None = None
    run_id: str | None = None
    fingerprint: bytes | None = None
    title_key: int | None = None
