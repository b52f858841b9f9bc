"""The spider: exactly one visit for every answer, with its page or its end."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import HtmlResponse, Request, Response, TextResponse
from twisted.python.failure import Failure

from archive.errors import SiteDefinitionError
from archive.ledger import Found, Task
from archive.outcomes import Outcome
from pipelines.rules.addresses import host_of
from pipelines.run import CrawlRun
from pipelines.visit import Kind, Visit
from spiders.news import NewsSpider, ended_visit, start_of
from spiders.open_run import open_run
from spiders.reading import ReadHere
from spiders.site import Sources
from spiders.site_file import read_site_file
from spiders.site_folders import SHIPPED, find_site
from tests.archive.rows import NOON
from tests.spiders.coroutines import run_to_end

SITE = read_site_file(SHIPPED / "neuron.toml")
HOME = "https://neuron.expert/"
LISTING = f"{HOME}news/"
ARTICLE = f"{HOME}news/quiet-chips/101/en/"
OTHER = f"{HOME}news/loud-chips/102/en/"
LISTING_BODY = f"""<html><body>
  <a href="{ARTICLE}">Quiet chips</a> <a href="/news/loud-chips/102/en?utm_source=list">Loud chips</a>
  <a href="https://other.example/news/foreign/1/en/">Foreign</a>
  <a href="?page=2">Next</a> <a href="/archive/">All news</a>
</body></html>"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[CrawlRun]:
    with open_run(SITE.rules, tmp_path / "archive", start_of(SITE), clock=lambda: NOON) as opened:
        yield opened


@pytest.fixture
def spider(run: CrawlRun) -> NewsSpider:
    return NewsSpider(site=SITE, run=run)


def html(body: str = LISTING_BODY, url: str = LISTING, status: int = 200) -> HtmlResponse:
    headers = {"Content-Type": "text/html; charset=utf-8", "ETag": '"e1"', "Last-Modified": "then"}
    return HtmlResponse(url, status=status, body=body.encode(), headers=headers)


def task(address: str = LISTING, kind: Kind = Kind.LISTING, *, attempts: int = 0, **data: int | str) -> Task:
    return Task(address=address, kind=kind, host=host_of(address), data=data, attempts=attempts)


def article_task(address: str = ARTICLE, *, attempts: int = 0, **data: int | str) -> Task:
    return task(address, Kind.ARTICLE, attempts=attempts, **data)


def one(visits: Iterator[Visit]) -> Visit:
    (visit,) = visits
    return visit


async def listed(results: AsyncIterator[Any]) -> list[Any]:
    return [result async for result in results]


def test_it_asks_for_nothing_of_itself(spider: NewsSpider) -> None:
    assert run_to_end(listed(spider.start())) == []


def test_a_run_starts_with_the_listings_of_the_site(run: CrawlRun) -> None:
    assert start_of(SITE) == [
        Found(address=address, kind="listing", host="neuron.expert", data={"page_number": 1})
        for address in (HOME, LISTING)
    ]
    leased = run.writer.ledger.lease(run.writer.run_id, "neuron", now=NOON, due_before=NOON, limit=9)
    assert leased == [task(HOME, page_number=1), task(LISTING, page_number=1)]


def test_the_request_of_a_task_brings_it_back(spider: NewsSpider) -> None:
    for leased in (task(page_number=2), article_task(depth=1)):
        request = spider.request_for(leased)
        assert request.url == leased.address
        assert (request.callback, request.errback) == (spider.parse, spider.failed)
        assert request.cb_kwargs == {"task": leased}


@pytest.mark.parametrize("kind", Kind)
def test_an_answer_that_is_a_page_is_one_visit_with_that_page_and_no_end_yet(spider: NewsSpider, kind: Kind) -> None:
    visit = one(spider.parse(html(url=ARTICLE), task(ARTICLE, kind, attempts=3, depth=2)))
    assert (visit.address, visit.kind, visit.outcome, visit.attempts) == (ARTICLE, kind, None, 3)
    assert (visit.observed_at, visit.http_status, visit.etag, visit.last_modified) == (NOON, 200, '"e1"', "then")
    assert (visit.final_address, visit.body_bytes, visit.data) == (ARTICLE, len(LISTING_BODY.encode()), {"depth": 2})
    assert visit.page is not None
    assert visit.page.address == visit.final_address
    assert (visit.page.fetched_at, visit.page.content_type) == (NOON, "text/html; charset=utf-8")
    assert (visit.found, visit.entries, visit.record) == ((), (), None)


def test_a_listing_may_answer_from_its_front_page(spider: NewsSpider) -> None:
    visit = one(spider.parse(html(url=HOME), task()))
    assert (visit.outcome, visit.final_address) == (None, HOME)


