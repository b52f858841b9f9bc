"""One crawl, from a site definition to a report: the engine set up, run, and its end told."""

from collections import deque
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler

from archive.errors import ForcedEndError
from crawler.crawls import Crawls
from crawler.probe import probe
from crawler.report import Report, report_of
from pipelines.plan import Plan
from pipelines.run import CrawlRun
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.probe.findings import Findings
from spiders.site import SiteDefinition
from spiders.sources.address_list import articles_at

Settle = Callable[[Findings], SiteDefinition]
"""Makes the definition of a site, of the same name as before, of what a probe found."""


def crawl(
    site: SiteDefinition,
    archive: Path,
    *,
    settings: Mapping[str, Any],
    addresses: Sequence[str] | None = None,
    plan: Plan | None = None,
) -> Report:
    """Crawl ``site`` into the archive at ``archive``; ``settings`` stand before newsreel's own.

    With ``addresses``, these articles alone are fetched: no listing, and nothing the archive knows besides. With a
    ``plan``, articles are planned there and not asked for.

    Blocks until the crawl ends; one call per process, since Twisted's reactor starts once. Raises what
    `open_run` raises before anything is requested, and StorageError where the disk refused a write.
    """
    listed = None if addresses is None else list(articles_at(addresses, site.rules.addresses))
    with open_run(site.rules, archive, start_of(site) if listed is None else listed) as run:
        run.only = None if listed is None else deque(found.address for found in listed)
        run.plan = plan
        return _reported(run, site, settings, lambda process, crawler: _crawl(process, crawler, run, site))


def first_crawl(
    site: SiteDefinition, archive: Path, *, settings: Mapping[str, Any], settle: Settle, plan: Plan | None = None
) -> Report:
    """The same for a ``site`` of which only its address is known: it is probed first, and crawled as ``settle`` says.

    What the probe asked for is not asked for again.
    """
    with open_run(site.rules, archive, ()) as run:
        run.plan = plan
        return _reported(
            run, site, settings, lambda process, crawler: _probe_and_crawl(process, crawler, run, site, settle)
        )


async def _crawl(process: Crawls, crawler: Crawler, run: CrawlRun, site: SiteDefinition, **arguments: Any) -> None:
    await process.crawl(crawler, site=site, run=run, **arguments)


async def _probe_and_crawl(
    process: Crawls, crawler: Crawler, run: CrawlRun, site: SiteDefinition, settle: Settle
) -> None:
    (address,) = site.listings.start
    probed = await probe(process, address, run)
    site = settle(probed.findings)
    run.rules = site.rules
    run.writer.find(start_of(site))
    run.commit()
    await _crawl(process, crawler, run, site, kept_answers=probed.kept)


def _reported(
    run: CrawlRun,
    site: SiteDefinition,
    settings: Mapping[str, Any],
    crawls: Callable[[Crawls, Crawler], Coroutine[Any, Any, None]],
) -> Report:
    """The report of ``run``, once ``crawls`` are through."""
    process = Crawls(settings)
    crawler = process.create_crawler(NewsSpider)
    ended = process.run(crawls(process, crawler))
    if run.failure is not None:
        raise run.failure
    if ended.done() and not ended.cancelled():
        ended.result()  # raises what kept the crawl from starting
    if not run.is_saved:
        raise ForcedEndError(
            f"the crawl of {site.name} was forced to end before its last save; what was saved stays in "
            f"{run.writer.folder.path}, and the next crawl carries on from there"
        )
    return report_of(run, reason=crawler.stats.get_value("finish_reason"), expected=site.expected)
