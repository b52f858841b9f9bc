"""A crawl that only downloads, as a program of its own: over the ledger, or over Scrapy's own queue in memory.

Prints as JSON what it took, from before the first address is known to the end of the run.
"""

import json
import logging
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Iterable
from cProfile import Profile
from dataclasses import replace
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.settings import Settings

from archive.ledger import Ended, Found, Task
from archive.outcomes import Outcome
from benchmarks.archive.known import peak_megabytes
from pipelines.rules.addresses import host_of
from spiders.news import NewsSpider
from spiders.open_run import open_run
from spiders.site import Politeness, SiteDefinition, site_at

KINDS = ("ledger", "memory")
CONCURRENT_REQUESTS = 16
_SAME = {
    "ITEM_PIPELINES": {},
    "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENT_REQUESTS,
    "DOWNLOAD_DELAY": 0.0,
}
_OURS = {"EXTENSIONS": {"crawler.extensions.commits.Commits": 100, "crawler.extensions.run_end.RunEnd": 100}}
# Scrapy's own, dupefilter included: the ledger too holds every address once.
_THEIRS = {
    "EXTENSIONS": {},
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.RFPDupeFilter",
}


class LedgerDownloads(NewsSpider):
    """Ends each task as soon as its page is there."""

    name = "ledger-downloads"

    def request_for(self, task: Task) -> Request:
        """The request that fetches ``task``."""
        return Request(task.address, self.end, cb_kwargs={"task": task})

    def end(self, response: Response, task: Task) -> None:
        """End ``task``, and nothing more."""
        now = self.run.clock()
        self.run.account.end(task.address, Outcome.UNCHANGED, body_bytes=len(response.body))
        self.run.writer.end(Ended(address=task.address, outcome=Outcome.UNCHANGED, due_at=now), (), None)


class MemoryDownloads(scrapy.Spider):
    """Does nothing with its pages."""

    name = "memory-downloads"

    def __init__(self, *, site: SiteDefinition, addresses: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.addresses = addresses
        self.pages = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for each address."""
        for address in self.addresses:
            yield Request(address, self.end)

    def end(self, response: Response) -> None:
        """Count the page."""
        assert response.body
        self.pages += 1


def main(arguments: list[str] | None = None) -> int:
    """Crawl, and print what that took."""
    options = _read_options(arguments)
    logging.getLogger().setLevel(logging.WARNING)
    politeness = Politeness(delay_seconds=0.0, concurrent_requests=CONCURRENT_REQUESTS)
    site = replace(site_at(options.origin), politeness=politeness)
    addresses = [f"{options.origin}/2025/01/01/article-{number:06}" for number in range(options.pages)]
    crawl = _over_the_ledger if options.kind == "ledger" else _in_memory
    profile = Profile() if options.profile else None
    start, cpu = time.perf_counter(), time.process_time()
    if profile:
        profile.enable()
    pages = crawl(site, addresses, options.archive)
    if profile:
        profile.disable()
        profile.dump_stats(options.profile)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    print(json.dumps({"pages": pages, "cpu": cpu_seconds, "seconds": seconds, "megabytes": peak_megabytes()}))
    return 0


def _over_the_ledger(site: SiteDefinition, addresses: list[str], archive: Path) -> int:
    start = [Found(address=address, kind="article", host=host_of(address)) for address in addresses]
    with open_run(site.rules, archive, start) as run:
        _crawl(LedgerDownloads, _OURS, site=site, run=run)
        if run.failure is not None:
            raise run.failure
        return run.account.requested


def _in_memory(site: SiteDefinition, addresses: list[str], _: Path) -> int:
    return int(_crawl(MemoryDownloads, _THEIRS, site=site, addresses=addresses).pages)


def _crawl(spider: type[scrapy.Spider], changes: dict[str, Any], **values: Any) -> Any:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(_SAME | changes | {"LOG_LEVEL": "WARNING"}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    process.crawl(crawler, **values)
    process.start()
    return crawler.spider


def _read_options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("origin")
    parser.add_argument("pages", type=int)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--profile", type=Path, metavar="FILE", help="write a cProfile of the crawl")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
