"""How the ledger's entries are stored in SQLite: the tables, and values to rows and back."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

from archive.known import KnownArticle
from archive.ledger.entries import AddressState, Ended, Exchange, LogPosition, SealedFile

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE addresses (
    address TEXT NOT NULL, site TEXT NOT NULL, host TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL,
    state TEXT NOT NULL, due_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, run_id TEXT, leased_at INTEGER,
    ended_at INTEGER,
    outcome TEXT, reason TEXT, etag TEXT, last_modified TEXT, content_hash TEXT, article_id TEXT,
    revision INTEGER, views INTEGER, PRIMARY KEY (site, address)
) WITHOUT ROWID;
CREATE INDEX addresses_due ON addresses (site, state, kind, due_at);
CREATE TABLE articles (
    article_id TEXT PRIMARY KEY, site TEXT NOT NULL, revision INTEGER NOT NULL, content_hash TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL, address TEXT NOT NULL, language TEXT, run_id TEXT
);
CREATE INDEX articles_by_content ON articles (substr(content_hash, 1, 12));
CREATE TABLE sites (
    site TEXT PRIMARY KEY, run_id TEXT, holder TEXT, since INTEGER, until INTEGER,
    due_before INTEGER, finished INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, name TEXT NOT NULL, rows INTEGER NOT NULL, sha256 TEXT NOT NULL,
    size INTEGER NOT NULL, changed_ns INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE exchanges (folder TEXT PRIMARY KEY, new TEXT NOT NULL, old TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE logs (segment TEXT PRIMARY KEY, run_id TEXT NOT NULL, positions TEXT NOT NULL, rows TEXT NOT NULL,
    checksums TEXT NOT NULL) WITHOUT ROWID;
"""


def article_of(row: sqlite3.Row | None) -> KnownArticle | None:
    """A row of articles as what is known of the article; None for no row."""
    if row is None:
        return None
    return KnownArticle(
        article_id=row["article_id"],
        revision=row["revision"],
        content_hash=row["content_hash"],
        first_seen_at=instant(row["first_seen_at"]),
        address=row["address"],
        language=row["language"],
        run_id=row["run_id"],
    )


def file_of(row: sqlite3.Row) -> SealedFile:
    """A row of files as the sealed file."""
    return SealedFile(
        table=row["name"],
        path=row["path"],
        rows=row["rows"],
        sha256=row["sha256"],
        size=row["size"],
        changed_ns=row["changed_ns"],
    )


def exchange_of(row: sqlite3.Row) -> Exchange:
    """A row of exchanges as the compaction under way."""
    return Exchange(folder=row["folder"], new=SealedFile(**json.loads(row["new"])), old=tuple(json.loads(row["old"])))


def log_of(row: sqlite3.Row) -> LogPosition:
    """A row of logs as the committed position."""
    return LogPosition(
        segment=row["segment"],
        run_id=row["run_id"],
        positions=json.loads(row["positions"]),
        rows=json.loads(row["rows"]),
        checksums=json.loads(row["checksums"]),
    )


def state_after(ended: Ended) -> AddressState:
    """The state of an address that ended so."""
    if ended.due_at is None:
        return AddressState.CLOSED
    return AddressState.PENDING if ended.failed else AddressState.DONE


def due(ended: Ended) -> int | None:
    """When an address that ended so is due again, as stored; None for never."""
    return None if ended.due_at is None else stored(ended.due_at)


def stored(moment: datetime) -> int:
    """An instant as stored: microseconds since 1970."""
    return (moment - EPOCH) // MICROSECOND


def instant(stored: int) -> datetime:
    """The instant that `stored` made ``stored`` of."""
    return EPOCH + stored * MICROSECOND
