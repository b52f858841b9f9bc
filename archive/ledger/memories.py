"""How the ledger in SQLite keeps what each site taught: a row for each part of it, as it was packed."""

import sqlite3

# Made with the first memory, so that a ledger from before there were any needs no new format.
_TABLE = "CREATE TABLE IF NOT EXISTS memories (site TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID"


def memory_of(db: sqlite3.Connection, site: str, *, of: str) -> bytes | None:
    """The memory of ``site``, or of a part of it, or None."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'memories'").fetchone() is None:
        return None
    row = db.execute("SELECT state FROM memories WHERE site = ?", (_key(site, of),)).fetchone()
    return bytes(row[0]) if row else None


def save_memory(db: sqlite3.Connection, site: str, state: bytes, *, of: str) -> None:
    """Put ``state`` in the place of what was known of ``site``, or of a part of it, in the caller's transaction."""
    db.execute(_TABLE)
    db.execute("INSERT OR REPLACE INTO memories VALUES (?, ?)", (_key(site, of), state))


def _key(site: str, part: str) -> str:
    return f"{site}#{part}" if part else site  # no site's name has that character
