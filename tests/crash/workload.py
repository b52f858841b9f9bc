"""The workload of the crash tests: two runs over a small gazette, its listings and articles, without Scrapy.

What is due comes from the ledger, as in a crawl; so a run that follows a crash does what is left, and no more.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pytest

import archive.folder
import archive.writer
from archive.captures.exchange import Exchange
from archive.captures.limits import Limits
from archive.captures.writer import Visited
from archive.compact import compact
from archive.disk import Disk
from archive.folder import open_folder
from archive.known import KnownArticle
from archive.ledger import Ended, Found, Task
from archive.ledger.sqlite import SqliteLedger
from archive.onlookers import Patience
from archive.outcomes import Outcome
from archive.records import ArticleRevision, Observation, Record, Run, Sighting
from archive.recover import recover
from archive.snapshot.creating import create_snapshot
from archive.snapshot.removing import delete_snapshot
from archive.tables import TABLES
from pipelines.rules.site_rules import SiteRules
from pipelines.run import CrawlRun
from spiders.open_run import open_run
from tests.crash.journal import Journal

RULES = SiteRules(site="gazette")
HOME = "https://gazette.example/"
AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)
EDITIONS = (1, 2)
PAGES = 2
ARTICLES_A_PAGE = 2
TASKS_A_COMMIT = 3
# So few that the first run seals once under way, and once at its end; the second does at its end only.
SEAL_ROWS = 9
SNAPSHOT = "autumn"
# So few bytes that a run begins a second file of captures under way.
CAPTURES = Limits(file_bytes=8_000)

RecordType = TypeVar("RecordType", ArticleRevision, Observation, Sighting, Run)


class Clock:
    """Every look is a second later. The first run goes on past the end of a month."""

    def __init__(self, *, later: timedelta = timedelta(0)) -> None:
        self._now = datetime(2026, 1, 31, 23, 59, 52, tzinfo=UTC) + later

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def play(folder: Path, journal: Journal, clock: Clock, disk: Disk) -> None:
    """Crawl every edition that ``journal`` does not call finished. Raises what the archive raises."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive.folder, "Disk", lambda: disk)
        for edition in EDITIONS:
            if edition not in journal.editions():
                patch.setattr(archive.writer, "SEAL_ROWS", SEAL_ROWS * edition)
                with open_run(RULES, folder, [_listing(1)], clock=clock, disk=disk) as run:
                    run.writer.keep_captures(CAPTURES, randomness=bytes)
                    crawl(run, edition, journal)
                journal.finished(edition)


def compact_autumn(folder: Path, disk: Disk) -> None:
    """Compact the archive when all its months are long over."""
    ledger = SqliteLedger(folder / "_state" / "ledger.sqlite")
    try:
        list(compact(open_folder(folder), ledger, disk, now=AUTUMN, patience=Patience(quiet_seconds=0)))
    finally:
        ledger.close()


def mend(folder: Path, disk: Disk) -> None:
    """Do what the next crawl, of whatever site, does first after a crash."""
    ledger = SqliteLedger(folder / "_state" / "ledger.sqlite")
    try:
        recover(open_folder(folder), ledger, disk, now=AUTUMN)
    finally:
        ledger.close()


def keep(folder: Path, disk: Disk) -> None:
    """Make the snapshot `SNAPSHOT` of the archive."""
    create_snapshot(open_folder(folder), SNAPSHOT, disk, clock=lambda: AUTUMN)


def drop(folder: Path, disk: Disk) -> None:
    """Remove the snapshot `SNAPSHOT`."""
    delete_snapshot(open_folder(folder), SNAPSHOT, disk)


def crawl(run: CrawlRun, edition: int, journal: Journal) -> None:
    """Fetch what is due of ``edition``, a few addresses a commit, and end the run with its row and a seal."""
    while tasks := run.writer.ledger.lease(
        run.writer.run_id, RULES.site, now=run.clock(), due_before=run.due_before, limit=TASKS_A_COMMIT
    ):
        save(run, [record for task in tasks for record in visit(run, task, edition)], journal)
    assert run.writer.captures is not None
    run.writer.captures.finish(now=run.clock())
    row = _example(Run, run_id=run.writer.run_id, started_at=run.started_at, ended_at=run.clock())
    save(run, [row], journal, is_last=True)
    run.writer.seal()


def save(run: CrawlRun, records: list[Record], journal: Journal, *, is_last: bool = False) -> None:
    """Commit ``records``, and note them as saved only after that."""
    journal.written(records)
    run.writer.add(records)
    run.commit(finishes_run=is_last)
    journal.saved(records)


