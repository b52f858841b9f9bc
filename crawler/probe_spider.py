"""The spider of a probe: asks an unknown site a few questions, one after the other, as a crawl would."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser

from archive.errors import UnreadablePageError
from archive.outcomes import Outcome
from crawler.kept import KeptAnswers
from crawler.workers.pool import PageCrashError
from pipelines.page.page import Page
from pipelines.run import CrawlRun
from spiders.answers import GivenBackError, outcome_of_answer, page_of
from spiders.news import apply_politeness
from spiders.open_run import utc_now
from spiders.probe.answer import Answer, Robots, What, Wish
from spiders.probe.asking import next_wishes
from spiders.probe.known import Known
from spiders.probe.reading import answered, unanswered, wants_page
from spiders.site import SiteDefinition

AnswerReader = Callable[[Answer, Page], Awaitable[Answer]]
"""Reads the page that an answer came with. Raises UnreadablePageError, or PageCrashError for a fault of ours."""


class ProbeSpider(scrapy.Spider):
    """Probes ``site``, of which only its address is known, beginning at ``address``.

    ``answers``, ``robots`` and ``kept`` grow as answers come; ``run`` is the crawl that it is made for, None: for none.
    ``read`` reads what came.
    """

    name = "probe"
    custom_settings = {"ITEM_PIPELINES": {}}  # noqa: RUF012 - Scrapy's own class variable

    def __init__(
        self, *, site: SiteDefinition, address: str, read: AnswerReader, run: CrawlRun | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.address = address
        self.run = run
        self._read_answer = read
        self.kept = KeptAnswers()
        self.robots = Robots()
        self.answers: list[Answer] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, as polite as a crawl of its site."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        apply_politeness(crawler, spider.site)
        crawler.signals.connect(spider.robots_parsed, signal=signals.robots_parsed)
        return spider

    @property
    def known(self) -> Known:
        """What is known of the site by now."""
        return Known(address=self.address, site=self.site, robots=self.robots, answers=tuple(self.answers))

    async def start(self) -> AsyncIterator[Any]:
        """Ask until there is nothing left to ask; nothing is scheduled."""
        while wishes := next_wishes(self.known):
            for wish in wishes:
                self.answers.append(await self._answer(wish))
                self.site = replace(self.site, hosts=self.known.hosts)
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def robots_parsed(self, robotparser: RobotParser) -> None:
        """Note what the site's robots.txt says; the first host's, which is the one asked for."""
        if self.robots != Robots() or not isinstance(robotparser, ProtegoRobotParser):
            return
        self.robots = Robots(
            sitemaps=tuple(dict.fromkeys(robotparser.rp.sitemaps)),
            crawl_delay=robotparser.crawl_delay(self.crawler.settings["USER_AGENT"]),
        )

    async def _answer(self, wish: Wish) -> Answer:
        engine = self.crawler.engine
        assert engine is not None
        try:
            response = await engine.download_async(Request(wish.address, meta=self._meta(wish)))
        except GivenBackError:
            raise
        except Exception as problem:  # noqa: BLE001 - a process edge: whatever kept an answer from coming is told
            return unanswered(wish, problem)
        return await self._read(wish, response)

    def _meta(self, wish: Wish) -> dict[str, Any]:
        """Sitemaps may be larger than pages, as in a crawl."""
        is_sitemap = wish.what is What.SITEMAP
        return {"download_maxsize": self.crawler.settings.getint("NEWSREEL_SITEMAP_BYTES")} if is_sitemap else {}

    async def _read(self, wish: Wish, response: Response) -> Answer:
        is_html = isinstance(response, HtmlResponse)
        outcome = outcome_of_answer(response.status, is_html=is_html or not wants_page(wish))
        page = page_of(response, utc_now())
        names = [name.decode("latin-1").lower() for name in response.headers]
        answer = answered(wish, page, status=response.status, outcome=outcome, headers=names)
        try:
            return await self._read_answer(answer, page)
        except (UnreadablePageError, PageCrashError) as problem:
            outcome = Outcome.UNREADABLE if isinstance(problem, UnreadablePageError) else Outcome.CRASHED
            return replace(answer, outcome=outcome, problem=str(problem).partition("\n")[0])
