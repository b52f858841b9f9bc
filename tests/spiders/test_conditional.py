"""What a request for a known page carries, and what the answer that nothing changed stands for."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from scrapy.http import HtmlResponse, Request, Response

from archive.ledger import Found, Task
from archive.outcomes import Outcome
from crawler.middlewares.if_changed import IfChanged
from pipelines.bounds import Bounds
from pipelines.revisit.memory import Lead, VisitMemory
from pipelines.revisit.servers import Servers, Tally
from pipelines.run import CrawlRun
from pipelines.visit import Kind, Visit
from spiders.conditional import VALIDATORS, Conditional
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.site_folders import find_site
from tests.archive.rows import NOON

SITE = find_site("neuron")
HOME = "https://neuron.expert/"
ARTICLE = f"{HOME}news/quiet-chips/101/en/"
PAGE_2 = Lead(f"{HOME}news/?page=2", "listing", {"page_number": 2})


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    with open_run(SITE.rules, tmp_path / "archive", start_of(SITE), clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def spider(run: CrawlRun) -> NewsSpider:
    return NewsSpider(site=SITE, run=run)


def memory_of(spider: NewsSpider, **parts: Any) -> VisitMemory:
    read_by = Conditional(SITE, spider.run).read_by
    return msgspec.structs.replace(VisitMemory(rules=read_by, size=5000, shown="7"), **parts)


def known(spider: NewsSpider, outcome: Outcome = Outcome.UNCHANGED, memory: VisitMemory | None = None) -> Task:
    is_article = outcome is not Outcome.LISTING
    return Task(
        address=ARTICLE if is_article else f"{HOME}news/",
        kind=Kind.ARTICLE if is_article else Kind.LISTING,
        host="neuron.expert",
        data={},
        attempts=0,
        article_id="neuron/quiet-chips/en" if is_article else None,
        etag='"1"',
        last_modified="Mon",
        outcome=outcome,
        history=(memory or memory_of(spider)).packed(),
    )


def sent(spider: NewsSpider, task: Task, *, redirected_to: str | None = None) -> Request:
    """The request for ``task`` as it goes over the wire."""
    middleware = IfChanged(SITE.rules.addresses.plain)
    request = spider.request_for(task)
    middleware.process_request(request)
    if redirected_to:
        request = request.replace(url=redirected_to, meta={**request.meta, "redirect_urls": [request.url]})
        middleware.process_request(request)
    return request


def validators_in(request: Request) -> dict[str, bytes | None]:
    names = ("If-None-Match", "If-Modified-Since")
    return {name: request.headers[name] for name in names if name in request.headers}


def answer(spider: NewsSpider, request: Request, status: int = 304, **headers: str) -> Visit:
    (visit,) = spider.parse(Response(request.url, status=status, headers=headers, request=request), **request.cb_kwargs)
    return visit


def test_a_page_that_was_never_read_is_asked_for_whole(spider: NewsSpider) -> None:
    task = Task(address=ARTICLE, kind=Kind.ARTICLE, host="neuron.expert", data={}, attempts=0)
    assert validators_in(sent(spider, task)) == {}


def test_both_validators_are_sent_where_both_are_known(spider: NewsSpider) -> None:
    task = known(spider)
    assert validators_in(sent(spider, task)) == {"If-None-Match": b'"1"', "If-Modified-Since": b"Mon"}
    assert validators_in(sent(spider, replace(task, etag=None))) == {"If-Modified-Since": b"Mon"}
    assert validators_in(sent(spider, replace(task, last_modified=None))) == {"If-None-Match": b'"1"'}


def test_a_page_read_by_other_rules_is_asked_for_whole(spider: NewsSpider) -> None:
    task = known(spider, memory=memory_of(spider, rules="other."))
    assert validators_in(sent(spider, task)) == {}


def test_a_page_that_did_not_change_many_times_in_a_row_is_asked_for_whole_once(spider: NewsSpider) -> None:
    tasks = [known(spider, memory=memory_of(spider, not_modified=count)) for count in range(12)]
    whole = [count for count, task in enumerate(tasks) if not validators_in(sent(spider, task))]
    assert whole == list(range(whole[0], 12))
    assert whole[0] in range(6, 11)


def test_validators_go_to_the_address_that_gave_them_and_to_no_other(spider: NewsSpider) -> None:
    elsewhere = f"{HOME}news/quiet-chips-moved/101/en/"
    task = known(spider)
    assert validators_in(sent(spider, task, redirected_to=elsewhere)) == {}
    redirecting = known(spider, memory=memory_of(spider, answered_at=elsewhere))
    assert validators_in(sent(spider, redirecting)) == {}
    assert len(validators_in(sent(spider, redirecting, redirected_to=elsewhere))) == 2
    assert validators_in(sent(spider, redirecting, redirected_to=HOME)) == {}


def test_a_host_that_lies_is_asked_for_whole_pages(spider: NewsSpider, run: CrawlRun) -> None:
    run.servers = Servers({"neuron.expert": Tally(etag_lied=1, date_lied=1)})
    assert VALIDATORS not in spider.request_for(known(spider)).meta


def test_dates_asked_for_have_listings_read_whole(spider: NewsSpider, run: CrawlRun) -> None:
    listing = known(spider, Outcome.LISTING)
    assert len(validators_in(sent(spider, listing))) == 2
    run.bounds = Bounds(since=NOON)
    assert validators_in(sent(spider, listing)) == {}
    assert len(validators_in(sent(spider, known(spider)))) == 2


def test_a_series_of_listings_is_read_whole_since_its_pages_end_it(spider: NewsSpider) -> None:
    guessed = replace(known(spider, Outcome.LISTING), address=f"{HOME}days/2026/", data={"listing_depth": 1})
    assert validators_in(sent(spider, guessed)) == {}


def test_an_article_not_modified_is_a_visit_without_a_page_whose_end_the_archive_knows(spider: NewsSpider) -> None:
    visit = answer(spider, sent(spider, known(spider)), ETag='"2"')
    assert (visit.is_not_modified, visit.outcome, visit.http_status) == (True, None, 304)
    assert (visit.page, visit.record, visit.body_bytes, visit.found, visit.etag) == (None, None, None, (), '"2"')


def test_a_listing_not_modified_ends_as_it_did_and_leads_where_it_led(spider: NewsSpider) -> None:
    task = known(spider, Outcome.LISTING, memory_of(spider, leads=(PAGE_2,), entries=20))
    visit = answer(spider, sent(spider, task))
    assert (visit.outcome, visit.entries, visit.is_not_modified) == (Outcome.LISTING, (), True)
    assert visit.found == (
        Found(address=PAGE_2.address, kind=Kind.LISTING, host="neuron.expert", data={"page_number": 2}),
    )


def test_an_answer_of_304_that_nobody_asked_for_is_an_error(spider: NewsSpider) -> None:
    task = replace(known(spider), etag=None, last_modified=None)
    visit = answer(spider, sent(spider, task))
    assert (visit.outcome, visit.detail, visit.is_not_modified) == (Outcome.HTTP_ERROR, "HTTP status 304", False)


def test_a_whole_answer_is_read_by_what_is_known_now(spider: NewsSpider) -> None:
    request = sent(spider, known(spider))
    page = HtmlResponse(ARTICLE, body=b"<html></html>", headers={"ETag": '"2"'}, request=request)
    (visit,) = spider.parse(page, **request.cb_kwargs)
    assert (visit.is_conditional, visit.is_not_modified) == (True, False)
    assert visit.read_by == memory_of(spider).rules
