"""Finding an article by any address that the archive knows it by."""

from collections.abc import Mapping, Sequence

from archive.addresses.spellings import spellings_of
from archive.errors import ArchiveDamagedError, UsageError
from archive.outcomes import Family, Outcome
from archive.query.archive import Archive
from archive.query.unknown import unknown_address

_MET = tuple(str(outcome) for outcome in Outcome if outcome.family is Family.ARTICLE)
# Each column is held against constants in a scan of its own, which DuckDB answers from statistics and Bloom filters,
# without opening what has no such address. The view aliases would have to be made whole.
_SCANS = (
    (
        "SELECT article_id, observed_at AS known_at FROM observations "
        f"WHERE {{column}} IN ({{spellings}}) AND article_id IS NOT NULL AND outcome IN {_MET}",
        ("address", "final_address"),
    ),
    (
        "SELECT article_id, fetched_at AS known_at FROM revisions WHERE {column} IN ({spellings})",
        ("address", "canonical_address", "article_id"),
    ),
)


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
    values = named("spelling", spellings)
    for scan, columns in _SCANS:
        found = " UNION ALL ".join(scan.format(column=column, spellings=places(values)) for column in columns)
        rows = archive.sql(f"{found} ORDER BY known_at DESC, article_id LIMIT 1", **values).rows()
        if rows:
            return str(rows[0]["article_id"])
    return None


def addresses_of(archive: Archive, article_id: str) -> list[str]:
    """The addresses at which an article was met, in their alphabetical order."""
    sql = f"""SELECT DISTINCT unnest([address, coalesce(final_address, address)]) AS address FROM observations
        WHERE article_id = ? AND outcome IN {_MET} ORDER BY address"""
    return [row["address"] for row in archive.sql(sql, article_id).rows()]


def revisions_of(archive: Archive, article_id: str) -> list[int]:
    """The numbers of the revisions of an article that there is, in their order, one at least.

    Raises ArchiveDamagedError where only its visits are left, since damage was skipped.
    """
    sql = "SELECT DISTINCT revision FROM revisions WHERE article_id = ? ORDER BY revision"
    numbers = [row["revision"] for row in archive.sql(sql, article_id).rows()]
    if not numbers:
        raise ArchiveDamagedError(f"no revision of {article_id} can be read, only its visits; see: newsreel check")
    return numbers


def require_revision(archive: Archive, article_id: str, number: int) -> int:
    """``number``. Raises UsageError with those there are where the article has no such revision."""
    known = revisions_of(archive, article_id)
    if number not in known:
        raise UsageError(f"{article_id} has no revision {number}; it has: {', '.join(map(str, known))}")
    return number


def named(name: str, values: Sequence[str]) -> dict[str, str]:
    """``values`` as those of a query's parameters: ``name`` with a number each."""
    return {f"{name}_{number}": value for number, value in enumerate(values)}


def places(values: Mapping[str, str]) -> str:
    """Where ``values`` stand in a query, in a row."""
    return ", ".join(f"${name}" for name in values)
