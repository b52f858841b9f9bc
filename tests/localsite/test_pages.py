"""What the site serves before its clock moves."""

import gzip
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree
from parsel import Selector

from crawler.localsite import LocalSite
from crawler.localsite.dates import visible_date

Fetch = Callable[..., Any]
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def walk_listing(fetch: Fetch, site: LocalSite, language: str) -> Iterator[Selector]:
    address: str | None = f"{site.address}all/{language}/"
    while address:
        page = Selector(fetch(address).text)
        yield from page.css("ol.entries > li")
        older = page.css("head link[rel=next]::attr(href)").get()
        assert page.css("nav.pages a[rel=next]::attr(href)").get() == older
        address = urljoin(address, older) if older else None


def read_lines(page: str) -> list[str]:
    texts = Selector(page).xpath("//body//text()[not(ancestor::script)]").getall()
    return [text.strip() for text in texts if text.strip()]


def by_address(site: LocalSite) -> dict[str, dict[str, Any]]:
    return {reading["address"]: reading for reading in site.truth()}


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_listed_entry_is_a_live_article_that_matches_the_truth(
    site: LocalSite, fetch: Fetch, language: str
) -> None:
    truth = {at: each for at, each in by_address(site).items() if each["language"] == language}
    listed = []
    for entry in walk_listing(fetch, site, language):
        address = urljoin(site.address, entry.css("a::attr(href)").get())
        listed.append(address)
        reading = truth[address]
        cut = reading["title"] if len(reading["title"]) <= 48 else reading["title"][:48].rstrip() + "…"
        assert entry.css("a::text").get() == cut
        reply = fetch(address)
        assert reply.status == 200
        page = Selector(reply.text)
        assert page.css("h1::text").get() == reading["title"]
        assert page.css("p.views::text").get() == str(reading["views"])
        assert page.css(".brief p::text").get() == reading["summary"]
        assert "\n\n".join(page.css(".body p::text").getall()) == reading["body"]
        assert page.css("html::attr(lang)").get() == language
    assert listed == list(truth)


def test_listings_hold_twenty_entries_and_end(site: LocalSite, fetch: Fetch) -> None:
    assert len(Selector(fetch(f"{site.address}all/en/").text).css("ol.entries > li")) == 20
    assert fetch(f"{site.address}all/en/?page=12").status == 200
    assert 'rel="next"' not in fetch(f"{site.address}all/en/?page=12").text
    for page in ("13", "0", "-1", "first", "9999999999"):
        assert fetch(f"{site.address}all/en/?page={page}").status == 404


def test_an_article_shows_its_parts_in_the_agreed_order(site: LocalSite, fetch: Fetch) -> None:
    reading = next(each for each in site.truth() if each["language"] == "en" and each["summary"])
    lines = read_lines(fetch(reading["address"]).text)
    lines = lines[lines.index("lang icon English") :]
    parts = [
        visible_date(datetime.fromisoformat(reading["published_at"]), "en"),
        str(reading["views"]),
        reading["title"],
        "Brief news summary",
        reading["summary"],
        *reading["body"].split("\n\n"),
        "Watch video about",
        reading["title"],
        "Your own newsroom assistant",
        "Language",
        "English",
        "Hot news",
        "All news",
        "The Brasslight letter",
    ]
    places, start = [], 0
    for part in parts:
        start = lines.index(part, start) + 1
        places.append(start)
    assert places == sorted(places)


def test_two_stories_of_three_describe_themselves_to_machines(site: LocalSite, fetch: Fetch) -> None:
    for reading in site.truth()[:60]:
        page = Selector(fetch(reading["address"]).text)
        blocks = page.css("script[type='application/ld+json']::text").getall()
        if reading["bare_markup"]:
            assert not blocks
            assert not page.css("meta[property], link[rel=canonical], link[hreflang], time")
            continue
        data = json.loads(blocks[0])
        assert data["headline"] == reading["title"]
        assert data["datePublished"] == reading["published_at"]
        assert data["datePublished"].endswith("+00:00")
        assert [author["name"] for author in data["author"]] == reading["authors"]
        assert data["keywords"] == reading["tags"]
        assert "interactionStatistic" not in data
        assert page.css("link[rel=canonical]::attr(href)").get() == reading["address"]
        assert fetch(data["image"][0]).status == 200


def test_the_mix_of_stories_is_the_promised_one(site: LocalSite) -> None:
    truth = site.truth()
    english = [each for each in truth if each["language"] == "en"]
    assert len(english) == 240
    assert 55 <= len(truth) - len(english) <= 65
    assert 20 <= sum(each["summary"] is None for each in english) <= 28
    assert sum(each["bare_markup"] for each in english) in range(75, 85)
    assert [each["body"] for each in truth if not each["has_body"]] == [""]
    assert sum(each["robots_disallowed"] for each in truth) == 1
    assert len({each["title"] for each in english}) == len({each["body"] for each in english}) == 240


