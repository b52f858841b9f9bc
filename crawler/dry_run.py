"""A dry run: the crawl that would be, into an archive that is thrown away, with no article asked for."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archive.folder import create_folder, open_folder
from archive.ledger.sqlite import SqliteLedger
from crawler.crawl import Asked, crawl
from crawler.report import Report
from pipelines.plan import Plan
from spiders.open_run import utc_now


def dry_run(asked: Asked, archive: Path, *, settings: Mapping[str, Any]) -> tuple[Plan, Report]:
    """What a crawl as ``asked`` into the archive at ``archive`` would ask for, and how the dry run itself went.

    Only listings are fetched. The archive, if there is one, is read and not changed. Raises what `crawl` raises.
    """
    plan = Plan()
    with TemporaryDirectory(prefix="newsreel-dry-run-") as scratch:
        copy = Path(scratch) / "archive"
        if (archive / "newsreel.toml").exists():
            _copy_ledger(archive, copy)
        return plan, crawl(asked, copy, settings=settings, plan=plan)


def _copy_ledger(archive: Path, copy: Path) -> None:
    """Make an archive at ``copy`` that knows the addresses and articles of ``archive``, and holds none."""
    now = utc_now()
    target = create_folder(copy, archive_id="dry-run", now=now).ledger
    with closing(SqliteLedger(open_folder(archive).ledger, read_only=True)) as ledger:
        ledger.copy_to(target)
    with closing(SqliteLedger(target)) as copied:
        for run_id in copied.running(now=now):
            copied.close_run(run_id)
