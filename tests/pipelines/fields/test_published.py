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
        (
            '<div typeof="Article"><i property="schema:datePublished" content="2026-01-02T10:00Z">today</i></div>',
            "microdata:datePublished",
        ),
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


@pytest.mark.parametrize(
    "html",
    [
        '<span class="post-date">Jan. 2, 2026, 10 a.m.</span>',
        '<p id="date_posted">Posted: Jan. 2, 2026, 10:00 a.m. by Ada</p>',
        '<p class="meta time">Updated Dec. 1</p><p class="published">2 January 2026, 10:00 am</p>',
    ],
)
def test_a_date_in_an_element_marked_as_one_is_read(html: str) -> None:
    assert published(html) == (JAN_2, "element:date")


def test_a_date_marked_as_publication_stands_before_other_marked_dates() -> None:
    html = '<p class="date">Jan. 4, 2026, noon</p><p class="published-date">Jan. 2, 2026, 10 a.m.</p>'

    assert published(html) == (JAN_2, "element:date")


def test_an_element_marked_as_changed_is_no_date_of_publication() -> None:
    assert published('<p class="date-updated">Jan. 2, 2026, 10 a.m.</p>') is None


def test_a_date_seen_on_the_page_yields_to_an_address_it_contradicts() -> None:
    html = '<time datetime="2025-11-20T10:00Z">'

    assert published(html, "https://news.example/2026/01/02/bread") == (datetime(2026, 1, 2, tzinfo=UTC), "address")
    assert published(html, "https://news.example/2025/11/21/bread") == (
        datetime(2025, 11, 20, 10, tzinfo=UTC),
        "element:time",
    )


def test_a_time_below_the_heading_stands_before_one_above_it() -> None:
    html = '<time datetime="2026-01-05T07:00Z">now</time><h1>Bread</h1><time datetime="2026-01-02T10:00Z">'

    assert published(html) == (JAN_2, "element:time")


def test_a_time_element_whose_attribute_is_broken_is_read_by_its_text() -> None:
    assert published('<time datetime="soon">Jan. 2, 2026, 10 a.m.</time>') == (JAN_2, "element:time")


def test_a_relative_date_is_the_very_last_resort() -> None:
    assert published("<time>3 hours ago</time>") == (datetime(2026, 1, 5, 5, tzinfo=UTC), "element:time")
    assert published("<time>3 hours ago</time>", "https://news.example/2026/01/02/a") == (
        datetime(2026, 1, 2, tzinfo=UTC),
        "address",
    )


@pytest.mark.parametrize("kind", ["WebPage", "VideoObject", "Review"])
def test_a_page_that_describes_no_article_may_date_itself(kind: str) -> None:
    html = ld(f'{{"@type": "{kind}", "datePublished": "2026-01-02T10:00Z", "dateModified": "2026-01-02T10:00Z"}}')
    changed = first(read_modified(page_of(html), HINTS))

    assert published(html) == (JAN_2, "json-ld:datePublished")
    assert changed is not None
    assert changed.value.at == JAN_2


@pytest.mark.parametrize("stated", ['"1767348000"', '"1767348000000"', '["2026-01-02T10:00Z", "2020-01-01"]'])
def test_unix_time_and_the_first_of_several_dates_are_read(stated: str) -> None:
    assert published(ld(f'{{"@type": "NewsArticle", "datePublished": {stated}}}')) == (JAN_2, "json-ld:datePublished")
