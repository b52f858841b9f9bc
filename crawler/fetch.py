"""Fetching one page, by the same rules as a crawl: our name, robots.txt, limits of size and time."""

from collections.abc import AsyncIterator
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


def fetch(address: str) -> Page:
    """The page at ``address``. Raises FetchError. One call per process, since Twisted's reactor starts once."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    ours = ("ITEM_PIPELINES", "EXTENSIONS", "SCHEDULER")
    plain = {name: Settings()[name] for name in ours}
    changes = plain | {"LOG_LEVEL": "CRITICAL", "USER_AGENT": user_agent(settings)}
    settings.update(changes, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(_OnePage)
    process.crawl(crawler, address=address)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, _OnePage)
    if spider.page is None:
        raise FetchError(f"no page at {address}: {spider.problem}")
    return spider.page


class _OnePage(scrapy.Spider):
    name = "one-page"

    def __init__(self, address: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._address = address
        self.page: Page | None = None
        self.problem = "the request never ended"

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self._address, self.parse, errback=self.failed)

    def parse(self, response: Response) -> None:
        outcome = outcome_of_answer(response.status, is_html=isinstance(response, HtmlResponse))
        if outcome is not None:
            self.problem = f"HTTP status {response.status}: {outcome.meaning}"
            return
        self.page = page_of(response, utc_now())

    def failed(self, failure: Failure) -> None:
        self.problem = f"{outcome_of_error(failure.value).meaning} ({detail_of_error(failure.value)})"
