"""Store: every visit ends here; its rows go to the archive, its outcome to the account of the run."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from archive.errors import StorageError
from archive.records import ArticleRevision, Observation, Sighting
from pipelines.run import CrawlRun, Step, run_of
from pipelines.visit import Visit

logger = logging.getLogger(__name__)

FLUSH_RECORDS = 1_000


class Store(Step):
    """Scrapy pipeline: the one place where a visit ends.

    Articles stored as a new revision pass on, as `ArticleRevision`, to whatever else listens for items (a
    feed export, say); every other visit is dropped here, after it was counted and noted.
    """

    def __init__(self, run: CrawlRun, stop: Callable[[], Awaitable[None]]) -> None:
        super().__init__(run)
        self._stop = stop

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for the run of ``crawler``'s spider; a storage failure stops that crawler."""
        return cls(run_of(crawler), crawler.stop_async)

    async def process_item(self, item: Visit) -> ArticleRevision:
        """The revision of ``item``, saved soon. Raises DropItem where ``item`` has none."""
        end_visit(self.run, item)
        if self.run.writer.buffered >= FLUSH_RECORDS:
            await self._flush()
        if item.revision is None:
            raise DropItem(f"{item.outcome}: {item.address}", log_level="DEBUG")
        return item.revision

    async def _flush(self) -> None:
        if self.run.failure is not None:
            return  # the disk has refused already, and the crawl is ending for it
        try:
            self.run.writer.flush()
        except StorageError as problem:
            self.run.failure = problem
            logger.error("%s", problem)  # noqa: TRY400 - the line names file and cause; the exit status follows
            await self._stop()


def end_visit(run: CrawlRun, visit: Visit) -> None:
    """Count the outcome of ``visit`` and buffer its rows."""
    assert visit.outcome is not None
    run.account.end(visit.address, visit.outcome, body_bytes=visit.body_bytes, detail=visit.detail)
    run.writer.add(rows_of(visit, run_id=run.writer.run_id, site=run.rules.site))


def rows_of(visit: Visit, *, run_id: str, site: str) -> Iterator[ArticleRevision | Observation | Sighting]:
    """The rows that ``visit`` leaves in the archive: its revision if any, its sightings, its observation."""
    assert visit.outcome is not None
    if visit.revision:
        yield visit.revision
    yield from _sightings(visit, run_id=run_id, site=site)
    is_accepted = visit.record is not None and visit.record.refused is None
    record = visit.record if is_accepted else None
    yield Observation(
        address=visit.address,
        final_address=visit.final_address,
        site=site,
        observed_at=visit.observed_at,
        kind=visit.kind,
        outcome=visit.outcome,
        detail=visit.detail,
        http_status=visit.http_status,
        article_id=visit.article_id,
        revision=visit.revision_number,
        views=record.views if record else None,
        views_text=record.views_text if record else None,
        content_hash=record.content_hash if record else None,
        etag=visit.etag,
        last_modified=visit.last_modified,
        body_bytes=visit.body_bytes,
        run_id=run_id,
    )


def _sightings(visit: Visit, *, run_id: str, site: str) -> Iterator[Sighting]:
    for entry in visit.entries:
        yield Sighting(
            listing_address=visit.final_address or visit.address,
            box=entry.box,
            position=entry.position,
            seen_at=visit.observed_at,
            site=site,
            address=entry.address,
            title=entry.title,
            teaser=entry.teaser,
            published_at=entry.published.at if entry.published else None,
            published_text=entry.published.text if entry.published else None,
            run_id=run_id,
        )
