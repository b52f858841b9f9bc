"""Keep answers: what a probe gets is kept for the crawl that follows."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request, Response

from crawler.kept import KeptAnswers
from crawler.probe_spider import ProbeSpider
from spiders.answers import GivenBackError


class KeepAnswers:
    """Scrapy downloader middleware, the last before the wire: redirects, errors and packed bodies are kept as such."""

    def __init__(self, kept: KeptAnswers) -> None:
        self._kept = kept

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a probe; switched off for all other spiders."""
        if not isinstance(crawler.spider, ProbeSpider):
            raise NotConfigured  # without a reason, which would be a warning
        return cls(crawler.spider.kept)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep ``response``."""
        self._kept.keep(request.url, response)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Keep what kept an answer from coming; a request that was never sent is none."""
        if not isinstance(exception, (IgnoreRequest, GivenBackError)):
            self._kept.keep(request.url, exception)
