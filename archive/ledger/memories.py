"""How the ledger in SQLite keeps what each site taught: one row a site, its state as whoever learnt it packed it."""

import sqlite3

MEMORY_TABLE = "CREATE TABLE IF NOT EXISTS memories (site TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID"


def memory_of(db: sqlite3.Connection, site: str) -> bytes | None:
    """The memory of ``site``, or None."""
    row = db.execute("SELECT state FROM memories WHERE site = ?", (site,)).fetchone()
    return bytes(row[0]) if row else None


def save_memory(db: sqlite3.Connection, site: str, state: bytes) -> None:
    """Put ``state`` in the place of what was known of ``site``."""
    db.execute("INSERT OR REPLACE INTO memories VALUES (?, ?)", (site, state))
