"""The ledger in one SQLite file (WAL, synchronous FULL): durable, and at once open whatever it holds."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from archive.errors import ArchiveBusyError, LeaseLostError
from archive.known import KnownArticle
from archive.ledger.asking import AskedLedger
from archive.ledger.entries import Commit, Holder, KnownAddress, LogPosition, Task
from archive.ledger.memories import save_memory
from archive.ledger.opening import identity_of, open_connection
from archive.ledger.schema import (
    BY_KEY,
    INSERT_ARTICLE,
    IS_GONE,
    IS_LIST,
    RANK_GIVEN_BACK,
    RANK_OF_KIND,
    RANKS,
    UPDATE_ARTICLE,
    WAS_LIST,
    key_of,
    rank_of,
)
from archive.ledger.stored import (
    article_values,
    end_values,
    found_values,
    instant,
    known_address_values,
    log_of,
    stored,
    task_of,
)

_ARTICLE = "(SELECT id FROM articles WHERE key = ? AND article_id = ?)"
_TASK = (
    "id, address, kind, host, data, attempts, etag, last_modified, history, outcome, ended_at, listed_at, "
    "(SELECT article_id FROM articles a WHERE a.id = article) AS article_id, "
    "article IS NULL OR (SELECT a.revision FROM articles a WHERE a.id = article) IS revision AS shows_latest"
)


class SqliteLedger(AskedLedger):
    """The ledger of one archive in one file; see `archive.ledger.interface.Ledger` for what each method promises.

    Raises ArchiveDamagedError where the file is no ledger, ArchiveFormatError where a newer newsreel wrote it, and
    StorageError where the disk refuses. A ledger of an older format is brought up to date, and the log says so.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        super().__init__(open_connection(path, read_only=read_only))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def copy_to(self, path: Path) -> None:
        """Write a ledger to ``path`` that knows the same addresses and articles, and of no file."""
        with closing(sqlite3.connect(path)) as copy, copy:
            self._connection.db.backup(copy)
            for table in ("logs", "files", "exchanges"):
                copy.execute(f"DELETE FROM {table}")

    def has_identity(self) -> bool:
        """Whether the archive's identity file is as it was when the ledger was made."""
        row = self._connection.one("SELECT value FROM about WHERE key = 'identity'")
        return row is not None and row[0] == identity_of(self.path)

    def open_run(self, run_id: str, site: str, holder: Holder, *, now: datetime, until: datetime) -> datetime:
        with self._connection.transaction() as db:
            db.execute("INSERT OR IGNORE INTO sites (site) VALUES (?)", (site,))
            (row,) = self._connection.all("SELECT * FROM sites WHERE site = ?", site)
            if row["run_id"] and row["until"] >= stored(now) and Holder.parse(row["holder"]).may_be_alive():
                since = instant(row["since"]).isoformat(timespec="seconds")
                raise ArchiveBusyError(
                    f"{self.path.parent.parent} is being crawled for {site} by {Holder.parse(row['holder'])} "
                    f"since {since}"
                )
            due_before = stored(now) if row["finished"] else row["due_before"]
            db.execute(
                "UPDATE sites SET run_id = ?, holder = ?, since = ?, until = ?, due_before = ?, finished = 0 "
                "WHERE id = ?",
                (run_id, holder.stored(), stored(now), stored(until), due_before, row["id"]),
            )
            self._give_back(row["id"])  # what a run that is gone held is due again
            return instant(due_before)

    def bring_forward(self, site: str, *, to: datetime) -> None:
        with self._connection.transaction() as db:
            db.execute(
                "UPDATE addresses SET due_at = :to WHERE site = (SELECT id FROM sites WHERE site = :site) "
                f"AND rank = :rank AND due_at > :to AND ended_at < :to AND NOT {IS_GONE} AND NOT {IS_LIST}",
                {"to": stored(to), "site": site, "rank": rank_of("article", is_done=True)},
            )

    def heartbeat(self, run_id: str, *, until: datetime) -> None:
        with self._connection.transaction() as db:
            held = db.execute("UPDATE sites SET until = ? WHERE run_id = ?", (stored(until), run_id))
            if held.rowcount == 0:
                raise LeaseLostError(f"run {run_id} stalled, and another has taken over its site")

    def close_run(self, run_id: str) -> None:
        with self._connection.transaction() as db:
            held = self._connection.one("SELECT id FROM sites WHERE run_id = ?", run_id)
            if held is not None:
                self._give_back(held[0])
                db.execute("UPDATE sites SET run_id = NULL, holder = NULL WHERE id = ?", held)

    def lease(self, run_id: str, site: str, *, now: datetime, due_before: datetime, limit: int) -> list[Task]:
        with self._connection.transaction() as db:
            number = self._held_site(run_id, site)
            rows = [
                row
                for rank in RANKS
                for row in self._connection.all(
                    f"SELECT {_TASK} FROM addresses "
                    "WHERE site = ? AND rank = ? AND due_at <= ? ORDER BY due_at LIMIT ?",
                    number, rank, stored(due_before), limit,
                )
            ][:limit]  # fmt: skip
            db.executemany(
                "UPDATE addresses SET rank = NULL, run_id = ?, leased_at = ? WHERE id = ?",
                [(run_id, stored(now), row["id"]) for row in rows],
            )
        return [task_of(row) for row in rows]

    def take(self, run_id: str, site: str, addresses: Sequence[str], *, now: datetime) -> list[Task]:
        with self._connection.transaction() as db:
            number = self._held_site(run_id, site)
            rows = [
                row
                for address in addresses
                for row in self._connection.all(
                    f"SELECT {_TASK} FROM addresses {BY_KEY} "
                    "WHERE key = ? AND site = ? AND address = ? AND run_id IS NULL",
                    key_of(address), number, address,
                )
            ]  # fmt: skip
            db.executemany(
                "UPDATE addresses SET rank = NULL, run_id = ?, leased_at = ? WHERE id = ?",
                [(run_id, stored(now), row["id"]) for row in rows],
            )
        return [task_of(row) for row in rows]

    def commit(self, commit: Commit) -> None:
        with self._connection.transaction() as db:
            site = self._held_site(commit.run_id, commit.site)
            self._add_articles((site, article) for article in commit.articles)
            self._end(site, commit)
            self._find(site, commit)
            for part, memory in commit.memories.items():
                save_memory(db, commit.site, memory, of=part)
            if commit.finishes_run:
                db.execute("UPDATE sites SET finished = 1 WHERE id = ?", (site,))
            if commit.log:
                self._set_log(commit.log)

    def dead_logs(self, *, now: datetime) -> list[LogPosition]:
        # First the logs, then who is running: a run that begins in between is not taken for dead.
        logs = [log_of(row) for row in self._connection.all("SELECT * FROM logs")]
        running = self.running(now=now)
        return [log for log in logs if log.run_id not in running]

    def running(self, *, now: datetime) -> frozenset[str]:
        rows = self._connection.all("SELECT run_id, holder, until FROM sites WHERE run_id IS NOT NULL")
        return frozenset(
            row["run_id"]
            for row in rows
            if (holder := Holder.parse(row["holder"])).may_be_alive()
            or (holder == Holder.this_process() and row["until"] >= stored(now))
        )

    def restore(self, *, articles: Iterable[tuple[str, KnownArticle]], addresses: Iterable[KnownAddress]) -> None:
        with self._connection.transaction() as db:
            self._add_articles((self._site(site), article) for site, article in articles)
            db.executemany(
                "INSERT INTO addresses (key, site, address, host, kind, data, rank, due_at, attempts, ended_at, "
                "outcome, reason, etag, last_modified, content_hash, article, revision, views, history) "
                f"VALUES (?, ?, ?, ?, ?, '{{}}', ?, ?, ?, ?, ?, ?, ?, ?, ?, {_ARTICLE}, ?, ?, ?)",
                (known_address_values(self._site(known.site), known) for known in addresses),
            )

    def _end(self, site: int, commit: Commit) -> None:
        changed = self._connection.db.executemany(
            f"UPDATE addresses {BY_KEY} SET rank = ? + {RANK_OF_KIND}, due_at = ?, "
            "attempts = CASE WHEN ? THEN attempts + 1 ELSE 0 END, "
            "run_id = NULL, leased_at = NULL, ended_at = ?, outcome = ?, reason = ?, etag = coalesce(?, etag), "
            "last_modified = coalesce(?, last_modified), content_hash = coalesce(?, content_hash), "
            f"article = coalesce({_ARTICLE}, article), revision = coalesce(?, revision), views = coalesce(?, views), "
            "history = coalesce(?, history) "
            "WHERE key = ? AND site = ? AND address = ? AND run_id = ?",
            end_values(site, commit),
        )
        if changed.rowcount < len(commit.ended):
            self._refuse_ends(site, commit)

    def _refuse_ends(self, site: int, commit: Commit) -> None:
        held = "SELECT 1 FROM addresses WHERE key = ? AND site = ? AND address = ? AND ended_at = ? AND outcome = ?"
        for ended in commit.ended:
            values = (key_of(ended.address), site, ended.address, stored(commit.now), ended.outcome)
            if self._connection.one(held, *values) is None:
                raise LeaseLostError(
                    f"{ended.address} is not leased by run {commit.run_id}: another has taken over its site"
                )
        raise LeaseLostError(f"run {commit.run_id} ended an address of {commit.site} twice; nothing was saved")

    def _find(self, site: int, commit: Commit) -> None:
        due = stored(commit.due_before)
        rows = [found_values(found, site, due, commit.refused_before) for found in commit.found]
        db = self._connection.db
        db.executemany(
            f"UPDATE addresses {BY_KEY} SET rank = :rank, due_at = :due_at, kind = :kind, host = :host, data = :data "
            "WHERE key = :key AND site = :site AND address = :address AND run_id IS NULL AND ended_at < CASE "
            f"WHEN rank IS NULL AND {WAS_LIST} THEN :before WHEN rank IS NULL THEN :refused_before "
            f"WHEN rank % 2 = 1 AND {IS_LIST} THEN :changed_before END",
            rows,
        )
        db.executemany(
            f"UPDATE addresses {BY_KEY} SET listed_at = CASE WHEN :listed_at IS NULL THEN listed_at "
            "ELSE max(coalesce(listed_at, 0), :listed_at) END, "
            f"due_at = CASE WHEN rank % 2 = 1 AND {IS_GONE} AND ended_at < :due "
            "THEN min(due_at, coalesce(:gone_by, due_at)) "
            f"WHEN rank % 2 = 1 AND NOT {IS_GONE} THEN min(due_at, coalesce(:due_by, due_at)) "
            "ELSE due_at END WHERE key = :key AND site = :site AND address = :address",
            [row for row in rows if any(row[name] is not None for name in ("listed_at", "due_by", "gone_by"))],
        )
        db.executemany(
            "INSERT INTO addresses (key, site, address, host, kind, data, rank, due_at, listed_at) "
            "SELECT :key, :site, :address, :host, :kind, :data, :rank, :due_at, :listed_at "
            f"WHERE NOT EXISTS (SELECT 1 FROM addresses {BY_KEY} WHERE key = :key AND site = :site "
            "AND address = :address)",
            rows,
        )
        db.executemany(
            f"UPDATE addresses {BY_KEY} SET article = coalesce({_ARTICLE}, article) "
            "WHERE key = ? AND site = ? AND address = ?",
            [
                (key_of(one.article_id), one.article_id, key_of(one.address), site, one.address)
                for one in commit.found
                if one.article_id is not None
            ],
        )

    def _held_site(self, run_id: str, site: str) -> int:
        """The number of ``site``, which the run must hold."""
        held = self._connection.one("SELECT id FROM sites WHERE site = ? AND run_id = ?", site, run_id)
        if held is None:
            raise LeaseLostError(
                f"run {run_id} stalled, and another has taken over {site}; nothing more was saved by it"
            )
        return int(held[0])

    def _site(self, site: str) -> int:
        """The number of ``site``, which gets one if it is new."""
        self._connection.db.execute("INSERT OR IGNORE INTO sites (site) VALUES (?)", (site,))
        row = self._connection.one("SELECT id FROM sites WHERE site = ?", site)
        assert row is not None
        return int(row[0])

    def _give_back(self, site: int) -> None:
        self._connection.db.execute(
            f"UPDATE addresses SET rank = {RANK_GIVEN_BACK}, run_id = NULL, leased_at = NULL "
            "WHERE site = ? AND run_id IS NOT NULL",
            (site,),
        )

    def _add_articles(self, articles: Iterable[tuple[int, KnownArticle]]) -> None:
        rows = [article_values(site, article) for site, article in articles]
        self._connection.db.executemany(UPDATE_ARTICLE, rows)
        self._connection.db.executemany(INSERT_ARTICLE, rows)
