"""One run over a watched site: opened, crawled, closed, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from scrapy.resolver import dnscache

from archive.errors import NewsreelError
from crawler.crawl import end_of, first_crawl
from crawler.crawls import Crawls
from crawler.exits import ExitStatus, status_of_error
from crawler.new_site import settle
from crawler.report import Report
from crawler.watch.sites import WatchedSite
from crawler.workers.pool import WorkerPool
from pipelines.run import CrawlRun
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.probe.findings import Findings
from spiders.site import SiteDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """The end of one run over ``site``: its ``report``, or the ``problem`` that left none; and when the next is due."""

    site: str
    ended_at: datetime
    report: Report | None
    problem: Exception | None
    next_at: datetime

    @property
    def status(self) -> ExitStatus:
        """What the run would have told the shell, had it been a command."""
        if self.report is not None:
            return self.report.status
        return status_of_error(self.problem) if isinstance(self.problem, NewsreelError) else ExitStatus.CRASHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What all runs of a watch share; ``workers`` read their pages, None: each crawl reads its own."""

    process: Crawls
    archive: Path
    clock: Callable[[], datetime]
    workers: WorkerPool | None


async def crawl_round(site: WatchedSite, means: Means, on_start: Callable[[CrawlRun], None]) -> Report:
    """Crawl what is due on ``site``, which is probed first where nothing but its address is known.

    ``on_start`` is given the run before its first request. Raises what `crawler.crawl.crawl` raises.
    """
    # Scrapy remembers the address of a host for ever, which outlives no move of a site.
    dnscache.clear()
    definition = site.definition
    start = [] if site.is_unknown else start_of(definition)
    with open_run(definition.rules, means.archive, start, clock=means.clock, due_only=True) as run:
        on_start(run)
        process, workers = means.process, means.workers
        crawler = process.create_crawler(NewsSpider)
        if site.is_unknown:
            settled = partial(_settled, site.asked, means.clock)
            await first_crawl(process, crawler, run, definition, settled, workers=workers)
        else:
            await process.crawl(crawler, site=definition, run=run, workers=workers)
        return end_of(run, crawler, definition)


def _settled(asked: str, clock: Callable[[], datetime], findings: Findings) -> SiteDefinition:
    return settle(findings, clock()).starting_at(asked)
