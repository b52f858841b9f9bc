"""Requests and redirects stay on the hosts the site definition names, and one that leaves them has an outcome."""

from pathlib import Path

import pytest
import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Request

from archive.outcomes import Outcome
from crawler.middlewares.on_site import OnSite
from spiders.answers import outcome_of_error
from spiders.news import NewsSpider, start_of
from spiders.open_run import open_run
from spiders.site_folders import find_site

HOSTS = frozenset({"news.example", "127.0.0.1:8000"})


@pytest.mark.parametrize(
    "address",
    ["https://news.example/a", "http://news.example:80/a", "https://NEWS.example/", "http://127.0.0.1:8000/robots.txt"],
)
def test_a_request_to_a_host_of_the_site_passes(address: str) -> None:
    OnSite(lambda: HOSTS).process_request(Request(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://other.example/a",
        "https://www.news.example/a",
        "https://news.example.other.example/",
        "https://news.example:8443/a",
        "http://127.0.0.1:8001/",
        "http://127.0.0.1/",
        "https://other.example/robots.txt",
        "https://news.example@other.example/",
        "data:text/html,bread",
    ],
)
def test_a_request_to_any_other_host_or_port_ends_as_off_site(address: str) -> None:
    with pytest.raises(IgnoreRequest) as told:
        OnSite(lambda: HOSTS).process_request(Request(address))

    assert address in str(told.value)
    assert outcome_of_error(told.value) is Outcome.OFF_SITE


def test_the_hosts_are_those_of_the_spiders_site(tmp_path: Path) -> None:
    site = find_site("neuron")
    crawler = Crawler(NewsSpider)
    with open_run(site.rules, tmp_path / "archive", start_of(site)) as run:
        crawler.spider = NewsSpider(site=site, run=run)
        middleware = OnSite.from_crawler(crawler)

    middleware.process_request(Request("https://www.neuron.expert/"))
    with pytest.raises(IgnoreRequest):
        middleware.process_request(Request("https://news.example/"))


def test_it_is_switched_off_for_spiders_of_another_kind() -> None:
    crawler = Crawler(scrapy.Spider)
    crawler.spider = scrapy.Spider("other")
    with pytest.raises(NotConfigured):
        OnSite.from_crawler(crawler)
