"""What a feed or a sitemap leads to, and how its visit ends."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.ledger import Found
from archive.outcomes import Outcome
from pipelines.content import Kind, PageContent, PageTask
from pipelines.page.page import Page
from pipelines.rules.addresses import AddressRules
from pipelines.rules.link_rules import LinkRules
from pipelines.rules.site_rules import SiteRules
from spiders.reading import read_content
from spiders.site import Listings, SiteDefinition
from spiders.sources.following import MAX_LEVEL
from spiders.sources.sitemap import MOST_ADDRESSES
from tests.archive.rows import NOON
from tests.spiders.sources import feeds, sitemaps
from tests.spiders.sources.sitemaps import story

SITE = SiteDefinition(
    name="bread",
    title="Bread",
    address=feeds.BASE,
    origin="a test",
    hosts=frozenset({"bread.example"}),
    listings=Listings(start=()),
    rules=SiteRules(site="bread"),
)
RULED = replace(SITE, rules=SiteRules(site="bread", addresses=AddressRules(article=re.compile(r"/news/story-\d+/"))))
NEWS_SITEMAP = sitemaps.sitemap(sitemaps.news(story(1), "Oven news", "2026-01-05"))
ELSEWHERE = "1 entry has an address on another host, most often cake.example"
TWELVE_HOURS, TEN_MINUTES = timedelta(hours=12), timedelta(minutes=10)


def read(
    kind: Kind, body: bytes, data: Mapping[str, int | str] | None = None, *, site: SiteDefinition = SITE
) -> PageContent:
    address = feeds.FEED if kind is Kind.FEED else sitemaps.SITEMAP
    page = Page(body=body, address=address, fetched_at=NOON)
    return read_content(PageTask(kind=kind, address=address, data=data or {}, page=page), site)


def addresses(content: PageContent, kind: Kind = Kind.ARTICLE) -> list[str]:
    return [found.address for found in content.found if found.kind == kind]


def test_the_entries_of_a_feed_are_articles_by_themselves_with_what_it_says_of_them() -> None:
    content = read(Kind.FEED, feeds.rss(feeds.rss_item(1, more="<category>Town</category>")))
    (found,) = content.found
    title, date, written = feeds.ABOUT[0]
    assert found == Found(
        address=feeds.address(1),
        kind="article",
        host="bread.example",
        data={
            "depth": 1,
            "source": "feed",
            "title": title,
            "published_at": date,
            "published_text": written,
            "published_offset_minutes": 0,
            "published_precision": "second",
            "section": "Town",
        },
    )
    assert (content.outcome, content.detail, content.record) == (Outcome.FEED, None, None)


def test_entries_on_other_hosts_are_counted_with_the_host_most_of_them_are_on() -> None:
    links = ("https://cake.example/2", "https://cake.example/3", "https://pie.example/4")
    foreign = (feeds.rss_item(number, link=f"<link>{link}</link>") for number, link in enumerate(links, 2))
    detail = read(Kind.FEED, feeds.rss(feeds.rss_item(1), *foreign)).detail
    assert detail == "3 entries have an address on another host, most often cake.example"


def test_the_entries_of_a_feed_are_sightings_also_those_on_other_hosts() -> None:
    foreign = feeds.rss_item(2, link="<link>https://cake.example/2</link>")
    content = read(Kind.FEED, feeds.rss(feeds.rss_item(1), foreign))
    assert [(entry.box, entry.position, entry.address) for entry in content.entries] == [
        ("feed", 1, feeds.address(1)),
        ("feed", 2, "https://cake.example/2"),
    ]
    entry = content.entries[0]
    assert (entry.title, entry.teaser) == (feeds.ABOUT[0][0], "Teaser of story 1.")
    assert entry.published is not None
    assert addresses(content) == [feeds.address(1)]


def test_what_the_sites_file_rules_out_is_no_article_whatever_names_it() -> None:
    other = "<link>https://bread.example/about/</link>"
    feed = feeds.rss(feeds.rss_item(1), feeds.rss_item(2, link=other))
    assert addresses(read(Kind.FEED, feed, site=RULED)) == [feeds.address(1)]
    date = "2026-01-04T06:30:00Z"
    listed = sitemaps.sitemap(sitemaps.news(feeds.address(1), "Bread", date), sitemaps.news(story(1), "Bread", date))
    assert addresses(read(Kind.SITEMAP, listed, site=RULED)) == [feeds.address(1)]


def test_an_article_is_asked_for_in_its_visiting_form() -> None:
    item = feeds.rss_item(1, link=f"<link>{feeds.address(1)}?utm_source=feed#top</link>")
    assert addresses(read(Kind.FEED, feeds.rss(item))) == [feeds.address(1)]


def test_the_next_page_of_a_feed_is_followed_as_far_as_a_listings() -> None:
    feed = feeds.rss(feeds.rss_item(1), head='<atom:link rel="next" href="/feeds/all?paged=2"/>')
    last = SITE.listings.max_pages
    (found,) = [found for found in read(Kind.FEED, feed).found if found.kind == Kind.FEED]
    assert (found.address, found.data) == (f"{feeds.FEED}?paged=2", {"page_number": 2})
    assert addresses(read(Kind.FEED, feed, {"page_number": last}), Kind.FEED) == []
    foreign = feed.replace(b'"/feeds/all?paged=2"', b'"https://cake.example/2"')
    assert addresses(read(Kind.FEED, foreign), Kind.FEED) == []


def test_a_feed_says_how_much_of_it_was_lost() -> None:
    feed = feeds.rss(feeds.rss_item(1), feeds.rss_item(2, link=""))
    assert read(Kind.FEED, feed).detail == "1 entry has no address"
    broken = feeds.rss(feeds.rss_item(1), "<item><title>a & b", feeds.rss_item(3, link=""))
    assert re.fullmatch("not well-formed: .*; 2 entries have no address", read(Kind.FEED, broken).detail or "")


def test_an_empty_feed_is_a_feed() -> None:
    content = read(Kind.FEED, feeds.rss())
    assert (content.outcome, content.found, content.detail) == (Outcome.FEED, (), None)


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.SITEMAP])
def test_a_source_is_what_it_says_itself(kind: Kind) -> None:
    assert read(kind, feeds.rss(feeds.rss_item(1))).outcome is Outcome.FEED
    assert read(kind, sitemaps.sitemap(sitemaps.url(story(1)))).outcome is Outcome.SITEMAP


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.SITEMAP])
@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"<!DOCTYPE html><html><body>Sorry</body></html>", "it is an HTML page"),
        (b"User-agent: *", "it is neither a feed nor a sitemap"),
        (b"", "it is neither a feed nor a sitemap"),
        (b"<rss><channel><title>a & b", "not well-formed: not well-formed (invalid token)"),
        (b"<urlset><url><loc>https://br", "it breaks off before its end"),
    ],
)
def test_what_is_no_source_says_what_it_is(kind: Kind, body: bytes, detail: str) -> None:
    content = read(kind, body)
    assert (content.outcome, content.detail) == (Outcome.NOT_SOURCE, detail)
    assert (content.found, content.entries) == ((), ())


def test_of_a_sitemap_those_with_the_shape_of_articles_are_articles() -> None:
    others = [
        feeds.BASE,
        f"{feeds.BASE}about/",
        f"{feeds.BASE}tag/bells/",
        "https://cake.example/2026/01/cake-cake-cake/",
    ]
    listed = sitemaps.sitemap(*map(sitemaps.url, [*others, story(1), story(2)]))
    content = read(Kind.SITEMAP, listed)
    assert addresses(content) == [story(1), story(2)]
    assert content.entries == ()
    assert (content.outcome, content.detail) == (Outcome.SITEMAP, ELSEWHERE)


def test_where_most_of_a_pattern_look_like_articles_so_are_the_others() -> None:
    slugs = ["the-bell-of-the-hill", "flour-runs-low-again", "warm-bread-at-the-door", "bread-bells"]
    listed = sitemaps.sitemap(*(sitemaps.url(f"{feeds.BASE}posts/{slug}/") for slug in slugs))
    assert addresses(read(Kind.SITEMAP, listed)) == [f"{feeds.BASE}posts/{slug}/" for slug in slugs]


def test_where_no_address_looks_like_an_article_most_of_them_are() -> None:
    slugs = ["bread-bells", "low-flour", "warm-door", "hill-bell", "old-oven", "new-oven"]
    listed = sitemaps.sitemap(*(sitemaps.url(f"{feeds.BASE}story/{slug}") for slug in slugs), sitemaps.url(feeds.BASE))
    assert addresses(read(Kind.SITEMAP, listed)) == [f"{feeds.BASE}story/{slug}" for slug in slugs]


def test_a_news_sitemap_names_articles_and_what_stands_in_it_is_seen() -> None:
    short = f"{feeds.BASE}x"
    listed = sitemaps.sitemap(sitemaps.news(short, "Bread", "2026-01-04T06:30:00Z"))
    content = read(Kind.SITEMAP, listed)
    (found,) = content.found
    assert (found.address, found.data["source"], found.data["title"]) == (short, "sitemap", "Bread")
    assert found.data["published_at"] == "2026-01-04T06:30:00+00:00"
    (entry,) = content.entries
    assert (entry.box, entry.position, entry.title, entry.address) == ("sitemap", 1, "Bread", short)


def test_an_address_says_by_when_it_had_changed() -> None:
    dates = ["2026-01-04T06:30:00Z", "2026-01-04T06:30", "2026-01-04", None, "2099-01-01"]
    listed = sitemaps.sitemap(*(sitemaps.url(story(number), date) for number, date in enumerate(dates)))
    at, midnight = datetime(2026, 1, 4, 6, 30, tzinfo=UTC), datetime(2026, 1, 4, tzinfo=UTC)
    assert [found.changed_by for found in read(Kind.SITEMAP, listed).found] == [
        at + TEN_MINUTES,
        at + TWELVE_HOURS + TEN_MINUTES,
        midnight + timedelta(days=1) + TWELVE_HOURS + TEN_MINUTES,
        None,
        None,
    ]


def test_an_index_leads_to_sitemaps_of_the_site_the_newest_first_and_not_without_end() -> None:
    children = [
        (f"{feeds.BASE}old.xml", "2025-01-01"),
        (f"{feeds.BASE}new.xml", "2026-01-01"),
        ("https://cake.example/a", None),
    ]
    listed = sitemaps.index(children)
    found = read(Kind.SITEMAP, listed).found
    assert [(one.address, one.kind, one.data) for one in found] == [
        (f"{feeds.BASE}new.xml", "sitemap", {"level": 2}),
        (f"{feeds.BASE}old.xml", "sitemap", {"level": 2}),
    ]
    assert all(one.changed_by for one in found)
    assert read(Kind.SITEMAP, listed, {"level": MAX_LEVEL}).found == ()


def test_the_rest_of_a_long_sitemap_is_an_address_of_its_own() -> None:
    listed = sitemaps.sitemap(*(sitemaps.url(story(number)) for number in range(MOST_ADDRESSES + 2)))
    first = read(Kind.SITEMAP, listed)
    assert len(addresses(first)) == MOST_ADDRESSES
    (rest,) = [found for found in first.found if found.kind == Kind.SITEMAP]
    assert (rest.address, rest.data) == (f"{sitemaps.SITEMAP}#{MOST_ADDRESSES}", {"level": 1, "skip": MOST_ADDRESSES})
    second = read(Kind.SITEMAP, listed, rest.data)
    assert [found.address for found in second.found] == [story(MOST_ADDRESSES), story(MOST_ADDRESSES + 1)]


def test_what_a_feed_said_stands_in_for_what_the_page_does_not_say() -> None:
    (found,) = read(Kind.FEED, feeds.rss(feeds.rss_item(1, more="<dc:creator>Ada Example</dc:creator>"))).found
    paragraphs = "".join(
        f"<p>In part {part} the baker told his neighbours what he knew of bread.</p>" for part in range(9)
    )
    page = Page(body=f"<html><body>{paragraphs}</body></html>".encode(), address=found.address, fetched_at=NOON)
    bare = PageTask(kind=Kind.ARTICLE, address=found.address, data={"depth": 1}, page=page)
    without, told = (read_content(task, SITE).record for task in (bare, replace(bare, data=found.data)))
    assert without is not None
    assert told is not None
    assert (without.published_at, without.authors) == (None, None)
    assert told.published_at == datetime.fromisoformat(feeds.ABOUT[0][1])
    assert (told.authors, told.published_text) == (("Ada Example",), feeds.ABOUT[0][2])
    assert (told.sources["published_at"], told.sources["authors"]) == ("feed", "feed")
    assert told.content_hash == without.content_hash


@pytest.mark.parametrize(("kind", "body"), [(Kind.FEED, feeds.rss(feeds.rss_item(1))), (Kind.SITEMAP, NEWS_SITEMAP)])
def test_where_links_are_learned_an_entry_of_a_list_of_articles_counts_as_a_teaser(kind: Kind, body: bytes) -> None:
    address = feeds.FEED if kind is Kind.FEED else sitemaps.SITEMAP
    page = Page(body=body, address=address, fetched_at=NOON)
    content = read_content(PageTask(kind=kind, address=address, data={}, page=page, links=LinkRules()), SITE)
    (found,) = content.found
    assert (found.data["place"], found.data["dated"]) == ("teaser", 1)


def test_a_short_dated_page_that_a_feed_names_is_an_article() -> None:
    body = b"<html><body><h1>Oven news</h1><time datetime='2026-01-05'>Jan. 5, 2026</time><p>%s</p>" % (
        b"The oven is warm. " * 6
    )
    page = Page(body=body, address=f"{feeds.BASE}oven-news", fetched_at=NOON)
    cases: tuple[tuple[dict[str, int | str], Outcome | None], ...] = (
        ({"depth": 1}, Outcome.NOT_ARTICLE),
        ({"depth": 1, "place": "teaser", "dated": 1}, None),
    )
    for data, outcome in cases:
        task = PageTask(kind=Kind.ARTICLE, address=page.address, data=data, page=page, links=LinkRules())
        assert read_content(task, SITE).outcome is outcome
