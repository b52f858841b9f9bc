"""The one spider: reads listings for addresses, asks for articles, hands every answer to the pipelines."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

from archive.errors import SiteDefinitionError
from archive.ledger import Found, Task
from archive.outcomes import Outcome
from pipelines.extract import date_hints
from pipelines.listing import LISTING_BOX, Entry, read_entries
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of, plain_address
from pipelines.run import CrawlRun
from pipelines.visit import Kind, Visit
from spiders.answers import (
    GivenBackError,
    detail_of_error,
    header_of,
    outcome_of_answer,
    outcome_of_error,
    page_of,
    user_agent,
)
from spiders.links import LinkKind, leads_away, links_to, next_listing_page
from spiders.open_run import open_run
from spiders.site import SiteDefinition
from spiders.site_folders import find_site

# An article leads to others (a box of headlines), those to no further ones: else a crawl has no end.
MAX_DEPTH = 2


class NewsSpider(scrapy.Spider):
    """Crawls one site: its listings, the articles they lead to, and the articles the archive knows.

    In a checkout: ``scrapy crawl news -a site=neuron -s NEWSREEL_ARCHIVE=news-archive``. Each callback yields
    exactly one `Visit`; what a page leads to is committed with it, and comes back as a request when it is leased.
    """

    name = "news"

    def __init__(self, *, site: SiteDefinition, run: CrawlRun, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.run = run

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        site: SiteDefinition | str | None = None,
        run: CrawlRun | None = None,
        **kwargs: Any,
    ) -> Self:
        """The spider for ``site`` and ``run``; without a run, one is opened as the settings say.

        Raises SiteDefinitionError, and what `open_run` raises.
        """
        if site is None:
            raise SiteDefinitionError("which site? In a checkout: scrapy crawl news -a site=NAME")
        definition = find_site(site) if isinstance(site, str) else site
        if run is None:
            held = ExitStack()
            archive = Path(crawler.settings["NEWSREEL_ARCHIVE"])
            run = held.enter_context(open_run(definition.rules, archive, start_of(definition)))
            crawler.signals.connect(held.close, signals.engine_stopped, weak=False)
        _apply_politeness(crawler, definition)
        return super().from_crawler(crawler, *args, site=definition, run=run, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for nothing: what is due comes from the ledger, by way of the scheduler."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, task: Task) -> Request:
        """The request that fetches ``task``."""
        is_listing = task.kind == Kind.LISTING
        return Request(
            task.address,
            self.parse_listing if is_listing else self.parse_article,
            errback=self.failed,
            cb_kwargs={"task": task},
        )

    def parse_listing(self, response: Response, task: Task) -> Iterator[Visit]:
        """A listing page: its entries, and the articles, the next page and the listings it leads to."""
        page, visit = self._visit(response, task)
        if page is None:
            yield visit
            return
        found = [*self._articles_of(page, 1), *self._listings_of(page, int(task.data.get("page_number", 1)))]
        yield replace(visit, outcome=Outcome.LISTING, entries=self._entries(page), found=tuple(found))

    def parse_article(self, response: Response, task: Task) -> Iterator[Visit]:
        """An article page, for the pipelines to read, and the articles it leads to."""
        page, visit = self._visit(response, task)
        depth = int(task.data.get("depth", 1)) + 1
        yield replace(visit, found=tuple(self._articles_of(page, depth))) if page else visit

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """A request that brought no answer; one that is given back is still leased, and due in the next run."""
        if isinstance(failure.value, GivenBackError):
            return
        outcome = outcome_of_error(failure.value)
        if outcome is Outcome.CRASHED:
            self.logger.error("crashed on a request: %s", failure.getTraceback())
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        yield ended_visit(request.cb_kwargs["task"], self.run.clock(), outcome, detail_of_error(failure.value))

    def _articles_of(self, page: Page, depth: int) -> Iterator[Found]:
        """The articles a page leads to, ``depth`` links away from a listing."""
        if depth > MAX_DEPTH:
            return
        for link in links_to(LinkKind.ARTICLE, page, self.site):
            yield Found(address=link.address, kind=Kind.ARTICLE, host=host_of(link.address), data={"depth": depth})

    def _listings_of(self, page: Page, page_number: int) -> Iterator[Found]:
        following = next_listing_page(page, self.site)
        if following and page_number < self.site.listings.max_pages:
            yield listing(following, page_number + 1)
        for link in links_to(LinkKind.LISTING, page, self.site):
            yield listing(link.address, 1)

    def _visit(self, response: Response, task: Task) -> tuple[Page | None, Visit]:
        """The facts of an answer; its page where it is one to read, else its outcome."""
        now = self.run.clock()
        is_html = isinstance(response, HtmlResponse)
        outcome = outcome_of_answer(response.status, is_html=is_html)
        final = plain_address(response.url)
        if host_of(final) not in self.site.hosts:
            outcome = Outcome.OFF_SITE
        elif outcome is None and task.kind == Kind.ARTICLE and leads_away(task.address, final, self.site):
            outcome = Outcome.MOVED_AWAY
        page = page_of(response, now) if outcome is None else None
        return page, Visit(
            address=task.address,
            kind=Kind(task.kind),
            attempts=task.attempts,
            observed_at=now,
            final_address=final,
            http_status=response.status,
            etag=header_of(response, "ETag"),
            last_modified=header_of(response, "Last-Modified"),
            body_bytes=len(response.body),
            page=page,
            outcome=outcome,
            detail=f"HTTP status {response.status}" if outcome is Outcome.HTTP_ERROR else None,
        )

    def _entries(self, page: Page) -> tuple[Entry, ...]:
        """The entries of a listing: by the site's rule, else its links to articles."""
        rules = self.site.rules
        entries = read_entries(page, rules.listing, date_hints(page, rules), box=LISTING_BOX) if rules.listing else ()
        return entries or tuple(
            Entry(box=LISTING_BOX, position=position, title=link.text or None, teaser=None,
                  address=link.address, published=None)
            for position, link in enumerate(links_to(LinkKind.ARTICLE, page, self.site), 1)
        )  # fmt: skip


def start_of(site: SiteDefinition) -> list[Found]:
    """The addresses a run over ``site`` begins with."""
    return [listing(plain_address(address), 1) for address in site.listings.start]


def listing(address: str, page_number: int) -> Found:
    """A listing page to fetch, the ``page_number``-th of its listing."""
    return Found(address=address, kind=Kind.LISTING, host=host_of(address), data={"page_number": page_number})


def ended_visit(task: Task, now: datetime, outcome: Outcome, detail: str) -> Visit:
    """The visit of a task that brought no answer."""
    return Visit(
        address=task.address,
        kind=Kind(task.kind),
        attempts=task.attempts,
        observed_at=now,
        outcome=outcome,
        detail=detail,
    )


def _apply_politeness(crawler: Crawler, site: SiteDefinition) -> None:
    politeness = site.politeness
    for name, value in (
        ("DOWNLOAD_DELAY", politeness.delay_seconds),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", politeness.concurrent_requests),
        # All that is under way at once, or a first Ctrl-C would wait for whatever was already handed out.
        ("CONCURRENT_REQUESTS", politeness.concurrent_requests),
        ("USER_AGENT", user_agent(crawler.settings, politeness.contact)),
    ):
        # Command-line settings stand before the site's.
        crawler.settings.set(name, value, priority="spider")
