"""One crawl of the benchmark's site, as a program of its own: by newsreel, or by Scrapy with or without its cache.

Prints as JSON the CPU seconds it took with the processes it started, from when everything is imported to its end, those
of the whole program, and what it found.
"""

import json
import logging
import resource
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response

from crawler.crawl import Asked, crawl
from spiders.site import SiteDefinition
from spiders.site_file import read_site_file

NEWSREEL = "newsreel"
TUNED = "scrapy-tuned"
CONCURRENT_REQUESTS = 16
_CACHED = {"HTTPCACHE_ENABLED": True, "HTTPCACHE_DIR": "cache"}
# What newsreel sets of Scrapy's own settings and is not its own code.
_TUNED = {
    "COOKIES_ENABLED": False,
    "METAREFRESH_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOGSTATS_INTERVAL": 0,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": CONCURRENT_REQUESTS,
    "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENT_REQUESTS,
    "DOWNLOAD_DELAY": 0,
}
SCRAPY: Mapping[str, Mapping[str, Any]] = {
    "scrapy": {},
    TUNED: _TUNED,
    "scrapy-rfc2616": _CACHED | {"HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy"},
    "scrapy-dummy": _CACHED | {"HTTPCACHE_POLICY": "scrapy.extensions.httpcache.DummyPolicy"},
}
"""Scrapy as it is, as newsreel sets it, and with its cache under both of its policies."""

_SITE = """
name = "ledger"
title = "The Ledger"
address = "{origin}/"
time_zone = "UTC"
language = "en"
[listings]
start = ["/"]
max_pages = 1000
[articles]
path = '/news/\\d+/\\d+/(?P<slug>[^/]+)/(?P<id>\\d+)'
identity = "{{id}}"
[politeness]
delay_seconds = 0.0
concurrent_requests = {concurrent_requests}
"""


class Downloads(scrapy.Spider):
    """Follows the listings and fetches every article; knows a page by the hash of its body."""

    name = "downloads"

    def __init__(self, origin: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._origin = origin
        self.bodies: dict[str, str] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the front page."""
        yield Request(f"{self._origin}/", self.listing)

    def listing(self, response: Response) -> Iterator[Request]:
        """Ask for the articles, and for the next listing."""
        for path in response.css("h2 a::attr(href)").getall():
            yield Request(f"{self._origin}{path}", self.article)
        for path in response.css("a[rel=next]::attr(href)").getall():
            yield Request(f"{self._origin}{path}", self.listing)

    def article(self, response: Response) -> None:
        """Note the page."""
        self.bodies[response.url] = blake2b(response.body, digest_size=16).hexdigest()


def site_of(origin: str, folder: Path) -> SiteDefinition:
    """The definition of the site at ``origin``, from a site file that is written to ``folder``."""
    path = folder / "ledger.toml"
    path.write_text(_SITE.format(origin=origin, concurrent_requests=CONCURRENT_REQUESTS), encoding="utf-8")
    return read_site_file(path)


def main(arguments: list[str] | None = None) -> int:
    """Crawl, and print what that took."""
    options = _read_options(arguments)
    logging.getLogger().setLevel(logging.WARNING)
    options.folder.mkdir(parents=True, exist_ok=True)
    before = _cpu_seconds()
    found = _newsreel(options) if options.kind == NEWSREEL else _scrapy(options)
    whole = _cpu_seconds()
    print(json.dumps({"cpu": whole - before, "whole_cpu": whole} | found))
    return 0


def _newsreel(options: Namespace) -> dict[str, Any]:
    site = site_of(options.origin, options.folder)
    report = crawl(Asked(site=site), options.folder / "archive", settings={"LOG_LEVEL": "CRITICAL"})
    return {"run_id": report.run_id, "outcomes": report.outcomes, "revisions": report.revisions}


def _scrapy(options: Namespace) -> dict[str, Any]:
    """Crawl; the addresses whose page is another than at the last crawl into the same folder."""
    settings = {**SCRAPY[options.kind], "LOG_LEVEL": "WARNING"}
    if "HTTPCACHE_DIR" in settings:
        settings["HTTPCACHE_DIR"] = str((options.folder / "cache").absolute())
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Downloads)
    process.crawl(crawler, origin=options.origin)
    process.start()
    assert isinstance(crawler.spider, Downloads)
    kept, bodies = options.folder / "bodies.json", crawler.spider.bodies
    before = json.loads(kept.read_text()) if kept.exists() else {}
    kept.write_text(json.dumps(bodies))
    changed = sorted(address for address, body in bodies.items() if before.get(address) != body)
    return {"changed": changed, "pages": len(bodies)}


def _cpu_seconds() -> float:
    """User and system time of this process and of those it started that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _read_options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=[NEWSREEL, *SCRAPY])
    parser.add_argument("origin")
    parser.add_argument("folder", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