def visit(run: CrawlRun, task: Task, edition: int) -> Iterator[Record]:
    """The rows of one page; its end and what it leads to are handed to the writer."""
    if task.kind == "listing":
        yield from _visit_listing(run, task)
    else:
        yield from _visit_article(run, task, edition)


def revision(article_id: str, **values: Any) -> ArticleRevision:
    """A row of the articles table."""
    return _example(ArticleRevision, article_id=article_id, **values)


def title_of(address: str, edition: int) -> str:
    """The headline of an article; every other article is changed by the second edition."""
    return f"{address} as of edition {edition if address.endswith(('0', '2', '4')) else 1}"


def _visit_listing(run: CrawlRun, task: Task) -> Iterator[Record]:
    now, page = run.clock(), int(task.data["page_number"])
    numbers = range((page - 1) * ARTICLES_A_PAGE, page * ARTICLES_A_PAGE)
    found = [Found(address=f"{HOME}{n}", kind="article", host="gazette.example") for n in numbers]
    following = [_listing(page + 1)] if page < PAGES else []
    run.writer.end(Ended(address=task.address, outcome=Outcome.LISTING, due_at=None), [*found, *following], None)
    for position, one in enumerate(found, 1):
        yield _example(
            Sighting, listing_address=task.address, position=position, seen_at=now, address=one.address,
            run_id=run.writer.run_id,
        )  # fmt: skip
    yield _observation(run, task, now, outcome=Outcome.LISTING, article_id=None, revision=None)


def _visit_article(run: CrawlRun, task: Task, edition: int) -> Iterator[Record]:
    now, title = run.clock(), title_of(task.address, edition)
    content_hash = sha256(title.encode()).hexdigest()
    before = run.writer.article(task.address)
    is_new = before is None or before.content_hash != content_hash
    article = KnownArticle(
        article_id=task.address,
        revision=(before.revision if before else 0) + is_new,
        content_hash=content_hash,
        first_seen_at=before.first_seen_at if before else now,
        address=task.address,
        run_id=run.writer.run_id,
    )
    outcome = Outcome.UNCHANGED if not is_new else Outcome.CHANGED if before else Outcome.NEW
    run.writer.end(Ended(address=task.address, outcome=outcome, due_at=now, content_hash=content_hash), [], article)
    if is_new:
        yield _example(
            ArticleRevision, article_id=task.address, revision=article.revision, address=task.address, title=title,
            body=f"{title}\n\n" * 50, content_hash=content_hash, first_seen_at=article.first_seen_at, fetched_at=now,
            run_id=run.writer.run_id,
        )  # fmt: skip
    yield _observation(
        run, task, now, outcome=outcome, article_id=task.address, revision=article.revision, content_hash=content_hash
    )


def _observation(run: CrawlRun, task: Task, now: datetime, **values: Any) -> Observation:
    same = {"address": task.address, "kind": task.kind, "observed_at": now, "run_id": run.writer.run_id}
    return _example(Observation, **same, **_captured(run, task, now), **values)


def _captured(run: CrawlRun, task: Task, now: datetime) -> dict[str, Any]:
    exchange = Exchange(
        address=task.address,
        request_head=b"GET / HTTP/1.1\r\n\r\n",
        answer_head=b"HTTP/1.1 200 OK\r\n\r\n",
        body=body_of(task.address, run.writer.run_id),
        answered_at=now,
    )
    assert run.writer.captures is not None
    kept = run.writer.captures.keep(Visited(exchanges=[exchange], about={"kind": task.kind}), now=now).capture
    values = {"file": kept.file, "offset": kept.offset, "length": kept.length, "digest": kept.digest}
    return {f"capture_{name}": value for name, value in values.items()}


def body_of(address: str, run_id: str) -> bytes:
    """What the server answers; it does not get shorter where it is packed."""
    return b"".join(sha256(f"{address} {run_id} {n}".encode()).digest() for n in range(30))


def _listing(page: int) -> Found:
    return Found(address=f"{HOME}?page={page}", kind="listing", host="gazette.example", data={"page_number": page})


def _example(record: type[RecordType], **values: Any) -> RecordType:
    columns = next(table for table in TABLES if table.record is record).columns
    examples: dict[str, Any] = {name: column.example for name, column in columns.items()}
    return record(**(examples | values | {"site": RULES.site}))
