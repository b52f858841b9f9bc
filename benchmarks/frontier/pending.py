"""What a scheduler full of addresses takes, as a program of its own: no network, some addresses handed out and ended.

Prints as JSON the milliseconds of its steps and the memory it held above that of the imports.
"""

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler
from scrapy.http import Request
from scrapy.utils.test import get_crawler

from archive.ledger import Ended
from archive.outcomes import Outcome
from benchmarks.archive.known import HOST, SITE, address_of, peak_megabytes
from crawler.scheduler import LedgerScheduler
from pipelines.rules.site_rules import SiteRules
from pipelines.run import CrawlRun
from spiders.news import NewsSpider
from spiders.open_run import open_run
from spiders.site import Listings, SiteDefinition

COMMIT_TASKS = 200
_DEFINITION = SiteDefinition(
    name=SITE, title=SITE, address=f"https://{HOST}/", origin="the benchmark", hosts=frozenset({HOST}),
    listings=Listings(start=()), rules=SiteRules(site=SITE),
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Hand out addresses, and print what that took."""
    options = _read_options(arguments)
    take = _from_ledger if options.kind == "ledger" else _from_memory
    before = peak_megabytes()
    taken = take(options)
    print(json.dumps(taken | {"megabytes": peak_megabytes() - before}))
    return 0


class _Watch:
    """Milliseconds since the step before."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        last, self._last = self._last, time.perf_counter()
        return 1000 * (self._last - last)


def _from_ledger(options: Namespace) -> dict[str, float]:
    watch = _Watch()
    with open_run(_DEFINITION.rules, options.archive, ()) as run:
        taken = {"open_ms": watch.lap()}
        spider = NewsSpider(site=_DEFINITION, run=run)
        scheduler = LedgerScheduler(Crawler(NewsSpider), run, spider)
        _end(run, [_required(scheduler.next_request())])
        taken["first_ms"] = watch.lap()
        for first in range(1, options.take, COMMIT_TASKS):
            count = min(COMMIT_TASKS, options.take - first)
            _end(run, [_required(scheduler.next_request()) for _ in range(count)])
            run.commit()
        taken["take_ms"] = watch.lap()
        run.writer.ledger.pending(SITE, due_before=run.due_before)  # what an idle engine asks
        taken["ask_ms"] = watch.lap()
    taken["close_ms"] = watch.lap()
    return taken


def _from_memory(options: Namespace) -> dict[str, float]:
    watch = _Watch()
    # Without an engine, the queue that does not ask it how busy each host is.
    crawler = get_crawler(settings_dict={"SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue"})
    scheduler = Scheduler.from_crawler(crawler)
    scheduler.open(crawler._create_spider("memory"))  # noqa: SLF001 - the queue is made for a spider
    for number in range(options.addresses):
        scheduler.enqueue_request(Request(address_of(number)))
    taken = {"open_ms": watch.lap()}
    for _ in range(options.take):
        _required(scheduler.next_request())
    return taken | {"take_ms": watch.lap()}


def _end(run: CrawlRun, requests: list[Request]) -> None:
    for request in requests:
        run.account.end(request.url, Outcome.UNCHANGED)
        run.writer.end(Ended(address=request.url, outcome=Outcome.UNCHANGED, due_at=run.clock()), (), None)


def _required(request: Request | None) -> Request:
    if request is None:
        raise AssertionError("the scheduler has no request left")
    return request


def _read_options(arguments: list[str] | None) -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=("ledger", "memory"))
    parser.add_argument("archive", type=Path)
    parser.add_argument("addresses", type=int)
    parser.add_argument("take", type=int)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
