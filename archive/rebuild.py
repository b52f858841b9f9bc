"""The ledger made anew from the tables: from files that say who they are, and from logs as far as they can be read."""

import hashlib
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from archive.disk import Disk
from archive.errors import ArchiveBusyError, ArchiveDamagedError, StorageError
from archive.folder import ArchiveFolder
from archive.known import KnownArticle
from archive.ledger import Ended, KnownAddress, SealedFile
from archive.ledger.sqlite import SqliteLedger
from archive.log import readable_log
from archive.outcomes import Family, Outcome
from archive.query import Archive
from archive.seal import seal_segment
from archive.tables import TABLES, Table

_ARTICLES = """
    SELECT a.article_id, a.revision, left(a.content_hash, 32) AS content_hash, a.first_seen_at, a.language, a.site,
           coalesce(o.address, a.canonical_address) AS address, o.run_id
    FROM articles a
    LEFT JOIN (SELECT article_id, arg_max(coalesce(final_address, address), observed_at) AS address,
                      arg_max(run_id, observed_at) AS run_id
               FROM observations WHERE outcome <> 'duplicate' GROUP BY ALL) o USING (article_id)
"""
_ADDRESSES = """
    SELECT o.* REPLACE (left(coalesce(o.content_hash, r.content_hash), 32) AS content_hash)
    FROM (FROM observations QUALIFY row_number() OVER (PARTITION BY site, address ORDER BY observed_at DESC) = 1) o
    LEFT JOIN (SELECT article_id, revision, any_value(content_hash) AS content_hash FROM revisions GROUP BY ALL) r
        USING (article_id, revision)
"""


def rebuild(folder: ArchiveFolder, disk: Disk, *, now: datetime) -> SqliteLedger:
    """A new ledger for the archive, in place of the one it has, if any.

    Addresses that were found but never fetched are not in the tables; the next crawl finds them again. Raises
    ArchiveBusyError under a running crawl, ArchiveDamagedError for a file that cannot be read, StorageError; the
    ledger is then as it was.
    """
    _refuse_under_a_crawl(folder, now)
    aside = [(path, path.with_name(f"{path.name}.old")) for path in _files_of(folder.ledger) if path.exists()]
    for path, old in aside:
        disk.replace(path, old)
    try:
        ledger = _rebuilt(folder, disk)
    except BaseException:
        for path in _files_of(folder.ledger):
            disk.remove(path)
        for path, old in aside:
            disk.replace(old, path)
        raise
    for _, old in aside:
        disk.remove(old)
    return ledger


def _files_of(ledger: Path) -> list[Path]:
    return [ledger.with_name(ledger.name + suffix) for suffix in ("", "-wal", "-shm")]


def _refuse_under_a_crawl(folder: ArchiveFolder, now: datetime) -> None:
    if not folder.ledger.exists():
        return
    # A ledger that cannot be read cannot tell; that is what a rebuild is for.
    with suppress(ArchiveDamagedError, StorageError), closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        running = ledger.running(now=now)
        if running:
            raise ArchiveBusyError(f"{folder.path} is being written by {min(running)}; stop it first")


def _rebuilt(folder: ArchiveFolder, disk: Disk) -> SqliteLedger:
    ledger = SqliteLedger(folder.ledger)
    ledger.set_files([_sealed(folder, table, path) for table in TABLES for path in folder.files(table)])
    for path in sorted(folder.log.iterdir()):
        # A seal that was cut short is done again: the names of its files follow from the segment's.
        log = readable_log(folder.log, path.name, TABLES)
        ledger.set_log(log)
        seal_segment(folder, ledger, log, disk)
    archive = Archive(folder.path)
    articles = archive.sql(_ARTICLES).rows()
    ledger.restore(
        articles=[(row.pop("site"), KnownArticle(**row)) for row in articles],
        addresses=[_known_address(row) for row in archive.sql(_ADDRESSES).rows()],
    )
    return ledger


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
    has_moved = outcome.family is Family.ARTICLE and row["final_address"] not in (None, row["address"])
    is_due = outcome.family in (Family.ARTICLE, Family.FAILED) and not has_moved
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
