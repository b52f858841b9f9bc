"""One crawl, from a site definition to a report: the engine set up, run, and its end told."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to crawl: ``site``; with ``settle`` nothing but its address is known, and it is probed first; with
    ``addresses`` these articles alone, no listing, and nothing the archive knows besides; with ``due_only``, of what
    is known, that whose time has come.
    """  # noqa: D205

    site: SiteDefinition
    settle: Settle | None = None
    addresses: Sequence[str] | None = None
    due_only: bool = False


def crawl(asked: Asked, archive: Path, *, settings: Mapping[str, Any], plan: Plan | None = None) -> Report:
    """Crawl what is ``asked`` for into the archive at ``archive``; ``settings`` stand before newsreel's own.

    With a ``plan``, articles are planned there and not asked for. Blocks until the crawl ends; one call per process,
    since Twisted's reactor starts once. Raises what `open_run` raises before anything is requested, and StorageError
    where the disk refused a write.
    """
    site = asked.site
    listed = None if asked.addresses is None else list(articles_at(asked.addresses, site.rules.addresses))
    start = listed if listed is not None else [] if asked.settle else start_of(site)
    with open_run(site.rules, archive, start, due_only=asked.due_only) as run:
        run.only = None if listed is None else deque(found.address for found in listed)
        run.plan = plan
        process = Crawls(settings)
        crawler = process.create_crawler(NewsSpider)
        first = first_crawl(process, crawler, run, site, asked.settle) if asked.settle else None
        ended = process.run(first or _crawl(process, crawler, run, site))
        if run.failure is None and ended.done() and not ended.cancelled():
            ended.result()  # raises what kept the crawl from starting
        return end_of(run, crawler, site)


def end_of(run: CrawlRun, crawler: Crawler, site: SiteDefinition) -> Report:
    """The report of ``run``, which ``crawler`` made over ``site``. Raises its failure, or ForcedEndError."""
    if run.failure is not None:
        raise run.failure
    if not run.is_saved:
        raise ForcedEndError(
            f"the crawl of {site.name} was forced to end before its last save; what was saved stays in "
            f"{run.writer.folder.path}, and the next crawl carries on from there"
        )
    return report_of(
        run,
        reason=crawler.stats.get_value("finish_reason"),
        max_failed_share=crawler.settings.getfloat("NEWSREEL_MAX_FAILED"),
    )


async def _crawl(process: Crawls, crawler: Crawler, run: CrawlRun, site: SiteDefinition, **arguments: Any) -> None:
    await process.crawl(crawler, site=site, run=run, **arguments)


async def first_crawl(
    process: Crawls, crawler: Crawler, run: CrawlRun, site: SiteDefinition, settle: Settle, **arguments: Any
) -> None:
    """Probe the site, which stands at its first start, then crawl it; nothing is asked for twice.

    ``arguments`` are for the spider.
    """
    (address,) = site.listings.start
    probed = await probe(process, address, run)
    site = settle(probed.findings)
    run.rules = site.rules
    run.writer.find(start_of(site))
    run.commit()
    await _crawl(process, crawler, run, site, kept_answers=probed.kept, **arguments)
