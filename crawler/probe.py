"""Probing a site: its probe run in the process of a command, alone or before a crawl."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

from scrapy.settings import BaseSettings

from archive.errors import ForcedEndError
from crawler.crawls import Crawls
from crawler.extensions.page_workers import limits_of
from crawler.kept import KeptAnswers
from crawler.probe_spider import AnswerReader, ProbeSpider
from crawler.report import INTERRUPTED_REASON
from crawler.workers.pool import WorkerPool
from pipelines.page.page import Page
from pipelines.run import CrawlRun
from spiders.probe.answer import Answer
from spiders.probe.findings import Findings, findings_of
from spiders.probe.hosts import twins
from spiders.probe.reading import read_answer
from spiders.site import SiteDefinition, site_at

_EXTENSIONS = {"crawler.extensions.crawl_delay.CrawlDelay": 100}
_BESIDE_A_RUN = {"crawler.extensions.commits.Commits": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What a probe found, and the answers it got, for the crawl that follows."""

    findings: Findings
    kept: KeptAnswers


async def probe(process: Crawls, address: str, run: CrawlRun | None = None) -> Probed:
    """Probe the site at ``address``; ``run`` is the crawl it is made for, whose hold on the site is prolonged.

    Raises ForcedEndError where a signal ended it.
    """
    crawler = process.create_crawler(ProbeSpider)
    # None of the others has anything to do: nothing is stored.
    crawler.settings.set("EXTENSIONS", _EXTENSIONS | (_BESIDE_A_RUN if run else {}), priority="cmdline")
    site = site_at(address)
    site = replace(site, hosts=site.hosts | twins(address))
    async with _reader(site, crawler.settings) as read:
        await process.crawl(crawler, site=site, address=address, read=read, run=run)
    if crawler.stats.get_value("finish_reason") == INTERRUPTED_REASON:
        raise ForcedEndError(f"{address} was being looked at when the command was stopped; nothing was stored")
    spider = crawler.spider
    assert isinstance(spider, ProbeSpider)
    requests = crawler.stats.get_value("downloader/request_count", 0)
    return Probed(findings=findings_of(spider.known, requests=requests), kept=spider.kept)


@asynccontextmanager
async def _reader(site: SiteDefinition, settings: BaseSettings) -> AsyncIterator[AnswerReader]:
    """What reads the pages of ``site``: a process with the limits of a crawl, unless that is switched off."""
    if settings.getint("NEWSREEL_WORKERS") < 1:
        yield partial(_read_here, site)
        return
    pool = WorkerPool(limits_of(settings), 1)
    pool.prepare()
    try:
        yield partial(_read_beside, pool, site)
    finally:
        await pool.close()


async def _read_beside(pool: WorkerPool, site: SiteDefinition, answer: Answer, page: Page) -> Answer:
    return await pool.read_answer(answer, page, site)


async def _read_here(site: SiteDefinition, answer: Answer, page: Page) -> Answer:
    return read_answer(answer, page, site)


def probe_alone(address: str) -> Findings:
    """What a probe of the site at ``address`` finds. Raises ForcedEndError. One call per process."""
    process = Crawls({"LOG_LEVEL": "CRITICAL"})
    found: list[Findings] = []

    async def plan() -> None:
        found.append((await probe(process, address)).findings)

    ended = process.run(plan())
    if ended.done() and not ended.cancelled():
        ended.result()
    if not found:
        raise ForcedEndError(f"{address} was being looked at when the command was stopped; nothing was stored")
    return found[0]
