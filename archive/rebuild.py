"""The ledger made anew from the tables: from files that say who they are, and from logs as far as they can be read."""

import hashlib
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import ArchiveBusyError, ArchiveDamagedError, ArchiveFormatError, StorageError
from archive.folder import ArchiveFolder
from archive.known import KnownArticle
from archive.ledger import Ended, KnownAddress, LogPosition, SealedFile
from archive.ledger.connection import Connection
from archive.ledger.sqlite import SqliteLedger
from archive.lock import alone
from archive.log import read_log, readable_log
from archive.outcomes import Family, Outcome
from archive.query.archive import Archive
from archive.recover import recover
from archive.tables import TABLES, Table

_ARTICLES = """
    SELECT a.article_id, a.revision, left(a.content_hash, 32) AS content_hash, a.first_seen_at, a.language, a.site,
           coalesce(o.address, a.canonical_address) AS address, o.run_id
    FROM articles a
    LEFT JOIN (SELECT article_id, arg_max(coalesce(final_address, address), observed_at) AS address,
                      arg_max(run_id, observed_at) AS run_id
               FROM observations WHERE outcome IN ('new', 'changed', 'unchanged') GROUP BY ALL) o USING (article_id)
"""
# An answer that a page is as it was ("not modified") may leave out what the last whole answer said of it.
_ADDRESSES = """
    SELECT o.* REPLACE (
               left(coalesce(o.content_hash, r.content_hash), 32) AS content_hash,
               coalesce(o.etag, CASE WHEN o.http_status = 304 THEN w.etag END) AS etag,
               coalesce(o.last_modified, CASE WHEN o.http_status = 304 THEN w.last_modified END) AS last_modified
           ), m.address AS moved_to
    FROM (FROM observations QUALIFY row_number() OVER (PARTITION BY site, address ORDER BY observed_at DESC) = 1) o
    LEFT JOIN (SELECT site, address, etag, last_modified FROM observations WHERE http_status <> 304
               QUALIFY row_number() OVER (PARTITION BY site, address ORDER BY observed_at DESC) = 1) w
        ON w.site = o.site AND w.address = o.address
    LEFT JOIN (SELECT article_id, revision, any_value(content_hash) AS content_hash FROM revisions GROUP BY ALL) r
        USING (article_id, revision)
    LEFT JOIN (SELECT DISTINCT site, address FROM observations) m ON m.site = o.site AND m.address = o.final_address
"""
_SUFFIXES = ("", "-wal", "-shm")


def rebuild(folder: ArchiveFolder, disk: Disk, *, now: datetime) -> SqliteLedger:
    """A new ledger for the archive, in place of the one it has, if any.

    Addresses that were found but never fetched are not in the tables; the next crawl finds them again. Raises
    ArchiveBusyError where the archive is being written, ArchiveDamagedError for a file that cannot be read,
    StorageError; the ledger is then as it was. The new one is made aside and takes the old one's place in one step.
    """
    _refuse_under_a_crawl(folder, now)
    making = replace(folder, ledger_name=f"{folder.ledger.name}.rebuilding")
    try:
        with alone(folder.ledger):
            _remove(making.ledger, disk)  # what a rebuild that was cut short left
            _fill(making, _logs_of(folder), disk)
            _settle(folder.ledger, disk)
            disk.replace(making.ledger, folder.ledger)
            disk.sync_folder(folder.state)
            _remove(making.ledger, disk)
    except OSError as problem:
        raise StorageError(folder.ledger, problem) from problem
    ledger = SqliteLedger(folder.ledger)
    recover(folder, ledger, disk, now=now)
    return ledger


def _remove(ledger: Path, disk: Disk) -> None:
    for suffix in (*_SUFFIXES, ".lock"):
        disk.remove(ledger.with_name(ledger.name + suffix))


