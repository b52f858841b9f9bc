"""One crawl, from a site definition to a report: the engine set up, run, and its end told."""

from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archive.errors import ForcedEndError
from crawler.report import Report, report_of
from pipelines.plan import Plan
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.site import SiteDefinition
from spiders.sources.address_list import articles_at


def crawl(
    site: SiteDefinition,
    archive: Path,
    *,
    settings: Mapping[str, Any],
    plan: Plan | None = None,
    addresses: Sequence[str] | None = None,
) -> Report:
    """Crawl ``site`` into the archive at ``archive``; ``settings`` stand before newsreel's own.

    With a ``plan``, articles are planned there and not asked for. With ``addresses``, these articles alone are fetched:
    no listing, and nothing the archive knows besides. Blocks until the crawl ends; one call per process, since
    Twisted's reactor starts once. Raises what `open_run` raises before anything is requested, and StorageError where
    the disk refused a write.
    """
    start = start_of(site) if addresses is None else list(articles_at(addresses, site.rules.addresses))
    with open_run(site.rules, archive, start) as run:
        run.plan = plan
        run.only = None if addresses is None else deque(found.address for found in start)
        process = AsyncCrawlerProcess(_settings(settings))
        crawler = process.create_crawler(NewsSpider)
        crawling = process.crawl(crawler, site=site, run=run)
        process.start()
        if run.failure is not None:
            raise run.failure
        if crawling.done() and not crawling.cancelled():
            crawling.result()  # raises what kept the crawl from starting
        if not run.is_saved:
            raise ForcedEndError(
                f"the crawl of {site.name} was forced to end before its last save; what was saved stays in "
                f"{run.writer.folder.path}, and the next crawl carries on from there"
            )
        return report_of(run, reason=crawler.stats.get_value("finish_reason"), expected=site.expected)


def _settings(changes: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(changes, priority="cmdline")
    return settings
