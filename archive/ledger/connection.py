"""The connection to a ledger in SQLite: opened durably, each transaction whole, errors in newsreel's words."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.errors import ArchiveDamagedError, StorageError

_BUSY_SECONDS = 30.0
_CHECKPOINT_PAGES = 10_000  # SQLite: 1000, which doubles the writes
_CACHE_KIB = 8_000  # SQLite: 2000


class Connection:
    """One connection to the SQLite file at ``path``, made if it is missing and to be written.

    Raises ArchiveDamagedError where the file is no database, StorageError where the disk refuses.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        with self._told():
            if read_only:
                self.db = _opened_for_reading(path)
                return
            if not path.exists():
                _make_empty(path)
            self.db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            self.db.execute("PRAGMA journal_mode = WAL")
            self.db.execute("PRAGMA synchronous = FULL")
            self.db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            self.db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row of the answer to ``sql``."""
        with self._told():
            row: tuple[Any, ...] | None = self.db.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of the answer to ``sql``, by column name."""
        with self._told():
            cursor = self.db.execute(sql, values)
            cursor.row_factory = sqlite3.Row
            return cursor.fetchall()

    @contextmanager
    def transaction(self, kind: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
        """One transaction: what happens in it happens wholly, or not at all."""
        with self._told():
            self.db.execute(f"BEGIN {kind}")
            try:
                yield self.db
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
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
        except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
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
