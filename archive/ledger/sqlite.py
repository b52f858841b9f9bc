"""The ledger in one SQLite file (WAL, synchronous FULL): durable, and at once open whatever it holds."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.errors import ArchiveBusyError, ArchiveDamagedError, ArchiveFormatError, LeaseLostError, StorageError
from archive.folder import IDENTITY_FILE
from archive.known import KnownArticle
from archive.ledger.entries import (
    AddressState,
    Commit,
    Ended,
    Exchange,
    Found,
    Holder,
    KnownAddress,
    LogPosition,
    SealedFile,
    Snapshot,
    Summary,
    Task,
)
from archive.ledger.memories import MEMORY_TABLE, memory_of, save_memory
from archive.ledger.stored import (
    SCHEMA,
    article_of,
    due,
    exchange_of,
    file_of,
    instant,
    log_of,
    state_after,
    stored,
)

LEDGER_FORMAT = 1
_BUSY_SECONDS = 30.0
# Listings first: they lead to what is new.
_KINDS = ("listing", "article")


class SqliteLedger:
    """The ledger of one archive in one file; see `archive.ledger.interface.Ledger` for what each method promises.

    Raises ArchiveDamagedError where the file is no ledger, ArchiveFormatError where a newer newsreel wrote it, and
    StorageError where the disk refuses.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        with self._told():
            if read_only:
                self._db = _opened_for_reading(path)
            else:
                if not path.exists():
                    _make_empty(path)
                self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.execute("PRAGMA wal_autocheckpoint = 10000")  # pages; the default of 1000 doubles the writes
            self._prepare(read_only=read_only)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def has_identity(self) -> bool:
        """Whether the archive's identity file is as it was when the ledger was made."""
        row = self._one("SELECT value FROM about WHERE key = 'identity'")
        return row is not None and row["value"] == identity_of(self.path)

    def open_run(self, run_id: str, site: str, holder: Holder, *, now: datetime, until: datetime) -> datetime:
        with self._transaction():
            row = self._one("SELECT run_id, holder, since, until, due_before, finished FROM sites WHERE site = ?", site)
            if row and row["run_id"] and row["until"] >= stored(now) and Holder.parse(row["holder"]).may_be_alive():
                since = instant(row["since"]).isoformat(timespec="seconds")
                raise ArchiveBusyError(
                    f"{self.path.parent.parent} is being crawled for {site} by {Holder.parse(row['holder'])} "
                    f"since {since}"
                )
            due_before = row["due_before"] if row and not row["finished"] else stored(now)
            self._db.execute(
                "INSERT OR REPLACE INTO sites VALUES (?, ?, ?, ?, ?, ?, 0)",
                (site, run_id, holder.stored(), stored(now), stored(until), due_before),
            )
            # What a run that is gone held is due again.
            self._release("site = ? AND state = 'leased'", site)
            return instant(due_before)

    def heartbeat(self, run_id: str, *, until: datetime) -> None:
        with self._transaction():
            held = self._db.execute("UPDATE sites SET until = ? WHERE run_id = ?", (stored(until), run_id))
            if held.rowcount == 0:
                raise LeaseLostError(f"run {run_id} stalled, and another has taken over its site")

    def close_run(self, run_id: str) -> None:
        with self._transaction():
            held = self._one("SELECT site FROM sites WHERE run_id = ?", run_id)
            if held is not None:
                self._release("site = ? AND state = 'leased' AND run_id = ?", held["site"], run_id)
            self._db.execute("UPDATE sites SET run_id = NULL, holder = NULL WHERE run_id = ?", (run_id,))

    def lease(self, run_id: str, site: str, *, now: datetime, due_before: datetime, limit: int) -> list[Task]:
        tasks: list[Task] = []
        with self._transaction():
            self._require_held(run_id, site)
            for kind in _KINDS:
                for state in (AddressState.PENDING, AddressState.DONE):
                    tasks += self._lease(run_id, now, (site, state, kind, stored(due_before), limit - len(tasks)))
        return tasks

    def has_due(self, site: str, *, due_before: datetime) -> bool:
        return any(
            self._one(
                "SELECT 1 FROM addresses WHERE site = ? AND state = ? AND kind = ? AND due_at <= ? LIMIT 1",
                site, state, kind, stored(due_before),
            )
            for kind in _KINDS
            for state in (AddressState.PENDING, AddressState.DONE)
        )  # fmt: skip

    def pending(self, site: str, *, due_before: datetime) -> int:
        row = self._one(
            "SELECT count(*) AS n FROM addresses WHERE site = ? AND state IN ('pending', 'done') AND due_at <= ?",
            site, stored(due_before),
        )  # fmt: skip
        return int(row["n"]) if row else 0

    def commit(self, commit: Commit) -> None:
        with self._transaction():
            self._require_held(commit.run_id, commit.site)
            for ended in commit.ended:
                self._end(commit, ended)
            self._find(commit.site, commit.found, due_before=commit.due_before)
            self._add_articles((commit.site, article) for article in commit.articles)
            if commit.memory is not None:
                save_memory(self._db, commit.site, commit.memory)
            if commit.finishes_run:
                self._db.execute("UPDATE sites SET finished = 1 WHERE run_id = ?", (commit.run_id,))
            if commit.log:
                log = commit.log
                by_table = [json.dumps(dict(values)) for values in (log.positions, log.rows, log.checksums)]
                self._db.execute(
                    "INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?)", (log.segment, log.run_id, *by_table)
                )

    def article(self, article_id: str) -> KnownArticle | None:
        return article_of(self._one("SELECT * FROM articles WHERE article_id = ?", article_id))

    def article_with_content(self, site: str, content_hash: str, language: str | None) -> KnownArticle | None:
        row = self._one(
            "SELECT * FROM articles WHERE substr(content_hash, 1, 12) = substr(?, 1, 12) AND content_hash = ? "
            "AND site = ? AND language IS ? LIMIT 1",
            content_hash, content_hash, site, language,
        )  # fmt: skip
        return article_of(row)

    def memory(self, site: str) -> bytes | None:
        with self._told():
            return memory_of(self._db, site)

    def snapshot(self) -> Snapshot:
        with self._transaction("DEFERRED"):
            files = self._all("SELECT * FROM files ORDER BY path")
            logs = self._all("SELECT * FROM logs ORDER BY segment")
            exchanges = self._all("SELECT * FROM exchanges ORDER BY folder")
        try:
            return Snapshot(
                files=tuple(file_of(row) for row in files),
                logs=tuple(log_of(row) for row in logs),
                exchanges=tuple(exchange_of(row) for row in exchanges),
            )
        except (ValueError, TypeError, KeyError, IndexError) as problem:
            raise ArchiveDamagedError(
                f"{self.path} holds what no newsreel wrote ({problem}); make it anew with: newsreel state rebuild"
            ) from problem

    def dead_logs(self, *, now: datetime) -> list[LogPosition]:
        # First the logs, then who is running: a run that begins in between is not taken for dead.
        logs = [log_of(row) for row in self._all("SELECT * FROM logs")]
        running = self.running(now=now)
        return [log for log in logs if log.run_id not in running]

    def running(self, *, now: datetime) -> frozenset[str]:
        rows = self._all("SELECT run_id, holder, until FROM sites WHERE run_id IS NOT NULL")
        return frozenset(
            row["run_id"]
            for row in rows
            if (holder := Holder.parse(row["holder"])).may_be_alive()
            or (holder == Holder.this_process() and row["until"] >= stored(now))
        )

    def seal(self, segment: str, files: Sequence[SealedFile]) -> None:
        with self._transaction():
            self._add_files(files)
            self._db.execute("DELETE FROM logs WHERE segment = ?", (segment,))

    def exchanges(self) -> list[Exchange]:
        return [exchange_of(row) for row in self._all("SELECT * FROM exchanges ORDER BY folder")]

    def begin_exchange(self, exchange: Exchange) -> None:
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?)",
                (exchange.folder, json.dumps(asdict(exchange.new)), json.dumps(exchange.old)),
            )

    def end_exchange(self, exchange: Exchange, *, happened: bool) -> None:
        with self._transaction():
            if happened:
                self._db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in exchange.old])
                self._add_files([exchange.new])
            self._db.execute("DELETE FROM exchanges WHERE folder = ?", (exchange.folder,))

    def restore(self, *, articles: Iterable[tuple[str, KnownArticle]], addresses: Iterable[KnownAddress]) -> None:
        with self._transaction():
            self._add_articles(articles)
            self._db.executemany(
                "INSERT OR REPLACE INTO addresses VALUES (?, ?, ?, ?, '{}', ?, ?, ?, NULL, NULL, ?, "
                "?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        k.ended.address, k.site, k.host, k.kind, state_after(k.ended), due(k.ended),
                        int(k.ended.failed), stored(k.ended_at), k.ended.outcome, k.ended.reason, k.ended.etag,
                        k.ended.last_modified, k.ended.content_hash, k.ended.article_id, k.ended.revision,
                        k.ended.views,
                    )
                    for k in addresses
                ],
            )  # fmt: skip

    def set_files(self, files: Sequence[SealedFile]) -> None:
        with self._transaction():
            self._add_files(files)

    def summaries(self, *, now: datetime) -> list[Summary]:
        with self._transaction("DEFERRED"):
            sites = self._all("SELECT DISTINCT site FROM addresses ORDER BY site")
            return [self._summary(row["site"], now) for row in sites]

    def _summary(self, site: str, now: datetime) -> Summary:
        states = self._all("SELECT state, count(*) AS n FROM addresses WHERE site = ? GROUP BY state", site)
        times = self._one(
            "SELECT min(due_at) FILTER (WHERE state IN ('pending', 'done')) AS due, min(leased_at) AS leased, "
            "count(*) FILTER (WHERE attempts > 0) AS failing FROM addresses WHERE site = ?",
            site,
        )
        held = self._one(
            "SELECT holder FROM sites WHERE site = ? AND run_id IS NOT NULL AND until >= ?", site, stored(now)
        )
        assert times is not None
        return Summary(
            site=site,
            states={AddressState(row["state"]): row["n"] for row in states},
            next_due_at=None if times["due"] is None else instant(times["due"]),
            oldest_lease_at=None if times["leased"] is None else instant(times["leased"]),
            failing=times["failing"],
            holder=str(Holder.parse(held["holder"])) if held else None,
        )

    def _prepare(self, *, read_only: bool) -> None:
        if read_only:
            if not self._has_tables():
                raise ArchiveDamagedError(f"{self.path} is no ledger; make it anew with: newsreel state rebuild")
        else:
            with self._transaction():  # of two that open a new ledger at once, one makes it
                if not self._has_tables():
                    for statement in SCHEMA.strip().split(";\n"):
                        self._db.execute(statement)
                    self._db.execute("INSERT INTO about VALUES ('format', ?)", (str(LEDGER_FORMAT),))
                    self._db.execute("INSERT INTO about VALUES ('identity', ?)", (identity_of(self.path),))
                self._db.execute(MEMORY_TABLE)  # ledgers made before there were memories have none
        row = self._one("SELECT value FROM about WHERE key = 'format'")
        if row is None or int(row["value"]) > LEDGER_FORMAT:
            raise ArchiveFormatError(f"{self.path} was written by a newer newsreel; install a newer newsreel")

    def _has_tables(self) -> bool:
        return self._one("SELECT 1 FROM sqlite_master WHERE name = 'about'") is not None

    def _lease(self, run_id: str, now: datetime, query: tuple[Any, ...]) -> list[Task]:
        rows = self._all(
            "SELECT * FROM addresses WHERE site = ? AND state = ? AND kind = ? AND due_at <= ? ORDER BY due_at LIMIT ?",
            *query,
        )
        self._db.executemany(
            "UPDATE addresses SET state = 'leased', run_id = ?, leased_at = ? WHERE site = ? AND address = ?",
            [(run_id, stored(now), row["site"], row["address"]) for row in rows],
        )
        return [
            Task(
                address=r["address"], kind=r["kind"], host=r["host"], data=json.loads(r["data"]), attempts=r["attempts"]
            )
            for r in rows
        ]

    def _end(self, commit: Commit, ended: Ended) -> None:
        changed = self._db.execute(
            "UPDATE addresses SET state = ?, due_at = ?, attempts = CASE WHEN ? THEN attempts + 1 ELSE 0 END, "
            "run_id = NULL, leased_at = NULL, ended_at = ?, outcome = ?, reason = ?, etag = coalesce(?, etag), "
            "last_modified = coalesce(?, last_modified), content_hash = coalesce(?, content_hash), "
            "article_id = coalesce(?, article_id), revision = coalesce(?, revision), views = coalesce(?, views) "
            "WHERE site = ? AND address = ? AND run_id = ?",
            (
                state_after(ended), self._due(commit, ended), ended.failed,
                stored(commit.now), ended.outcome, ended.reason,
                ended.etag, ended.last_modified, ended.content_hash, ended.article_id, ended.revision, ended.views,
                commit.site, ended.address, commit.run_id,
            ),
        )  # fmt: skip
        if changed.rowcount == 0:
            raise LeaseLostError(
                f"{ended.address} is not leased by run {commit.run_id}: another has taken over its site"
            )

    @staticmethod
    def _due(commit: Commit, ended: Ended) -> int | None:
        # Never in the run that ended it, whatever its clock did since the run began.
        due_at = due(ended)
        return None if due_at is None else max(due_at, stored(commit.due_before) + 1)

    def _find(self, site: str, found: Iterable[Found], *, due_before: datetime) -> None:
        self._db.executemany(
            "INSERT INTO addresses (address, site, host, kind, data, state, due_at) "
            "VALUES (?, ?, ?, ?, ?, 'pending', ?) "
            "ON CONFLICT (site, address) DO UPDATE SET state = 'pending', due_at = excluded.due_at "
            "WHERE state = 'closed' AND ended_at < ?",
            [
                (f.address, site, f.host, f.kind, json.dumps(dict(f.data)), stored(due_before), stored(due_before))
                for f in found
            ],
        )

    def _require_held(self, run_id: str, site: str) -> None:
        held = self._one("SELECT 1 FROM sites WHERE site = ? AND run_id = ?", site, run_id)
        if held is None:
            raise LeaseLostError(
                f"run {run_id} stalled, and another has taken over {site}; nothing more was saved by it"
            )

    def _release(self, condition: str, *values: str) -> None:
        self._db.execute(
            "UPDATE addresses SET state = CASE WHEN outcome IS NULL OR attempts > 0 THEN 'pending' ELSE 'done' END, "
            f"run_id = NULL, leased_at = NULL WHERE {condition}",
            values,
        )

    def _add_articles(self, articles: Iterable[tuple[str, KnownArticle]]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    a.article_id,
                    site,
                    a.revision,
                    a.content_hash,
                    stored(a.first_seen_at),
                    a.address,
                    a.language,
                    a.run_id,
                )
                for site, a in articles
            ],
        )

    def _add_files(self, files: Sequence[SealedFile]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [(f.path, f.table, f.rows, f.sha256, f.size, f.changed_ns) for f in files],
        )

    def _one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        rows = self._all(sql, *values)
        return rows[0] if rows else None

    def _all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._told():
            cursor = self._db.execute(sql, values)
            cursor.row_factory = sqlite3.Row
            return cursor.fetchall()

    @contextmanager
    def _transaction(self, kind: str = "IMMEDIATE") -> Iterator[None]:
        with self._told():
            self._db.execute(f"BEGIN {kind}")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's errors in newsreel's words."""
        try:
            yield
        except OSError as problem:
            raise StorageError(self.path, problem) from problem
        except sqlite3.OperationalError as problem:
            raise StorageError(self.path, OSError(str(problem))) from problem
        except sqlite3.DatabaseError as problem:
            raise ArchiveDamagedError(
                f"{self.path}: {problem}; make the ledger anew from the Parquet files with: newsreel state rebuild"
            ) from problem


def _make_empty(path: Path) -> None:
    """Make an empty file that is in WAL mode from the first moment: no two processes may switch the mode at once."""
    scratch = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    connection = sqlite3.connect(scratch, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA user_version = 1")  # writes the header, and with it the mode
    connection.close()
    try:
        path.hardlink_to(scratch)
    except FileExistsError:
        pass  # another was quicker
    except OSError:  # a file system without hard links
        scratch.replace(path)
    scratch.unlink(missing_ok=True)


def identity_of(ledger: Path) -> str:
    """The SHA-256 of the identity file of the archive that ``ledger`` belongs to; empty where there is none."""
    identity = ledger.parent.parent / IDENTITY_FILE
    return hashlib.sha256(identity.read_bytes()).hexdigest() if identity.is_file() else ""


def _opened_for_reading(path: Path) -> sqlite3.Connection:
    # On a disk that cannot be written, SQLite reads a WAL file only when told that nobody else writes it.
    for way in ("mode=ro", "immutable=1"):
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?{way}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
        )
        try:
            connection.execute("SELECT 1 FROM sqlite_master")
        except sqlite3.OperationalError:
            connection.close()
            if way == "immutable=1":
                raise
        else:
            return connection
    raise AssertionError  # the last way returned or raised
