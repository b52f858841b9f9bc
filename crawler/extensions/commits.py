"""Commits: what a crawl found out is saved every few seconds, its hold on the site prolonged, its disk watched."""

import logging
import shutil
from collections.abc import Callable
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from archive.errors import NewsreelError
from crawler.stop import fail_soon
from pipelines.run import CrawlRun, run_of
from spiders.open_run import LEASE

logger = logging.getLogger(__name__)

COMMIT_SECONDS = 2.0
HEARTBEAT_SECONDS = 10.0
SPACE_SECONDS = 5.0


class Commits:
    """Scrapy extension: commits and heartbeats on timers, a failure of either ends the crawl; a full disk pauses it."""

    def __init__(self, crawler: Crawler, run: CrawlRun, min_free_bytes: int) -> None:
        self._crawler = crawler
        self._min_free_bytes = min_free_bytes
        self._run = run
        self._timers = {
            COMMIT_SECONDS: create_looping_call(self._commit),
            HEARTBEAT_SECONDS: create_looping_call(self._heartbeat),
            SPACE_SECONDS: create_looping_call(self._watch_space),
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for the run of ``crawler``'s spider."""
        extension = cls(crawler, run_of(crawler), crawler.settings.getint("NEWSREEL_MIN_FREE_BYTES"))
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(extension.spider_closed, signal=signals.spider_closed)
        return extension

    def spider_opened(self) -> None:
        """Begin."""
        for seconds, timer in self._timers.items():
            timer.start(seconds, now=False)

    def spider_closed(self) -> None:
        """End; `RunEnd` makes the last commit."""
        for timer in self._timers.values():
            if timer.running:
                timer.stop()

    def _commit(self) -> None:
        self._or_stop(self._run.commit)

    def _heartbeat(self) -> None:
        writer = self._run.writer
        self._or_stop(lambda: writer.ledger.heartbeat(writer.run_id, until=self._run.clock() + LEASE))

    def _watch_space(self) -> None:
        """Pause while the disk is nearly full: what is fetched then could not be saved."""
        folder, engine = self._run.writer.folder.path, self._crawler.engine
        free = shutil.disk_usage(folder).free
        if free < self._min_free_bytes and not engine.paused:
            engine.pause()
            logger.critical(
                "%s: %d MB are free, less than %d: the crawl pauses until there is room",
                folder, free // 1_000_000, self._min_free_bytes // 1_000_000,
            )  # fmt: skip
        elif engine.paused and free >= self._min_free_bytes:
            engine.unpause()
            logger.critical("%s: there is room again, the crawl goes on", folder)

    def _or_stop(self, action: Callable[[], None]) -> None:
        try:
            action()
        except NewsreelError as problem:
            fail_soon(self._crawler, self._run, problem)