def test_hot_news_lists_the_seven_newest_other_stories(site: LocalSite, fetch: Fetch) -> None:
    english = [each["address"] for each in site.truth() if each["language"] == "en"]
    links = Selector(fetch(english[2]).text).css(".hot-news a::attr(href)").getall()
    assert [urljoin(site.address, link) for link in links] == [*english[:2], *english[3:8]]
    front = Selector(fetch(site.address).text)
    assert [urljoin(site.address, each) for each in front.css(".hot-news a::attr(href)").getall()] == english[:7]
    assert front.css(".all-news a::attr(href)").get() == "/all/en/"


def test_short_addresses_serve_the_same_page(site: LocalSite, fetch: Fetch) -> None:
    reading = next(each for each in site.truth() if each["language"] == "en")
    page = fetch(reading["address"])
    for address in (reading["address"].rstrip("/"), f"{site.address}news/{reading['slug']}/"):
        assert fetch(address).body == page.body


def test_wrong_addresses_are_not_found(site: LocalSite, fetch: Fetch) -> None:
    slug = next(each["slug"] for each in site.truth())
    for path in (f"news/{slug}/1/en/", f"news/{slug}/1001/xx/", "news/nothing/", "all/xx/", "a/b/c", "images/x.svg"):
        assert fetch(site.address + path).status == 404


def test_feeds_list_the_thirty_newest_live_articles(site: LocalSite, fetch: Fetch) -> None:
    for language in ("en", "pt"):
        newest = [each["address"] for each in site.truth() if each["language"] == language][:30]
        rss = etree.fromstring(fetch(f"{site.address}feeds/{language}.rss").body)
        assert [link.text for link in rss.findall("channel/item/link")] == newest
        atom = etree.fromstring(fetch(f"{site.address}feeds/{language}.atom").body)
        links = atom.findall("atom:entry/atom:link", NAMESPACES)
        assert [link.get("href") for link in links] == newest


def test_sitemaps_list_every_live_article(site: LocalSite, fetch: Fetch) -> None:
    index = etree.fromstring(fetch(f"{site.address}sitemap.xml").body)
    articles, news = (each.text for each in index.findall("map:sitemap/map:loc", NAMESPACES))
    truth = site.truth()
    listed = etree.fromstring(fetch(articles).body).findall("map:url/map:loc", NAMESPACES)
    assert [each.text for each in listed] == [each["address"] for each in truth]
    since = datetime.fromisoformat("2026-01-05T08:00+00:00") - timedelta(days=2)
    recent = [each for each in truth if datetime.fromisoformat(each["published_at"]) >= since]
    found = etree.fromstring(fetch(news).body)
    assert [each.text for each in found.findall("map:url/map:loc", NAMESPACES)] == [each["address"] for each in recent]
    assert [each.text for each in found.findall("map:url/news:news/news:title", NAMESPACES)] == [
        each["title"] for each in recent
    ]


def test_robots_text_closes_one_story(site: LocalSite, fetch: Fetch) -> None:
    slug = next(each["slug"] for each in site.truth() if each["robots_disallowed"])
    reply = fetch(f"{site.address}robots.txt")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.text.splitlines() == [
        "User-agent: *",
        "Crawl-delay: 0.02",
        f"Disallow: /news/{slug}/",
        "",
        f"Sitemap: {site.address}sitemap.xml",
    ]


def test_a_page_travels_compressed_when_asked(site: LocalSite, fetch: Fetch) -> None:
    address = site.truth()[0]["address"]
    plain = fetch(address)
    zipped = fetch(address, Accept_Encoding="br, gzip")
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(zipped.body) == plain.body
    assert "content-encoding" not in fetch(address, Accept_Encoding="gzip;q=0").headers


def test_head_gives_the_headers_alone_and_the_connection_stays_usable(site: LocalSite, fetch: Fetch) -> None:
    address = site.truth()[0]["address"]
    whole = fetch(address, Accept_Encoding="gzip")
    head = fetch(address, "HEAD", Accept_Encoding="gzip")
    assert head.body == b""
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert fetch(address).status == 200
    assert fetch(address, "DELETE").status == 405


def test_a_tag_outweighs_a_date(site: LocalSite, fetch: Fetch) -> None:
    first = fetch(site.address)
    date = first.headers["last-modified"]
    assert fetch(site.address, If_Modified_Since=date).status == 304
    assert fetch(site.address, If_Modified_Since=date, If_None_Match='"other"').status == 200
    assert fetch(site.address, If_None_Match=f'"other", W/{first.headers["etag"]}').status == 304
    assert fetch(site.address, If_Modified_Since="yesterday").status == 200


def test_the_log_names_each_request(site: LocalSite, fetch: Fetch) -> None:
    site.clear_log()
    size = len(fetch(f"{site.address}all/en/?page=2").body)
    fetch(f"{site.address}nowhere", "HEAD")
    assert site.requests() == [
        {"method": "GET", "path": "/all/en/?page=2", "status": 200, "bytes": size},
        {"method": "HEAD", "path": "/nowhere", "status": 404, "bytes": 0},
    ]
