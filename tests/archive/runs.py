"""Runs that write to an archive, without a crawler, and what the archive answers then."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any

from archive import Archive
from archive.disk import Disk
from archive.folder import ArchiveFolder
from archive.ledger import Holder, Ledger
from archive.ledger.sqlite import SqliteLedger
from archive.query.views import VIEWS
from archive.records import ArticleRevision, Observation, Run, Sighting
from archive.tables import TABLES
from archive.writer import ArchiveWriter
from tests.archive.disk import files_below
from tests.archive.rows import DAY, HOUR, NOON, observation, revision, run, sighting

AnyRecord = ArticleRevision | Observation | Sighting | Run


def writer_of(
    folder: ArchiveFolder, ledger: Ledger, run_id: str = "run-1", *, now: datetime = NOON, disk: Disk | None = None
) -> ArchiveWriter:
    """The writer of a run that holds the site neuron for an hour."""
    ledger.open_run(run_id, "neuron", Holder.this_process(), now=now, until=now + HOUR)
    return ArchiveWriter(folder, ledger, run_id, "neuron", disk=disk or Disk())


def save(writer: ArchiveWriter, *records: AnyRecord, now: datetime = NOON) -> None:
    """Commit ``records``; they are in the log then."""
    writer.add(records)
    writer.commit(now=now, due_before=now)


def stored(folder: ArchiveFolder, *records: AnyRecord, run_id: str = "run-1", now: datetime = NOON) -> None:
    """Save and seal ``records`` in a run of their own."""
    with closing(SqliteLedger(folder.ledger)) as ledger:
        writer = writer_of(folder, ledger, run_id, now=now)
        save(writer, *records, now=now)
        writer.seal()
        ledger.close_run(run_id)


def table_files(folder: ArchiveFolder) -> list[str]:
    """The files below the tables' folders, by relative path."""
    return [f"{table.name}/{name}" for table in TABLES for name in files_below(folder.path / table.name)]


def answers(folder: ArchiveFolder, views: tuple[str, ...] = tuple(VIEWS)) -> dict[str, list[str]]:
    """All rows of every view, as text in an order of their own. Raises what `Archive.sql` raises."""
    archive = Archive(folder.path)
    return {view: sorted(map(repr, archive.sql(f"SELECT * FROM {view}").rows())) for view in views}


def article_ids(folder: ArchiveFolder) -> list[str]:
    rows: list[dict[str, Any]] = Archive(folder.path).sql("SELECT article_id FROM revisions ORDER BY article_id").rows()
    return [row["article_id"] for row in rows]


@contextmanager
def another_process() -> Iterator[Holder]:
    """A process of this machine that lives until the end of the context."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        try:
            yield Holder(process.pid, Holder.this_process().machine)
        finally:
            process.kill()


def dead_process() -> Holder:
    """A process of this machine that is gone."""
    with another_process() as holder:
        return holder


def fill(folder: ArchiveFolder) -> None:
    """Two articles: one with two revisions in two months, one with views that are not known."""
    first: list[AnyRecord] = [revision("a", 1, title="Old", views=10), observation("a", views=10)]
    first += [revision("b", 1, title="Quiet", views=None, authors=(), tags=None), observation("b", views=None)]
    first += [sighting(position=1), sighting(position=2), observation(None, kind="listing", views=None)]
    stored(folder, *first, run("run-1"))
    later = NOON + 30 * DAY
    second: list[AnyRecord] = [revision("a", 2, title="New", views=25, fetched_at=later)]
    second += [observation("a", views=25, observed_at=later, revision=2)]
    stored(folder, *second, run("run-2", started_at=later, ended_at=later + HOUR), run_id="run-2", now=later)


def rows(archive: Archive, sql: str, *values: Any, **named: Any) -> list[dict[str, Any]]:
    return archive.sql(sql, *values, **named).rows()


def count(archive: Archive, view: str) -> int:
    (row,) = rows(archive, f"SELECT count(*) AS n FROM {view}")
    return int(row["n"])