def test_the_reader_of_the_run_is_the_spiders_own_unless_it_has_one(run: CrawlRun) -> None:
    NewsSpider(site=SITE, run=run)
    reader = run.reader
    assert isinstance(reader, ReadHere)
    NewsSpider(site=SITE, run=run)
    assert run.reader is reader


def test_a_listing_to_start_at_is_asked_for_in_its_plain_form() -> None:
    site = SITE.starting_at(f"{LISTING}?utm_source=x&page=7#top")
    assert [found.address for found in start_of(site)] == [f"{LISTING}?page=7"]


@pytest.mark.parametrize("final", [HOME, f"{HOME}?from=old", LISTING, f"{HOME}login", "https://www.neuron.expert/"])
def test_an_article_that_answers_as_no_article_has_moved_away_and_leads_nowhere(spider: NewsSpider, final: str) -> None:
    visit = one(spider.parse(html(url=final), article_task(depth=1)))
    assert (visit.outcome, visit.final_address, visit.http_status) == (Outcome.MOVED_AWAY, final, 200)
    assert (visit.page, visit.found) == (None, ())
    assert (visit.detail or "").startswith("leads to ")


@pytest.mark.parametrize("final", [ARTICLE, ARTICLE.rstrip("/"), f"{ARTICLE}?utm_source=x", OTHER])
def test_an_article_that_answers_as_an_article_has_not_moved_away(spider: NewsSpider, final: str) -> None:
    assert one(spider.parse(html(url=final), article_task())).outcome is None


def test_a_redirect_to_the_front_page_that_is_gone_is_gone(spider: NewsSpider) -> None:
    assert one(spider.parse(html(url=HOME, status=404), article_task())).outcome is Outcome.GONE


@pytest.mark.parametrize(
    ("answer", "outcome", "detail"),
    [
        (html(status=410), Outcome.GONE, None),
        (html(status=404), Outcome.GONE, None),
        (html(status=503), Outcome.HTTP_ERROR, "HTTP status 503"),
        (html(url="https://other.example/"), Outcome.OFF_SITE, None),
        (html(url="https://neuron.expert:8443/news/"), Outcome.OFF_SITE, None),
        (html(url="https://other.example/", status=503), Outcome.OFF_SITE, None),
        (Response(LISTING, body=b"%PDF"), Outcome.NOT_HTML, None),
        (TextResponse(LISTING, body=b"words", encoding="utf-8"), Outcome.NOT_HTML, None),
    ],
    ids=["gone", "not found", "server error", "foreign host", "foreign port", "foreign error", "bytes", "text"],
)
def test_an_answer_that_is_no_page_is_one_visit_with_its_outcome(
    spider: NewsSpider, answer: Response, outcome: Outcome, detail: str | None
) -> None:
    for leased in (task(page_number=1), article_task(LISTING)):
        visit = one(spider.parse(answer, leased))
        assert (visit.address, visit.kind) == (leased.address, leased.kind)
        assert (visit.outcome, visit.detail, visit.page) == (outcome, detail, None)
        assert (visit.found, visit.entries) == ((), ())
        assert (visit.http_status, visit.body_bytes) == (answer.status, len(answer.body))


def failure_of(leased: Task, error: Exception) -> Failure:
    failure = Failure(error)  # type: ignore[no-untyped-call]
    failure.request = Request(leased.address, cb_kwargs={"task": leased})  # type: ignore[attr-defined]
    return failure


def test_a_request_without_an_answer_is_one_visit_with_its_outcome(spider: NewsSpider) -> None:
    leased = task(ARTICLE, Kind.ARTICLE, attempts=4)
    visit = one(spider.failed(failure_of(leased, DownloadTimeoutError("after 60 s"))))
    assert visit == ended_visit(leased, NOON, Outcome.TIMEOUT, "DownloadTimeoutError: after 60 s")
    assert (visit.address, visit.kind, visit.attempts) == (ARTICLE, Kind.ARTICLE, 4)
    assert (visit.http_status, visit.final_address, visit.found) == (None, None, ())


def test_a_fault_of_our_own_ends_as_crashed_and_is_told_in_the_log(
    spider: NewsSpider, caplog: pytest.LogCaptureFixture
) -> None:
    visit = one(spider.failed(failure_of(article_task(), ZeroDivisionError("oh"))))
    assert (visit.outcome, visit.detail) == (Outcome.CRASHED, "ZeroDivisionError: oh")
    assert "ZeroDivisionError" in caplog.text


