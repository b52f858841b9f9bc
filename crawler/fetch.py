"""Fetching single pages, by the same rules as a crawl: our name, robots.txt, limits of size and time."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse, Request, Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from archive.errors import FetchError
from pipelines.page.page import Page
from spiders.answers import detail_of_error, outcome_of_answer, outcome_of_error, page_of, user_agent
from spiders.open_run import utc_now

Follow = Callable[[Mapping[str, Page]], Sequence[str]]


def fetch(address: str) -> Page:
    """The page at ``address``. Raises FetchError. One call per process, since Twisted's reactor starts once."""
    return fetch_all([address])[address]


def fetch_all(
    addresses: Sequence[str], follow: Follow = lambda _: (), *, settings: Mapping[str, Any] | None = None
) -> dict[str, Page]:
    """The pages at ``addresses``, and at those that ``follow`` says once these are there, by the address asked for.

    ``settings`` stand before newsreel's own. Raises FetchError where the first of ``addresses`` brings no page; others
    that bring none are left out. One call per process, since Twisted's reactor starts once.
    """
    process = AsyncCrawlerProcess(_settings(settings or {}))
    crawler = process.create_crawler(_Pages)
    process.crawl(crawler, addresses=addresses, follow=follow)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, _Pages)
    if addresses[0] not in spider.pages:
        raise FetchError(f"no page at {addresses[0]}: {spider.problems.get(addresses[0], 'the request never ended')}")
    return spider.pages


def _settings(changes: Mapping[str, Any]) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    ours = ("ITEM_PIPELINES", "EXTENSIONS", "SCHEDULER")
    plain = {name: Settings()[name] for name in ours}
    settings.update(plain | {"LOG_LEVEL": "CRITICAL", "USER_AGENT": user_agent(settings)}, priority="cmdline")
    settings.update(changes, priority="cmdline")
    return settings


class _Pages(scrapy.Spider):
    name = "pages"

    def __init__(self, addresses: Sequence[str], follow: Follow, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pages: dict[str, Page] = {}
        self.problems: dict[str, str] = {}
        self._follow: Follow | None = follow
        self._first = addresses
        self._open = len(addresses)

    async def start(self) -> AsyncIterator[Any]:
        for address in self._first:
            yield self._request(address)

    def _request(self, address: str) -> Request:
        return Request(address, self.parse, errback=self.failed, dont_filter=True, cb_kwargs={"asked": address})

    def parse(self, response: Response, asked: str) -> Iterator[Request]:
        outcome = outcome_of_answer(response.status, is_html=isinstance(response, HtmlResponse))
        if outcome is None:
            self.pages[asked] = page_of(response, utc_now())
        else:
            self.problems[asked] = f"HTTP status {response.status}: {outcome.meaning}"
        yield from self._next()

    def failed(self, failure: Failure) -> Iterator[Request]:
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined] # Scrapy adds it
        self.problems[asked] = f"{outcome_of_error(failure.value).meaning} ({detail_of_error(failure.value)})"
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        """Once all the first pages are there: the requests for what they lead to."""
        self._open -= 1
        if self._open == 0 and self._follow is not None:
            follow, self._follow = self._follow, None
            for address in dict.fromkeys(follow(self.pages)):
                if address not in self.pages:
                    yield self._request(address)
