"""Finding an article by any address that the archive knows it by."""

from collections.abc import Sequence
from typing import Any

from archive.addresses.spellings import spellings_of
from archive.errors import UsageError
from archive.query.archive import Archive

_BY_ADDRESS = """
SELECT article_id FROM (
    SELECT article_id, last_seen_at, 1 AS rank FROM aliases WHERE list_contains($spellings, address)
    UNION ALL
    SELECT article_id, fetched_at, 2 FROM revisions
    WHERE list_contains($spellings, canonical_address) OR list_contains($spellings, address)
        OR list_contains($spellings, article_id)
) ORDER BY rank, last_seen_at DESC, article_id LIMIT 1"""
_NEAREST = """
SELECT address FROM (SELECT DISTINCT address FROM aliases)
ORDER BY jaro_winkler_similarity(address, $address) DESC, address LIMIT $count"""


def require_article(archive: Archive, address: str) -> str:
    """The id of the article at ``address``, however written. Raises UsageError with the nearest that are known."""
    article_id = article_at(archive, spellings_of(address))
    if article_id is None:
        raise unknown_address(archive, address)
    return article_id


def article_at(archive: Archive, spellings: Sequence[str]) -> str | None:
    """The id of the article known by one of these ``spellings`` of an address, or by its id; None: there is none.

    Of several that an address was in the course of time, the one met there last.
    """
    rows = archive.sql(_BY_ADDRESS, spellings=list(spellings)).rows()
    return rows[0]["article_id"] if rows else None


def unknown_address(archive: Archive, address: str) -> UsageError:
    """What is said of an ``address`` that no article of the archive is known by, with the nearest that are."""
    near = nearest_addresses(archive, address)
    hint = f"; the nearest it knows: {', '.join(near)}" if near else ""
    return UsageError(f"the archive has no article at {address}{hint}")


def nearest_addresses(archive: Archive, address: str, *, count: int = 3) -> list[str]:
    """The known addresses of articles that are most like ``address``, the nearest first; empty: none is near."""
    return [row["address"] for row in archive.sql(_NEAREST, address=address, count=count).rows()]


def revisions_of(archive: Archive, article_id: str) -> list[dict[str, Any]]:
    """All revisions of an article, as rows of the view ``revisions``, oldest first."""
    sql = "SELECT * FROM revisions WHERE article_id = ? ORDER BY revision, fetched_at"
    return archive.sql(sql, article_id).rows()
