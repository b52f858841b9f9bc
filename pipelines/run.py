"""What the steps of one crawl run share, and how a step gets hold of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from archive.errors import NewsreelError
from archive.known import KnownArticles
from archive.writer import ArchiveWriter
from pipelines.account import Account
from pipelines.rules.site_rules import SiteRules

Clock = Callable[[], datetime]


@dataclass(slots=True, kw_only=True)
class CrawlRun:
    """One run over one site into one archive. ``failure`` is the error that made it stop, if one did."""

    rules: SiteRules
    writer: ArchiveWriter
    known: KnownArticles
    clock: Clock
    started_at: datetime
    account: Account = field(default_factory=Account)
    failure: NewsreelError | None = None


class Step:
    """A Scrapy pipeline of newsreel: holds the run that its spider belongs to."""

    def __init__(self, run: CrawlRun) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step for the run of ``crawler``'s spider; switched off for spiders that are not newsreel's."""
        return cls(run_of(crawler))


def run_of(crawler: Crawler) -> CrawlRun:
    """The run of ``crawler``'s spider. Raises NotConfigured where the spider has none."""
    run = getattr(crawler.spider, "run", None)
    if not isinstance(run, CrawlRun):
        raise NotConfigured("the spider brings no newsreel run")
    return run
