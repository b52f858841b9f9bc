"""Robots: a robots.txt that cannot be read asks crawlers to wait (RFC 9309, section 2.3.1.4)."""

from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from spiders.answers import GivenBackError

_SERVER_ERRORS = range(500, 600)


class Robots(RobotsTxtMiddleware):
    """Scrapy downloader middleware, in place of Scrapy's own, which takes an error for permission."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._reasons: dict[str, str] = {}
        self._given_back: GivenBackError | None = None

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for ``request``. Raises IgnoreRequest where the site's robots.txt cannot be read."""
        await super().robot_parser(request)
        # Scrapy 2.19 hands the rules to the first of several requests that wait for them, and None to the others.
        host = urlsplit(request.url).netloc
        parser = self._parsers[host]
        if self._given_back is not None:
            raise self._given_back
        if not isinstance(parser, RobotParser):
            raise IgnoreRequest(f"unreadable rules of {host}: {self._reasons.get(host, 'no answer')}")
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status in _SERVER_ERRORS:
            raise IgnoreRequest(f"status {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, GivenBackError):
            self._given_back = exc
        self._reasons[netloc] = " ".join(str(exc).split()) or type(exc).__name__
        super()._robots_error(exc, netloc)
