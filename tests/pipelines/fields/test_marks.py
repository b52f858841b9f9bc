"""The signs a page gives beside its fields."""

import pytest

from pipelines.extract import extract
from pipelines.fields.marks import Mark, is_paywalled
from pipelines.rules.site_rules import SiteRules
from tests.pipelines.making import ld, page_of


def article(facts: str) -> str:
    return ld(f'{{"@type": "NewsArticle", {facts}}}')


@pytest.mark.parametrize(
    "html",
    [
        article('"isAccessibleForFree": false'),
        article('"isAccessibleForFree": "False"'),
        article('"isAccessibleForFree": "https://schema.org/False"'),
        article('"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".p"}'),
        article('"hasPart": [{"isAccessibleForFree": "true"}, {"isAccessibleForFree": "no"}]'),
        ld('{"@type": "WebPage", "isAccessibleForFree": false}'),
        '<meta property="article:content_tier" content="locked">',
        '<meta property="article:content_tier" content=" Metered ">',
    ],
)
def test_a_page_that_says_it_is_not_free_is_marked(html: str) -> None:
    assert is_paywalled(page_of(html))
    assert extract(page_of(html), SiteRules()).marks == (Mark.PAYWALLED,)


@pytest.mark.parametrize(
    "html",
    [
        "<p>paywall</p>",
        article('"isAccessibleForFree": true'),
        article('"isAccessibleForFree": "True"'),
        article('"isAccessibleForFree": null, "hasPart": [7, null, "false"]'),
        '<meta property="article:content_tier" content="free">',
    ],
)
def test_a_page_that_says_nothing_of_the_kind_is_not(html: str) -> None:
    assert not is_paywalled(page_of(html))


_JSON = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (_JSON % "2026-01-02T10:00Z" + '<meta name="pubdate" content="2025-12-31T08:00Z">', "/a"),
        (_JSON % "2026-01-02T10:00Z" + '<header><h1>Bread</h1><time datetime="2025-12-24T10:00Z"></header>', "/a"),
        (_JSON % "2026-01-02T10:00Z", "/2025/12/30/a"),
    ],
)
def test_dates_of_one_page_more_than_a_day_apart_disagree(html: str, address: str) -> None:
    assert extract(page_of(html, f"https://news.example{address}"), SiteRules()).marks == (Mark.DATES_DISAGREE,)


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (_JSON % "2026-01-02T10:00Z" + '<meta name="pubdate" content="2026-01-01T12:00Z">', "/a"),
        (_JSON % "2026-01-02T23:30-05:00", "/2026/01/02/a"),
        (_JSON % "2026-01-02T10:00Z" + "<h1>Bread</h1><ul><li><div><p><time datetime='2025-11-01'>", "/a"),
        (_JSON % "2026-01-02T10:00Z" + "<div><h1>Bread</h1><time class=updated datetime='2026-01-04'></div>", "/a"),
        ("<p>Bread", "/2026/01/02/a"),
    ],
)
def test_dates_a_day_apart_and_dates_of_something_else_do_not(html: str, address: str) -> None:
    assert extract(page_of(html, f"https://news.example{address}"), SiteRules()).marks == ()
