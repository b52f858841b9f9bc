"""Crawl delay: robots.txt may ask for more patience than the site definition does."""

import logging
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request
from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)


class CrawlDelay:
    """Scrapy extension: waits at least the crawl-delay of a host's robots.txt between two requests to it.

    ``max_seconds`` bounds what a host can ask for; a longer wish is cut to it, with a warning.
    """

    def __init__(self, crawler: Crawler, user_agent: str, max_seconds: float) -> None:
        self._crawler = crawler
        self._user_agent = user_agent
        self._max_seconds = max_seconds

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension for ``crawler``; off where robots.txt is not obeyed."""
        settings = crawler.settings
        if not settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured("ROBOTSTXT_OBEY is off")
        extension = cls(crawler, settings["USER_AGENT"], settings.getfloat("NEWSREEL_MAX_CRAWL_DELAY"))
        crawler.signals.connect(extension.robots_parsed, signal=signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Slow the host of ``request`` down to what ``robotparser`` asks for."""
        wish = robotparser.crawl_delay(self._user_agent)
        if wish is None:
            return
        if wish > self._max_seconds:
            logger.warning(
                "robots.txt asks for %s s between requests, using %s s: %s", wish, self._max_seconds, request.url
            )
        downloader = self._crawler.engine.downloader
        _, slot = downloader._get_slot(request)  # noqa: SLF001 - Scrapy 2.19 offers no public way to a host's delay
        slot.delay = max(slot.delay, min(wish, self._max_seconds))