def _settle(ledger: Path, disk: Disk) -> None:
    """Bring all that a ledger has into its one file, so that another file can take its place in one step."""
    with (
        suppress(ArchiveDamagedError, StorageError, ArchiveFormatError),
        closing(Connection(ledger, read_only=False, is_locked=True)) as old,
    ):
        old.one("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    for suffix in _SUFFIXES[1:]:  # of a file that cannot be read, they are of no use
        disk.remove(ledger.with_name(ledger.name + suffix))


def _refuse_under_a_crawl(folder: ArchiveFolder, now: datetime) -> None:
    if not folder.ledger.exists():
        return
    # A ledger that cannot be read cannot tell; that is what a rebuild is for.
    with suppress(ArchiveDamagedError, StorageError), closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        running = ledger.running(now=now)
        if running:
            raise ArchiveBusyError(f"{folder.path} is being written by {min(running)}; stop it first")


def _logs_of(folder: ArchiveFolder) -> list[LogPosition]:
    """How far each log segment counts: as the ledger says; where it cannot be read, as far as the segment can."""
    if folder.ledger.exists():
        with (
            suppress(ArchiveDamagedError, StorageError),
            closing(SqliteLedger(folder.ledger, read_only=True)) as ledger,
        ):
            return [_as_committed(folder, log) for log in ledger.snapshot().logs]
    return [readable_log(folder.log, path.name, TABLES) for path in sorted(folder.log.iterdir())]


def _as_committed(folder: ArchiveFolder, log: LogPosition) -> LogPosition:
    try:
        for table in TABLES:
            read_log(folder.log, log, table)
    except (ArchiveDamagedError, FileNotFoundError):
        return readable_log(folder.log, log.segment, TABLES)
    return log


def _fill(making: ArchiveFolder, logs: Sequence[LogPosition], disk: Disk) -> None:
    """Fill the ledger of ``making`` with what the tables and the ``logs`` tell."""
    # Files of a seal that was cut short are written again when their log is sealed: their names follow from its.
    segments = {log.segment for log in logs}
    paths = [(table, path) for table in TABLES for path in making.files(table)]
    for _, path in paths:
        if path.stem.removeprefix("part-") in segments:
            disk.remove(path)
    kept = [(table, path) for table, path in paths if path.stem.removeprefix("part-") not in segments]
    with closing(SqliteLedger(making.ledger)) as ledger:
        ledger.set_files([_sealed(making, table, path) for table, path in kept])
        for log in logs:
            ledger.set_log(log)
        archive = Archive(making.path)
        archive.folder = making
        articles = archive.sql(_ARTICLES).rows()
        ledger.restore(
            articles=[(row.pop("site"), KnownArticle(**row)) for row in articles],
            addresses=[_known_address(row) for row in archive.sql(_ADDRESSES).rows()],
        )


def _sealed(folder: ArchiveFolder, table: Table, path: Path) -> SealedFile:
    try:
        metadata = pq.read_metadata(path)
        pq.ParquetFile(path, page_checksum_verification=True).read()
    except (pa.ArrowInvalid, OSError) as problem:
        raise ArchiveDamagedError(f"{path} cannot be read ({problem}); move it away, and rebuild again") from problem
    if not table.is_form_of(metadata.schema.to_arrow_schema()):
        raise ArchiveDamagedError(f"{path} has not the columns of {table.name}; move it away, and rebuild again")
    content = path.read_bytes()
    return SealedFile(
        table=table.name,
        path=path.relative_to(folder.path).as_posix(),
        rows=metadata.num_rows,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        changed_ns=path.stat().st_mtime_ns,
    )


def _known_address(row: dict[str, Any]) -> KnownAddress:
    outcome = Outcome(row["outcome"])
    # An address that led to another is visited there from then on.
    has_moved = outcome.family is Family.ARTICLE and row["moved_to"] not in (None, row["address"])
    # An article that was not found any more may come back.
    is_missed = outcome.family in (Family.GONE, Family.REFUSED) and row["article_id"] is not None
    is_due = (outcome.family in (Family.ARTICLE, Family.FAILED) or is_missed) and not has_moved
    ended = Ended(
        address=row["address"],
        outcome=outcome,
        due_at=row["observed_at"] if is_due else None,
        failed=outcome.family is Family.FAILED,
        reason=row["detail"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        content_hash=row["content_hash"],
        article_id=row["article_id"],
        revision=row["revision"],
        views=row["views"],
    )
    host = urlsplit(row["address"]).netloc
    return KnownAddress(site=row["site"], kind=row["kind"], host=host, ended_at=row["observed_at"], ended=ended)
