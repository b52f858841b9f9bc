"""A site whose server honours validators, crawled three times: a crawl of what is known costs almost nothing.

The same with 2,000 pages, and what it costs in CPU time, is in `python -m benchmarks.recrawl`.
"""

from collections.abc import Mapping

import pytest

from benchmarks.recrawl.crawls import NEWSREEL
from benchmarks.recrawl.measuring import AGAIN, CHANGED, FIRST, Crawl, crawls_of
from benchmarks.recrawl.process import site_process

ARTICLES = 60
SHARE = 0.05


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Crawl]:
    folder = tmp_path_factory.mktemp("recrawl")
    with site_process(ARTICLES) as site:
        return {crawl.name: crawl for crawl in crawls_of(NEWSREEL, site, folder, share=SHARE, times=1)}


def test_the_first_crawl_stores_every_article(crawls: Mapping[str, Crawl]) -> None:
    first = crawls[FIRST]
    assert (first.revisions, first.requests, first.not_modified) == (ARTICLES, first.pages, 0)


def test_where_nothing_changed_no_article_is_stored_and_each_page_is_noted_once(crawls: Mapping[str, Crawl]) -> None:
    again = crawls[AGAIN]
    assert (again.revisions, again.observations, again.asked) == (0, again.pages, again.pages)


def test_where_nothing_changed_every_answer_is_a_304(crawls: Mapping[str, Crawl]) -> None:
    again = crawls[AGAIN]
    assert (again.requests, again.not_modified) == (again.pages, again.pages)


def test_where_nothing_changed_a_hundredth_of_the_bytes_comes_over_the_wire(crawls: Mapping[str, Crawl]) -> None:
    assert crawls[AGAIN].bytes <= 0.01 * crawls[FIRST].bytes


def test_exactly_the_articles_that_changed_are_found_and_stored(crawls: Mapping[str, Crawl]) -> None:
    changed = crawls[CHANGED]
    assert (changed.found, changed.wrong, changed.revisions) == (changed.there, 0, changed.there)
    assert changed.there == ARTICLES * SHARE
    assert changed.observations == changed.pages
