"""Page workers: pages are read in processes beside the crawl, within limits, so that a hostile page costs one row."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings

from archive.errors import WorkersError
from crawler.stop import fail_soon
from crawler.workers.messages import Limits
from crawler.workers.pool import WorkerPool
from pipelines.content import PageContent, PageTask
from pipelines.run import CrawlRun, run_of
from spiders.news import NewsSpider
from spiders.site import SiteDefinition


class PageWorkers:
    """Scrapy extension: becomes the reader of the run; off with NEWSREEL_WORKERS=0, where the crawl reads its pages.

    The workers are those that the spider was given as ``workers``, which outlive the crawl; else its own.
    """

    def __init__(self, crawler: Crawler, run: CrawlRun, site: SiteDefinition, pool: WorkerPool) -> None:
        self._crawler = crawler
        self._run = run
        self._site = site
        self._pool = pool

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for the run of ``crawler``'s spider."""
        count = crawler.settings.getint("NEWSREEL_WORKERS")
        if count < 1:
            raise NotConfigured  # without a reason, which would be a warning
        run, spider = run_of(crawler), crawler.spider
        assert isinstance(spider, NewsSpider)
        shared = getattr(spider, "workers", None)
        pool = shared if isinstance(shared, WorkerPool) else WorkerPool(limits_of(crawler.settings), count)
        extension = cls(crawler, run, spider.site, pool)
        run.reader = extension.read
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        if pool is not shared:
            crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Start a first worker while the first pages are fetched."""
        self._pool.prepare()

    async def spider_closed(self) -> None:
        """End all workers."""
        await self._pool.close()

    async def read(self, task: PageTask) -> PageContent:
        """The content of a page, from a worker. Raises as `WorkerPool.read`; the crawl ends if no worker starts."""
        try:
            return await self._pool.read(task, self._site)
        except WorkersError as problem:
            fail_soon(self._crawler, self._run, problem)
            raise


def limits_of(settings: BaseSettings) -> Limits:
    """The limits of one page, as ``settings`` have them."""
    return Limits(
        cpu_seconds=settings.getfloat("NEWSREEL_PAGE_CPU_SECONDS"),
        seconds=settings.getfloat("NEWSREEL_PAGE_SECONDS"),
        memory_bytes=settings.getint("NEWSREEL_PAGE_MEMORY_BYTES"),
    )
