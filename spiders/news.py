"""The one spider: reads listings for addresses, asks for articles, hands every answer to the pipelines."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from twisted.python.failure import Failure

from archive.errors import SiteDefinitionError
from archive.outcomes import Outcome
from pipelines.extract import date_hints
from pipelines.listing import LISTING_BOX, Entry, read_entries
from pipelines.page.page import Page
from pipelines.rules.addresses import host_of, plain_address
from pipelines.run import CrawlRun
from pipelines.visit import Kind, Visit
from spiders.answers import detail_of_error, outcome_of_answer, outcome_of_error
from spiders.links import LinkKind, links_to, next_listing_page, visiting_address
from spiders.open_run import open_run
from spiders.site import SiteDefinition
from spiders.site_folders import find_site

LISTING_PRIORITY = 10


class NewsSpider(scrapy.Spider):
    """Crawls one site: its listings, the articles they lead to, and the articles the archive knows.

    In a checkout: ``scrapy crawl news -a site=neuron -s NEWSREEL_ARCHIVE=news-archive``. Each callback yields
    exactly one `Visit` for its answer, and requests for what the page leads to.
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
            run = held.enter_context(open_run(definition.rules, archive))
            crawler.signals.connect(held.close, signals.engine_stopped, weak=False)
        _apply_politeness(crawler, definition)
        return super().from_crawler(crawler, *args, site=definition, run=run, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the listings, then for every article the archive knows of this site."""
        for address in self.site.listings.start:
            for request in self._ask_listing(plain_address(address), page_number=1):
                yield request
        for address in self.run.known.addresses():
            for request in self._ask_article(visiting_address(address, self.site)):
                yield request

    def parse_listing(self, response: Response, address: str, page_number: int) -> Iterator[Visit | Request]:
        """Note the entries of a listing page; ask for its articles, its next page and the listings it names."""
        page, visit = self._visit(response, address, Kind.LISTING)
        if page is None:
            yield visit
            return
        yield replace(visit, outcome=Outcome.LISTING, entries=self._entries(page))
        yield from self._ask_articles_of(page)
        following = next_listing_page(page, self.site)
        if following and page_number < self.site.listings.max_pages:
            yield from self._ask_listing(following, page_number + 1)
        for link in links_to(LinkKind.LISTING, page, self.site):
            yield from self._ask_listing(link.address, page_number=1)

    def parse_article(self, response: Response, address: str) -> Iterator[Visit | Request]:
        """Hand an article page to the pipelines; ask for the articles it leads to."""
        page, visit = self._visit(response, address, Kind.ARTICLE)
        yield visit
        if page is not None:
            yield from self._ask_articles_of(page)

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """Note a request that brought no answer."""
        outcome = outcome_of_error(failure.value)
        if outcome is Outcome.CRASHED:
            self.logger.error("crashed on a request: %s", failure.getTraceback())
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        yield Visit(
            address=request.cb_kwargs["address"],
            kind=request.meta["kind"],
            observed_at=self.run.clock(),
            outcome=outcome,
            detail=detail_of_error(failure.value),
        )

    def _ask_listing(self, address: str, page_number: int) -> Iterator[Request]:
        callback_data = {"address": address, "page_number": page_number}
        yield from self._ask(Request(
            address, self.parse_listing, errback=self.failed, cb_kwargs=callback_data,
            meta={"kind": Kind.LISTING}, priority=LISTING_PRIORITY,
        ))  # fmt: skip

    def _ask_article(self, address: str) -> Iterator[Request]:
        yield from self._ask(Request(
            address, self.parse_article, errback=self.failed, cb_kwargs={"address": address},
            meta={"kind": Kind.ARTICLE},
        ))  # fmt: skip

    def _ask(self, request: Request) -> Iterator[Request]:
        """``request``, unless this run has asked for its address already."""
        if self.run.account.ask(request.cb_kwargs["address"], request.meta["kind"]):
            yield request

    def _ask_articles_of(self, page: Page) -> Iterator[Request]:
        for link in links_to(LinkKind.ARTICLE, page, self.site):
            yield from self._ask_article(link.address)

    def _visit(self, response: Response, address: str, kind: Kind) -> tuple[Page | None, Visit]:
        """The facts of an answer; its page where it is one to read, else its outcome."""
        now = self.run.clock()
        is_html = isinstance(response, HtmlResponse)
        outcome = outcome_of_answer(response.status, is_html=is_html)
        if host_of(response.url) not in self.site.hosts:
            outcome = Outcome.OFF_SITE
        page = None
        if outcome is None:
            content_type = _header(response, "Content-Type")
            page = Page(
                body=response.body, address=plain_address(response.url), fetched_at=now, content_type=content_type
            )
        return page, Visit(
            address=address,
            kind=kind,
            observed_at=now,
            final_address=plain_address(response.url),
            http_status=response.status,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
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


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _apply_politeness(crawler: Crawler, site: SiteDefinition) -> None:
    politeness = site.politeness
    contact = politeness.contact or crawler.settings["NEWSREEL_CONTACT"]
    for name, value in (
        ("DOWNLOAD_DELAY", politeness.delay_seconds),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", politeness.concurrent_requests),
        ("USER_AGENT", crawler.settings["USER_AGENT"] + (f" ({contact})" if contact else "")),
    ):
        # Command-line settings stand before the site's.
        crawler.settings.set(name, value, priority="spider")
