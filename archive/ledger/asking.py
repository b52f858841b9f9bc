"""What a ledger in SQLite is asked: questions of addresses, articles and sites, which change nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from archive.known import KnownArticle
from archive.ledger.entries import AddressEntry, Holder, Summary
from archive.ledger.files import FileLedger
from archive.ledger.memories import memory_of
from archive.ledger.schema import BY_KEY, RANKS, STATE, key_of, rank_of
from archive.ledger.stored import MICROSECOND, article_of, entry_of, instant, stored, summaries_of

_KNOWN = "article_id, revision, content_hash, first_seen_at, address, language, run_id, fingerprint, title_key"
_ENTRY = (
    f"SELECT addresses.*, s.site AS site_name, {STATE.replace('run_id', 'addresses.run_id')} AS state, "
    "(SELECT article_id FROM articles a WHERE a.id = article) AS article_id "
    "FROM addresses {hint} JOIN sites s ON s.id = addresses.site"
)


class AskedLedger(FileLedger):
    """The part of the ledger that answers; see `archive.ledger.interface.Ledger`."""

    def has_due(self, site: str, *, due_before: datetime) -> bool:
        query = "SELECT 1 FROM addresses JOIN sites s ON s.id = addresses.site AND s.site = ? "
        query += "WHERE rank = ? AND due_at <= ? LIMIT 1"
        return any(self._connection.one(query, site, rank, stored(due_before)) for rank in RANKS)

    def pending(self, site: str, *, due_before: datetime) -> int:
        row = self._connection.one(
            "SELECT count(*) FROM addresses WHERE site = (SELECT id FROM sites WHERE site = ?) AND rank IS NOT NULL "
            "AND due_at <= ?",
            site, stored(due_before),
        )  # fmt: skip
        return int(row[0]) if row else 0

    def article(self, article_id: str) -> KnownArticle | None:
        row = self._connection.one(
            f"SELECT {_KNOWN} FROM articles "
            "WHERE key = ? AND article_id = ?",
            key_of(article_id), article_id,
        )  # fmt: skip
        return article_of(row)

    def article_with_content(self, site: str, content_hash: str, language: str | None) -> KnownArticle | None:
        row = self._connection.one(
            f"SELECT {_KNOWN} FROM articles "
            "WHERE content = ? AND content_hash = ? AND site = (SELECT id FROM sites WHERE site = ?) "
            "AND language IS ? LIMIT 1",
            key_of(content_hash), content_hash, site, language,
        )  # fmt: skip
        return article_of(row)

    def articles_with_title(self, site: str, title_key: int, language: str | None, *, most: int) -> list[KnownArticle]:
        rows = self._connection.all(
            f"SELECT {_KNOWN} FROM articles INDEXED BY articles_by_title "
            "WHERE title_key = ? AND site = (SELECT id FROM sites WHERE site = ?) "
            "AND language IS ? ORDER BY first_seen_at DESC LIMIT ?",
            title_key, site, language, most,
        )  # fmt: skip
        return [article for row in rows if (article := article_of(tuple(row)))]

    def stored_before(self, site: str, addresses: Sequence[str], *, moment: datetime) -> frozenset[str]:
        query = (
            f"SELECT 1 FROM addresses a {BY_KEY} JOIN articles r ON r.id = a.article WHERE a.key = ? "
            "AND a.address = ? AND a.site = (SELECT id FROM sites WHERE site = ?) AND r.first_seen_at < ?"
        )
        return frozenset(
            address
            for address in addresses
            if self._connection.one(query, key_of(address), address, site, stored(moment)) is not None
        )

    def memory(self, site: str, *, of: str = "") -> bytes | None:
        with self._connection.transaction("DEFERRED") as db:
            return memory_of(db, site, of=of)

    def unknown(self, site: str, addresses: Sequence[str]) -> frozenset[str]:
        query = (
            f"SELECT 1 FROM addresses {BY_KEY} WHERE key = ? AND address = ? "
            "AND site = (SELECT id FROM sites WHERE site = ?)"
        )
        return frozenset(
            address for address in addresses if self._connection.one(query, key_of(address), address, site) is None
        )

    def known_address(self, address: str) -> list[AddressEntry]:
        query = f"{_ENTRY.format(hint=BY_KEY)} WHERE addresses.key = ? AND addresses.address = ?"
        return [entry_of(row) for row in self._connection.all(query, key_of(address), address)]

    def has_articles(self, site: str) -> bool:
        query = "SELECT 1 FROM addresses WHERE site = (SELECT id FROM sites WHERE site = ?) "
        query += "AND rank IS NOT NULL AND article IS NOT NULL LIMIT 1"
        return self._connection.one(query, site) is not None

    def wanted(self, site: str, *, now: datetime, within: timedelta) -> float:
        row = self._connection.one(
            "SELECT sum(max(1.0, ? / max(due_at - ended_at, 1.0))) FROM addresses "
            "WHERE site = (SELECT id FROM sites WHERE site = ?) AND rank = ? AND due_at <= ?",
            within / MICROSECOND, site, rank_of("article", is_done=True), stored(now + within),
        )  # fmt: skip
        return float(row[0]) if row and row[0] is not None else 0.0

    def next_addresses(self, site: str, *, limit: int) -> list[AddressEntry]:
        query = (
            f"{_ENTRY.format(hint='')} WHERE addresses.site = (SELECT id FROM sites WHERE site = ?) AND rank = ? "
            "ORDER BY due_at LIMIT ?"
        )
        rows = [row for rank in RANKS for row in self._connection.all(query, site, rank, limit)]
        return [entry_of(row) for row in sorted(rows, key=lambda row: (row["due_at"], row["id"]))[:limit]]

    def addresses_of(self, host: str, *, limit: int) -> list[str]:
        query = "SELECT address FROM addresses WHERE host = ? ORDER BY id DESC LIMIT ?"
        return [row["address"] for row in self._connection.all(query, host, limit)]

    def next_due(self, site: str) -> datetime | None:
        query = "SELECT min(due_at) FROM addresses WHERE site = (SELECT id FROM sites WHERE site = ?) AND rank = ?"
        firsts = [row[0] for rank in RANKS if (row := self._connection.one(query, site, rank)) and row[0] is not None]
        return instant(min(firsts)) if firsts else None

    def summaries(self, *, now: datetime) -> list[Summary]:
        with self._connection.transaction("DEFERRED"):
            states = self._connection.all(
                f"SELECT (SELECT s.site FROM sites s WHERE s.id = a.site) AS site, {STATE} AS state, "
                "count(*) AS addresses, min(due_at) FILTER (WHERE rank IS NOT NULL) AS due, "
                "min(leased_at) AS leased, count(*) FILTER (WHERE attempts > 0) AS failing "
                "FROM addresses a GROUP BY a.site, state"
            )
            held = self._connection.all(
                "SELECT site, holder FROM sites WHERE run_id IS NOT NULL AND until >= ?", stored(now)
            )
        return summaries_of(states, {row["site"]: str(Holder.parse(row["holder"])) for row in held})
