"""Opening a ledger in SQLite: made where there is none, brought up to date where it is of an older format."""

import hashlib
import logging
from pathlib import Path

from archive.errors import ArchiveBusyError, ArchiveDamagedError, ArchiveFormatError, StorageError
from archive.folder import IDENTITY_FILE
from archive.ledger.connection import Connection
from archive.ledger.entries import Holder
from archive.ledger.schema import LEDGER_FORMAT, create, migrate

logger = logging.getLogger(__name__)


def open_connection(path: Path, *, read_only: bool) -> Connection:
    """A connection to the ledger at ``path``, which is of the present format.

    Raises ArchiveDamagedError where it is no ledger, ArchiveFormatError where a newer newsreel wrote it,
    ArchiveBusyError where an older one is at it, and StorageError where the disk refuses.
    """
    connection = Connection(path, read_only=read_only)
    try:
        _prepare(connection, path, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: Connection, path: Path, *, read_only: bool) -> None:
    if not read_only:
        with connection.transaction() as db:  # of two that open a new ledger at once, one makes it
            if not _has_tables(connection):
                create(db, identity_of(path))
    if not _has_tables(connection):
        raise ArchiveDamagedError(f"{path} is no ledger; make it anew with: newsreel state rebuild")
    found = _format(connection)
    if found > LEDGER_FORMAT:
        raise ArchiveFormatError(f"{path} was written by a newer newsreel; install a newer newsreel")
    if found < LEDGER_FORMAT and read_only:
        try:
            open_connection(path, read_only=False).close()
        except StorageError as problem:
            raise ArchiveFormatError(
                f"{path} is of an older newsreel and must be brought up to date, which a folder that cannot be written "
                "does not allow; make it writable, or ask a copy of the archive"
            ) from problem
    elif found < LEDGER_FORMAT:
        _migrate(connection)


def identity_of(ledger: Path) -> str:
    """The SHA-256 of the identity file of the archive that ``ledger`` belongs to; empty where there is none."""
    identity = ledger.parent.parent / IDENTITY_FILE
    return hashlib.sha256(identity.read_bytes()).hexdigest() if identity.is_file() else ""


def _migrate(connection: Connection) -> None:
    logger.warning("%s is brought from format %d to %d", connection.path, _format(connection), LEDGER_FORMAT)
    with connection.transaction() as db:
        found = _format(connection)
        if found < LEDGER_FORMAT:  # else another was quicker
            holders = connection.all("SELECT holder FROM sites WHERE run_id IS NOT NULL")
            alive = [holder for row in holders if (holder := Holder.parse(row["holder"])).may_be_alive()]
            if alive:
                raise ArchiveBusyError(f"{connection.path} is in use by an older newsreel, {alive[0]}; stop it first")
            migrate(db, found)


def _format(connection: Connection) -> int:
    row = connection.one("SELECT value FROM about WHERE key = 'format'")
    return LEDGER_FORMAT + 1 if row is None else int(row[0])


def _has_tables(connection: Connection) -> bool:
    return connection.one("SELECT 1 FROM sqlite_master WHERE name = 'about'") is not None
