"""If changed: validators go to the address that gave them, and to no other that a redirect leads to."""

from collections.abc import Callable
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Request

from pipelines.revisit.validators import Validators
from spiders.conditional import IF_MODIFIED_SINCE, IF_NONE_MATCH, VALIDATORS, headers_of
from spiders.news import NewsSpider


class IfChanged:
    """Scrapy downloader middleware: turns the validators of a request into its headers.

    ``plain`` makes the plain form of an address.
    """

    def __init__(self, plain: Callable[[str], str]) -> None:
        self._plain = plain

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl; switched off for spiders that know nothing of their pages."""
        if not isinstance(crawler.spider, NewsSpider):
            raise NotConfigured  # without a reason, which would be a warning
        return cls(crawler.spider.site.rules.addresses.plain)

    def process_request(self, request: Request) -> None:
        """Ask for ``request`` only if it changed, where its validators are its own; else whole."""
        validators: Validators | None = request.meta.get(VALIDATORS)
        if validators is None:
            return
        if self._is_of(request, validators):
            request.headers.update(headers_of(validators))
            return
        for name in (IF_NONE_MATCH, IF_MODIFIED_SINCE):  # a redirect takes them along
            request.headers.pop(name, None)

    def _is_of(self, request: Request, validators: Validators) -> bool:
        if "redirect_urls" in request.meta:
            return validators.of is not None and self._plain(request.url) == validators.of
        return validators.of is None
