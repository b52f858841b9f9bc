"""Capture: all that goes over the wire for a visit, redirects and new tries too, is gathered for `Store` to keep."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from archive.captures.exchange import Exchange
from crawler.downloads import WIRE_HEADS
from crawler.heads import heads_from
from spiders.answers import EXCHANGES
from spiders.news import NewsSpider


class Capture:
    """Scrapy downloader middleware beside the wire: bodies are still packed, and answers that a probe kept come by.

    A redirect and a new try take the meta of their request along, and with it the list of what came so far.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl that keeps captures; switched off for others."""
        spider = crawler.spider
        if not isinstance(spider, NewsSpider) or spider.run.writer.captures is None:
            raise NotConfigured  # without a reason, which would be a warning
        return cls(spider.run.clock)

    def process_response(self, request: Request, response: Response) -> Response:
        """Note ``response``."""
        heads = request.meta.pop(WIRE_HEADS, None) or heads_from(request, response)
        exchange = Exchange(
            address=request.url,
            request_head=heads.request,
            answer_head=heads.answer,
            body=response.body,
            answered_at=self._clock(),
            ip_address=str(response.ip_address) if response.ip_address else None,
        )
        request.meta.setdefault(EXCHANGES, []).append(exchange)
        return response
