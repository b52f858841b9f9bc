"""Opening a run: the archive made ready, its site held, a crash mended, its listings due, before the first request."""

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.disk import Disk
from archive.errors import StorageError
from archive.folder import ArchiveFolder, create_folder
from archive.ledger import Found, Holder
from archive.ledger.sqlite import SqliteLedger
from archive.rebuild import rebuild
from archive.recover import recover
from archive.tables import TABLES
from archive.writer import ArchiveWriter
from pipelines.changes.noise import SiteNoise
from pipelines.health import HEALTH, SiteHealth
from pipelines.revisit.servers import Servers
from pipelines.rules.site_rules import SiteRules
from pipelines.run import NOISE, SERVERS, Clock, CrawlRun
from pipelines.site_memory import SiteMemory

logger = logging.getLogger(__name__)

# A run that gives no sign of life for so long loses its site to the next.
LEASE = timedelta(seconds=60)
# After so long, a run that visits only what is due asks again for what was refused and is still led to.
REFUSED_AGAIN = timedelta(days=3)


def utc_now() -> datetime:
    """The present time, aware."""
    return datetime.now(UTC)


def _opened_ledger(folder: ArchiveFolder, disk: Disk, now: datetime) -> SqliteLedger:
    """The archive's ledger; made anew, with a message, for an archive that has tables and none."""
    has_rows = any(folder.files(table) for table in TABLES) or any(folder.log.iterdir())
    if not folder.ledger.exists() and has_rows:
        logger.critical("%s has no ledger: it is being made anew from the tables", folder.path)
        return rebuild(folder, disk, now=now)
    return SqliteLedger(folder.ledger)


@contextmanager
def open_run(  # noqa: PLR0913 - what, where, from where on, and by what means
    rules: SiteRules,
    archive: Path,
    start: Iterable[Found],
    *,
    clock: Clock = utc_now,
    disk: Disk | None = None,
    due_only: bool = False,
) -> Iterator[CrawlRun]:
    """A run over the site of ``rules`` into the archive at ``archive``, which is made if missing.

    ``start`` are the addresses it begins with. Every address that is known is due in it; with ``due_only``, those whose
    time has come. Holds the site until the end of the context. Raises UsageError,
    StorageError, ArchiveDamagedError, ArchiveFormatError or ArchiveBusyError before anything was requested.
    """
    now = clock()
    disk = disk or Disk()
    folder = create_folder(archive.absolute(), archive_id=secrets.token_hex(8), now=now)
    run_id = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
    ledger = _opened_ledger(folder, disk, now)
    try:
        due_before = ledger.open_run(run_id, rules.site, Holder.this_process(), now=now, until=now + LEASE)
        recover(folder, ledger, disk, now=now)
        wanted = ledger.wanted(rules.site, now=now, within=timedelta(days=1))
        if not due_only:
            ledger.bring_forward(rules.site, to=due_before)
        writer = ArchiveWriter(folder, ledger, run_id, rules.site, disk=disk)
        writer.refused_before = now - REFUSED_AGAIN if due_only else None
        memory = SiteMemory.unpacked(ledger.memory(rules.site))
        noise = SiteNoise.unpacked(ledger.memory(rules.site, of=NOISE))
        run = CrawlRun(
            rules=rules,
            writer=writer,
            clock=clock,
            started_at=now,
            due_before=due_before,
            due_only=due_only,
            wanted=wanted,
            memory=memory,
            health=SiteHealth.unpacked(ledger.memory(rules.site, of=HEALTH)),
            noise=noise,
            servers=Servers.unpacked(ledger.memory(rules.site, of=SERVERS)),
        )
        writer.find(start)
        run.commit()
        try:
            yield run
        finally:
            writer.close()
            with suppress(StorageError):  # the hold runs out by itself; what went wrong before matters more
                ledger.close_run(run_id)
    finally:
        ledger.close()
