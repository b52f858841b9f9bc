"""The dates of publication and change that a page states, best source first."""

from datetime import UTC, datetime

import pytest

from pipelines.fields.candidate import first
from pipelines.fields.published import read_modified, read_published
from tests.pipelines.making import ADDRESS, HINTS, ld, page_of

JAN_2 = datetime(2026, 1, 2, 10, tzinfo=UTC)


def published(html: str, address: str = ADDRESS) -> tuple[datetime, str] | None:
    candidate = first(read_published(page_of(html, address), HINTS))
    return (candidate.value.at, candidate.source) if candidate else None


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (ld('{"@type": "NewsArticle", "datePublished": "2026-01-02T10:00Z"}'), "json-ld:datePublished"),
        (ld('{"@type": "BlogPosting", "dateCreated": "2026-01-02T10:00Z"}'), "json-ld:dateCreated"),
        ('<meta property="article:published_time" content="2026-01-02T10:00Z">', "meta:article:published_time"),
        ('<meta name="DC.date.issued" content="2026-01-02T10:00Z">', "meta:dc.date.issued"),
        ('<i itemprop="datePublished" content="2026-01-02T10:00Z">today</i>', "microdata:datePublished"),
        ('<time datetime="2026-01-02T10:00Z">today</time>', "element:time"),
        ("<time>Jan. 2, 2026, <b>10</b> a.m.</time>", "element:time"),
    ],
)
def test_a_date_of_publication_is_read_where_pages_put_it(html: str, source: str) -> None:
    assert published(html) == (JAN_2, source)


@pytest.mark.parametrize(
    "path", ["/2026/01/02/bread", "/2026/1/2/bread", "/news/2026-01-02/bread", "/2026/01/02", "/2026/01/02-bread"]
)
def test_a_day_in_the_address_is_the_last_resort(path: str) -> None:
    assert published("<p>bread", f"https://news.example{path}") == (datetime(2026, 1, 2, tzinfo=UTC), "address")


@pytest.mark.parametrize("path", ["/2026/13/02/bread", "/2026/02/31/bread", "/2026/01/bread", "/12026/01/02/bread"])
def test_an_address_that_states_no_day_gives_none(path: str) -> None:
    assert published("<p>bread", f"https://news.example{path}") is None


def test_a_date_that_is_not_believed_yields_to_the_next_source() -> None:
    html = """<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-02-31"}</script>
    <meta property="article:published_time" content="2025-11-20T10:00:00+99:00"><time datetime="2026-01-02T10:00Z">"""

    assert published(html) == (JAN_2, "element:time")


def test_a_time_element_marked_as_publication_stands_before_others() -> None:
    html = """<time datetime="2025-12-24T10:00Z">Updated</time>
    <time class="entry-date" datetime="2026-01-02T10:00Z">Posted</time>"""

    assert published(html) == (JAN_2, "element:time")


@pytest.mark.parametrize("stated", ["20260102", "null", "[]", '{"@value": "2026-01-02"}', '""', "true"])
def test_a_date_that_is_no_text_is_passed_over(stated: str) -> None:
    assert published(ld(f'{{"@type": "NewsArticle", "datePublished": {stated}}}')) is None


@pytest.mark.parametrize(
    ("html", "source"),
    [
        (ld('{"@type": "NewsArticle", "dateModified": "2026-01-02T10:00Z"}'), "json-ld:dateModified"),
        ('<meta property="article:modified_time" content="2026-01-02T10:00Z">', "meta:article:modified_time"),
        ('<time itemprop="dateModified" datetime="2026-01-02T10:00Z">', "microdata:dateModified"),
    ],
)
def test_a_date_of_change_is_read_where_pages_put_it(html: str, source: str) -> None:
    candidate = first(read_modified(page_of(html), HINTS))

    assert candidate is not None
    assert (candidate.value.at, candidate.source) == (JAN_2, source)


def test_a_date_of_change_is_no_date_of_publication() -> None:
    assert published('<meta property="article:modified_time" content="2026-01-02T10:00Z">') is None
