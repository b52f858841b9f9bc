"""Snapshots for tests: made at an hour, asked for all they answer, and changed as no archive is."""

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from archive import Archive
from archive.compact import compact
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.query.views import VIEWS
from archive.snapshot.creating import create_snapshot
from archive.snapshot.manifest import Manifest
from archive.snapshot.verifying import verify_snapshot
from tests.archive.rows import DAY, NOON

LATER = NOON + 90 * DAY


def made(folder: ArchiveFolder, name: str = "spring", *, disk: Disk | None = None, now: datetime = NOON) -> Manifest:
    return create_snapshot(folder, name, disk or Disk(), clock=lambda: now)


def said(folder: ArchiveFolder, name: str | None = "spring", until: datetime | None = None) -> dict[str, list[str]]:
    """All rows of every view of a snapshot, or of the archive, as text in an order of their own."""
    archive = Archive(folder.path, snapshot=name)
    asked = archive if until is None else archive.as_of(until)
    return {view: sorted(map(repr, asked.sql(f"SELECT * FROM {view}").rows())) for view in VIEWS}


def faults(folder: ArchiveFolder, name: str = "spring") -> dict[str, str]:
    """What is wrong with a snapshot, by path within it."""
    place = folder.snapshots / name
    found = verify_snapshot(folder, name, Disk())
    return {fault.path.relative_to(place).as_posix(): fault.what for fault in found}


def compacted(folder: ArchiveFolder, *, after: timedelta = timedelta(0)) -> None:
    with closing(SqliteLedger(folder.ledger)) as ledger:
        assert list(compact(folder, ledger, Disk(), now=LATER + after, patience=Patience(quiet_seconds=0)))


def files_of(folder: ArchiveFolder, name: str = "spring") -> list[Path]:
    """The Parquet files of a snapshot."""
    return sorted((folder.snapshots / name).rglob("*.parquet"))
