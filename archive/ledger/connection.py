"""The connection to a ledger in SQLite: opened durably, each transaction whole, errors in newsreel's words."""

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from archive.errors import ArchiveDamagedError, StorageError
from archive.lock import share

_BUSY_SECONDS = 30.0
_CHECKPOINT_PAGES = 10_000  # SQLite: 1000, which doubles the writes
_CACHE_KIB = 8_000  # SQLite: 2000


class Connection:
    """One connection to the SQLite file at ``path``, made if it is missing and to be written.

    Who writes shares the ledger's lock, unless it ``is_locked`` by the caller, alone.

    Raises ArchiveDamagedError where the file is no database, StorageError where the disk refuses.
    """

    def __init__(self, path: Path, *, read_only: bool, is_locked: bool = False) -> None:
        self.path = path
        self._closing = ExitStack()
        try:
            with self._told():
                self.db = self._opened(read_only=read_only, is_locked=is_locked)
        except BaseException:
            self._closing.close()
            raise

    def _opened(self, *, read_only: bool, is_locked: bool) -> sqlite3.Connection:
        if read_only:
            return _opened_for_reading(self.path, self._closing)
        if not is_locked:
            self._closing.enter_context(share(self.path))
        if not self.path.exists():
            _make_empty(self.path)
        db = self._closing.enter_context(
            closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None))
        )
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        return db

    def close(self) -> None:
        """Close the file."""
        self.db.close()
        self._closing.close()

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


def _opened_for_reading(path: Path, stack: ExitStack) -> sqlite3.Connection:
    try:
        return _connected(path, "mode=ro")
    except sqlite3.OperationalError:
        if not path.exists():
            raise
    # On a disk that cannot be written, SQLite reads no WAL, and what is only there would be missing: a copy is read.
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="newsreel-")))
    for file in (path, path.with_name(f"{path.name}-wal")):
        if file.exists():
            shutil.copyfile(file, folder / file.name)
    return _connected(folder / path.name, "mode=rw")


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?{mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
    )
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.Error:
        connection.close()
        raise
    return connection
