"""On site: requests and redirects stay on the hosts the site definition names."""

from collections.abc import Callable
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request

from pipelines.rules.addresses import host_of
from spiders.site import SiteDefinition


class OnSite:
    """Scrapy downloader middleware, in place of Scrapy's own: that one compares host names without their ports, and
    drops a redirect off the site before anyone is told.
    """  # noqa: D205

    def __init__(self, hosts: Callable[[], frozenset[str]]) -> None:
        self._hosts = hosts  # asked each time: a probe learns of more as it goes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for the hosts of ``crawler``'s site; switched off for spiders without one."""
        spider: Any = crawler.spider
        if not isinstance(getattr(spider, "site", None), SiteDefinition):
            raise NotConfigured("the spider names no site")
        return cls(lambda: frozenset(spider.site.hosts))

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest, which ends the visit as off-site, where ``request`` leaves the site."""
        if host_of(request.url) not in self._hosts():
            raise IgnoreRequest(f"offsite: {request.url}")
