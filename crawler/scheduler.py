"""The scheduler: Scrapy's interface over the ledger's leases. Nothing is kept here that a crash could lose."""

from collections import deque

from scrapy import Spider
from scrapy.core.scheduler import BaseScheduler, Scheduler
from scrapy.crawler import Crawler
from scrapy.http import Request

from archive.errors import NewsreelError
from archive.ledger import Task
from archive.outcomes import Outcome
from crawler.allowance import Allowance
from crawler.stop import fail_soon
from pipelines.content import Kind
from pipelines.run import CrawlRun, run_of
from pipelines.store import end_visit
from spiders.news import NewsSpider, ended_visit

LEASED_AT_ONCE = 64


class LedgerScheduler(BaseScheduler):
    """Hands out what is due in the ledger, a leased batch at a time; memory stays flat whatever the ledger holds.

    Requests that middlewares make of a leased one (redirects, retries) are kept until they are sent: they carry the
    same task, and end it.
    """

    def __init__(self, crawler: Crawler, run: CrawlRun, spider: NewsSpider) -> None:
        self._crawler = crawler
        self._run = run
        self._spider = spider
        self._allowance = Allowance(run)
        self._again: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BaseScheduler:  # type: ignore[override] # also Scrapy's own
        """The scheduler for the run of ``crawler``'s spider; Scrapy's own for a spider that has none (scrapy shell)."""
        if not isinstance(crawler.spider, NewsSpider):
            return Scheduler.from_crawler(crawler)
        return cls(crawler, run_of(crawler), crawler.spider)

    def enqueue_request(self, request: Request) -> bool:
        """Take back a request that a middleware made of a leased one."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None where nothing is due now."""
        if self._again:
            return self._again.popleft()
        while True:
            while self._allowance.needs_more and self._lease():
                pass
            task = self._allowance.next()
            if task is None or not (self._is_passed_over(task) or self._is_planned(task)):
                return self._spider.request_for(task) if task else None

    def has_pending_requests(self) -> bool:
        """Whether there is anything left to do in this run."""
        if self._run.failure is not None:
            return False
        if self._again or self._allowance.is_used_up:
            return bool(self._again)
        return bool(not self._allowance.is_empty or self._run.writer.has_found or self._is_due())

    def open(self, spider: Spider) -> None:
        """Nothing to open: the run is."""

    def close(self, reason: str) -> None:  # noqa: ARG002 - Scrapy's own signature
        """Count what is left; nothing is to be saved: what is still leased is given back when the run is closed."""
        if self._run.failure is None:
            self._allowance.close()

    def _is_due(self) -> bool:
        run = self._run
        return run.writer.ledger.has_due(run.rules.site, due_before=run.due_before)

    def _is_passed_over(self, task: Task) -> bool:
        """Whether ``task`` has ended without a request, since pages like it turned out to be none to ask for."""
        visit = self._spider.passed_over(task)
        if visit is not None:
            end_visit(self._run, visit)
        return visit is not None

    def _is_planned(self, task: Task) -> bool:
        """Whether ``task`` is not to be asked for, since the run is a dry one, whose plan it is added to."""
        run = self._run
        if run.plan is None:
            return False
        if task.kind != Kind.ARTICLE:
            run.plan.fetch(task)
            return False
        stored = run.writer.ledger.stored_before(run.rules.site, [task.address], moment=run.due_before)
        run.plan.would_fetch(task, is_stored=bool(stored))
        run.account.give_up(task.address)
        return True

    def _lease(self) -> bool:
        """Lease a batch; whether there was one."""
        run = self._run
        if run.failure is not None:
            return False
        try:
            if run.writer.has_found:
                run.commit()
            tasks = run.writer.ledger.lease(
                run.writer.run_id, run.rules.site, now=run.clock(), due_before=run.due_before, limit=LEASED_AT_ONCE
            )
        except NewsreelError as problem:
            fail_soon(self._crawler, run, problem)
            return False
        for task in tasks:
            run.account.begin(task.address)
            if task.host in self._spider.site.hosts:
                self._allowance.add(task)
            else:  # known from when the site had other hosts
                end_visit(
                    run, ended_visit(task, run.clock(), Outcome.OFF_SITE, "the site's definition names other hosts")
                )
        return bool(tasks)
