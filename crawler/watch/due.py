"""When something on a site is due, as the archive's ledger has it now."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from archive.folder import open_folder
from archive.ledger.sqlite import SqliteLedger
from spiders.news import start_of
from spiders.site import SiteDefinition


def next_due(archive: Path, site: SiteDefinition, now: datetime) -> datetime | None:
    """When the next address of ``site`` is due; ``now`` where its definition names one that was never found.

    None where nothing is due at all, or there is no archive yet. Raises what opening an archive raises.
    """
    if not (archive / "newsreel.toml").exists():
        return None
    folder = open_folder(archive)
    if not folder.ledger.exists():  # the next run makes it anew
        return None
    with closing(SqliteLedger(folder.ledger, read_only=True)) as ledger:
        if ledger.unknown(site.name, [found.address for found in start_of(site)]):
            return now
        return ledger.next_due(site.name)
