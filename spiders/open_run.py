"""Opening a run: the archive made ready, its site locked, what it knows read, before the first request."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archive.folder import create_folder
from archive.known import known_articles
from archive.lock import site_lock
from archive.query import Archive
from archive.writer import ArchiveWriter
from pipelines.rules.site_rules import SiteRules
from pipelines.run import Clock, CrawlRun


def utc_now() -> datetime:
    """The present time, aware."""
    return datetime.now(UTC)


@contextmanager
def open_run(rules: SiteRules, archive: Path, *, clock: Clock = utc_now) -> Iterator[CrawlRun]:
    """A run over the site of ``rules`` into the archive at ``archive``, which is made if missing.

    Holds the archive's lock for that site until the end of the context. Raises UsageError, StorageError,
    ArchiveDamagedError, ArchiveFormatError or ArchiveBusyError before anything was requested.
    """
    now = clock()
    path = archive.absolute()
    folder = create_folder(path, archive_id=secrets.token_hex(8), now=now)
    with site_lock(folder, rules.site, now=now):
        run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        yield CrawlRun(
            rules=rules,
            writer=ArchiveWriter(folder, run_id),
            known=known_articles(Archive(path), rules.site),
            clock=clock,
            started_at=now,
        )
