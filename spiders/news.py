"""The one spider: asks for what is due, and hands every answer to the pipelines."""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, JsonResponse, Request, Response
from twisted.python.failure import Failure

from archive.errors import SiteDefinitionError
from archive.ledger import Found, Task
from archive.outcomes import Outcome
from pipelines.revisit.policy import load_of
from pipelines.rules.addresses import host_of
from pipelines.run import LINKS, CrawlRun
from pipelines.visit import Kind, Visit
from spiders.answers import (
    GivenBackError,
    detail_of_error,
    exchanges_of,
    header_of,
    outcome_of_answer,
    outcome_of_error,
    page_of,
    user_agent,
)
from spiders.conditional import VALIDATORS, WIRE_BYTES, Conditional, as_before, is_conditional, is_not_modified
from spiders.gate import SiteGate
from spiders.links import is_hopeless, patterns_of, where_it_leads
from spiders.links.memory import SiteLinks
from spiders.open_run import open_run
from spiders.reading import ReadHere, listing
from spiders.site import SiteDefinition
from spiders.site_folders import find_site
from spiders.sources.following import source
from spiders.sources.sitemap import MOST_BYTES


class NewsSpider(scrapy.Spider):
    """Crawls one site: its listings, the articles they lead to, and the articles the archive knows.

    In a checkout: ``scrapy crawl news -a site=neuron -s NEWSREEL_ARCHIVE=news-archive``. Each callback yields
    exactly one `Visit`. Its page is read by the reader of the run (`spiders.reading`), for the pipelines; what the page
    leads to is committed with it, and comes back as a request when it is leased.
    """

    name = "news"

    def __init__(self, *, site: SiteDefinition, run: CrawlRun, sitemap_bytes: int = MOST_BYTES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = site
        self.run = run
        run.reader = run.reader or ReadHere(site)
        run.gate = self.gate = SiteGate(site, run.account, run.clock)
        self._sitemap_bytes = sitemap_bytes
        run.bounds = site.bounds
        run.load = load_of(run.wanted, delay_seconds=site.politeness.delay_seconds)
        self._conditional = Conditional(site, run)

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
        if not (definition.has_memory and crawler.settings.getbool("NEWSREEL_SITE_MEMORY", True)):
            run.memory = run.noise = None
        if definition.learns_links and run.links is None:
            run.links = SiteLinks.unpacked(run.writer.ledger.memory(definition.rules.site, of=LINKS), definition.links)
        apply_politeness(crawler, definition)
        sitemap_bytes = crawler.settings.getint("NEWSREEL_SITEMAP_BYTES", MOST_BYTES)
        return super().from_crawler(crawler, *args, site=definition, run=run, sitemap_bytes=sitemap_bytes, **kwargs)

    async def start(self) -> AsyncIterator[Any]:
        """Ask for nothing: what is due comes from the ledger, by way of the scheduler."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def request_for(self, task: Task) -> Request:
        """The request that fetches ``task``, where that tells as much, only if it has changed."""
        meta: dict[str, Any] = {"download_maxsize": self._sitemap_bytes} if task.kind == Kind.SITEMAP else {}
        validators = self._conditional.validators(task)
        if not validators.is_empty:
            meta[VALIDATORS] = validators
        return Request(task.address, self.parse, errback=self.failed, cb_kwargs={"task": task}, meta=meta)

    def passed_over(self, task: Task) -> Visit | None:
        """The visit of a task whose like was read often enough to ask for no more; None for one to fetch."""
        rules = self.run.links.rules if self.run.links else None
        if rules is None or task.kind != Kind.ARTICLE or not is_hopeless(task.address, rules):
            return None
        detail = f"not fetched: pages such as {patterns_of(task.address)[0]} read as no article"
        return ended_visit(task, self.run.clock(), Outcome.NOT_ARTICLE, detail)

    def parse(self, response: Response, task: Task) -> Iterator[Visit]:
        """The one visit that an answer is; its page, if it brought one, is for the pipelines to read."""
        yield self._visit(response, task)

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """A request that brought no answer; one that is given back is still leased, and due in the next run."""
        if isinstance(failure.value, GivenBackError):
            return
        outcome = outcome_of_error(failure.value)
        if outcome is Outcome.CRASHED:
            self.logger.error("crashed on a request: %s", failure.getTraceback())
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        ended = ended_visit(request.cb_kwargs["task"], self.run.clock(), outcome, detail_of_error(failure.value))
        yield replace(ended, exchanges=exchanges_of(request))

    def _visit(self, response: Response, task: Task) -> Visit:
        """The facts of an answer; with its page where it is one to read, else with its outcome."""
        now = self.run.clock()
        request = response.request
        # What a button loads may be JSON, which holds the entries of a listing.
        is_listing = task.kind == Kind.LISTING and isinstance(response, JsonResponse)
        is_readable = is_listing or isinstance(response, HtmlResponse) or Kind(task.kind).is_source
        outcome, detail = outcome_of_answer(response.status, is_html=is_readable), None
        final = self.site.rules.addresses.plain(response.url)
        if host_of(final) not in self.site.hosts:
            outcome = Outcome.OFF_SITE
        elif outcome is Outcome.HTTP_ERROR:
            detail = f"HTTP status {response.status}"
        elif outcome is None and task.kind == Kind.ARTICLE:
            where = where_it_leads(task.address, final, self.site)
            outcome, detail = (Outcome.MOVED_AWAY, f"leads to {where}") if where else (None, None)
        visit = Visit(
            address=task.address,
            kind=Kind(task.kind),
            attempts=task.attempts,
            observed_at=now,
            final_address=final,
            http_status=response.status,
            etag=header_of(response, "ETag"),
            last_modified=header_of(response, "Last-Modified"),
            body_bytes=len(response.body),
            page=page_of(response, now, self.site.rules.addresses) if outcome is None else None,
            outcome=outcome,
            detail=detail,
            data=task.data,
            known_as=task.article_id,
            task=task,
            wire_bytes=request.meta.get(WIRE_BYTES) if request else None,
            is_conditional=request is not None and is_conditional(request),
            exchanges=exchanges_of(request),
            read_by=self._conditional.read_by if outcome in (None, Outcome.NOT_HTML) else None,
        )
        is_as_before = request is not None and is_not_modified(request, response)
        return as_before(visit, task) if is_as_before else visit


def start_of(site: SiteDefinition) -> list[Found]:
    """The addresses a run over ``site`` begins with."""
    plain = site.rules.addresses.plain
    return [
        *(source(Kind.FEED, plain(address)) for address in site.sources.feeds),
        *(listing(plain(address), 1) for address in site.listings.start),
        *(source(Kind.SITEMAP, plain(address)) for address in site.sources.sitemaps),
    ]


def ended_visit(task: Task, now: datetime, outcome: Outcome, detail: str) -> Visit:
    """The visit of a task that brought no answer."""
    return Visit(
        address=task.address,
        kind=Kind(task.kind),
        attempts=task.attempts,
        observed_at=now,
        outcome=outcome,
        detail=detail,
        known_as=task.article_id,
        task=task,
    )


def apply_politeness(crawler: Crawler, site: SiteDefinition) -> None:
    """Visit ``site`` as it wants to be visited; settings of the command line stand before that."""
    politeness = site.politeness
    for name, value in (
        ("DOWNLOAD_DELAY", politeness.delay_seconds),
        ("CONCURRENT_REQUESTS_PER_DOMAIN", politeness.concurrent_requests),
        # All that is under way at once, or a first Ctrl-C would wait for whatever was already handed out.
        ("CONCURRENT_REQUESTS", politeness.concurrent_requests),
        ("USER_AGENT", user_agent(crawler.settings, politeness.contact)),
    ):
        crawler.settings.set(name, value, priority="spider")