def test_the_site_is_asked_as_its_definition_wants_and_by_our_name(run: CrawlRun) -> None:
    site = replace(SITE, politeness=replace(SITE.politeness, delay_seconds=2.5, contact="desk@x.example"))
    crawler = Crawler(NewsSpider, {"USER_AGENT": "newsreel/1", "NEWSREEL_CONTACT": "me@y.example"})
    spider = NewsSpider.from_crawler(crawler, site=site, run=run)
    assert spider.site is site
    assert crawler.settings.getfloat("DOWNLOAD_DELAY") == 2.5
    assert crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert crawler.settings.getint("CONCURRENT_REQUESTS") == 1
    assert crawler.settings["USER_AGENT"] == "newsreel/1 (desk@x.example)"


def test_without_a_contact_of_the_site_our_own_is_told(run: CrawlRun) -> None:
    crawler = Crawler(NewsSpider, {"USER_AGENT": "newsreel/1", "NEWSREEL_CONTACT": "me@y.example"})
    NewsSpider.from_crawler(crawler, site=SITE, run=run)
    assert crawler.settings["USER_AGENT"] == "newsreel/1 (me@y.example)"


@pytest.mark.parametrize(
    ("has_memory", "settings", "has"),
    [(True, {}, True), (True, {"NEWSREEL_SITE_MEMORY": "0"}, False), (False, {}, False)],
)
def test_a_site_teaches_unless_its_file_or_a_setting_says_no(
    run: CrawlRun, has_memory: bool, settings: dict[str, str], has: bool
) -> None:
    crawler = Crawler(NewsSpider, {"USER_AGENT": "newsreel/1"} | settings)
    NewsSpider.from_crawler(crawler, site=replace(SITE, has_memory=has_memory), run=run)
    assert (run.memory is not None) is has


def test_a_spider_without_a_site_says_how_to_name_one() -> None:
    with pytest.raises(SiteDefinitionError, match="-a site=NAME"):
        NewsSpider.from_crawler(Crawler(NewsSpider))


def test_a_spider_without_a_run_opens_its_own_and_lets_go_of_it_when_the_engine_stops(tmp_path: Path) -> None:
    crawler = Crawler(NewsSpider, {"NEWSREEL_ARCHIVE": str(tmp_path / "archive"), "USER_AGENT": "newsreel/1"})
    spider = NewsSpider.from_crawler(crawler, site="neuron")
    ledger = spider.run.writer.ledger
    assert spider.site == find_site("neuron")
    assert ledger.running(now=spider.run.clock()) == {spider.run.writer.run_id}
    leased = ledger.lease(
        spider.run.writer.run_id, "neuron", now=spider.run.clock(), due_before=spider.run.due_before, limit=9
    )
    assert [found.address for found in leased] == [HOME, LISTING]
    crawler.signals.send_catch_log(signals.engine_stopped)
    with open_run(SITE.rules, tmp_path / "archive", []) as following:
        assert following.is_resumed


def test_a_run_starts_with_the_sources_of_the_site_too() -> None:
    sources = Sources(feeds=(f"{HOME}feed.xml#top",), sitemaps=(f"{HOME}map.xml",))
    assert [(found.address, found.kind) for found in start_of(replace(SITE, sources=sources))] == [
        (f"{HOME}feed.xml", "feed"),
        (HOME, "listing"),
        (LISTING, "listing"),
        (f"{HOME}map.xml", "sitemap"),
    ]


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.SITEMAP])
@pytest.mark.parametrize("answer", [Response, TextResponse, HtmlResponse])
def test_an_answer_of_any_type_is_read_where_a_source_was_asked_for(
    spider: NewsSpider, kind: Kind, answer: type[Response]
) -> None:
    visit = one(spider.parse(answer(f"{HOME}feed.xml", body=b"<rss/>"), task(f"{HOME}feed.xml", kind)))
    assert visit.outcome is None
    assert visit.page is not None
    assert visit.page.body == b"<rss/>"


def test_a_source_that_is_gone_is_gone(spider: NewsSpider) -> None:
    visit = one(spider.parse(Response(HOME, status=404), task(HOME, Kind.SITEMAP)))
    assert (visit.outcome, visit.page) == (Outcome.GONE, None)


def test_only_a_sitemap_may_be_larger_than_a_page(run: CrawlRun) -> None:
    crawler = Crawler(NewsSpider, {"USER_AGENT": "newsreel/1", "NEWSREEL_SITEMAP_BYTES": 7})
    spider = NewsSpider.from_crawler(crawler, site=SITE, run=run)
    sizes = {kind: spider.request_for(task(HOME, kind)).meta.get("download_maxsize") for kind in Kind}
    assert sizes == {Kind.ARTICLE: None, Kind.LISTING: None, Kind.FEED: None, Kind.SITEMAP: 7}
