"""Kept answers: what the probe before a crawl got is not asked for again."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request, Response

from crawler.kept import KeptAnswers
from crawler.wire import size_of
from spiders.conditional import WIRE_BYTES


class ServeKept:
    """Scrapy downloader middleware, the last before the wire: gives each kept answer out once, in place of a request.

    Robots.txt, redirects and limits apply to it as to any other answer. One that was a failure is not tried again:
    the probe did.
    """

    def __init__(self, kept: KeptAnswers) -> None:
        self._kept = kept

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl that follows a probe; switched off for others."""
        kept = getattr(crawler.spider, "kept_answers", None)
        if not isinstance(kept, KeptAnswers):
            raise NotConfigured  # without a reason, which would be a warning
        return cls(kept)

    def process_request(self, request: Request) -> Response | None:
        """The kept answer to ``request``, or None. Raises the kept error."""
        answer = self._kept.take(request.url)
        if answer is None:
            return None
        request.meta["dont_retry"] = True
        if isinstance(answer, Exception):
            raise answer
        request.meta[WIRE_BYTES] = size_of(answer)
        return answer
